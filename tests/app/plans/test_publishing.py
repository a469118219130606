"""Publishing: numbered, unchangeable, refused on changed inputs; only the concerned hear of it."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Conflict
from app.forums.models import Forum
from app.messages.models import Message
from app.plans import publishing, queries
from app.plans.models import PlanRun, PublishedItem
from tests.builders.forums import make_participant
from tests.builders.partnerships import make_need, make_offer
from tests.builders.plans import small_forum, solved_run


def _with_everybody_on_one_tour(session: Session, run: PlanRun) -> None:
    """Check what the tests below rely on: the small forum's plan visits both hosts."""
    assert run.plan is not None
    assert {stop["host"] for ride in run.plan["tours"] for stop in ride["stops"]} == {
        host["id"] for host in run.problem["hosts"]
    }


def _move_a_visit(session: Session, forum: Forum) -> PlanRun:
    """Carry a run out whose plan ends without one person that the first one carries."""
    forum.participants[0].departs_at = forum.tours[0].latest_at.replace(hour=8)
    session.commit()
    return solved_run(session, forum)


def test_a_plan_is_published_under_the_next_number_with_its_hash(session: Session) -> None:
    forum = small_forum(session)
    run = solved_run(session, forum)
    _with_everybody_on_one_tour(session, run)

    first = publishing.publish(session, "account:1", run.id, "First")
    second = publishing.publish(session, "account:1", run.id, "")
    session.commit()

    assert (first.number, second.number) == (1, 2)
    assert first.digest == publishing.digest_of(first)
    assert (first.plan, first.problem) == (run.plan, run.problem)


def test_changed_inputs_refuse_publication_and_each_change_is_named(session: Session) -> None:
    forum = small_forum(session)
    run = solved_run(session, forum)
    offer = forum.visit_offers[0]
    offer.maximum_group = 3
    forum.tours[1].seats = 7
    session.commit()

    with pytest.raises(Conflict) as refused:
        publishing.publish(session, "account:1", run.id, "")

    assert refused.value.fields == {
        "inputs": [
            f"{offer.organisation.name} has changed: largest group.",
            f"{forum.tours[1].name} has changed: seats.",
        ]
    }


def test_needs_that_change_do_not_hold_up_those_who_state_no_wishes(session: Session) -> None:
    forum = small_forum(session)
    need = make_need(session)
    make_participant(session, forum, school=need.organisation)
    run = solved_run(session, forum)
    host = forum.visit_offers[0].organisation
    make_offer(session, host)

    assert publishing.publish(session, "account:1", run.id, "").number == 1


def test_only_those_whose_days_change_are_written_to_once(session: Session) -> None:
    forum = small_forum(session)
    publishing.publish(session, "account:1", solved_run(session, forum).id, "")
    session.commit()
    first = len(session.scalars(select(Message)).all())
    run = _move_a_visit(session, forum)

    publishing.publish(session, "account:1", run.id, "One coach less")
    session.commit()
    later = session.scalars(select(Message).order_by(Message.id).offset(first)).all()

    assert first == 4
    assert [message.recipient for message in later] == [forum.participants[0].email]
    assert "No longer:" in later[0].body
    assert "One coach less" in later[0].body


def test_messages_are_in_the_language_of_their_reader(session: Session) -> None:
    forum = small_forum(session)
    for person, locale in zip(forum.participants, ("en", "fr", "en", "fr"), strict=True):
        person.locale = locale
    session.commit()

    publishing.publish(session, "account:1", solved_run(session, forum).id, "")
    bodies = session.scalars(select(Message.body).order_by(Message.recipient)).all()

    assert ["Tue 16 Nov" in body for body in bodies] == [True, False, True, False]
    assert ["mar. 16 nov." in body for body in bodies] == [False, True, False, True]


def test_calendar_entries_keep_their_identifier_and_grow_in_sequence(session: Session) -> None:
    forum = small_forum(session)
    publishing.publish(session, "account:1", solved_run(session, forum).id, "")
    session.commit()
    gone = forum.participants[0].id
    before = {item.uid: item.sequence for item in session.scalars(select(PublishedItem))}
    run = _move_a_visit(session, forum)
    publishing.publish(session, "account:1", run.id, "")
    session.commit()
    first = publishing.restore(
        session, "account:1", queries.version_by_number(session, forum.id, 1).id, ""
    )
    session.commit()

    items = session.scalars(select(PublishedItem)).all()
    of_the_one = {item.uid: item for item in items if item.participant_id == gone}

    assert first.number == 3
    assert set(before.values()) == {0}
    assert {item.uid for item in items} == set(before)
    assert {(item.sequence, item.is_cancelled) for item in of_the_one.values()} == {(2, False)}


def test_what_was_published_stays_whatever_happens_to_the_rows(session: Session) -> None:
    forum = small_forum(session)
    version = publishing.publish(session, "account:1", solved_run(session, forum).id, "")
    session.commit()
    person = forum.participants[1].id
    before = queries.itinerary_of(session, person)
    forum.visit_offers[0].minutes = 17
    forum.visit_offers[0].organisation.name = "Another name"
    forum.visit_offers[0].shown = "Nothing"
    session.commit()

    after = queries.itinerary_of(session, person)

    assert after == before
    assert publishing.digest_of(version) == version.digest


def test_an_itinerary_has_visits_with_their_company_and_the_programme(session: Session) -> None:
    forum = small_forum(session)
    publishing.publish(session, "account:1", solved_run(session, forum).id, "")
    session.commit()

    items = queries.itinerary_of(session, forum.participants[1].id)
    visits = [item for item in items if item.kind == "visit"]

    assert {item.visit_offer_id for item in visits} == {offer.id for offer in forum.visit_offers}
    assert items[-1].title == "Opening"
    assert {item.ask_for for item in visits} == {"The shift manager"}
    assert all(
        forum.participants[1].name not in {one.name for one in item.companions} for item in items
    )


def test_of_a_run_without_a_plan_nothing_is_published(session: Session) -> None:
    forum = small_forum(session)
    run = solved_run(session, forum)
    run.plan = None
    session.commit()

    with pytest.raises(Conflict):
        publishing.publish(session, "account:1", run.id, "")
    assert queries.itinerary_of(session, forum.participants[0].id) == []
