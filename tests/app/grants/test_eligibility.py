"""What may not be funded is refused with the rule that it breaks."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.grants.rules import Case, Code, Place, Verdict
from tests.app.grants.cases import (
    BARCELONA,
    HANOI,
    JOB_SHADOWING,
    KYIV,
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
GROUP = replace(JOB_SHADOWING, activity="GROUP-VET", participant="learner", persons=10)
SHORT = replace(JOB_SHADOWING, activity="LM-SHORT-VET", participant="learner", activity_days=14)
LONG = replace(SHORT, activity="LM-LONG-VET", activity_days=90)
PREPARATORY = replace(JOB_SHADOWING, activity="PREP-VISIT", activity_days=3, travel_days=0)
SHORT_TERM_PROJECT = replace(JOB_SHADOWING, action="KA122-VET")

REFUSED: list[tuple[Case, dict[str, Any], Code]] = [
    (JOB_SHADOWING, {"destination": Place("FR", 48.85, 2.35)}, Code.OWN_COUNTRY),
    (JOB_SHADOWING, {"destination": SAINT_DENIS}, Code.OWN_COUNTRY),
    (JOB_SHADOWING, {"activity_days": 1}, Code.TOO_SHORT),
    (JOB_SHADOWING, {"activity_days": 61}, Code.TOO_LONG),
    (JOB_SHADOWING, {"participant": "learner"}, Code.WRONG_PARTICIPANT),
    (JOB_SHADOWING, {"origin": SOUTHAMPTON}, Code.SENDER_OUTSIDE),
    (JOB_SHADOWING, {"activity": "HE-STA"}, Code.NO_SUCH_ACTIVITY),
    (JOB_SHADOWING, {"activity_days": None}, Code.NO_DAYS),
    (SHORT_TERM_PROJECT, {"destination": SOUTHAMPTON}, Code.OUTSIDE_ACTION),
    (SHORT_TERM_PROJECT, {"destination": KYIV}, Code.OUTSIDE_ACTION),
    (SHORT_TERM_PROJECT, {"persons": 31}, Code.PROJECT_CAP),
    (COURSE, {"destination": SOUTHAMPTON}, Code.OUTSIDE_ACTIVITY),
    (COURSE, {"activity_days": 11}, Code.TOO_LONG),
    (COURSE, {"persons": 4}, Code.TOO_MANY_PERSONS),
    (COURSE, {"call_year": "2023", "activity_days": 31}, Code.TOO_LONG),
    (GROUP, {"persons": 1}, Code.TOO_FEW_PERSONS),
    (GROUP, {"destination": SOUTHAMPTON}, Code.OUTSIDE_ACTIVITY),
    (GROUP, {"call_year": "2023"}, Code.NO_SUCH_ACTIVITY),
    (SHORT, {"activity_days": 9}, Code.TOO_SHORT),
    (SHORT, {"activity_days": 1, "fewer_opportunities": True}, Code.TOO_SHORT),
    (SHORT, {"activity_days": 90}, Code.TOO_LONG),
    (LONG, {"activity_days": 89}, Code.TOO_SHORT),
    (LONG, {"activity_days": 366}, Code.TOO_LONG),
    (PREPARATORY, {"persons": 4}, Code.TOO_MANY_PERSONS),
    (TEACHING, {"destination": SOUTHAMPTON, "activity_days": 4}, Code.TOO_SHORT_OUTSIDE),
    (TEACHING, {"activity_days": 61}, Code.TOO_LONG),
    (TEACHING, {"origin": TBILISI, "destination": LYON}, Code.SENDER_OUTSIDE),
    (TEACHING, {"participant": "enterprise", "destination": HANOI}, Code.OUTSIDE_ACTIVITY),
    (TRAINEESHIP, {"activity_days": 59}, Code.TOO_SHORT_MONTHS),
    (TRAINEESHIP, {"activity_days": 367}, Code.TOO_LONG_MONTHS),
    (
        JOB_SHADOWING,
        {"starts": date(2026, 10, 16), "ends": date(2026, 10, 12)},
        Code.END_BEFORE_START,
    ),
    (
        JOB_SHADOWING,
        {"starts": date(2026, 10, 12), "ends": date(2026, 10, 15)},
        Code.MORE_DAYS_THAN_DATES,
    ),
    (
        JOB_SHADOWING,
        {"starts": date(2025, 10, 12), "ends": date(2025, 10, 16)},
        Code.BEFORE_CALL_YEAR,
    ),
]


@pytest.mark.parametrize(("case", "changes", "code"), REFUSED)
def test_what_breaks_a_rule_is_refused_with_it(
    case: Case, changes: dict[str, Any], code: Code
) -> None:
    answer = judge(case, **changes)

    assert (answer.verdict, codes(answer), answer.lines) == (Verdict.NO, [code], ())


ALLOWED: list[tuple[Case, dict[str, Any]]] = [
    (JOB_SHADOWING, {"activity_days": 2}),
    (JOB_SHADOWING, {"activity_days": 60}),
    (JOB_SHADOWING, {"destination": SOUTHAMPTON}),
    (JOB_SHADOWING, {"destination": KYIV}),
    (JOB_SHADOWING, {"origin": SAINT_DENIS}),
    (
        JOB_SHADOWING,
        {"activity_days": None, "starts": date(2026, 10, 12), "ends": date(2026, 10, 16)},
    ),
    (SHORT_TERM_PROJECT, {"persons": 30}),
    (replace(PREPARATORY, action="KA122-VET"), {"persons": 3}),
    (PREPARATORY, {"activity_days": None}),
    (COURSE, {"persons": 3, "activity_days": 10}),
    (COURSE, {"call_year": "2023", "persons": 4, "activity_days": 30}),
    (GROUP, {"persons": 2}),
    (SHORT, {"activity_days": 2, "fewer_opportunities": True}),
    (LONG, {"activity_days": 365}),
    (SHORT, {"participant": "accompanying", "activity_days": 3}),
    (SHORT, {"activity": "accompanying", "participant": "staff", "activity_days": 1}),
    (TEACHING, {"destination": HANOI}),
    (TEACHING, {"participant": "enterprise", "activity_days": 1}),
    (TEACHING, {"action": "KA171", "origin": TBILISI, "destination": LYON}),
    (TRAINEESHIP, {"activity_days": 60}),
    (TRAINEESHIP, {"activity_days": 59, "starts": date(2027, 2, 1), "ends": date(2027, 3, 31)}),
    (TRAINEESHIP, {"activity_days": 365}),
]


@pytest.mark.parametrize(("case", "changes"), ALLOWED)
def test_what_keeps_to_the_rules_may_be_funded(case: Case, changes: dict[str, Any]) -> None:
    assert judge(case, **changes).verdict == Verdict.YES


UNKNOWN: list[tuple[dict[str, Any], Code]] = [
    ({"call_year": "2025"}, Code.RULES_NOT_LOADED),
    ({"call_year": "next year"}, Code.RULES_NOT_LOADED),
    ({"field": "YOUTH"}, Code.RULES_NOT_LOADED),
    ({"activity": ""}, Code.NO_ACTIVITY),
    ({"action": "KA999"}, Code.ACTION_NOT_LISTED),
    ({"destination": Place("ZZ")}, Code.COUNTRY_NOT_LISTED),
]


@pytest.mark.parametrize(("changes", "code"), UNKNOWN)
def test_what_no_rule_decides_is_unknown_and_says_why(changes: dict[str, Any], code: Code) -> None:
    answer = judge(JOB_SHADOWING, **changes)

    assert (answer.verdict, codes(answer)[0]) == (Verdict.UNKNOWN, code)
    assert answer.project.exact is None


def test_every_broken_rule_is_named_at_once() -> None:
    answer = judge(SHORT_TERM_PROJECT, participant="learner", activity_days=61, persons=31)

    assert codes(answer) == [Code.WRONG_PARTICIPANT, Code.PROJECT_CAP, Code.TOO_LONG]


def test_a_shorter_stay_for_fewer_opportunities_has_to_be_justified() -> None:
    assert Code.JUSTIFY_FEWER_OPPORTUNITIES in codes(
        judge(SHORT, activity_days=5, fewer_opportunities=True)
    )
    assert Code.JUSTIFY_FEWER_OPPORTUNITIES not in codes(judge(SHORT, fewer_opportunities=True))


def test_distance_and_group_are_told_even_where_the_answer_is_no() -> None:
    answer = judge(COURSE, activity_days=11)

    assert (answer.band, answer.group) == ("500-1999", "2")
    assert answer.kilometres == pytest.approx(530.95, abs=0.005)


def test_where_the_table_is_silent_on_countries_not_associated_the_agency_is_to_be_asked() -> None:
    assert Code.OUTSIDE_NOT_STATED in codes(judge(SHORT, destination=SOUTHAMPTON))
    assert Code.OUTSIDE_NOT_STATED not in codes(judge(SHORT, destination=BARCELONA))
