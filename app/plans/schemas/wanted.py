"""What people ask of plans: the same fields at every door."""

from app.plans.drafts.changes import ChangeKind
from app.plans.events.kinds import EventKind
from app.plans.lists.kinds import BadgeOrder, ListFormat
from app.web.values import (
    Choice,
    Code,
    Day,
    InSchema,
    QueryIn,
    Several,
    Text,
    WallClock,
    Whole,
    YesNo,
)

LONGEST_SEARCH = 600
"""Seconds that one run may search."""


class RunIn(InSchema):
    """A search for a plan: how long, which chance, what to keep of the published version."""

    title = Text(longest=120, load_default="")
    seconds = Whole(least=1, most=LONGEST_SEARCH, load_default=60)
    seed = Whole(least=0, load_default=1)
    keeps_training_days = YesNo(load_default=False)
    keeps_published = YesNo(load_default=False)
    freeze_before = WallClock(load_default=None, allow_none=True)
    most_people_changed = Whole(least=0, most=10_000, load_default=None, allow_none=True)
    fair_first = YesNo(load_default=False)
    least_visits = Whole(least=0, most=20, load_default=None, allow_none=True)


class PinIn(InSchema):
    """What the next run must keep: a tour carries a person, or makes a visit (at a local time)."""

    tour_id = Whole(required=True, least=1)
    visit_offer_id = Whole(least=1, load_default=None, allow_none=True)
    participant_id = Whole(least=1, load_default=None, allow_none=True)
    starts_at = WallClock(load_default=None, allow_none=True)


class KeepIn(InSchema):
    """What of a plan to keep, by ids there: a day, a tour, one of its hosts, or a person.

    A person without a tour is kept on all tours that they are on.
    """

    day = Day(load_default=None, allow_none=True)
    tour = Code(load_default="")
    host = Code(load_default="")
    participant = Code(load_default="")


class WhatIfIn(InSchema):
    """One thing that a copy of a plan supposes: whose (an id of the plan), what, how much."""

    party = Code(required=True)
    kind = Choice(ChangeKind, required=True)
    amount = Whole(least=1, most=720, load_default=1)


class MoveIn(InSchema):
    """A person or a visit (an id of the plan) off one tour and on another; a visit at a time.

    `seen` is the state of the plan that was looked at, as its move page or the API gave it.
    """

    subject = Code(required=True)
    away = Code(load_default="")
    to = Code(load_default="")
    start = WallClock(load_default=None, allow_none=True)
    pin = YesNo(load_default=False)
    seen = Text(longest=64, load_default="")


class EventIn(InSchema):
    """What happened to whom (an id of the plan), and from which local time; empty: now.

    `minutes` says how late a coach is, `tour` which tour somebody who comes late joins.
    """

    kind = Choice(EventKind, required=True)
    subject = Code(required=True)
    at = WallClock(load_default=None, allow_none=True)
    minutes = Whole(least=1, most=720, load_default=30)
    tour = Code(load_default="")


class ListIn(QueryIn):
    """Which file of a list: its kind of file, and whose alone (an id of the plan)."""

    format = Choice(ListFormat, load_default=ListFormat.PDF)
    whose = Code(load_default="")


class BadgesIn(QueryIn):
    """Which file of the badges, in which order, and whether only those that changed."""

    format = Choice(ListFormat, load_default=ListFormat.PDF)
    order = Choice(BadgeOrder, load_default=BadgeOrder.NAME)
    changed = YesNo(load_default=False)


class ChooseIn(InSchema):
    """Which of the answers to an event the run's plan shall be, counted from 0."""

    alternative = Whole(required=True, least=0, most=20)


class PublishIn(InSchema):
    """A line that tells everybody what this version changes.

    `asked` names (by ids of the plan) who agreed to be moved at short notice.
    """

    note = Text(longest=500, load_default="")
    asked = Several(Code(required=True), load_default=list)
