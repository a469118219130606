"""Merging entries that stand twice: nothing is lost, and everything can go back."""

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import clock
from app.accounts.models import Account, Role
from app.duplicates import actions, queries
from app.duplicates.models import DuplicateDecision, Verdict
from app.forums.models import Participant, VisitOffer
from app.mobilities.models import Mobility
from app.models import metadata
from app.organisations.models import Organisation
from app.partnerships.models import Offer, Partnership, Placement
from tests.builders.accounts import make_account
from tests.builders.forums import make_forum, make_participant, make_visit_offer
from tests.builders.mobilities import make_mobility
from tests.builders.organisations import make_organisation
from tests.builders.partnerships import make_host, make_need, make_offer


def decide(session: Session, kept: Organisation, other: Organisation, verdict: str) -> None:
    wanted = {"kept_id": kept.id, "other_id": other.id, "verdict": Verdict(verdict)}
    actions.decide(session, "account:1", "Olga Organiser", wanted)
    session.commit()


def contents(session: Session) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of all tables but the trail and the decisions themselves."""
    left_out = {"audit_event", "duplicate_decision"}
    return {
        table.name: sorted(
            (
                tuple(value for name, value in row.items() if name != "version")
                for row in session.execute(select(table)).mappings()
            ),
            key=repr,
        )
        for table in metadata.sorted_tables
        if table.name not in left_out
    }


def twins(session: Session) -> tuple[Organisation, Organisation]:
    one = make_host(session, name="Centrum Logistyki Legnica")
    other = make_host(session, name="CENTRUM LOGISTYKI LEGNICA Sp. z o.o.")
    return one, other


def busy(session: Session, host: Organisation, school: Organisation) -> None:
    """Give a host an offer, a request, a partnership, a mobility, and a part in a forum."""
    offer, need = make_offer(session, host), make_need(session, school)
    partnership = Partnership(sending=school, host=host, created_at=clock.now())
    session.add(
        Placement(
            need=need,
            offer=offer,
            partnership=partnership,
            learners=2,
            starts_on=need.starts_on,
            ends_on=need.ends_on,
            requested_at=clock.now(),
        )
    )
    make_mobility(session, sending=school, receiving=host)
    forum = make_forum(session)
    make_visit_offer(session, forum, host=host)
    make_participant(session, forum, school=host)
    make_account(session, role=Role.HOST, organisation=host)
    session.commit()


def test_twins_are_proposed_until_somebody_decides(session: Session) -> None:
    one, other = twins(session)
    make_host(session, name="Port Gdynia")

    [pair] = queries.proposed(session)

    assert {pair.one.id, pair.other.id} == {one.id, other.id}
    decide(session, one, other, "distinct")
    assert queries.proposed(session) == []
    [row] = queries.decisions(session)
    actions.take_back(session, "account:1", "Olga", row)
    assert len(queries.proposed(session)) == 1


def test_a_merge_keeps_visits_agreements_and_mobilities_of_both(session: Session) -> None:
    one, other = twins(session)
    busy(session, one, make_organisation(session))
    busy(session, other, make_organisation(session))

    decide(session, one, other, "merged")

    for column in (
        Offer.organisation_id,
        Partnership.host_id,
        Mobility.receiving_id,
        VisitOffer.organisation_id,
        Participant.organisation_id,
    ):
        held = session.scalars(select(column).where(column.in_((one.id, other.id)))).all()
        assert held == [one.id, one.id], column
    assert other.archived_at is not None
    assert session.scalar(select(func.count(Placement.id))) == 2
    assert sum(site.is_main for site in one.sites) == 1
    assert queries.proposed(session) == []


def test_an_undone_merge_leaves_every_row_as_it_was(session: Session) -> None:
    one, other = twins(session)
    school = make_organisation(session)
    busy(session, one, school)
    busy(session, other, school)
    before = contents(session)

    decide(session, one, other, "merged")
    assert contents(session) != before
    [row] = queries.decisions(session)
    actions.take_back(session, "account:1", "Olga", row)
    session.commit()

    assert contents(session) == before


def test_a_partnership_that_both_had_is_not_lost(session: Session) -> None:
    one, other = twins(session)
    school = make_organisation(session)
    for host in (one, other):
        session.add(Partnership(sending=school, host=host, created_at=clock.now()))
    session.add(Partnership(sending=one, host=other, created_at=clock.now()))
    session.commit()

    decide(session, one, other, "merged")

    assert session.scalar(select(func.count(Partnership.id))) == 3
    [row] = queries.decisions(session)
    assert "partnership.host_id" not in row.moved
    assert row.stayed >= 2


def test_the_page_merges_and_undoes_and_only_the_directorys_keepers_may(
    as_organiser: FlaskClient, sign_in: Callable[[Account], FlaskClient], session: Session
) -> None:
    one, other = twins(session)
    school = sign_in(make_account(session, role=Role.SCHOOL, organisation=one))
    form = {"kept_id": one.id, "other_id": other.id, "verdict": "merged"}
    assert school.post("/organisations/duplicates", data=form).status_code == 403

    page = as_organiser.get("/organisations/duplicates").text
    merged = as_organiser.post("/organisations/duplicates", data=form, follow_redirects=True)

    assert "the same name but for its spelling or legal form" in page
    assert "Merged. You can undo it below." in merged.text
    row = session.scalars(select(DuplicateDecision)).one()
    as_organiser.post(f"/organisations/duplicates/{row.id}/take-back")
    assert session.get_one(Organisation, other.id).archived_at is None


def test_the_api_merges_and_undoes_as_the_page_does(
    client: FlaskClient, session: Session, api_token: Callable[[Account], dict[str, str]]
) -> None:
    one, other = twins(session)
    headers = api_token(make_account(session, role=Role.ORGANISER))
    body = {"kept_id": one.id, "other_id": other.id, "verdict": "merged"}

    pairs = client.get("/api/v1/duplicates", headers=headers).json
    made = client.post("/api/v1/duplicates/decisions", json=body, headers=headers)
    again = client.post("/api/v1/duplicates/decisions", json=body, headers=headers)

    assert pairs is not None
    assert [pair["because"] for pair in pairs] == ["same_name"]
    assert made.json is not None
    assert (made.status_code, again.status_code) == (201, 404)
    gone = client.delete(f"/api/v1/duplicates/decisions/{made.json['id']}", headers=headers)
    assert gone.status_code == 204
