"""What holds for every mobility, whatever its facts."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from app.grants.rules import (
    AgencyRate,
    AgencyRates,
    Amount,
    Case,
    Heading,
    Place,
    RuleBook,
    Settings,
    Ties,
    Verdict,
    estimate,
)
from app.grants.sentences import sentences
from tests.app.grants.cases import BOOK

CALLS = sorted(BOOK.calls)
ACTIVITIES = sorted({name for rules in BOOK.calls.values() for name in rules.activities})
COUNTRIES = ["FR", "ES", "PL", "RE", "GB", "UA", "VN", "RS", "ZZ"]
KINDS = ["staff", "learner", "student", "enterprise", "accompanying", "expert", "any"]

places = st.builds(Place, st.sampled_from(COUNTRIES), st.floats(-60, 70), st.floats(-180, 180))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    year, field = draw(st.sampled_from(CALLS))
    starts = draw(st.none() | st.dates(date(2023, 1, 1), date(2028, 1, 1)))
    days = draw(st.none() | st.integers(0, 400))
    return Case(
        call_year=year,
        field=field,
        action=draw(st.sampled_from(["KA121-VET", "KA122-VET", "KA131-HED", "KA171"])),
        activity=draw(st.sampled_from(ACTIVITIES)),
        participant=draw(st.sampled_from(KINDS)),
        origin=draw(places),
        destination=draw(places),
        starts=starts,
        ends=starts and starts + timedelta(days=draw(st.integers(-2, 400))),
        activity_days=days,
        travel_days=draw(st.integers(0, 8)),
        green=draw(st.booleans()),
        persons=draw(st.integers(1, 130)),
        fewer_opportunities=draw(st.booleans()),
    )


@st.composite
def fundable(draw: st.DrawFn) -> Case:
    """Draw cases that keep to the rules, from what each activity allows."""
    year, field = draw(st.sampled_from(CALLS))
    rules = BOOK.calls[year, field]
    activity = draw(st.sampled_from(sorted(rules.activities.values(), key=lambda row: row.name)))
    least = activity.min_days or 30 * (activity.min_months or 0) or 1
    most = activity.max_days or 30 * (activity.max_months or 1)
    return Case(
        call_year=year,
        field=field,
        action="KA121" if field == "VET" else "KA131",
        activity=activity.name,
        participant=draw(st.sampled_from(activity.participants)),
        origin=Place("FR", 45.749, 4.848),
        destination=Place(
            draw(st.sampled_from(["ES", "DE", "PL"])),
            draw(st.floats(35, 60)),
            draw(st.floats(-9, 25)),
        ),
        activity_days=draw(st.integers(least, most)),
        travel_days=draw(st.integers(0, 8)),
        green=draw(st.booleans()),
        persons=draw(st.integers(2, 3)),
        fewer_opportunities=draw(st.booleans()),
    )


def pays(after: Amount, before: Amount) -> bool:
    """Tell whether an amount is never below another, bound by bound."""
    pairs = ((after.low, before.low), (after.high, before.high), (after.exact, before.exact))
    return all((new is None and old is None) or (new or 0) >= (old or 0) for new, old in pairs)


@given(cases())
def test_every_case_has_a_verdict_with_a_sentence_and_only_a_yes_is_free_of_obstacles(
    case: Case,
) -> None:
    answer = estimate(case, BOOK)

    assert sentences(answer)
    assert (answer.verdict is Verdict.NO) <= (answer.lines == ())


@given(fundable())
def test_what_each_activity_allows_is_fundable_and_every_amount_cites_its_page(case: Case) -> None:
    answer = estimate(case, BOOK)

    assert answer.verdict is Verdict.YES
    assert all(line.reason.source for line in answer.lines)


@given(fundable())
def test_headings_add_up_to_what_the_project_earns_and_bounds_are_in_order(case: Case) -> None:
    answer = estimate(case, BOOK)

    headed = [line.amount for line in answer.lines if line.heading in Heading]
    project = answer.project
    organisation = answer.organisation
    if any(amount.low is None for amount in headed):
        assert project == Amount() or organisation == Amount()
        return
    total = sum((amount.low or Decimal(0) for amount in headed), Decimal(0))
    assert (project.low or 0) + (organisation.low or 0) == total
    assert (project.low or 0) <= (project.high or 0)
    assert project.exact is None or project.low == project.exact == project.high


@given(fundable(), st.integers(1, 30))
def test_more_days_never_bring_less(case: Case, more: int) -> None:
    longer = replace(case, activity_days=(case.activity_days or 0) + more)
    before, after = estimate(case, BOOK), estimate(longer, BOOK)

    assert after.verdict is Verdict.NO or pays(after.project, before.project)


@given(fundable())
def test_green_travel_never_pays_less(case: Case) -> None:
    standard, green = (estimate(replace(case, green=green), BOOK) for green in (False, True))

    assert pays(green.project, standard.project)


@given(fundable(), st.floats(0, 20), st.floats(0, 20))
def test_a_longer_way_never_pays_less(case: Case, one: float, other: float) -> None:
    near, far = sorted((one, other))
    country = case.destination.country
    before, after = (
        estimate(replace(case, destination=Place(country, 45.749 + north, 4.848)), BOOK)
        for north in (near, far)
    )

    assert pays(after.under(Heading.TRAVEL), before.under(Heading.TRAVEL))


@given(fundable(), st.integers(2, 5))
def test_n_times_the_persons_earn_n_times_as_much(case: Case, times: int) -> None:
    one = estimate(replace(case, persons=1, activity="SM-TTA", participant="staff"), BOOK)
    many = estimate(replace(case, persons=times, activity="SM-TTA", participant="staff"), BOOK)

    if one.project.low is not None:
        assert many.project.low == times * one.project.low


@given(fundable(), st.integers(40, 200), st.sampled_from(Ties))
def test_an_agencys_rate_within_the_range_lies_between_the_bounds(
    case: Case, euros: int, ties: Ties
) -> None:
    settings = Settings(ties=ties)
    group = estimate(case, BOOK).group or ""
    kind = BOOK.calls[case.call_year, case.field].activities[case.activity].participants[-1]
    kind = "staff" if case.accompanies else kind
    key = (case.call_year, case.field, "FR", kind, group)
    agency = AgencyRates({key: AgencyRate(Decimal(euros), None, "the agency")})

    known = estimate(case, BOOK, replace(settings, agency=agency))
    total = known.project
    outside = any(reason.code == "agency_rate_outside_range" for reason in known.reasons)

    if total.exact is not None and total.low is not None and not outside:
        assert total.low <= total.exact <= (total.high or 0)


@given(fundable())
def test_an_old_call_year_pays_the_same_after_newer_ones_are_loaded(case: Case) -> None:
    key = (case.call_year, case.field)
    alone = RuleBook({key: BOOK.calls[key]}, BOOK.territories)

    assert estimate(case, alone) == estimate(case, BOOK)
