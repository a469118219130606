"""Rows of a forum as the planner's problem: what goes in, what stays out, how often it is read."""

import json

import pytest
from sqlalchemy.orm import Session

import planner
from app import clock
from app.organisations.models import Precision
from app.partnerships.models import Veto
from app.plans import bridge, checks, values
from app.plans.models import Pin
from tests.builders.forums import (
    at,
    make_forum,
    make_participant,
    make_tour,
    make_visit_offer,
)
from tests.builders.partnerships import make_host, make_need, make_offer
from tests.builders.plans import small_forum


def test_the_planner_reads_the_problem_of_a_forum_and_writes_it_back_the_same(
    session: Session,
) -> None:
    forum = bridge.forum_with_all(session, small_forum(session).id)
    record = bridge.problem_of(session, forum)

    problem = planner.problem_from_text(json.dumps(record))

    assert json.loads(planner.problem_text(problem))["hosts"] == record["hosts"]
    assert [person.must for person in problem.participants] == [(record["hosts"][0]["id"],)] * 4


def test_a_problem_holds_no_names(session: Session) -> None:
    forum = bridge.forum_with_all(session, small_forum(session).id)

    text = json.dumps(bridge.problem_of(session, forum))

    names = [person.name for person in forum.participants]
    names += [offer.organisation.name for offer in forum.visit_offers]
    assert [name for name in names if name in text] == []


def test_who_withdrew_and_what_was_cancelled_stays_out(session: Session) -> None:
    forum = small_forum(session)
    forum.visit_offers[1].withdrawn_at = clock.now()
    forum.participants[0].withdrawn_at = clock.now()
    forum.tours[0].cancelled_at = clock.now()
    session.commit()

    record = bridge.problem_of(session, bridge.forum_with_all(session, forum.id))

    amounts = {kind: len(record[kind]) for kind in ("hosts", "participants", "tours", "places")}
    assert amounts == {"hosts": 1, "participants": 3, "tours": 1, "places": 2}


def test_times_are_local_on_both_sides_of_a_clock_change(session: Session) -> None:
    forum = make_forum(session, zone="Europe/Warsaw")
    before, after = (
        clock.now().date().replace(2027, 3, 27),
        clock.now().date().replace(2027, 3, 28),
    )
    spans = tuple(
        (at("09:00", day=day, zone=forum.zone), at("11:00", day=day, zone=forum.zone))
        for day in (before, after)
    )
    make_visit_offer(session, forum, spans=spans)

    record = bridge.problem_of(session, bridge.forum_with_all(session, forum.id))

    assert record["hosts"][0]["open"] == [
        ["2027-03-27T09:00", "2027-03-27T11:00"],
        ["2027-03-28T09:00", "2027-03-28T11:00"],
    ]


def test_who_states_no_wish_is_valued_by_profile_and_never_at_a_host_to_avoid(
    session: Session,
) -> None:
    forum = make_forum(session)
    liked, avoided = make_visit_offer(session, forum), make_visit_offer(session, forum)
    make_participant(session, forum, avoid=(avoided,))

    record = bridge.problem_of(session, bridge.forum_with_all(session, forum.id))

    assert record["participants"][0]["value"] == {f"v{liked.id}": 60}
    assert record["participants"][0]["avoid"] == [f"v{avoided.id}"]


def test_who_states_no_wish_is_valued_by_the_needs_of_their_school(session: Session) -> None:
    forum = make_forum(session)
    school, host = make_need(session).organisation, make_host(session)
    make_offer(session, host)
    offer, other = make_visit_offer(session, forum, host=host), make_visit_offer(session, forum)
    silent = make_participant(session, forum, school=school)
    telling = make_participant(session, forum, school=school, want=(other,))

    everything = bridge.forum_with_all(session, forum.id)
    record = bridge.problem_of(session, everything)
    found = {person["id"]: person["value"] for person in record["participants"]}
    worth = values.matched(session, everything, [offer, other])

    assert list(worth) == [(school.id, host.id)]
    assert found[f"p{telling.id}"] == {f"v{other.id}": 70}
    assert found[f"p{silent.id}"] == {
        f"v{offer.id}": worth[school.id, host.id].value,
        f"v{other.id}": 60,
    }


