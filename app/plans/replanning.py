"""What a new run takes over from the published plan, and what a ride means as pins."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.errors import Conflict
from app.forums.models import Forum
from app.plans import ids
from app.plans.models import Pin
from app.plans.queries import current_version

Record = dict[str, Any]


def with_previous(
    session: Session, forum: Forum, problem: Record, wanted: Mapping[str, Any]
) -> Record:
    """Return the problem with the published plan to keep to, as far as its rows still stand.

    Raises Conflict when nothing is published.
    """
    version = current_version(session, forum.id)
    if version is None:
        raise Conflict(_("Nothing is published yet, so there is nothing to keep to."))
    kept = problem | {"previous": standing_part(version.plan, problem)}
    if wanted["freeze_before"] is not None:
        kept["freeze_before"] = wanted["freeze_before"].strftime("%Y-%m-%dT%H:%M")
    if wanted["most_people_changed"] is not None:
        kept["limits"] = {"max_people_changed": wanted["most_people_changed"]}
    return kept


def with_least_visits(problem: Record, least: int | None) -> Record:
    """Return the problem in which nobody should have fewer visits than a number."""
    if least is None:
        return problem
    people = [
        {**person, "min_visits": max(person["min_visits"], least)}
        for person in problem["participants"]
    ]
    return problem | {"participants": people}


def standing_part(plan: Mapping[str, Any], problem: Mapping[str, Any]) -> Record:
    """Return a plan without the tours, hosts and people that a problem no longer knows."""
    known = {
        kind: {row["id"] for row in problem[kind]} for kind in ("tours", "hosts", "participants")
    }
    rides = []
    for ride in plan["tours"]:
        stops = [stop for stop in ride["stops"] if stop.get("host", "") in known["hosts"] | {""}]
        people = [one for one in ride["participants"] if one in known["participants"]]
        if ride["tour"] in known["tours"] and people and any("host" in stop for stop in stops):
            rides.append({**ride, "stops": stops, "participants": people})
    unmet = [
        one
        for one in plan["unmet"]
        if one["participant"] in known["participants"] and one["host"] in known["hosts"]
    ]
    return {**plan, "tours": rides, "unmet": unmet}


def pins_of_ride(
    ride: Mapping[str, Any], *, host: str = "", participant: str = ""
) -> list[Record]:
    """Return what a ride is as pins: its visits at their times, then its people.

    With a host or a participant, only what concerns them.
    """
    tour = ids.number_in(ride["tour"])
    empty = {"tour_id": tour, "visit_offer_id": None, "participant_id": None, "starts_at": None}
    is_whole = not host and not participant
    visits = [
        empty
        | {
            "visit_offer_id": ids.number_in(stop["host"]),
            "starts_at": datetime.fromisoformat(stop["start"]),
        }
        for stop in ride["stops"]
        if "host" in stop and (is_whole or stop["host"] == host)
    ]
    people = [
        empty | {"participant_id": ids.number_in(one)}
        for one in ride["participants"]
        if is_whole or one == participant
    ]
    return visits + people


def kept_by(pins: Iterable[Pin]) -> dict[tuple[str, str], int]:
    """Return (tour, host or participant) → the pin that keeps it, by ids of plans."""
    found = {}
    for pin in pins:
        if pin.visit_offer_id is not None:
            found[ids.of_tour(pin.tour_id), ids.of_visit_offer(pin.visit_offer_id)] = pin.id
        if pin.participant_id is not None:
            found[ids.of_tour(pin.tour_id), ids.of_participant(pin.participant_id)] = pin.id
    return found
