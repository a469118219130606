"""Changes of time and room: another window, a shorter stay, weeks opened, places added."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from matching.availability import open_weeks
from matching.changes import Change, ChangeCode, of_need, of_offer
from matching.profiles import Need, Offer, Period, monday_of

LONGEST_MOVE = 26
"""Weeks by which a window may be moved; further away is another need."""


def moves(need: Need, _: Offer) -> Iterator[Change]:
    """Move the window by up to LONGEST_MOVE weeks, later (positive) or earlier."""
    for weeks in range(1, LONGEST_MOVE + 1):
        for by in (weeks, -weeks):
            if _is_in_calendar(need.window, by):
                yield _moved(by)


def _moved(by: int) -> Change:
    return of_need(
        ChangeCode.MOVE_WINDOW,
        abs(by),
        {"weeks": by},
        lambda need: replace(need, window=need.window.moved(by)),
    )


def _is_in_calendar(window: Period, by: int) -> bool:
    first, last = window.first.toordinal() + 7 * by, window.last.toordinal() + 7 * by
    return date.min.toordinal() <= first and last <= date.max.toordinal()


def fewer_weeks(need: Need, _: Offer) -> Iterator[Change]:
    for weeks in range(need.weeks - 1, 0, -1):
        yield _with_weeks(ChangeCode.FEWER_WEEKS, weeks, need.weeks - weeks)


def more_weeks(need: Need, offer: Offer) -> Iterator[Change]:
    weeks = offer.asks.shortest_stay
    if weeks <= len(need.window.weeks):
        yield _with_weeks(ChangeCode.MORE_WEEKS, weeks, weeks - need.weeks)


def _with_weeks(code: ChangeCode, weeks: int, size: int) -> Change:
    return of_need(code, size, {"weeks": weeks}, lambda need: replace(need, weeks=weeks))


def opened_weeks(need: Need, offer: Offer) -> Iterator[Change]:
    """Let the host open each possible stay, with room for the learners in every week of it."""
    already = set(open_weeks(need, offer))
    for stay in _stays(need):
        closed = [
            week for week in stay if week not in already or _is_full(offer, week, need.learners)
        ]
        yield _with_stay(stay, len(closed))


def _stays(need: Need) -> Iterator[range]:
    window = need.window.weeks
    for first in range(window.start, window.stop - need.weeks + 1):
        yield range(first, first + need.weeks)


def _with_stay(stay: range, size: int) -> Change:
    return Change(
        ChangeCode.HOST_OPENS_WEEKS,
        size,
        {"first": monday_of(stay.start).isoformat(), "weeks": len(stay)},
        lambda need, offer: (need, _opened(offer, stay, need.learners)),
    )


def _opened(offer: Offer, stay: range, learners: int) -> Offer:
    opened = Period(monday_of(stay.start), monday_of(stay.stop - 1) + timedelta(days=6))
    freed = {
        week: max(0, (offer.places or 0) - learners)
        for week in stay
        if _is_full(offer, week, learners)
    }
    return replace(offer, periods=(*offer.periods, opened), booked={**offer.booked, **freed})


def _is_full(offer: Offer, week: int, learners: int) -> bool:
    free = offer.free_places(week)
    return free is not None and free < learners


def more_places(need: Need, offer: Offer) -> Iterator[Change]:
    """Let the host add as many places as the emptiest possible stay lacks."""
    weeks = set(open_weeks(need, offer))
    booked = [
        max(offer.booked.get(week, 0) for week in stay)
        for stay in _stays(need)
        if weeks.issuperset(stay)
    ]
    places = need.learners + min(booked, default=0)
    yield of_offer(
        ChangeCode.HOST_ADDS_PLACES,
        places - (offer.places or 0),
        {"places": places},
        lambda offer: replace(offer, places=places),
    )
