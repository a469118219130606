"""The wishes: one function per criterion, each answers 0..1, or None when a fact is not known.

Every function is monotone: a better fact never lowers its value. A value that is not known counts
as `UNKNOWN`, so an organisation that has not said something is neither first nor last.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from itertools import takewhile

from matching.eligibility import missing_schemes, speaks_well_enough
from matching.pair import Likeness
from matching.profiles import Accreditation, Cefr, LanguageLevel, Period, Record

UNKNOWN = 0.4
"""What a fact that nobody stated counts: a little less than half, as for level A2 to B1."""
FAR = 3000
"""Kilometres at which nearness has no more value; Lisbon to Helsinki is 3,360."""
LONG = 24 * 60
"""Minutes of travel at which a short journey has no more value: one day."""
STALE = 730
"""Days after which a confirmation has no more value: two years."""
PLENTY = 2
"""Free places per learner that leave nothing to wish for."""
SHARED_DIGITS = {0: 0.0, 1: 0.0, 2: 0.4, 3: 0.7, 4: 1.0}
"""Value of ISCED-F codes that share so many digits: broad, narrow, detailed field."""
EQF_STEPS = {0: 1.0, 1: 0.5}
"""Value of EQF levels so many steps apart; further apart is worth nothing."""


class Criterion(StrEnum):
    """What is weighed; one name is one fact. From ASKED_OCCUPATION on, only hosts look at it."""

    OCCUPATION = "occupation"
    PROFILE = "profile"
    FIELD = "field"
    EQF = "eqf"
    LANGUAGE = "language"
    PERIOD = "period"
    PLACES = "places"
    MINORS = "minors"
    HOST_FAMILY = "host_family"
    DISTANCE = "distance"
    TRAVEL_TIME = "travel_time"
    ACCREDITATION = "accreditation"
    PAST_SUCCESS = "past_success"
    MET_BEFORE = "met_before"
    FRESHNESS = "freshness"
    ASKED_OCCUPATION = "asked_occupation"
    ASKED_FIELD = "asked_field"
    ASKED_LANGUAGE = "asked_language"
    SENDER_COUNTRY = "sender_country"
    ACCOMPANIED = "accompanied"
    RETURN_FLOW = "return_flow"
    SENDER_RECORD = "sender_record"


def coverage(
    wanted: Mapping[str, float], given: Mapping[str, float], likeness: Likeness
) -> float | None:
    """Return how much of the wanted concepts is given, counting concepts that are alike in part.

    For each wanted concept, the best of the given ones counts: its weight times how alike the two
    are, and never more than is wanted. The answer is their sum over the sum of what is wanted.
    """
    if not given:
        return None
    found = total = 0.0
    for concept in sorted(wanted):
        total += wanted[concept]
        found += min(wanted[concept], best_given(concept, given, likeness))
    return found / total if total else None


def best_given(concept: str, given: Mapping[str, float], likeness: Likeness) -> float:
    """Return the best of the given weights for a concept, times how alike the concepts are."""
    best = given.get(concept, 0.0)
    if alike := likeness.get(concept):
        for other, weight in given.items():
            best = max(best, weight * alike.get(other, 0.0))
    return best


def profile_value(wanted: str | None, given: frozenset[str]) -> float | None:
    """Return whether a shared professional profile is among those given."""
    return float(wanted in given) if given else None


def field_value(wanted: str, given: Iterable[str]) -> float | None:
    """Return how near the nearest of the given ISCED-F codes is to the wanted one."""
    return max((_shared_field(wanted, code) for code in given), default=None)


def asked_field_value(field: str | None, asked: Iterable[str]) -> float | None:
    """Return how near a field is to the nearest of those asked for."""
    return None if field is None else field_value(field, asked)


def eqf_value(wanted: int, given: Iterable[int]) -> float | None:
    """Return how near the nearest of the given EQF levels is to the wanted one."""
    return max((EQF_STEPS.get(abs(wanted - level), 0.0) for level in given), default=None)


def level_value(ours: Cefr | None, theirs: Cefr | None) -> float | None:
    """Return what a language is worth that both speak: the lower level, on a scale to C2."""
    return None if ours is None or theirs is None else min(ours, theirs) / Cefr.C2


def language_value(
    ours: tuple[LanguageLevel, ...], theirs: tuple[LanguageLevel, ...]
) -> float | None:
    """Return the worth of the best language that both speak; None when no level is known."""
    if not theirs:
        return None
    return _best(
        level_value(one.level, other.level)
        for one in ours
        for other in theirs
        if one.language == other.language
    )


def asked_language_value(
    spoken: tuple[LanguageLevel, ...], asked: tuple[LanguageLevel, ...]
) -> float | None:
    """Return how well the best of the asked languages is spoken, among those spoken enough."""
    if not spoken:
        return None
    return _best(
        None if one.level is None else one.level / Cefr.C2
        for one in spoken
        for other in asked
        if one.language == other.language and speaks_well_enough((one,), other)
    )


def period_value(open_weeks: int, window_weeks: int) -> float:
    """Return which share of the window's weeks is open."""
    return open_weeks / window_weeks


def places_value(places: int | None, learners: int) -> float | None:
    """Return how comfortably the learners fit into the free places."""
    return None if places is None else min(1.0, places / (PLENTY * learners))


def distance_value(kilometres: int | None) -> float | None:
    """Return how near a host is, from 1 (next door) to 0 (FAR)."""
    return None if kilometres is None else max(0.0, 1 - kilometres / FAR)


def travel_value(minutes: int | None) -> float | None:
    """Return how short the journey is, from 1 (no time) to 0 (LONG)."""
    return None if minutes is None else max(0.0, 1 - minutes / LONG)


def record_value(record: Record) -> float | None:
    """Return the share of mobilities that went well, by Laplace's rule of succession."""
    return (record.went_well + 1) / (record.done + 2) if record.done else None


def freshness_value(confirmed_on: date | None, asked_on: date) -> float | None:
    """Return how fresh the facts are, from 1 (confirmed today) to 0 (STALE)."""
    return None if confirmed_on is None else age_value((asked_on - confirmed_on).days)


def age_value(days: int) -> float:
    """Return how fresh facts are that were confirmed so many days ago."""
    return max(0.0, 1 - max(0, days) / STALE)


def accreditation_value(
    schemes: frozenset[str], held: tuple[Accreditation, ...], during: Period
) -> float:
    """Return which share of the required and wished schemes the host holds all the time."""
    return (len(schemes) - len(missing_schemes(schemes, held, during))) / len(schemes)


def flag_value(flag: bool | None) -> float | None:  # noqa: FBT001 -- a fact, not a switch
    """Return 1 for yes, 0 for no."""
    return None if flag is None else float(flag)


def _shared_field(one: str, other: str) -> float:
    if one == other:
        return 1.0
    shared = sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    )
    return SHARED_DIGITS.get(shared, 1.0)


def _best(values: Iterable[float | None]) -> float | None:
    """Return the best value; None when one that is not known counts more, 0 when there is none."""
    found = list(values)
    best = max((value for value in found if value is not None), default=0.0)
    return None if None in found and best < UNKNOWN else best
