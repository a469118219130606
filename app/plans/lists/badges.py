"""Badges: what they say, in which order, and which have changed since they were printed."""

from dataclasses import asdict, dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.audit import actions as audit
from app.forums.models import Forum, Participant
from app.plans import bridge
from app.plans.lists.contents import Scene
from app.plans.lists.kinds import BadgeOrder
from app.plans.models import PrintedBadge
from app.web import locales

LAST = ("~", "")
"""Sorts those without a coach behind all others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """What one badge says."""

    name: str
    organisation: str
    country: str
    languages: str
    forum: str


def of_forum(forum: Forum, order: BadgeOrder, scene: Scene | None) -> list[Participant]:
    """Return who gets a badge, in the order asked for."""
    first: dict[int, tuple[str, str]] = {}
    if scene is not None:
        for ride in scene.rides:
            for one in scene.on(ride):
                first.setdefault(one.id, (ride["depart"], ride["tour"]))

    def group(one: Participant) -> tuple[str, str]:
        if order is BadgeOrder.SCHOOL:
            return one.organisation.name.casefold(), ""
        return first.get(one.id, LAST) if order is BadgeOrder.COACH else LAST

    people = [one for one in forum.participants if one.withdrawn_at is None]
    return sorted(people, key=lambda one: (group(one), one.name.casefold(), one.id))


def badge(person: Participant, forum: Forum) -> Badge:
    """Return what a person's badge says."""
    return Badge(
        name=person.name,
        organisation=person.organisation.name,
        country=locales.country(person.organisation.country),
        languages=" · ".join(code.upper() for code in person.languages),
        forum=forum.name,
    )


def changed(session: Session, forum: Forum, people: list[Participant]) -> list[Participant]:
    """Return those of the people whose badge was never printed or says something else now."""
    printed = dict(
        session.execute(
            select(PrintedBadge.participant_id, PrintedBadge.digest)
            .join(Participant, Participant.id == PrintedBadge.participant_id)
            .where(Participant.forum_id == forum.id)
        ).all()
    )
    return [one for one in people if printed.get(one.id) != _digest(one, forum)]


def _digest(person: Participant, forum: Forum) -> str:
    said = asdict(badge(person, forum)) | {"country": person.organisation.country}
    return bridge.digest_of(said)


def note_printed(session: Session, actor: str, forum: Forum, people: list[Participant]) -> None:
    """Remember what the badges of these people say, now that they are printed."""
    known = {
        row.participant_id: row
        for row in session.scalars(
            select(PrintedBadge).where(PrintedBadge.participant_id.in_([one.id for one in people]))
        )
    }
    for one in people:
        row = known.get(one.id)
        if row is None:
            row = PrintedBadge(participant_id=one.id)
            session.add(row)
        row.digest, row.printed_at = _digest(one, forum), clock.now()
    session.flush()
    audit.record(session, actor, "badges.print", f"forum:{forum.id}", {"badges": len(people)})
