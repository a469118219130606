"""What each kind of mobility earns, heading by heading."""

from dataclasses import replace
from decimal import Decimal

import pytest

from app.grants.rules import (
    AgencyRate,
    AgencyRates,
    Amount,
    Band,
    Code,
    Estimate,
    Heading,
    Place,
    Settings,
    Ties,
)
from app.grants.rules.tables import band_of
from tests.app.grants.cases import (
    BOOK,
    HANOI,
    HELSINKI,
    JOB_SHADOWING,
    LAS_PALMAS,
    LYON,
    SAINT_DENIS,
    SOUTHAMPTON,
    TBILISI,
    TEACHING,
    TRAINEESHIP,
    codes,
    judge,
)

COURSE = replace(JOB_SHADOWING, activity="SM-COUR-TRAIN")
SHORT = replace(JOB_SHADOWING, activity="LM-SHORT-VET", participant="learner", activity_days=14)
BLENDED = replace(
    JOB_SHADOWING,
    field="HE",
    action="KA131-HED",
    activity="HE-SM-SHORT",
    participant="student",
    activity_days=20,
    travel_days=0,
)
RELAY = replace(JOB_SHADOWING, activity="ACCOMPANYING", participant="accompanying", persons=2)


def exact(answer: Estimate, heading: Heading) -> int | None:
    euros = answer.under(heading).exact
    return None if euros is None else int(euros)


def range_of(answer: Estimate) -> tuple[int, int]:
    support = answer.under(Heading.INDIVIDUAL_SUPPORT)
    assert support.low is not None
    assert support.high is not None
    return int(support.low), int(support.high)


@pytest.mark.parametrize(
    ("kilometres", "label"),
    [
        (0, None),
        (9.99, None),
        (10, "10-99"),
        (99.99, "10-99"),
        (100, "100-499"),
        (499.5, "100-499"),
        (500, "500-1999"),
        (2999.9, "2000-2999"),
        (3999.9, "3000-3999"),
        (7999.9, "4000-7999"),
        (8000, "8000+"),
        (20000, "8000+"),
    ],
)
def test_a_band_reaches_to_the_next_one(kilometres: float, label: str | None) -> None:
    rules = BOOK.rules("2026", "VET")
    assert rules is not None

    band: Band | None = band_of(rules.bands, kilometres)

    assert (band.label if band else None) == label


@pytest.mark.parametrize(
    ("north", "near"), [(0.85, False), (0.885, True), (0.91, True), (0.93, False)]
)
def test_a_distance_within_2_km_of_an_edge_is_to_be_confirmed(north: float, *, near: bool) -> None:
    answer = judge(destination=Place("ES", LYON.latitude + north, LYON.longitude))  # type: ignore[operator]  # known

    assert (Code.NEAR_EDGE in codes(answer)) is near


def test_green_travel_pays_more_and_up_to_six_travel_days() -> None:
    standard = judge(travel_days=8)
    green = judge(travel_days=8, green=True)

    assert (exact(standard, Heading.TRAVEL), exact(green, Heading.TRAVEL)) == (309, 417)
    assert (range_of(standard)[0], range_of(green)[0]) == (7 * 95, 11 * 95)
    assert Code.TRAVEL_DAYS_CAPPED in codes(standard)
    assert Code.TRAVEL_DAYS_CAPPED in codes(green)


def test_green_travel_of_2023_has_no_amount_of_its_own_on_the_longest_ways() -> None:
    far = judge(call_year="2023", origin=LAS_PALMAS, destination=HELSINKI, green=True)
    near = judge(call_year="2023", green=True)

    assert (exact(far, Heading.TRAVEL), exact(near, Heading.TRAVEL)) == (820, 320)


def test_from_day_15_seventy_percent_are_paid_rounded_as_set() -> None:
    stay = replace(JOB_SHADOWING, activity="SM-TTA", activity_days=14, travel_days=1)

    low = {ties: range_of(judge(stay, Settings(ties=ties)))[0] for ties in Ties}

    assert low == {Ties.UP: 14 * 95 + 67, Ties.EVEN: 14 * 95 + 66, Ties.DOWN: 14 * 95 + 66}


def test_a_course_pays_fees_a_day_and_those_of_2023_are_capped() -> None:
    assert exact(judge(COURSE, persons=2), Heading.OTHER) == 2 * 5 * 80
    assert exact(judge(COURSE, activity_days=10), Heading.OTHER) == 800
    assert exact(judge(COURSE, call_year="2023", activity_days=12), Heading.OTHER) == 800
    assert exact(judge(COURSE, call_year="2023", activity_days=4), Heading.OTHER) == 320


@pytest.mark.parametrize(("year", "each"), [("2023", 575), ("2026", 680)])
def test_a_preparatory_visit_is_one_amount_a_person(year: str, each: int) -> None:
    visit = judge(activity="PREP-VISIT", persons=3, call_year=year)

    total = Decimal(3 * each)
    assert visit.project == Amount.of(total)
    assert exact(visit, Heading.TRAVEL) == 0
    assert visit.organisation == Amount()


def test_accompanying_persons_have_staff_rates_and_no_organisational_support() -> None:
    relay = judge(RELAY)

    assert exact(relay, Heading.TRAVEL) == 2 * 309
    assert range_of(relay) == (2 * 7 * 95, 2 * 7 * 169)
    assert relay.organisation == Amount()
    assert range_of(
        judge(SHORT, participant="accompanying", persons=2, activity_days=5)
    ) == range_of(relay)


def test_organisational_support_falls_beyond_100_participants() -> None:
    assert exact(judge(SHORT, persons=100), Heading.ORGANISATIONAL_SUPPORT) == 35000
    assert exact(judge(SHORT, persons=120), Heading.ORGANISATIONAL_SUPPORT) == 35000 + 20 * 200
    assert exact(judge(TEACHING, persons=101), Heading.ORGANISATIONAL_SUPPORT) == 40000 + 230


