"""How many places an offer has left, week by week. Weeks begin on Monday, by their Monday."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from app.partnerships.models import Offer, Placement, PlacementState

WEEK = timedelta(days=7)
WORKING_DAYS = 5


def monday(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def weeks(first: date, last: date) -> Iterator[date]:
    """Return the Monday of every week that has a working day between two days, both included.

    A stay that begins on a Saturday or ends on a Sunday counts from or to the working week.
    """
    start = monday(first) if first.weekday() < WORKING_DAYS else monday(first) + WEEK
    while start <= last:
        yield start
        start += WEEK


def places_in(offer: Offer, week: date, first: date, last: date) -> int:
    """Return the places that an offer states for the part of a week that lies in a stay.

    A closure that touches the part closes it; open periods never overlap, so one that covers
    the part decides.
    """
    begin, end = max(first, week), min(last, week + timedelta(days=WORKING_DAYS - 1))
    stated = 0
    for period in offer.periods:
        if period.places == 0 and period.starts_on <= end and begin <= period.ends_on:
            return 0
        if period.starts_on <= begin and end <= period.ends_on:
            stated = max(stated, period.places)
    return stated


def booked_in(placements: Iterable[Placement], week: date) -> int:
    """Return the learners who are accepted for any working day of a week."""
    end = week + timedelta(days=WORKING_DAYS - 1)
    return sum(
        placement.learners
        for placement in placements
        if placement.state is PlacementState.ACCEPTED
        and placement.starts_on <= end
        and week <= placement.ends_on
    )


def free_in_stay(
    offer: Offer, placements: Iterable[Placement], first: date, last: date
) -> dict[date, int]:
    """Return the free places of every week of a stay; never below 0."""
    taken = list(placements)
    return {
        week: max(0, places_in(offer, week, first, last) - booked_in(taken, week))
        for week in weeks(first, last)
    }


def free_by_organisation(offers: Iterable[Offer], first: date, last: date) -> dict[int, int]:
    """Return for each organisation with offers the most places free in one week of a range."""
    found: dict[int, int] = {}
    for offer in offers:
        free = max(free_in_stay(offer, offer.placements, first, last).values(), default=0)
        owner = offer.organisation_id
        found[owner] = max(found.get(owner, 0), free)
    return found
