"""What can be said where no activity is named: travel support by the distance, and no more."""

from dataclasses import replace

from app.grants.rules.amounts import travel_in
from app.grants.rules.answers import Amount, Code, Estimate, Heading, Line, Reason, Verdict
from app.grants.rules.cases import Case
from app.grants.rules.eligibility import own_country
from app.grants.rules.notes import near_edge
from app.grants.rules.tables import Band, RuleBook, band_of

ANYBODY = "any"
REST = (Heading.INDIVIDUAL_SUPPORT, Heading.OTHER, Heading.ORGANISATIONAL_SUPPORT)


def travel_alone(case: Case, book: RuleBook, bands: tuple[Band, ...], known: Estimate) -> Estimate:
    """Answer a case without an activity; `known` holds its faults, distance, band and group.

    Where anybody travels, nothing but travel is asked, and the distance settles it. Where a kind
    of participant is named, the activity was forgotten, and the verdict stays open.
    """
    obstacles = (*known.reasons, *own_country(case, book))
    reasons = (*obstacles, Reason(Code.NO_ACTIVITY), *case.doubts)
    reasons += tuple(near_edge(bands, known.kilometres))
    if obstacles:
        return replace(known, verdict=Verdict.NO, reasons=reasons)
    if known.kilometres is None:
        return replace(known, verdict=Verdict.UNKNOWN, reasons=reasons)
    band = band_of(bands, known.kilometres)
    travel = travel_in(band, bands[0], green=case.green, persons=case.persons)
    rest = (Line(heading, Amount(), Reason(Code.NO_ACTIVITY)) for heading in REST)
    if case.participant != ANYBODY or travel.amount.exact is None:
        return replace(known, verdict=Verdict.UNKNOWN, reasons=reasons, lines=(travel, *rest))
    lines = (travel, *rest)
    return replace(known, verdict=Verdict.YES, reasons=reasons, group=None, lines=lines)