def test_a_country_not_associated_brings_more_organisational_support() -> None:
    answer = judge(destination=SOUTHAMPTON)

    assert exact(answer, Heading.ORGANISATIONAL_SUPPORT) == 500


def test_inclusion_support_goes_to_the_organisation_not_into_the_total() -> None:
    without, with_it = judge(SHORT, persons=2), judge(SHORT, persons=2, fewer_opportunities=True)

    assert exact(with_it, Heading.INCLUSION_SUPPORT) == 250
    assert with_it.project == without.project
    assert with_it.organisation == Amount.of(Decimal(2 * 350 + 250))


def test_linguistic_support_is_mentioned_where_it_may_apply_but_never_counted() -> None:
    short, long = judge(call_year="2023"), judge(call_year="2023", activity_days=31)

    assert Code.CONDITIONAL_EXTRA not in codes(short)
    assert Code.CONDITIONAL_EXTRA in codes(long)
    assert exact(judge(SHORT), Heading.OTHER) is None
    assert judge(SHORT).under(Heading.OTHER) == Amount()


def test_teaching_in_a_region_has_one_amount_and_comes_without_a_bound() -> None:
    answer = judge(TEACHING, destination=HANOI)

    assert (answer.group, answer.project) == ("X", Amount.of(Decimal(1735 + 7 * 190)))


def test_staff_from_a_country_not_associated_have_the_fixed_amount_of_the_host() -> None:
    answer = judge(TEACHING, action="KA171", origin=TBILISI, destination=LYON)

    assert exact(answer, Heading.INDIVIDUAL_SUPPORT) == 7 * 190


def test_a_short_stay_of_students_has_two_flat_rates() -> None:
    answer = judge(BLENDED)

    assert answer.project == Amount.of(Decimal(309 + 14 * 79 + 6 * 56))


def test_students_of_2023_travel_at_their_own_cost_but_for_a_green_top_up() -> None:
    standard, green = (judge(BLENDED, call_year="2023", green=green) for green in (False, True))
    needy = judge(BLENDED, call_year="2023", fewer_opportunities=True)

    assert exact(standard, Heading.TRAVEL) == 0
    assert (exact(green, Heading.TRAVEL), exact(green, Heading.OTHER)) == (0, 50)
    assert exact(needy, Heading.TRAVEL) == 275


@pytest.mark.parametrize(
    ("origin", "destination", "low", "high"),
    [
        (Place("FR", 45.7, 4.8), Place("DE", 53.6, 10.0), 292 + 150, 606 + 150),
        (Place("ES", 41.4, 2.2), Place("FI", 60.2, 24.9), 348 + 150, 674 + 150),
        (Place("FR", 45.7, 4.8), Place("ES", 41.4, 2.2), 225 + 150, 550 + 150),
        (Place("FR", 45.7, 4.8), HANOI, 700, 700),
        (LAS_PALMAS, HELSINKI, 786 + 150, 786 + 150),
        (SAINT_DENIS, HELSINKI, 786 + 150, 786 + 150),
    ],
)
def test_a_traineeship_is_paid_by_the_month(
    origin: Place, destination: Place, low: int, high: int
) -> None:
    assert range_of(judge(TRAINEESHIP, origin=origin, destination=destination)) == (
        3 * low,
        3 * high,
    )


def test_fewer_opportunities_add_a_monthly_top_up_but_not_from_outermost_regions() -> None:
    usual, outermost = (
        judge(TRAINEESHIP, origin=place, destination=HELSINKI, fewer_opportunities=True)
        for place in (LYON, LAS_PALMAS)
    )

    assert range_of(usual)[0] == 3 * (292 + 150 + 250)
    assert range_of(outermost)[0] == 3 * (786 + 150)


def test_an_activity_without_rates_in_the_tables_has_no_total_rather_than_a_guess() -> None:
    answer = judge(activity="OA-INV-EXP", participant="expert")

    assert exact(answer, Heading.TRAVEL) == 309
    assert answer.project == Amount()


def agency(euros: int, later: int | None = None) -> Settings:
    printed = None if later is None else Decimal(later)
    rate = AgencyRate(Decimal(euros), printed, "the agency's page")
    return Settings(AgencyRates({("2026", "VET", "FR", "staff", "2"): rate}))


def test_the_agencys_rate_settles_the_amount_and_its_source_is_cited() -> None:
    answer = judge(settings=agency(150))

    assert answer.project == Amount(Decimal(974), Decimal(1492), Decimal(309 + 7 * 150))
    assert [line.reason.source for line in answer.lines][1] == "the agency's page"


def test_a_printed_later_rate_of_the_agency_wins_over_seventy_percent() -> None:
    answer = judge(settings=agency(148, 103), activity="SM-TTA", activity_days=20, travel_days=0)

    assert exact(answer, Heading.INDIVIDUAL_SUPPORT) == 14 * 148 + 6 * 103
    assert Code.AGENCY_LATER_RATE_DIFFERS in codes(answer)


def test_a_rate_outside_the_guides_range_is_pointed_out() -> None:
    assert Code.AGENCY_RATE_OUTSIDE_RANGE in codes(judge(settings=agency(200)))
    assert Code.AGENCY_RATE_OUTSIDE_RANGE not in codes(judge(settings=agency(169)))


def test_the_rate_of_another_country_or_call_year_settles_nothing() -> None:
    assert judge(settings=agency(150), origin=HELSINKI).project.exact is None
    assert judge(settings=agency(150), call_year="2023").project.exact is None
