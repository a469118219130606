"""What travel and time make impossible is named before any search, with the field to mend."""

from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.plans import bridge, names, reach
from tests.builders.forums import at, make_participant, make_visit_offer
from tests.builders.plans import small_forum


def test_planted_impossibilities_are_all_named_and_lead_to_their_fields(
    as_organiser: FlaskClient, session: Session
) -> None:
    forum = small_forum(session)
    early = make_visit_offer(session, forum, spans=((at("05:00"), at("06:30")),))
    crowd = make_visit_offer(session, forum, minimum_group=9, maximum_group=20)
    wisher = make_participant(session, forum, must=(early,))
    guest = make_participant(session, forum)
    guest.departs_at = guest.arrives_at + timedelta(hours=1)
    keen = make_participant(session, forum)
    keen.minimum_visits = 9
    session.commit()

    page = as_organiser.get(f"/forums/{forum.id}/plans/reach").text

    assert f"No tour can be at {early.organisation.name} while it is open" in page
    assert f"{crowd.organisation.name} wants at least 9 people" in page
    assert f"{wisher.name} wishes for {early.organisation.name}" in page
    assert f"No tour lies within the time that {guest.name} has." in page
    assert f"{keen.name} is to make 9 visits" in page
    assert f'/visit-offers/{early.id}#field-open_spans"' in page
    assert f'/participants/{wisher.id}#field-must"' in page


def test_nothing_is_named_where_all_can_come_true(session: Session) -> None:
    forum = bridge.forum_with_all(session, small_forum(session).id)
    problem = bridge.problem_of(session, forum)

    assert reach.findings(problem, forum.id, names.of_forum(session, forum)) == []
