"""Each person's visits as calendar entries: stable identifiers, sequences that only grow."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.plans import ids, timetable
from app.plans.bridge import digest_of
from app.plans.models import PlanVersion, PublishedItem
from app.plans.queries import visit_uid
from app.plans.timetable import ItemKind, Stretch

Record = dict[str, Any]


def renew_items(session: Session, version: PlanVersion) -> None:
    """Bring the entries of all people to what a version says; what it dropped is cancelled."""
    known = {
        (item.participant_id, item.uid): item
        for item in session.scalars(
            select(PublishedItem).where(PublishedItem.forum_id == version.forum_id)
        )
    }
    wanted = _wanted(version)
    for place, content in wanted.items():
        item = known.get(place)
        digest = digest_of(content)
        if item is None:
            item = PublishedItem(
                forum_id=version.forum_id, participant_id=place[0], uid=place[1], sequence=0
            )
            session.add(item)
        elif item.digest == digest and not item.is_cancelled:
            continue
        else:
            item.sequence += 1
        item.digest, item.content, item.is_cancelled = digest, content, False
        item.changed_at = version.published_at
    for place, item in known.items():
        if place not in wanted and not item.is_cancelled:
            item.sequence += 1
            item.is_cancelled = True
            item.changed_at = version.published_at
    session.flush()


def _wanted(version: PlanVersion) -> dict[tuple[int, str], Record]:
    """Return (participant, uid) → what their entry says."""
    found = {}
    for ride in version.plan["tours"]:
        visits = [
            stretch
            for stretch in timetable.of_ride(version.problem, ride)
            if stretch.kind is ItemKind.VISIT
        ]
        for one in ride["participants"]:
            person = ids.number_in(one)
            for visit in visits:
                uid = visit_uid(ids.number_in(visit.host), person)
                found[person, uid] = _content(version, visit)
    return found


def _content(version: PlanVersion, visit: Stretch) -> Record:
    host = version.facts["hosts"][visit.host]
    place = version.facts["places"][visit.place]
    return {
        "visit_offer_id": ids.number_in(visit.host),
        "starts_at": visit.starts_at.isoformat(),
        "ends_at": visit.ends_at.isoformat(),
        "zone": version.problem["timezone"],
        "title": host["name"],
        "place": place["name"],
        "address": place["address"],
        "meeting_point": host["meeting_point"],
        "tour": version.facts["tours"][visit.tour]["name"],
    }
