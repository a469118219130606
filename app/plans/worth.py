"""What every visit is worth to every participant, and from which wish or need that comes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.forums.models import Participant, VisitOffer, WishKind
from app.partnerships.models import Need, Offer
from app.plans import bridge, values

Row = TypeVar("Row", Need, Offer)

MOST_SHOWN = 5
"""Visits of a participant without wishes that are shown; the planner weighs them all."""


@dataclass(frozen=True, slots=True)
class VisitWorth:
    """A visit with its value of 0 to 100: as wished, else by a need and an offer, else by profile.

    `has_obstacle`: the offer cannot serve the need now, so that it counts half.
    """

    visit: VisitOffer
    value: int
    wish: WishKind | None = None
    need: Need | None = None
    offer: Offer | None = None
    has_obstacle: bool = False


@dataclass(frozen=True, slots=True)
class PersonWorth:
    """A participant with the visits that are worth most, the best first."""

    person: Participant
    states_wishes: bool
    visits: Sequence[VisitWorth]


def of_forum(session: Session, forum_id: int) -> list[PersonWorth]:
    """Return what visits are worth to all who still come, those without wishes first.

    Raises NotFound.
    """
    forum = bridge.forum_with_all(session, forum_id)
    hosts, vetoes = bridge.hosts_of(forum), values.vetoes(session)
    worth = values.matched(session, forum, hosts)
    needs = _rows(session, Need, {one.need_id for one in worth.values()})
    offers = _rows(session, Offer, {one.offer_id for one in worth.values()})
    found = []
    for person in bridge.people_of(forum):
        wishes = {wish.visit_offer_id: wish.kind for wish in person.wishes}
        worths = values.of(person, hosts, worth)
        is_stated = values.states_wishes(person)
        visits = []
        for visit in hosts:
            pair = (person.organisation_id, visit.organisation_id)
            if not worths.get(visit.id) or frozenset(pair) in vetoes:
                continue
            basis = None if is_stated else worth.get(pair)
            visits.append(
                VisitWorth(
                    visit,
                    worths[visit.id],
                    wishes.get(visit.id),
                    needs.get(basis.need_id) if basis else None,
                    offers.get(basis.offer_id) if basis else None,
                    basis.has_obstacle if basis else False,
                )
            )
        visits.sort(key=lambda one: (-one.value, one.visit.id))
        found.append(PersonWorth(person, is_stated, visits[:MOST_SHOWN]))
    return sorted(found, key=lambda one: one.states_wishes)


def _rows(session: Session, model: type[Row], numbers: set[int]) -> dict[int, Row]:
    return {row.id: row for row in session.scalars(select(model).where(model.id.in_(numbers)))}
