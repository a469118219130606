"""The phases of an edition's year, and the one line that says what is possible now."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from app.forums.models import Forum, Phase

_BEGINS = {
    Phase.WISHES: "wishes_from_on",
    Phase.PLANNING: "planning_from_on",
    Phase.PROVISIONAL: "provisional_from_on",
    Phase.PUBLISHED: "published_from_on",
}
"""Phase → the column with the day on which it begins; profiles come before all days."""


@dataclass(frozen=True, slots=True)
class PhaseStep:
    """One phase of a year: when it begins (None when undated), whether it is past or present."""

    phase: Phase
    begins_on: date | None
    is_past: bool
    is_now: bool


def phase_on(forum: Forum, day: date) -> Phase:
    """Return the last phase that has begun; undated phases never begin by themselves."""
    present = Phase.PROFILES
    for phase, column in _BEGINS.items():
        begins = getattr(forum, column)
        if begins is not None and begins <= day:
            present = phase
    return present


def steps(forum: Forum, day: date) -> list[PhaseStep]:
    """Return all phases in the order of the year."""
    order = list(Phase)
    present = order.index(phase_on(forum, day))
    return [
        PhaseStep(
            phase,
            getattr(forum, _BEGINS[phase]) if phase in _BEGINS else None,
            place < present,
            place == present,
        )
        for place, phase in enumerate(order)
    ]


def possible_now(forum: Forum, day: date) -> str:
    """Say in one line what can be done now."""
    if day > forum.ends_on:
        return _("The forum is over: record presence and notes, and write the certificates.")
    return {
        Phase.PROFILES: _("Hosts say what they show; members register who comes."),
        Phase.WISHES: _("Participants say whom they must, would like to and would not visit."),
        Phase.PLANNING: _("Wishes are closed; organisers search for a plan."),
        Phase.PROVISIONAL: _("A provisional plan can be looked at; say soon what does not fit."),
        Phase.PUBLISHED: _("The plan is published; changes go only to those whom they concern."),
    }[phase_on(forum, day)]
