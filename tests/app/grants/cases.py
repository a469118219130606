"""Cases to judge: a job shadowing from Lyon to Barcelona, changed as a test needs."""

from dataclasses import replace
from typing import Any

from app.grants.rules import Case, Code, Estimate, Place, RuleBook, Settings, estimate, read_book

BOOK = read_book()
LYON = Place("FR", 45.74906, 4.84789)
BARCELONA = Place("ES", 41.38879, 2.15899)
SOUTHAMPTON = Place("GB", 50.90395, -1.40428)
KYIV = Place("UA", 50.45466, 30.5238)
HANOI = Place("VN", 21.0245, 105.84117)
LAS_PALMAS = Place("ES", 28.10178, -15.41573)
SAINT_DENIS = Place("RE", -20.88231, 55.4504)
HELSINKI = Place("FI", 60.16952, 24.93545)
TBILISI = Place("GE", 41.69143, 44.83412)

JOB_SHADOWING = Case(
    call_year="2026",
    field="VET",
    action="KA121-VET",
    activity="SM-JOB-SHDW",
    participant="staff",
    origin=LYON,
    destination=BARCELONA,
    activity_days=5,
    travel_days=2,
)
TRAINEESHIP = replace(
    JOB_SHADOWING,
    field="HE",
    action="KA131-HED",
    activity="HE-SMT",
    participant="student",
    activity_days=90,
    travel_days=0,
)
TEACHING = replace(JOB_SHADOWING, field="HE", action="KA131-HED", activity="HE-STA")


def judge(
    case: Case = JOB_SHADOWING,
    settings: Settings | None = None,
    book: RuleBook = BOOK,
    **changes: Any,  # noqa: ANN401 -- any field of a case
) -> Estimate:
    """Return the estimate of a case with some of its facts changed."""
    return estimate(replace(case, **changes), book, settings)


def codes(answer: Estimate) -> list[Code]:
    """Return the codes of the reasons, amounts aside."""
    return [reason.code for reason in answer.reasons]
