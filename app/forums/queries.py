"""Reading editions: lists, one with its amounts, and rows of an edition."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session as DbSession
from sqlalchemy.orm import selectinload

from app.errors import NotFound
from app.forums.models import (
    Forum,
    ForumPlace,
    Participant,
    Session,
    Tour,
    VisitOffer,
    Wish,
    WishKind,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """How much of everything an edition has."""

    hosts: int
    participants: int
    schools: int
    tours: int
    sessions: int
    places: int
    musts: int
    without_wishes: int


def forums(session: DbSession) -> list[Forum]:
    """Return all editions, the latest first."""
    return list(session.scalars(select(Forum).order_by(Forum.starts_on.desc(), Forum.id)))


def forum_by_id(session: DbSession, forum_id: int) -> Forum:
    """Return an edition. Raises NotFound."""
    forum = session.get(Forum, forum_id)
    if forum is None:
        raise NotFound(_("There is no such forum."))
    return forum


def forum_with_key(session: DbSession, key: str) -> Forum:
    """Return the edition that people know by a key. Raises NotFound."""
    forum = session.scalar(select(Forum).where(Forum.key == key))
    if forum is None:
        raise NotFound(_("There is no edition with the key %(key)s.", key=key))
    return forum


def amounts(session: DbSession, forum: Forum) -> Amounts:
    """Count what an edition has, in one statement."""

    def count(table: Any, *conditions: Any, of: Any = None) -> Any:  # noqa: ANN401 -- SQL expressions
        wanted = func.count(table.id) if of is None else func.count(func.distinct(of))
        return select(wanted).where(table.forum_id == forum.id, *conditions).scalar_subquery()

    comes = Participant.withdrawn_at.is_(None)
    musts = (
        select(func.count(Wish.id))
        .join(Participant, Participant.id == Wish.participant_id)
        .where(Participant.forum_id == forum.id, comes, Wish.kind == WishKind.MUST)
        .scalar_subquery()
    )
    wished = select(Wish.id).where(Wish.participant_id == Participant.id).exists()
    row = session.execute(
        select(
            count(VisitOffer, VisitOffer.withdrawn_at.is_(None)),
            count(Participant, comes),
            count(Participant, comes, of=Participant.organisation_id),
            count(Tour, Tour.cancelled_at.is_(None)),
            count(Session),
            count(ForumPlace),
            musts,
            count(Participant, comes, ~wished),
        )
    ).one()
    names = ("hosts", "participants", "schools", "tours", "sessions", "places")
    return Amounts(**dict(zip((*names, "musts", "without_wishes"), row, strict=True)))


def hosts_of(session: DbSession, forum_id: int) -> list[VisitOffer]:
    """Return the offers that stand, with their hosts and hours, by name."""
    offers = session.scalars(
        select(VisitOffer)
        .where(VisitOffer.forum_id == forum_id, VisitOffer.withdrawn_at.is_(None))
        .options(
            selectinload(VisitOffer.organisation),
            selectinload(VisitOffer.site),
            selectinload(VisitOffer.open_spans),
        )
    )
    return sorted(offers, key=lambda offer: offer.organisation.name.casefold())


def programme_of(session: DbSession, forum_id: int) -> list[Session]:
    """Return the sessions of an edition in order of time."""
    return list(
        session.scalars(
            select(Session)
            .where(Session.forum_id == forum_id)
            .options(selectinload(Session.place))
            .order_by(Session.starts_at, Session.id)
        )
    )
