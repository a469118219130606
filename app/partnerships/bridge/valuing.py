"""What hosts are worth to schools by their needs and offers: for visits that nobody wished."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

import matching.profiles
import matching.values
from app.organisations.models import Organisation, Programme
from app.partnerships import queries
from app.partnerships.bridge import learning, profiles, vocabulary
from app.partnerships.bridge.suggesting import is_matchable
from app.partnerships.models import EntryState, Need


@dataclass(frozen=True, slots=True)
class Valued:
    """What a host is worth to a school, 0 to 100, and the need and offer from which it comes."""

    value: int
    need_id: int
    offer_id: int
    has_obstacle: bool


Worth = dict[tuple[int, int], Valued]
"""(School, host) → what it is worth."""


def host_values(
    session: Session, schools: Collection[int], hosts: Collection[int], day: date
) -> Worth:
    """Return what each host with open offers is worth to each school with open needs.

    `day` is the one on which offers are looked at: the same rows give the same values whenever
    they are asked for. Takes a fixed number of statements.
    """
    everywhere = queries.offers_for_matching(session)
    wanted = [offer for offer in everywhere if offer.organisation_id in hosts]
    offers = profiles.offer_profiles(session, wanted, day)
    numbers = {offer.organisation.key: offer.organisation_id for offer in everywhere}
    if not offers:
        return {}
    offer_of = {offer.key: offer.id for offer in wanted}
    need_of: dict[str, int] = {}
    needs: dict[int, list[matching.profiles.Need]] = defaultdict(list)
    for need in _open_needs(session, schools):
        need_of[need.key] = need.id
        hosts_too = need.organisation.key in numbers
        profile = profiles.need_profile(need, day, met={}, hosts_too=hosts_too)
        needs[need.organisation_id].append(profile)
    weights, likeness = learning.current_weights(session), vocabulary.likeness()
    return {
        (school, numbers[host]): Valued(
            found.value, need_of[found.need], offer_of[found.offer], found.has_obstacle
        )
        for school, theirs in needs.items()
        for host, found in matching.values.host_values(
            theirs, offers, weights=weights, likeness=likeness
        ).items()
    }


def _open_needs(session: Session, schools: Collection[int]) -> list[Need]:
    rows = session.scalars(
        select(Need)
        .where(Need.organisation_id.in_(schools), Need.state == EntryState.OPEN)
        .options(
            joinedload(Need.organisation).options(
                selectinload(Organisation.sites),
                selectinload(Organisation.charters),
                selectinload(Organisation.languages),
            ),
            joinedload(Need.programme).selectinload(Programme.names),
            selectinload(Need.languages),
        )
        .order_by(Need.id)
    )
    return [need for need in rows if is_matchable(need.starts_on, need.ends_on)]
