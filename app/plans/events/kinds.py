"""What may happen on the day, whom each concerns, and in what words it is asked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import gettext as _

from app.plans.names import Names


class EventKind(StrEnum):
    """What may happen on the day."""

    HOST_WITHDRAWS = "host_withdraws"
    COACH_LATE = "coach_late"
    COACH_FAILS = "coach_fails"
    PERSON_MISSING = "person_missing"
    LATECOMER = "latecomer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How one kind of event is asked for: its name, whom it concerns, what is confirmed."""

    title: Callable[[], str]
    hint: Callable[[], str]
    letter: str
    confirm: Callable[[str], str]


EVENTS: Mapping[EventKind, Asked] = {
    EventKind.HOST_WITHDRAWS: Asked(
        title=lambda: _("A host withdraws"),
        hint=lambda: _("It receives nobody from now on."),
        letter="v",
        confirm=lambda name: _("%(name)s receives nobody any more", name=name),
    ),
    EventKind.COACH_LATE: Asked(
        title=lambda: _("A coach is late"),
        hint=lambda: _("What it still does comes later, or falls away."),
        letter="t",
        confirm=lambda name: _("%(name)s is late", name=name),
    ),
    EventKind.COACH_FAILS: Asked(
        title=lambda: _("A coach fails"),
        hint=lambda: _("It makes no further visit."),
        letter="t",
        confirm=lambda name: _("%(name)s does not go on", name=name),
    ),
    EventKind.PERSON_MISSING: Asked(
        title=lambda: _("Somebody is missing"),
        hint=lambda: _("Their place becomes free."),
        letter="p",
        confirm=lambda name: _("%(name)s takes no part any more", name=name),
    ),
    EventKind.LATECOMER: Asked(
        title=lambda: _("Somebody comes late"),
        hint=lambda: _("They join from then on."),
        letter="p",
        confirm=lambda name: _("%(name)s comes late", name=name),
    ),
}
"""Kind → how it is asked for; `letter` is that of the ids of those it may concern."""


def title(kind: EventKind, subject: str, names: Names) -> str:
    """Say an event in one line."""
    return EVENTS[kind].confirm(names[subject])
