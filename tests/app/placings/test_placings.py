"""Placings: many needs at once, with proof and exposure, accepted pair by pair."""

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Account, Role
from app.partnerships.bridge import exposing
from app.partnerships.entries import veto
from app.partnerships.models import EntryState, Need, Offer, Placement, PlacementState
from app.placings import queries
from app.placings.models import Placing, PlacingState
from tests.builders.accounts import make_account
from tests.builders.organisations import make_organisation
from tests.builders.partnerships import make_host, make_need, make_offer


def placed(session: Session, client: FlaskClient, **form: object) -> Placing:
    answer = client.post("/placings", data={"title": "Spring", "seconds": "2", **form})
    assert answer.status_code == 303, answer.text
    number = int(answer.headers["Location"].rpartition("/")[2])
    return queries.placing(session, number)


def three_for_two(session: Session) -> tuple[list[Need], list[Offer]]:
    """Return three needs of two learners each, and two offers of two places each."""
    needs = [make_need(session, days=85) for _ in range(3)]
    return needs, [make_offer(session, places=2) for _ in range(2)]


def test_needs_share_the_places_and_the_one_left_over_is_told_why(
    as_organiser: FlaskClient, session: Session
) -> None:
    needs, offers = three_for_two(session)

    row = placed(session, as_organiser)

    assert row.state is PlacingState.FINISHED
    assert {one.offer_id for one in row.proposals} == {offer.id for offer in offers}
    assert len({one.need_id for one in row.proposals}) == 2
    assert (row.figures["placed"], row.figures["is_optimal"]) == (2, True)
    found = queries.findings(session, row)
    [left] = found.left_over
    assert left.need.id == ({need.id for need in needs} - {p.need_id for p in row.proposals}).pop()
    assert left.suited == 2
    page = as_organiser.get(f"/placings/{row.id}").text
    assert "2 of 3 needs have a place. No better placing" in page
    assert "2 offers suit it, but are worth more to others or are full." in page


def test_every_offer_that_suits_somebody_is_looked_at_and_shown(
    as_organiser: FlaskClient, session: Session
) -> None:
    three_for_two(session)
    plain = make_offer(session, title="kelner", description="restauracja")
    suits_nobody = make_offer(session, accepts_minors=False)

    row = placed(session, as_organiser)

    shown = {one.offer.id: one for one in queries.findings(session, row).exposure}
    assert (shown[plain.id].suits, shown[plain.id].looked_at) == (3, 3)
    assert suits_nobody.id not in shown


def test_nothing_is_asked_of_a_host_before_a_proposal_is_accepted(
    as_organiser: FlaskClient, session: Session
) -> None:
    need, offer = make_need(session), make_offer(session)
    row = placed(session, as_organiser)
    [proposal] = row.proposals
    assert session.scalars(select(Placement)).all() == []

    answer = as_organiser.post(f"/placings/{row.id}/proposals/{proposal.id}/accept")

    assert answer.status_code == 303
    [asked] = session.scalars(select(Placement)).all()
    assert (asked.need_id, asked.offer_id) == (need.id, offer.id)
    assert (asked.state, asked.learners) == (PlacementState.REQUESTED, 2)
    assert (asked.ends_on - asked.starts_on).days == need.days - 1
    assert asked.weights_version == row.weights_version
    again = as_organiser.post(f"/placings/{row.id}/proposals/{proposal.id}/accept")
    assert again.status_code == 409
    assert "has been asked already" in again.text


def test_accepting_all_says_which_hosts_could_not_be_asked(
    as_organiser: FlaskClient, session: Session
) -> None:
    three_for_two(session)
    row = placed(session, as_organiser)
    lost = row.proposals[0]
    lost.offer.state = EntryState.CLOSED
    session.commit()

    answer = as_organiser.post(f"/placings/{row.id}/accept", follow_redirects=True)

    assert "1 host has been asked." in answer.text
    assert "no longer open" in answer.text
    asked = session.scalars(select(Placement)).all()
    assert [one.offer_id for one in asked] == [row.proposals[1].offer_id]
    assert "Ask 1 host" in answer.text


