"""Asking the matcher, whose offers are fitted once per process until one of them changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

import matching.circles
import matching.decisions
import matching.facts
import matching.matcher
import matching.nearmiss
import matching.profiles
import matching.scoring
from app import clock
from app.mobilities.models import Mobility, Step
from app.organisations.models import (
    Charter,
    CircleMembership,
    LanguageSkill,
    Organisation,
    Programme,
    Site,
)
from app.partnerships import meetings, queries, records
from app.partnerships.bridge import learning, profiles, vocabulary
from app.partnerships.models import Need, Offer, OfferPeriod, Placement, Veto
from app.partnerships.requests import Shown
from app.partnerships.weight_models import WeightSetting

MOST_SHOWN = 20
"""Suggestions of a page; its last seats are drawn by lot, each day anew, among all offers that
rank lower: nobody counts views, so every eligible offer has the same chance to be seen.
"""
MOST_NEAR_MISSES = 8

Facts = Mapping[str, Any]
"""Parameters of a sentence, as `wording` reads them."""


@dataclass(frozen=True, slots=True)
class Because:
    """One reason of a score: a code with its facts, and the points that it brings of 1."""

    code: str
    facts: Facts
    known: bool
    value: float
    points: float


@dataclass(frozen=True, slots=True)
class Suggested:
    """An offer that the matcher proposes, in its place of the ranking."""

    rank: int
    offer: Offer
    score: float
    for_sender: float
    for_host: float
    reasons: Sequence[Because]
    met_at: str
    values: Mapping[str, float]
    has_seat: bool


@dataclass(frozen=True, slots=True)
class Missed:
    """An offer with one obstacle, and the smallest change that would take it away."""

    offer: Offer
    obstacle: str
    obstacle_facts: Facts
    change: str
    change_facts: Facts


@dataclass(frozen=True, slots=True)
class Circle:
    """A host centre with its own suggestions and those of its companies; or a company alone."""

    centre: Organisation | None
    own: Sequence[Suggested]
    companies: Sequence[Suggested]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the matcher says about a need."""

    circles: Sequence[Circle]
    near_misses: Sequence[Missed]
    obstacles: Sequence[tuple[str, int]]
    weights_version: str

    @property
    def suggested(self) -> list[Suggested]:
        """Every suggestion, best first."""
        found = [one for circle in self.circles for one in (*circle.own, *circle.companies)]
        return sorted(found, key=lambda one: one.rank)


@dataclass(frozen=True, slots=True)
class Fitted:
    """The matcher over the open offers, as of a stamp; `hosts` are the keys of who offers."""

    stamp: tuple[object, ...]
    matcher: matching.matcher.Matcher
    hosts: frozenset[str]


_lock = Lock()
_fitted: dict[str, Fitted] = {}
"""Database address → the matcher over its open offers."""


def is_matchable(starts_on: date, ends_on: date) -> bool:
    """Say whether a period has a whole working week, without which nothing can be matched."""
    return len(matching.profiles.Period(starts_on, ends_on).weeks) > 0


def answer_for(session: Session, need: Need) -> Answer:
    """Return suggestions with reasons, near misses, and the obstacles of all other offers."""
    known = fitted(session)
    met = meetings.forums_by_host(session, need.organisation_id)
    profile = profiles.need_profile(
        need,
        clock.now().date(),
        met=met,
        hosts_too=need.organisation.key in known.hosts,
        record=records.records(session, clock.now().date()).get(
            need.organisation_id, records.NOTHING
        ),
    )
    ranked = known.matcher.page(profile, views={}, day=profile.asked_on, limit=MOST_SHOWN)
    missed = known.matcher.near_misses(profile, limit=MOST_NEAR_MISSES)
    keys = [one.offer.key for one in ranked] + [offer.key for offer, _miss in missed]
    rows = _rows(session, keys)
    shown = {
        one.offer.key: _suggested(rank, one, rows[one.offer.key], met)
        for rank, one in enumerate(ranked, start=1)
    }
    grouped = matching.circles.circles(ranked)
    centres = _organisations(session, [circle.centre for circle in grouped if circle.centre])
    counts = known.matcher.obstacle_counts(profile)
    return Answer(
        circles=[
            Circle(
                centres.get(circle.centre or ""),
                [shown[one.offer.key] for one in circle.own],
                [shown[one.offer.key] for one in circle.companies],
            )
            for circle in grouped
        ],
        near_misses=[_missed(profile, offer, rows[offer.key], miss) for offer, miss in missed],
        obstacles=[(code.value, count) for code, count in counts.most_common()],
        weights_version=known.matcher.weights.version,
    )