@pytest.mark.parametrize("said_by_the_host", [True, False])
def test_a_no_thanks_of_either_side_keeps_the_pair_out_of_every_plan(
    session: Session, *, said_by_the_host: bool
) -> None:
    forum = make_forum(session)
    refused, other = make_visit_offer(session, forum), make_visit_offer(session, forum)
    wishing = make_participant(session, forum, must=(refused,), want=(other,))
    silent = make_participant(session, forum, school=wishing.organisation)
    pair = [wishing.organisation_id, refused.organisation_id]
    one, two = reversed(pair) if said_by_the_host else pair
    session.add(Veto(organisation_id=one, other_id=two, created_at=clock.now()))
    session.flush()

    record = bridge.problem_of(session, bridge.forum_with_all(session, forum.id))

    found = {
        person["id"]: (list(person["value"]), person["must"], person["avoid"])
        for person in record["participants"]
    }
    kept_out: tuple[list[str], list[str], list[str]] = ([f"v{other.id}"], [], [f"v{refused.id}"])
    assert found == {f"p{wishing.id}": kept_out, f"p{silent.id}": kept_out}
    assert planner.problem_from_text(json.dumps(record)).participants


def test_pins_of_rows_that_stand_go_in(session: Session) -> None:
    forum = small_forum(session)
    tour, offer, person = forum.tours[0], forum.visit_offers[0], forum.participants[0]
    gone = make_tour(session, forum)
    gone.cancelled_at = clock.now()
    session.add_all(
        [
            Pin(
                forum_id=forum.id,
                tour_id=tour.id,
                visit_offer_id=offer.id,
                starts_at=at("09:30"),
                created_at=clock.now(),
            ),
            Pin(
                forum_id=forum.id,
                tour_id=tour.id,
                participant_id=person.id,
                created_at=clock.now(),
            ),
            Pin(
                forum_id=forum.id,
                tour_id=gone.id,
                participant_id=person.id,
                created_at=clock.now(),
            ),
        ]
    )
    session.commit()

    record = bridge.problem_of(session, bridge.forum_with_all(session, forum.id))

    assert record["pins"] == [
        {"tour": f"t{tour.id}", "host": f"v{offer.id}", "start": "2027-11-16T09:30"},
        {"tour": f"t{tour.id}", "participant": f"p{person.id}"},
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_forum_is_read_in_as_many_statements_whatever_its_size(
    session: Session, statements: list[str], rows: int
) -> None:
    forum = make_forum(session)
    for _ in range(rows):
        offer = make_visit_offer(session, forum)
        make_participant(session, forum, must=(offer,))
        make_tour(session, forum)
    session.expire_all()
    statements.clear()

    bridge.problem_of(session, bridge.forum_with_all(session, forum.id))

    assert len([one for one in statements if one.startswith("SELECT")]) == 13


def test_points_of_towns_are_refused_where_the_forum_wants_exact_ones(session: Session) -> None:
    forum = small_forum(session)
    forum.accepts_town_points = False
    forum.visit_offers[0].organisation.sites[0].precision = Precision.BUILDING
    session.commit()

    whole = bridge.forum_with_all(session, forum.id)
    record = bridge.problem_of(session, whole)
    stopping = [finding for finding in checks.findings(whole) if finding.stops]

    assert [host["id"] for host in record["hosts"]] == [f"v{forum.visit_offers[0].id}"]
    assert [finding.about for finding in stopping] == [
        f"organisation:{forum.visit_offers[1].organisation_id}"
    ]


def test_what_cannot_be_planned_is_named_with_its_field(session: Session) -> None:
    forum = make_forum(session)
    host = make_visit_offer(
        session, forum, spans=((at("09:00"), at("10:00")),), minimum_group=20, maximum_group=30
    )
    person = make_participant(session, forum)
    tour = make_tour(session, forum, earliest=at("04:00"))

    found = checks.findings(bridge.forum_with_all(session, forum.id))

    assert [(finding.about, finding.field) for finding in found] == [
        (f"visit_offer:{host.id}", "open_spans"),
        (f"visit_offer:{host.id}", "minimum_group"),
        (f"visit_offer:{host.id}", "minimum_group"),
        (f"participant:{person.id}", "arrives_at"),
        (f"tour:{tour.id}", "seats"),
    ]