def test_what_is_left_out_is_neither_placed_nor_looked_at(
    as_organiser: FlaskClient, session: Session
) -> None:
    (one, two, three), (offer, other) = three_for_two(session)

    row = placed(
        session,
        as_organiser,
        needs_left_out=[str(one.id), str(two.id)],
        offers_left_out=[str(other.id)],
    )

    assert [(each.need_id, each.offer_id) for each in row.proposals] == [(three.id, offer.id)]
    assert [each.offer.id for each in queries.findings(session, row).exposure] == [offer.id]


def test_a_need_with_an_open_request_is_looked_after_already(
    as_organiser: FlaskClient, session: Session
) -> None:
    make_need(session)
    make_offer(session)
    first = placed(session, as_organiser)
    as_organiser.post(f"/placings/{first.id}/accept")

    answer = as_organiser.post("/placings", data={"title": "Again"})

    assert answer.status_code == 409
    assert "There is no open need to place." in answer.text


def test_a_veto_keeps_the_pair_out_and_the_page_says_nothing_of_it(
    as_organiser: FlaskClient, session: Session
) -> None:
    school, host = make_organisation(session), make_host(session, name="Silent host")
    make_need(session, school)
    make_offer(session, host)
    other = make_offer(session)
    veto(session, "account:1", host.id, school)
    session.commit()

    row = placed(session, as_organiser)

    assert [one.offer_id for one in row.proposals] == [other.id]
    page = as_organiser.get(f"/placings/{row.id}").text
    assert "Silent host" not in page


def test_a_pair_that_would_rather_be_together_is_named(
    as_organiser: FlaskClient, session: Session
) -> None:
    """Four learners are worth more than two who are liked better."""
    offer = make_offer(session, places=4)
    liked = make_need(session, learners=2, days=85)
    many = make_need(session, learners=4, days=85, title="agent de transport", description="")

    row = placed(session, as_organiser)

    assert [one.need_id for one in row.proposals] == [many.id]
    [pair] = queries.findings(session, row).blocking
    assert (pair.need.id, pair.offer.id, pair.instead) == (liked.id, offer.id, None)
    assert [need.id for need in pair.sent_away] == [many.id]


def test_every_offer_is_reported_with_the_pages_on_which_it_is_seen(
    as_organiser: FlaskClient, session: Session
) -> None:
    for _number in range(2):
        make_need(session)
    good, useless = make_offer(session), make_offer(session, accepts_minors=False)

    count, seen = exposing.seen(session, queries.needs_for(session, queries.EVERYTHING))

    assert count == 2
    assert [(one.offer.id, one.suits, one.shown) for one in seen] == [
        (useless.id, 0, 0),
        (good.id, 2, 2),
    ]
    assert (
        "On the first pages of suggestions of 2 open needs"
        in as_organiser.get("/placings/exposure").text
    )


def test_the_api_asks_reads_and_accepts_as_the_pages_do(
    client: FlaskClient, session: Session, api_token: Callable[[Account], dict[str, str]]
) -> None:
    need, offer = make_need(session), make_offer(session)
    headers = api_token(make_account(session, role=Role.ORGANISER))

    reach = client.get("/api/v1/placings/reach", headers=headers).json
    body = {"title": "Spring", "seconds": 2}
    asked = client.post("/api/v1/placings", json=body, headers=headers)
    assert asked.json is not None
    address = f"/api/v1/placings/{asked.json['id']}"
    whole = client.get(address, headers=headers).json
    accepted = client.post(f"{address}/accept", headers=headers)

    assert reach is not None
    assert whole is not None
    assert [one["id"] for one in reach["needs"]] == [need.id]
    assert [one["id"] for one in reach["offers"]] == [offer.id]
    assert asked.status_code == 202
    assert (whole["state"], whole["figures"]["placed"]) == ("finished", 1)
    assert whole["proposals"][0]["need"]["key"] == need.key
    assert whole["exposure"][0]["looked_at"] == 1
    assert accepted.json == {"sent": 1, "refused": []}
