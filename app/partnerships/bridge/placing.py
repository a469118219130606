"""Many needs placed at once by `matching.placing`, for the worker: it loads OR-Tools."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

import matching.matcher
import matching.placing
import matching.profiles
from app import clock
from app.partnerships import queries, records
from app.partnerships.bridge import learning, profiles, vocabulary
from app.partnerships.bridge.suggesting import is_matchable
from app.partnerships.models import Need, Offer

Found = matching.placing.Placing
Placed = matching.placing.Placed
Asked = tuple[matching.matcher.Matcher, list[matching.profiles.Need]]


def asked(session: Session, needs: Sequence[Need], offers: Sequence[Offer]) -> Asked:
    """Return the matcher over some offers, and some needs as it reads them."""
    today = clock.now().date()
    known = records.records(session, today)
    matcher = matching.matcher.Matcher(
        weights=learning.current_weights(session),
        vetoes=queries.vetoed_pairs(session),
        likeness=vocabulary.likeness(),
    ).fit(profiles.offer_profiles(session, offers, today))
    hosts = {offer.organisation.key for offer in offers}
    return matcher, [
        profiles.need_profile(
            need,
            today,
            met={},
            hosts_too=need.organisation.key in hosts,
            record=known.get(need.organisation_id, records.NOTHING),
        )
        for need in needs
        if is_matchable(need.starts_on, need.ends_on)
    ]


def placing(given: Asked, *, seconds: float) -> Found:
    """Place the needs in about so many seconds."""
    matcher, needs = given
    return matching.placing.placing(matcher, needs, seconds=seconds)


def why_not(given: Asked, key: str) -> tuple[int, str]:
    """Return how many offers suit a need, and the rule that excludes most others."""
    matcher, needs = given
    need = next((one for one in needs if one.key == key), None)
    if need is None:
        return 0, ""
    suited = sum(len(some.rows) for some in matcher.eligible(need))
    most = matcher.obstacle_counts(need).most_common(1)
    return suited, most[0][0].value if most else ""
