"""Somebody else's things: a school reaches none of another's by any route, and changes nothing.

The routes come from the permission table, so a new one is asked as well: it must answer for a
foreign row exactly as for a missing one, unless it is listed as readable by everybody.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from app import clock
from app.accounts.models import AccessToken, Account, Purpose, Role
from app.accounts.permissions import GRANTED
from app.consortia.models import NoteKind, SharedNote
from app.models import metadata
from app.organisations.models import ContactRole
from app.partnerships.models import (
    Partnership,
    PartnershipEvent,
    Placement,
    SavedSearch,
    Stage,
    Veto,
)
from tests.builders.accounts import make_account
from tests.builders.consortia import make_consortium
from tests.builders.forums import make_forum, make_participant
from tests.builders.organisations import make_organisation
from tests.builders.partnerships import make_host, make_need, make_offer
from tests.contract.test_routes import MISSING, methods_of, permission_of, rules_of

READ_BY_ALL = {
    "GET /organisations/<key:organisation_id>",
    "GET /api/v1/organisations/<key:organisation_id>",
    "GET /api/v1/organisations/<key:organisation_id>/circle",
    "GET /offers/<key:offer_id>",
    "GET /api/v1/offers/<key:offer_id>",
    "GET /api/v1/offers/<key:offer_id>/weeks",
    "GET /consortia/<key:consortium_id>/join",
    "GET /forums/<key:forum_id>",
    "GET /api/v1/forums/<key:forum_id>",
    "GET /forums/<key:forum_id>/delegation",
    "GET /api/v1/forums/<key:forum_id>/delegation",
    "GET /forums/<key:forum_id>/delegation/new",
}
"""What everybody may read: the directory, open offers, consortia to join, editions to go to."""
MAY_ASK = {
    "POST /consortia/<key:consortium_id>/join",
    "POST /forums/<key:forum_id>/delegation",
    "POST /api/v1/forums/<key:forum_id>/delegation",
    "POST /api/v1/consortia/<key:consortium_id>/requests",
    "POST /partners/no-thanks/<key:organisation_id>/lift",
    "DELETE /api/v1/vetoes/<key:organisation_id>",
}
"""What anybody may do: ask to join, register for an edition, lift an own veto."""
OWN_TRACES = {"audit_event", "account", "access_token", "message", "kept_reply", "join_request"}


def build_foreign(session: Session) -> dict[str, int]:
    """Make everything that school Bravo owns; return a number for every name in an address."""
    bravo, carol = make_organisation(session, name="Bravo"), make_host(session, name="Carol")
    owner = make_account(session, role=Role.SCHOOL, organisation=bravo)
    need, offer = make_need(session, bravo), make_offer(session, bravo)
    consortium = make_consortium(session, coordinator=bravo, members=(carol,))
    partnership = Partnership(
        sending_id=bravo.id, host_id=carol.id, created_at=clock.now(), next_step="ZK-bravo-step"
    )
    partnership.events = [
        PartnershipEvent(happened_at=clock.now(), stage=Stage.CONTACT, by="test")
    ]
    session.add_all(
        [partnership, Veto(organisation_id=bravo.id, other_id=carol.id, created_at=clock.now())]
    )
    session.flush()
    contact = ContactRole(organisation_id=bravo.id, role="ZK-bravo-role", holder="ZK-bravo-holder")
    placement = Placement(
        need_id=need.id,
        offer_id=make_offer(session, carol).id,
        partnership_id=partnership.id,
        learners=2,
        starts_on=need.starts_on,
        ends_on=need.starts_on + timedelta(days=27),
        requested_at=clock.now(),
    )
    search = SavedSearch(account_id=owner.id, title="ZK-bravo-search", query="q=x")
    note = SharedNote(
        consortium_id=consortium.id,
        organisation_id=bravo.id,
        title="ZK-bravo-note",
        body="ZK-bravo-body",
        topics=["insurance"],
        kind=NoteKind.MINUTES,
        held_on=clock.now().date(),
    )
    token = AccessToken(
        purpose=Purpose.API,
        digest="0" * 64,
        account_id=owner.id,
        created_at=clock.now(),
        expires_at=clock.now() + timedelta(days=1),
    )
    forum = make_forum(session)
    delegate = make_participant(session, forum, school=bravo)
    delegate.name = "ZK-bravo-delegate"
    session.add_all([contact, placement, search, note, token])
    session.commit()
    return {
        "organisation_id": bravo.id,
        "need_id": need.id,
        "offer_id": offer.id,
        "partnership_id": partnership.id,
        "placement_id": placement.id,
        "consortium_id": consortium.id,
        "note_id": note.id,
        "search_id": search.id,
        "contact_id": contact.id,
        "site_id": bravo.sites[0].id,
        "token_id": token.id,
        "forum_id": forum.id,
        "participant_id": delegate.id,
    }


def content(session: Session) -> dict[str, list[Any]]:
    """Return every row of every table that a foreign call must leave alone."""
    session.rollback()
    return {
        table.name: sorted(map(repr, session.execute(select(table))))
        for table in metadata.sorted_tables
        if table.name not in OWN_TRACES
    }


def test_another_schools_things_are_as_good_as_missing(
    app: APIFlask,
    session: Session,
    sign_in: Callable[[Account], FlaskClient],
    api_token: Callable[[Account], dict[str, str]],
) -> None:
    numbers = build_foreign(session)
    alfa = make_account(
        session, role=Role.SCHOOL, organisation=make_organisation(session, name="Alfa")
    )
    client, headers = sign_in(alfa), api_token(alfa)
    before, wrong = content(session), {}
    for rule, method in guarded(app):
        foreign = ask(app, client, headers, rule, method, numbers)
        missing = ask(app, client, headers, rule, method, dict.fromkeys(numbers, MISSING))
        if foreign[0] != missing[0] or "ZK-bravo" in foreign[1]:
            wrong[f"{method} {rule.rule}"] = (foreign[0], missing[0])

    assert wrong == {}
    assert content(session) == before


def guarded(app: APIFlask) -> list[tuple[Rule, str]]:
    """Return the routes with a row number that the school's role reaches and nobody shares."""
    return [
        (rule, method)
        for rule in rules_of(app)
        if permission_of(app, rule) in GRANTED[Role.SCHOOL] and rule.arguments
        for method in methods_of(rule)
        if f"{method} {rule.rule}" not in READ_BY_ALL | MAY_ASK
        and {
            "organisation_id",
            "need_id",
            "offer_id",
            "partnership_id",
            "placement_id",
            "search_id",
            "contact_id",
            "site_id",
            "token_id",
            "consortium_id",
            "note_id",
            "forum_id",
            "participant_id",
        }
        >= rule.arguments
    ]


def ask(
    app: APIFlask,
    client: FlaskClient,
    headers: dict[str, str],
    rule: Rule,
    method: str,
    numbers: dict[str, int],
) -> tuple[int, str]:
    with app.test_request_context():
        path = app.url_map.bind("localhost").build(
            rule.endpoint, {name: numbers[name] for name in rule.arguments}, method=method
        )
    if rule.rule.startswith("/api/"):
        answer = app.test_client().open(
            path, method=method, headers=headers | {"If-Match": '"1"'}, json={}
        )
    else:
        answer = client.open(path, method=method, data={"version": "1"})
    return answer.status_code, answer.text


def test_the_oracle_would_notice_a_leak(
    app: APIFlask, session: Session, sign_in: Callable[[Account], FlaskClient]
) -> None:
    numbers = build_foreign(session)
    organiser = sign_in(make_account(session, role=Role.ORGANISER))

    page = organiser.get(f"/partnerships/{numbers['partnership_id']}")

    assert "ZK-bravo-step" in page.text
