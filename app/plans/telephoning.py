"""Whom to telephone after a version: they have not opened it and are about to leave."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.forums.models import Participant
from app.plans import ids, timetable
from app.plans.models import PlanVersion
from app.plans.queries import readers_of

UNREAD_AFTER = timedelta(minutes=30)
SOON = timedelta(hours=3)
"""Who has not opened a version so long after it came, and leaves so soon, is to be telephoned."""


def to_telephone(
    session: Session, version: PlanVersion, at: datetime
) -> list[tuple[Participant, datetime, bool]]:
    """Return who has not opened a version, when they next leave, and whether that is soon.

    Soon is within three hours, and the version has been out for half an hour. Who has nothing
    still to come in it is left out; the first to leave stand first.
    """
    leaves: dict[int, datetime] = {}
    for ride in version.plan["tours"]:
        departs = timetable.instant(ride["depart"], version.problem["timezone"])
        if departs >= at:
            for one in ride["participants"]:
                number = ids.number_in(one)
                leaves[number] = min(departs, leaves.get(number, departs))
    is_old = at - version.published_at >= UNREAD_AFTER
    waiting = [
        (person, leaves[person.id], is_old and leaves[person.id] - at <= SOON)
        for person, reading in readers_of(session, version)
        if reading is None and person.id in leaves
    ]
    return sorted(waiting, key=lambda one: (one[1], one[0].name))
