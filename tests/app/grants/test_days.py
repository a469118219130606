"""Which days of a visit programme count, as organisers see them before booking."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.grants.days import (
    Happening,
    Item,
    Programme,
    ProgrammeDay,
    Tag,
    TaggedProgramme,
    tag_days,
)
from app.grants.rules import CallRules, Code, RuleBook, read_book

BOOK = read_book()
MONDAY = date(2026, 11, 16)


def rules(call_year: str = "2026", field: str = "VET") -> CallRules:
    found = BOOK.rules(call_year, field)
    assert found is not None
    return found


def visit(country: str = "FI", *, attended: bool | None = None) -> Item:
    return Item(Happening.VISIT, country, attended)


JOURNEY = Item(Happening.JOURNEY, "FI")
CONFERENCE = Item(Happening.CONFERENCE, "FI")


def tagged(
    *days: tuple[Item, ...], home: str = "FR", green: bool = False, activity: str = "SM-JOB-SHDW"
) -> TaggedProgramme:
    """Tag days that follow on each other from Monday."""
    dated = tuple(
        ProgrammeDay(MONDAY + timedelta(days=number), items) for number, items in enumerate(days)
    )
    programme = Programme(home=home, days=dated, green=green, activity=activity)
    return tag_days(programme, rules("2026", "HE" if activity.startswith("HE") else "VET"), BOOK)


def codes(programme: TaggedProgramme) -> list[Code]:
    return [day.reason.code for day in programme.days]


def test_the_week_of_a_forum_has_two_days_of_training() -> None:
    week = tagged((JOURNEY,), (visit(), visit()), (visit(),), (CONFERENCE,), (CONFERENCE, JOURNEY))

    assert [day.tag for day in week.days] == [
        Tag.TRAVEL,
        Tag.TRAINING,
        Tag.TRAINING,
        Tag.NOT_COUNTED,
        Tag.TRAVEL,
    ]
    assert codes(week)[3] == Code.DAY_OF_CONFERENCE
    assert (week.training_days, week.travel_days, week.missing, week.qualifies) == (2, 2, 0, True)


def test_one_day_of_visits_is_too_few_and_says_how_many_are_missing() -> None:
    week = tagged((JOURNEY,), (visit(),), (CONFERENCE,), (CONFERENCE,), (JOURNEY,))

    assert (week.qualifies, week.missing) == (False, 1)
    assert [reason.code for reason in week.verdicts] == [Code.DAYS_TOO_FEW]
    assert week.verdicts[0].values == {
        "activity": "SM-JOB-SHDW",
        "days": 1,
        "least": 2,
        "missing": 1,
    }


def test_a_visit_in_the_participants_own_country_does_not_count() -> None:
    week = tagged((visit(),), (visit("FR"),), home="RE")

    assert codes(week) == [Code.DAY_OF_VISITS, Code.DAY_AT_HOME]
    assert week.missing == 1


def test_visits_that_were_missed_do_not_count_afterwards() -> None:
    week = tagged((visit(attended=True),), (visit(attended=False), visit(attended=False)))

    assert codes(week) == [Code.DAY_OF_VISITS, Code.DAY_MISSED]


def test_travel_beyond_the_limit_is_not_paid_for_and_green_travel_raises_it() -> None:
    long_way = ((JOURNEY,), (JOURNEY,), (visit(),), (visit(),), (JOURNEY,), (JOURNEY,))

    standard, green = tagged(*long_way), tagged(*long_way, green=True)

    assert (standard.travel_days, green.travel_days) == (2, 4)
    assert codes(standard)[4:] == [Code.DAY_OF_TRAVEL_TOO_MANY] * 2


def test_a_journey_between_visits_or_without_any_is_not_counted() -> None:
    assert codes(tagged((visit(),), (JOURNEY,), (visit(),)))[1] == Code.DAY_OF_TRAVEL_BETWEEN
    assert codes(tagged((JOURNEY,), ())) == [Code.DAY_OF_TRAVEL_ALONE, Code.DAY_FREE]


def test_higher_education_wants_its_days_in_a_row() -> None:
    apart = tagged((visit(),), (CONFERENCE,), (visit(),), activity="HE-STT")
    together = tagged((visit(),), (visit(),), activity="HE-STT")

    assert [reason.code for reason in apart.verdicts] == [Code.DAYS_NOT_CONSECUTIVE]
    assert together.qualifies


def test_more_days_than_the_activity_may_last_are_said() -> None:
    months = tagged(*((visit(),) for _ in range(61)))

    assert [reason.code for reason in months.verdicts] == [Code.DAYS_TOO_MANY]


def test_an_activity_that_the_call_year_has_not_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError, match="HE-STT"):
        tag_days(Programme(home="FR", days=(), activity="HE-STT"), rules(), RuleBook({}))


items = st.builds(
    Item,
    st.sampled_from(Happening),
    st.sampled_from(["FI", "EE", "FR"]),
    st.sampled_from([None, True, False]),
)
weeks = st.lists(st.lists(items, max_size=4).map(tuple), max_size=12)


@given(weeks, st.booleans())
def test_every_day_has_one_tag_and_a_reason_with_its_page(
    days: list[tuple[Item, ...]],
    green: bool,
) -> None:
    week = tagged(*days, green=green)

    assert len(week.days) == len(days)
    assert all(day.reason.source for day in week.days)
    assert week.training_days + week.missing >= week.least
    assert week.travel_days <= (6 if green else 2)


@given(weeks, st.permutations(range(12)))
def test_the_order_in_which_days_are_given_changes_nothing(
    days: list[tuple[Item, ...]], order: list[int]
) -> None:
    dated = [ProgrammeDay(MONDAY + timedelta(days=n), held) for n, held in enumerate(days)]
    shuffled = [dated[number] for number in order if number < len(dated)]

    straight, mixed = (
        tag_days(Programme(home="FR", days=tuple(given)), rules(), BOOK)
        for given in (dated, shuffled)
    )

    assert straight == mixed


@given(weeks)
def test_one_more_visit_never_makes_a_programme_worse(days: list[tuple[Item, ...]]) -> None:
    before = tagged(*days)
    after = tagged(*days, (visit(),))

    assert after.missing <= before.missing
