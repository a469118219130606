"""A delegation: the colleagues whom one organisation sends to an edition, registered by itself.

Faults and writing are those of the participants' sheet. Callers commit.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app import clock
from app.errors import Conflict, Invalid, NotFound
from app.forums import parts
from app.forums.models import Forum, Participant, Phase, VisitOffer, Wish, WishKind
from app.forums.phases import phase_on
from app.organisations.models import Organisation
from app.web.faults import Faults

Wanted = Mapping[str, Any]
"""Values as `DelegateIn` has read them."""

PEOPLE = parts.PARTS["participants"]

LONGEST_STEM = 50
"""Letters of an organisation's key that its people's keys begin with (a key holds 60)."""


def is_open(forum: Forum) -> bool:
    """Say whether members may still change who comes and what they wish: until planning begins."""
    today = clock.today(forum.zone)
    return phase_on(forum, today) in (Phase.PROFILES, Phase.WISHES) and today <= forum.ends_on


def people(session: Session, forum: Forum, organisation_id: int) -> list[Participant]:
    """Return the people of an organisation, also those taken out again, in order of entry."""
    return list(
        session.scalars(
            select(Participant)
            .where(
                Participant.forum_id == forum.id, Participant.organisation_id == organisation_id
            )
            .options(
                selectinload(Participant.wishes)
                .selectinload(Wish.visit_offer)
                .selectinload(VisitOffer.organisation)
            )
            .order_by(Participant.id)
        )
    )


def person(
    session: Session, forum_id: int, organisation_id: int, participant_id: int
) -> Participant:
    """Return one of an organisation's own people. Raises NotFound for anybody else."""
    row = session.get(Participant, participant_id)
    if row is None or (row.forum_id, row.organisation_id) != (forum_id, organisation_id):
        raise NotFound(_("There is nothing here."))
    return row


def register(
    session: Session, actor: str, forum: Forum, organisation: Organisation, wanted: Wanted
) -> Participant:
    """Add a colleague. Raises Conflict once planning has begun, Invalid with what is wrong."""
    _require_open(forum)
    values = _participant(wanted, organisation) | {"key": _free_key(session, forum, organisation)}
    with _faults_at_wishes():
        row: Participant = parts.create(session, actor, PEOPLE, forum, values)
    return row


def change(session: Session, actor: str, row: Participant, wanted: Wanted) -> Participant:
    """Change a colleague and their wishes. Raises Conflict and Invalid as `register` does."""
    _require_open(row.forum)
    values = _participant(wanted, row.organisation)
    with _faults_at_wishes():
        parts.change(session, actor, PEOPLE, row.forum, row, values)
    return row


def take_out(session: Session, actor: str, row: Participant, *, is_out: bool) -> Participant:
    """Take a colleague out, which frees one place, or let them take part again.

    Raises Conflict once planning has begun: then organisers answer for what a plan loses.
    """
    _require_open(row.forum)
    parts.take_out(session, actor, PEOPLE, row, is_out=is_out)
    return row


def _require_open(forum: Forum) -> None:
    if not is_open(forum):
        raise Conflict(
            _("Planning has begun, so your list is closed. Please tell the organisers instead.")
        )


def _free_key(session: Session, forum: Forum, organisation: Organisation) -> str:
    taken = set(session.scalars(select(Participant.key).where(Participant.forum_id == forum.id)))
    stem = organisation.key[:LONGEST_STEM]
    return next(key for number in count(1) if (key := f"{stem}-{number}") not in taken)


def _participant(wanted: Wanted, organisation: Organisation) -> dict[str, Any]:
    """Return values as the participants' sheet has them, but for the key."""
    others = {name: value for name, value in wanted.items() if name != "wishes"}
    hosts: dict[WishKind, list[dict[str, Any]]] = {kind: [] for kind in WishKind}
    for wish in wanted["wishes"]:
        hosts[wish["kind"]].append(wish)
    return {
        **others,
        "organisation": organisation.key,
        "must": [wish["host"] for wish in hosts[WishKind.MUST]],
        "want": hosts[WishKind.WANT],
        "avoid": [wish["host"] for wish in hosts[WishKind.AVOID]],
    }


@contextmanager
def _faults_at_wishes() -> Iterator[None]:
    """Let what is wrong with a sheet's three lists of wishes stand at the one list of a form."""
    try:
        yield
    except Invalid as refusal:
        faults = Faults()
        for field, sentences in refusal.fields.items():
            for sentence in sentences:
                faults.add("wishes" if field in set(WishKind) else field, sentence)
        faults.refuse()
        raise


def liked(row: Participant) -> list[Wish]:
    """Return the wishes of a colleague but for the vetoes, what counts most first."""
    wishes = [wish for wish in row.wishes if wish.kind is not WishKind.AVOID]
    return sorted(wishes, key=lambda wish: (wish.kind is not WishKind.MUST, -wish.value))


def entered(row: Participant) -> dict[str, Any]:
    """Return a colleague with the values that `DelegateIn` reads, beside others."""
    wishes = [
        {"host": wish.visit_offer.key, "kind": wish.kind, "value": wish.value}
        for wish in sorted(row.wishes, key=lambda wish: wish.visit_offer.key)
    ]
    return {**PEOPLE.target.entered(row), "wishes": wishes}
