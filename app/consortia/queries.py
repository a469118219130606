"""Reading consortia: people see those to which their organisation belongs today, no other.

`own` is the reader's organisation; None stands for an organiser, who sees all of them.
"""

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from app import clock
from app.consortia.models import Consortium, ConsortiumMember, JoinRequest, SharedNote
from app.errors import NotFound
from app.web.values import folded


def _is_seen(own: int | None) -> ColumnElement[bool]:
    if own is None:
        return true()
    today = clock.now().date()
    member = select(ConsortiumMember.consortium_id).where(
        ConsortiumMember.organisation_id == own,
        or_(ConsortiumMember.left_on.is_(None), ConsortiumMember.left_on >= today),
    )
    return or_(Consortium.coordinator_id == own, Consortium.id.in_(member))


def ids_of(session: Session, own: int | None) -> set[int]:
    """Return the numbers of the consortia that the reader belongs to."""
    return set(session.scalars(select(Consortium.id).where(_is_seen(own))))


def coordinated_ids(session: Session, own: int | None) -> set[int]:
    """Return the numbers of the consortia that the reader coordinates."""
    rows = select(Consortium.id)
    return set(session.scalars(rows if own is None else rows.filter_by(coordinator_id=own)))


def consortia_of(session: Session, own: int | None) -> Sequence[Consortium]:
    """Return the reader's consortia with their members."""
    return session.scalars(
        select(Consortium)
        .where(_is_seen(own))
        .options(
            joinedload(Consortium.coordinator),
            selectinload(Consortium.members).joinedload(ConsortiumMember.organisation),
        )
        .order_by(Consortium.name)
    ).all()


def open_to(session: Session, own: int | None) -> Sequence[Consortium]:
    """Return the consortia that a school outside may ask to join."""
    if own is None:
        return []
    return session.scalars(
        select(Consortium)
        .where(Consortium.is_open, ~_is_seen(own))
        .options(joinedload(Consortium.coordinator))
        .order_by(Consortium.name)
    ).all()


def consortium(session: Session, consortium_id: int, own: int | None) -> Consortium:
    """Return one of the reader's consortia. Raises NotFound."""
    row = session.scalar(
        select(Consortium)
        .where(Consortium.id == consortium_id, _is_seen(own))
        .options(
            joinedload(Consortium.coordinator),
            selectinload(Consortium.members).joinedload(ConsortiumMember.organisation),
        )
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound(_("There is no such consortium."))
    return row


def coordinated(session: Session, consortium_id: int, own: int | None) -> Consortium:
    """Return a consortium that the reader coordinates. Raises NotFound."""
    row = consortium(session, consortium_id, own)
    if own not in (None, row.coordinator_id):
        raise NotFound(_("There is no such consortium."))
    return row


def coordinated_by_key(session: Session, key: str, own: int | None) -> Consortium | None:
    row = session.scalar(select(Consortium).where(Consortium.key == key))
    return row if row is not None and own in (None, row.coordinator_id) else None


def is_member_on(row: Consortium, organisation_id: int, day: date) -> bool:
    """Say whether an organisation belongs to a consortium on a day; its coordinator always."""
    return row.coordinator_id == organisation_id or any(
        member.organisation_id == organisation_id
        and member.joined_on <= day <= (member.left_on or day)
        for member in row.members
    )


def requests_of(session: Session, consortium_id: int) -> Sequence[JoinRequest]:
    """Return the requests that wait for the coordinator, oldest first."""
    return session.scalars(
        select(JoinRequest)
        .where(JoinRequest.consortium_id == consortium_id, JoinRequest.decided_at.is_(None))
        .options(joinedload(JoinRequest.organisation))
        .order_by(JoinRequest.id)
    ).all()


def request_by(session: Session, consortium_id: int, organisation_id: int) -> JoinRequest | None:
    """Return an organisation's request that still waits."""
    return session.scalar(
        select(JoinRequest).where(
            JoinRequest.consortium_id == consortium_id,
            JoinRequest.organisation_id == organisation_id,
            JoinRequest.decided_at.is_(None),
        )
    )


def notes_of(session: Session, consortium_id: int, topic: str = "") -> list[SharedNote]:
    """Return the shared notes that hold every word of a topic, newest first."""
    rows = session.scalars(
        select(SharedNote)
        .where(SharedNote.consortium_id == consortium_id)
        .options(joinedload(SharedNote.organisation))
        .order_by(SharedNote.held_on.desc(), SharedNote.id.desc())
    )
    words = folded(topic).split()
    return [
        row
        for row in rows
        if all(word in folded(" ".join([row.title, *row.topics, row.body])) for word in words)
    ]


def note(session: Session, consortium_id: int, note_id: int) -> SharedNote:
    """Return a shared note of a consortium. Raises NotFound."""
    row = session.get(SharedNote, note_id)
    if row is None or row.consortium_id != consortium_id:
        raise NotFound(_("There is no such note."))
    return row