def shown(session: Session, need: Need, offer: Offer) -> Shown:
    """Return where an offer stands among a need's suggestions now, for the record."""
    if not is_matchable(need.starts_on, need.ends_on):
        return Shown()
    answer = answer_for(session, need)
    for one in answer.suggested:
        if one.offer.id == offer.id:
            return Shown(
                rank=one.rank,
                score=one.score,
                weights_version=answer.weights_version,
                values=one.values,
            )
    return Shown(weights_version=answer.weights_version)


def fitted(session: Session) -> Fitted:
    """Return the matcher over the present offers, fitted anew when one of them has changed."""
    address, stamp = str(session.get_bind().engine.url), _stamp(session)
    with _lock:
        known = _fitted.get(address)
    if known and known.stamp == stamp:
        return known
    today = clock.now().date()
    offers = profiles.offer_profiles(session, queries.offers_for_matching(session), today)
    matcher = matching.matcher.Matcher(
        weights=learning.current_weights(session),
        vetoes=queries.vetoed_pairs(session),
        likeness=vocabulary.likeness(),
    ).fit(offers)
    fresh = Fitted(stamp, matcher, frozenset(offer.organisation for offer in offers))
    with _lock:
        _fitted[address] = fresh
    return fresh


def _stamp(session: Session) -> tuple[object, ...]:
    """Return numbers of which one differs after any change that the matcher would see."""
    edited = (Offer, Organisation, Placement, Programme, Mobility)
    listed = (OfferPeriod, Charter, LanguageSkill, Site, CircleMembership, Veto)
    parts = [
        column
        for table in edited
        for column in (func.count(table.id), func.coalesce(func.sum(table.version), 0))
    ] + [
        column
        for other in listed
        for column in (func.count(other.id), func.coalesce(func.max(other.id), 0))
    ]
    keys = select(
        select(func.max(Offer.key)).scalar_subquery(),
        select(func.max(Organisation.key)).scalar_subquery(),
        select(func.count(WeightSetting.id)).scalar_subquery(),
        select(func.count(WeightSetting.taken_back_at)).scalar_subquery(),
        select(func.count(Step.done_on)).scalar_subquery(),
    )
    row = session.execute(select(*(select(part).scalar_subquery() for part in parts))).one()
    return (clock.now().date(), vocabulary.version(), *row, *session.execute(keys).one())


def _rows(session: Session, keys: Sequence[str]) -> dict[str, Offer]:
    found = session.scalars(
        select(Offer)
        .where(Offer.key.in_(keys))
        .options(
            selectinload(Offer.organisation).options(
                selectinload(Organisation.sites),
                selectinload(Organisation.languages),
                selectinload(Organisation.charters),
            ),
            selectinload(Offer.centre),
            selectinload(Offer.site),
            selectinload(Offer.periods),
        )
    )
    return {offer.key: offer for offer in found}


def _organisations(session: Session, keys: Sequence[str]) -> dict[str, Organisation]:
    found = session.scalars(select(Organisation).where(Organisation.key.in_(keys)))
    return {organisation.key: organisation for organisation in found}


def _suggested(
    rank: int, one: matching.matcher.Suggestion, row: Offer, met: Mapping[str, str]
) -> Suggested:
    score, points = matching.scoring.shown_points(one.worth)
    return Suggested(
        rank=rank,
        offer=row,
        score=score / 1000,
        for_sender=one.worth.sender.mean,
        for_host=one.worth.host.mean,
        reasons=[
            Because(reason.code, dict(reason.parameters), reason.known, reason.value, share / 1000)
            for reason, share in zip(one.reasons, points, strict=True)
        ],
        met_at=met.get(one.offer.organisation, ""),
        values=matching.decisions.values_shown(one.worth),
        has_seat=one.has_seat,
    )


def _missed(
    need: matching.profiles.Need,
    offer: matching.profiles.Offer,
    row: Offer,
    miss: matching.nearmiss.NearMiss,
) -> Missed:
    return Missed(
        offer=row,
        obstacle=miss.obstacle.value,
        obstacle_facts=matching.facts.obstacle_parameters(miss.obstacle, need, offer),
        change=miss.change.code.value,
        change_facts=dict(miss.change.parameters),
    )
