"""Reading placings, and the needs and offers that one would place."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.errors import NotFound
from app.organisations.models import Organisation, Programme
from app.partnerships import queries as entries
from app.partnerships.models import EntryState, Need, Offer, Placement, PlacementState
from app.placings.models import Placing, PlacingState, Proposal

Wanted = Mapping[str, Any]

EVERYTHING: Wanted = {"sector": None, "first": None, "last": None}
"""A reach that leaves nothing out."""


@dataclass(frozen=True, slots=True)
class LeftOver:
    need: Need
    suited: int
    obstacle: str


@dataclass(frozen=True, slots=True)
class Blocking:
    need: Need
    offer: Offer
    instead: Offer | None
    sent_away: Sequence[Need]


@dataclass(frozen=True, slots=True)
class Exposure:
    offer: Offer
    suits: int
    looked_at: int
    placed: int


@dataclass(frozen=True, slots=True)
class Findings:
    """What a placing found besides its proposals; rows that are gone meanwhile are left out."""

    left_over: Sequence[LeftOver]
    blocking: Sequence[Blocking]
    exposure: Sequence[Exposure]


def placings(session: Session) -> Sequence[Placing]:
    """Return the latest placings, newest first."""
    return session.scalars(select(Placing).order_by(Placing.id.desc()).limit(50)).all()


def placing(session: Session, placing_id: int) -> Placing:
    """Return a placing with its proposals. Raises NotFound."""
    found = session.scalar(
        select(Placing)
        .where(Placing.id == placing_id)
        .options(
            selectinload(Placing.proposals).options(
                joinedload(Proposal.need).joinedload(Need.organisation),
                joinedload(Proposal.offer).joinedload(Offer.organisation),
                joinedload(Proposal.placement),
            )
        )
    )
    if found is None:
        raise NotFound(_("There is no such placing."))
    return found


def waiting(session: Session) -> list[int]:
    """Return the placings that wait for a worker."""
    rows = select(Placing.id).where(Placing.state == PlacingState.WAITING).order_by(Placing.id)
    return list(session.scalars(rows))


def needs_for(session: Session, wanted: Wanted) -> Sequence[Need]:
    """Return the open needs that a placing takes in, those left out included.

    A need of which a request is open or accepted is being looked after already.
    """
    asked = select(Placement.need_id).where(
        Placement.state.in_((*entries.OPEN_REQUEST, PlacementState.ACCEPTED))
    )
    found = (
        select(Need)
        .join(Need.organisation)
        .where(
            Need.state == EntryState.OPEN,
            Organisation.archived_at.is_(None),
            Need.id.not_in(asked),
        )
    )
    if wanted["sector"] is not None:
        found = found.where(Need.sector == wanted["sector"])
    if wanted["first"] is not None:
        found = found.where(Need.ends_on >= wanted["first"])
    if wanted["last"] is not None:
        found = found.where(Need.starts_on <= wanted["last"])
    return session.scalars(
        found.options(
            joinedload(Need.organisation).options(
                selectinload(Organisation.sites),
                selectinload(Organisation.charters),
                selectinload(Organisation.languages),
            ),
            joinedload(Need.programme).selectinload(Programme.names),
            selectinload(Need.languages),
        ).order_by(Need.id)
    ).all()


def offers_for(session: Session, wanted: Wanted) -> list[Offer]:
    """Return the open offers that a placing takes in, those left out included."""
    first, last = wanted["first"] or date.min, wanted["last"] or date.max
    return [
        offer
        for offer in entries.offers_for_matching(session)
        if wanted["sector"] in (None, offer.sector)
        and any(each.starts_on <= last and first <= each.ends_on for each in offer.periods)
    ]


def findings(session: Session, row: Placing) -> Findings:
    """Return what a placing found, with the rows of its numbers."""
    said = {"left_over": [], "blocking": [], "exposure": [], **row.findings}
    needs = _rows(
        session,
        Need,
        {
            number
            for one in (*said["left_over"], *said["blocking"])
            for number in (one["need"], *one.get("sent_away", ()))
        },
    )
    offers = _rows(
        session,
        Offer,
        {
            number
            for one in (*said["blocking"], *said["exposure"])
            for number in (one["offer"], one.get("instead"))
        },
    )
    return Findings(
        [
            LeftOver(needs[one["need"]], one["suited"], one["obstacle"])
            for one in said["left_over"]
            if one["need"] in needs
        ],
        [
            Blocking(
                needs[one["need"]],
                offers[one["offer"]],
                offers.get(one["instead"]),
                [needs[number] for number in one["sent_away"] if number in needs],
            )
            for one in said["blocking"]
            if one["need"] in needs and one["offer"] in offers
        ],
        [
            Exposure(offers[one["offer"]], one["suits"], one["looked_at"], one["placed"])
            for one in said["exposure"]
            if one["offer"] in offers
        ],
    )


def _rows(session: Session, model: type[Any], numbers: Collection[int | None]) -> dict[int, Any]:
    """Return needs or offers by number, a few hundred to a statement."""
    wanted, found = sorted(filter(None, numbers)), {}
    for start in range(0, len(wanted), 500):
        rows = session.scalars(
            select(model)
            .where(model.id.in_(wanted[start : start + 500]))
            .options(joinedload(model.organisation))
        )
        found.update({row.id: row for row in rows})
    return found
