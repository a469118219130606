"""What the rules answer: a verdict, reasons as codes with parameters, amounts line by line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as made_by
from decimal import Decimal
from enum import StrEnum, auto
from typing import Self


class Verdict(StrEnum):
    YES = auto()
    NO = auto()
    UNKNOWN = auto()
    """The rules or the places that would decide are not known."""


class Heading(StrEnum):
    """What a euro is for. Travel, individual support and other are what the project earns."""

    TRAVEL = auto()
    INDIVIDUAL_SUPPORT = auto()
    OTHER = auto()
    ORGANISATIONAL_SUPPORT = auto()
    INCLUSION_SUPPORT = auto()


PROJECT = (Heading.TRAVEL, Heading.INDIVIDUAL_SUPPORT, Heading.OTHER)
ORGANISATION = (Heading.ORGANISATIONAL_SUPPORT, Heading.INCLUSION_SUPPORT)


class Code(StrEnum):
    """Every reason there is; `app.grants.sentences` has a sentence for each."""

    # the input makes no sense
    NO_WHOLE_NUMBER = auto()
    NO_YES_OR_NO = auto()
    DATE_IMPOSSIBLE = auto()
    END_BEFORE_START = auto()
    BEFORE_CALL_YEAR = auto()
    MORE_DAYS_THAN_DATES = auto()
    NO_DAYS = auto()
    # a rule is broken
    NO_SUCH_ACTIVITY = auto()
    WRONG_PARTICIPANT = auto()
    OWN_COUNTRY = auto()
    SENDER_OUTSIDE = auto()
    OUTSIDE_ACTION = auto()
    OUTSIDE_ACTIVITY = auto()
    TOO_SHORT = auto()
    TOO_SHORT_OUTSIDE = auto()
    TOO_LONG = auto()
    TOO_SHORT_MONTHS = auto()
    TOO_LONG_MONTHS = auto()
    TOO_MANY_PERSONS = auto()
    TOO_FEW_PERSONS = auto()
    PROJECT_CAP = auto()
    # not known
    RULES_NOT_LOADED = auto()
    NO_ACTIVITY = auto()
    ACTION_NOT_LISTED = auto()
    COUNTRY_NOT_LISTED = auto()
    PLACE_NOT_FOUND = auto()
    PLACE_AMBIGUOUS = auto()
    # to be heeded
    DURATION_FITS = auto()
    JUSTIFY_FEWER_OPPORTUNITIES = auto()
    NEAR_EDGE = auto()
    TRAVEL_DAYS_CAPPED = auto()
    OUTSIDE_NOT_STATED = auto()
    AGENCY_RATE_OUTSIDE_RANGE = auto()
    AGENCY_LATER_RATE_DIFFERS = auto()
    CONDITIONAL_EXTRA = auto()
    CONDITIONAL_SHARE = auto()
    NOTE_MENTOR = auto()
    NOTE_COURSE_2023 = auto()
    NOTE_COURSE_2026 = auto()
    NOTE_GROUP = auto()
    NOTE_WORK_BASED = auto()
    NOTE_VENUE = auto()
    NOTE_SENDER_PAYS = auto()
    NOTE_SENDER_MAY_PAY = auto()
    NOTE_PREPARATORY = auto()
    NOTE_ACCOMPANYING = auto()
    NOTE_TRAINEE = auto()
    NOTE_VIRTUAL_PART = auto()
    NOTE_TEACHING_HOURS = auto()
    NOTE_CONSECUTIVE = auto()
    NOTE_BLENDED = auto()
    # days of a staff visit programme
    DAY_OF_VISITS = auto()
    DAY_OF_TRAVEL = auto()
    DAY_OF_CONFERENCE = auto()
    DAY_AT_HOME = auto()
    DAY_MISSED = auto()
    DAY_OF_TRAVEL_BETWEEN = auto()
    DAY_OF_TRAVEL_ALONE = auto()
    DAY_OF_TRAVEL_TOO_MANY = auto()
    DAY_FREE = auto()
    DAYS_ENOUGH = auto()
    DAYS_TOO_FEW = auto()
    DAYS_TOO_MANY = auto()
    DAYS_NOT_CONSECUTIVE = auto()
    # amounts
    TRAVEL_STANDARD = auto()
    TRAVEL_GREEN = auto()
    TRAVEL_TOO_NEAR = auto()
    TRAVEL_NOT_PAID = auto()
    TRAVEL_UNKNOWN = auto()
    TRAVEL_GREEN_NOT_PRINTED = auto()
    SUPPORT_RANGE = auto()
    SUPPORT_FIXED = auto()
    SUPPORT_AGENCY = auto()
    SUPPORT_NO_RATE = auto()
    SUPPORT_MONTHS_RANGE = auto()
    SUPPORT_MONTHS_FIXED = auto()
    SUPPORT_MONTHS_AGENCY = auto()
    TOP_UP = auto()
    COURSE_FEE = auto()
    REINFORCED_LINGUISTIC_SUPPORT = auto()
    PREPARATORY_VISIT = auto()
    GREEN_TOP_UP = auto()
    ORGANISATIONAL_SUPPORT = auto()
    ORGANISATIONAL_NOT_LISTED = auto()
    INCLUSION_SUPPORT = auto()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: a code, what to fill into its sentence, and the page of the rule."""

    code: Code
    values: Mapping[str, object] = made_by(default_factory=dict)
    source: str = ""


@dataclass(frozen=True, slots=True)
class Amount:
    """Euros: what the guide allows at least and at most, and the amount where it is settled.

    The bounds are no grant; without the agency's rate nothing lies between them. All three are
    None where the tables give nothing.
    """

    low: Decimal | None = None
    high: Decimal | None = None
    exact: Decimal | None = None

    @classmethod
    def of(cls, euros: Decimal) -> Self:
        return cls(euros, euros, euros)

    @classmethod
    def sum(cls, amounts: Iterable["Amount"]) -> Self:
        found = tuple(amounts)
        return cls(
            _sum(amount.low for amount in found),
            _sum(amount.high for amount in found),
            _sum(amount.exact for amount in found),
        )


def _sum(values: Iterable[Decimal | None]) -> Decimal | None:
    total = Decimal(0)
    for value in values:
        if value is None:
            return None
        total += value
    return total


@dataclass(frozen=True, slots=True)
class Line:
    """One amount with its heading and the rule it follows."""

    heading: Heading
    amount: Amount
    reason: Reason


@dataclass(frozen=True, slots=True)
class Estimate:
    """The answer to a case. `lines` is empty where the verdict is no."""

    verdict: Verdict
    reasons: tuple[Reason, ...]
    kilometres: float | None = None
    band: str | None = None
    """Such as "500-1999"; "none" below the first band, None where the distance is unknown."""
    group: str | None = None
    lines: tuple[Line, ...] = ()

    def under(self, *headings: Heading) -> Amount:
        """Return the sum of the lines under these headings, all None where there are none."""
        amounts = [line.amount for line in self.lines if line.heading in headings]
        return Amount.sum(amounts) if amounts else Amount()

    @property
    def project(self) -> Amount:
        """What the project earns: travel, individual support and other.

        What a person is then paid is the organisation's to settle, so it is no part of this.
        """
        return self.under(*PROJECT)

    @property
    def organisation(self) -> Amount:
        """What the organisation receives for organising and for inclusion."""
        return self.under(*ORGANISATION)
