"""How often each open offer is seen: on the first page of how many needs, of how many it suits."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app import clock
from app.partnerships import queries, records
from app.partnerships.bridge import profiles
from app.partnerships.bridge.suggesting import MOST_SHOWN, fitted, is_matchable
from app.partnerships.models import Need, Offer

MOST_NEEDS = 300
"""Needs whose pages are counted; more would keep the reader waiting."""


@dataclass(frozen=True, slots=True)
class Seen:
    """An offer, the needs that it suits, and on how many of their first pages it stands today."""

    offer: Offer
    suits: int
    shown: int


def seen(session: Session, needs: Sequence[Need]) -> tuple[int, list[Seen]]:
    """Return how many needs were counted, and every open offer, those seen least first."""
    known, today = fitted(session), clock.now().date()
    past = records.records(session, today)
    suits: Counter[str] = Counter()
    shown: Counter[str] = Counter()
    counted = [need for need in needs if is_matchable(need.starts_on, need.ends_on)][:MOST_NEEDS]
    for need in counted:
        profile = profiles.need_profile(
            need,
            today,
            met={},
            hosts_too=need.organisation.key in known.hosts,
            record=past.get(need.organisation_id, records.NOTHING),
        )
        suits.update(
            known.matcher.offers_[row].key
            for some in known.matcher.eligible(profile)
            for row in some.rows.tolist()
        )
        page = known.matcher.page(profile, views={}, day=today, limit=MOST_SHOWN)
        shown.update(one.offer.key for one in page)
    found = [
        Seen(offer, suits[offer.key], shown[offer.key]) for offer in queries.open_offers(session)
    ]
    return len(counted), sorted(found, key=lambda one: (one.shown, -one.suits, one.offer.id))
