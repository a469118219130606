"""A school's pages: home, needs, offers, requests, searches."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.accounts.models import Account, Role
from app.messages.models import Message
from app.organisations.models import Organisation
from app.partnerships import searches
from app.partnerships.models import Need, Offer, Partnership, Placement, SavedSearch, Veto
from tests.builders.accounts import make_account
from tests.builders.organisations import make_organisation
from tests.builders.partnerships import FIRST, LAST, make_host, make_need, make_offer

SignIn = Callable[[Account], FlaskClient]


def enter(
    session: Session, sign_in: SignIn, role: Role = Role.SCHOOL
) -> tuple[Organisation, FlaskClient]:
    organisation = make_host(session) if role is Role.HOST else make_organisation(session)
    return organisation, sign_in(make_account(session, role=role, organisation=organisation))


def typed_need(**changes: str) -> dict[str, Any]:
    return {
        "title": "Métiers de la logistique",
        "language": "fr",
        "sector": "transport_logistics",
        "kind": "placement",
        "learners": "3",
        "languages": "en:B1",
        "starts_on": FIRST.isoformat(),
        "ends_on": LAST.isoformat(),
        "days": "21",
        **changes,
    }


def test_a_school_writes_a_need_and_sees_suggestions(session: Session, sign_in: SignIn) -> None:
    offer = make_offer(session)
    school, client = enter(session, sign_in)

    answer = client.post("/needs", data=typed_need())

    need = session.scalars(select(Need)).one()
    assert (need.organisation, need.learners, need.has_minors) == (school, 3, False)
    assert need.confirmed_at is not None
    assert offer.title in client.get(answer.headers["Location"]).text


def test_a_wrong_need_keeps_what_was_typed(session: Session, sign_in: SignIn) -> None:
    _school, client = enter(session, sign_in)

    answer = client.post("/needs", data=typed_need(days="900", title="My own title"))

    assert answer.status_code == 422
    assert "My own title" in answer.text
    assert "A number from 1 to 366 is expected." in answer.text


def test_a_period_without_a_working_week_is_said_at_its_end(
    session: Session, sign_in: SignIn
) -> None:
    _school, client = enter(session, sign_in)
    end = (FIRST + timedelta(days=2)).isoformat()

    answer = client.post("/needs", data=typed_need(ends_on=end, days="2"))

    assert answer.status_code == 422
    assert "no whole working week" in answer.text


def test_one_click_confirms_a_need(session: Session, sign_in: SignIn) -> None:
    school, client = enter(session, sign_in)
    need = make_need(session, school)
    assert "never confirmed" in client.get("/partners").text

    client.post(f"/needs/{need.id}/confirm")

    assert need.confirmed_at is not None
    assert "never confirmed" not in client.get("/partners").text


def test_a_host_writes_an_offer_with_a_closure(session: Session, sign_in: SignIn) -> None:
    _host, client = enter(session, sign_in, Role.HOST)
    closed = FIRST + timedelta(days=14)

    answer = client.post(
        "/offers",
        data={
            "title": "Magazyn",
            "sector": "transport_logistics",
            "language": "pl",
            "periods": f"{FIRST}/{LAST}: 3; {closed}/{closed}: 0",
        },
    )

    offer = session.scalars(select(Offer)).one()
    assert answer.status_code == 303
    assert [period.places for period in offer.periods] == [3, 0]


def test_a_school_asks_and_a_host_accepts(session: Session, sign_in: SignIn) -> None:
    host, as_host = enter(session, sign_in, Role.HOST)
    school, as_school = enter(session, sign_in)
    need, offer = make_need(session, school), make_offer(session, host)
    form = as_school.get(f"/needs/{need.id}/offers/{offer.id}/request")
    asked = as_school.post(
        f"/needs/{need.id}/offers/{offer.id}/request",
        data={
            "learners": "2",
            "starts_on": FIRST.isoformat(),
            "ends_on": (FIRST + timedelta(days=27)).isoformat(),
        },
    )
    row = session.scalars(select(Placement)).one()
    assert school.name in as_host.get("/partners").text

    accepted = as_host.post(f"/requests/{row.id}/accept")

    assert (form.status_code, asked.status_code, accepted.status_code) == (200, 303, 303)
    assert (row.state.value, row.shown_rank) == ("accepted", 1)
    assert row.weights_version
    assert session.scalars(select(Partnership)).one().host == host
    kept = as_school.get(f"/needs/{row.need_id}").text
    assert row.offer.title in kept
    assert "of 100 (shown as number 1)" in kept


def test_only_the_asked_host_answers(session: Session, sign_in: SignIn) -> None:
    host, as_host = enter(session, sign_in, Role.HOST)
    school, as_school = enter(session, sign_in)
    _other, as_other = enter(session, sign_in, Role.HOST)
    row = Placement(
        need=make_need(session, school),
        offer=make_offer(session, host),
        learners=1,
        starts_on=FIRST,
        ends_on=FIRST,
        requested_at=clock.now(),
        expires_at=clock.now() + timedelta(days=1),
    )
    session.add(row)
    session.commit()
    path = f"/requests/{row.id}"

    foreign = [as_other.post(f"{path}/accept"), as_school.post(f"{path}/accept")]
    coded = as_host.post(f"{path}/decline", data={"code": "minors"})

    assert {answer.status_code for answer in foreign} == {404}
    assert coded.status_code == 303
    assert (row.state.value, row.decline_code) == ("declined", "minors")


def test_a_quiet_no_is_seen_by_its_own_side_alone(session: Session, sign_in: SignIn) -> None:
    host, as_host = enter(session, sign_in, Role.HOST)
    school, as_school = enter(session, sign_in)

    as_school.post("/partners/no-thanks", data={"organisation_id": str(host.id)})

    assert session.scalars(select(Veto.other_id)).all() == [host.id]
    assert host.name in as_school.get("/partners/no-thanks").text
    assert school.name not in as_host.get("/partners/no-thanks").text
    assert as_host.post(f"/partners/no-thanks/{school.id}/lift").status_code == 404
    assert as_school.post(f"/partners/no-thanks/{host.id}/lift").status_code == 303


def test_home_takes_as_many_statements_for_three_rows_as_for_one(
    session: Session, sign_in: SignIn, statements: list[str]
) -> None:
    school, client = enter(session, sign_in)

    def add_one() -> None:
        make_need(session, school)
        offer = make_offer(session)
        session.add(Partnership(sending=school, host=offer.organisation, created_at=clock.now()))
        session.add(
            Placement(
                need=make_need(session),
                offer=make_offer(session, school),
                learners=1,
                starts_on=FIRST,
                ends_on=FIRST,
                requested_at=clock.now(),
                expires_at=clock.now(),
            )
        )
        session.commit()

    add_one()
    client.get("/partners")
    statements.clear()
    client.get("/partners")
    for_one = len(statements)
    add_one()
    add_one()
    client.get("/partners")
    statements.clear()

    client.get("/partners")

    assert len(statements) == for_one


def test_a_digest_tells_only_what_is_new_and_once_a_day(session: Session, sign_in: SignIn) -> None:
    _school, client = enter(session, sign_in)
    make_organisation(session, name="Known already", country="PL")
    client.post(
        "/searches", data={"title": "Poland", "query": "country=PL", "sends_digest": "yes"}
    )
    make_organisation(session, name="Brand new", country="PL")

    sent = [searches.send_digests(session, "http://localhost") for _time in range(2)]

    body = session.scalars(select(Message.body).where(Message.kind == "digest")).one()
    assert sent == [1, 0]
    assert "Brand new" in body
    assert "Known already" not in body


def test_after_five_digests_that_nobody_followed_there_is_a_question_and_then_silence(
    session: Session, sign_in: SignIn
) -> None:
    _school, client = enter(session, sign_in)
    client.post("/searches", data={"title": "All", "query": "", "sends_digest": "yes"})
    row = session.scalars(select(SavedSearch)).one()

    def next_day() -> int:
        make_organisation(session)
        row.last_digest_on = None
        for message in session.scalars(select(Message).where(Message.kind == "digest")):
            message.dedupe_key = f"earlier-{message.id}"
        session.commit()
        return searches.send_digests(session, "http://localhost")

    sent = [next_day() for _day in range(7)]
    client.post(f"/searches/{row.id}/open")

    subjects = session.scalars(select(Message.subject).where(Message.kind == "digest")).all()
    assert sent == [1, 1, 1, 1, 1, 1, 0]
    assert sum("too wide" in subject for subject in subjects) == 1
    assert next_day() == 1


def test_a_saved_search_is_its_owners_alone(session: Session, sign_in: SignIn) -> None:
    _school, client = enter(session, sign_in)
    _other, stranger = enter(session, sign_in)
    client.post("/searches", data={"title": "Mine", "query": ""})
    row = session.scalars(select(SavedSearch)).one()

    answers = {
        stranger.get(f"/searches/{row.id}").status_code,
        stranger.post(f"/searches/{row.id}/open").status_code,
        stranger.post(f"/searches/{row.id}/drop").status_code,
    }

    assert answers == {404}
    assert client.post(f"/searches/{row.id}/drop").status_code == 303
