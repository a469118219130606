"""Who would be moved with less notice than the edition promises, and who of them was asked."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _

from app import clock
from app.errors import Invalid
from app.forums.models import Forum
from app.plans import ids
from app.plans.comparing import PersonChange
from app.web import locales


@dataclass(frozen=True, slots=True)
class ShortNotice:
    """A person (an id of the plan) whose days change within the notice; from when, local time."""

    participant: str
    name: str
    from_at: datetime


def short_notices(
    forum: Forum, changes: Sequence[PersonChange], now: datetime
) -> list[ShortNotice]:
    """Return everybody of whom something that is still to come changes within the notice."""
    since = clock.wall_clock(now, forum.zone)
    until = clock.wall_clock(now + timedelta(hours=forum.notice_hours), forum.zone)
    people = {
        ids.of_participant(person.id): person.name
        for person in forum.participants
        if person.withdrawn_at is None
    }
    found = []
    for change in changes:
        starts = (datetime.fromisoformat(step.start) for step in (*change.before, *change.after))
        coming = [start for start in starts if since <= start < until]
        if coming and change.participant in people:
            found.append(ShortNotice(change.participant, people[change.participant], min(coming)))
    return found


def options(found: Sequence[ShortNotice]) -> list[tuple[str, str]]:
    """Return each person with the words that a form asks for them by."""
    return [
        (
            one.participant,
            _("%(name)s, from %(day)s at %(time)s", name=one.name, **_when(one)),
        )
        for one in found
    ]


def _when(one: ShortNotice) -> dict[str, str]:
    day = locales.day(one.from_at, style="EEE d MMM")
    return {"day": day, "time": locales.wall_time(one.from_at.time())}


def require_asked(found: Sequence[ShortNotice], asked: Collection[str]) -> None:
    """Raise Invalid, at `asked`, with a sentence for everybody who has not been asked."""
    sentences = [
        _(
            "%(name)s would be moved at short notice (from %(day)s at %(time)s)."
            " Please ask first.",
            name=one.name,
            **_when(one),
        )
        for one in found
        if one.participant not in asked
    ]
    if sentences:
        raise Invalid(
            _("Some people would be moved at short notice and have not been asked."),
            fields={"asked": sentences},
        )
