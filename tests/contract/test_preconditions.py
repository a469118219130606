"""No change is lost and nothing is done twice, at every operation that the document names."""

from collections.abc import Callable
from io import BytesIO

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.accounts.models import Account, Role
from app.forums.models import Participant
from app.organisations.models import Organisation
from app.web.models import KeptReply
from tests.builders.accounts import make_account
from tests.builders.organisations import make_organisation
from tests.contract.everything import Numbers, build_everything, filled, needs, operations

Headers = dict[str, str]
API = "/api/v1"
UNVERSIONED = {
    f"delete {API}/account/tokens/{{token_id}}": "a token has no facts that could change",
    f"delete {API}/forums/{{forum_id}}/pins/{{pin_id}}": "a pin has no facts that could change",
    f"delete {API}/duplicates/decisions/{{decision_id}}": "never changed, only taken back",
    f"delete {API}/forums/{{forum_id}}/pins": "lets all pins go, whichever",
    f"delete {API}/plan-runs/{{run_id}}": "a draft is never changed, only taken away",
    f"delete {API}/vocabulary/corrections/{{correction_id}}": "never changed, only taken back",
    f"delete {API}/forums/{{forum_id}}/tours/{{tour_id}}/pins": "lets all pins go, whichever",
    f"delete {API}/participants/{{participant_id}}/itinerary-link": "takes all links back",
    f"put {API}/participants/{{participant_id}}/visits/{{visit_offer_id}}/note": "the note "
    "recorded last holds: phones send it when they find a connection",
    f"put {API}/visit-offers/{{visit_offer_id}}/schools/{{school_id}}/note": "as above",
    f"delete {API}/searches/{{search_id}}": "a search is its owner's alone",
    f"delete {API}/vetoes/{{organisation_id}}": "a quiet no is there or not",
    f"delete {API}/weights/{{setting_id}}": "a decision is never changed, only taken back",
    f"put {API}/participants/{{participant_id}}/visits/{{visit_offer_id}}/attendance": "a yes or "
    "no, of which the last one counts, as at the gate",
}
"""PUT and DELETE over what has no version, and why that loses nobody's change."""
HARMLESS = {
    f"post {API}/account/tokens": "the secret is shown once and must be kept nowhere",
    f"post {API}/participants/{{participant_id}}/itinerary-link": "the secret is shown once and "
    "must be kept nowhere; a repetition replaces the link",
    f"post {API}/forums/{{forum_id}}/hosts/{{organisation_id}}/note-link": "as above",
    f"post {API}/messages/{{message_id}}/settle": "what is settled stays so",
    f"post {API}/mobilities/template/comparison": "reads a file",
    f"post {API}/mobilities/template/filling": "reads a file",
    f"post {API}/forums/{{forum_id}}/badges": "prints the same badges again",
    f"post {API}/plan-runs/{{run_id}}/moves/check": "reads only",
    f"post {API}/plan-runs/{{run_id}}/retry": "a run that is waiting already stays so",
    f"post {API}/plan-runs/{{run_id}}/stop": "a run that has stopped already stays so",
    f"post {API}/searches/{{search_id}}/opening": "what was looked at stays so",
    f"post {API}/sheets/{{name}}/exports": "reads, and counts how often",
}
"""POST that needs neither header, and why a repetition does no harm."""


@pytest.fixture
def headers(session: Session, api_token: Callable[[Account], Headers]) -> Headers:
    return api_token(make_account(session, role=Role.ORGANISER))


HeadersOf = Callable[[str], Headers]


@pytest.fixture
def numbers(session: Session) -> Numbers:
    return build_everything(session)


@pytest.fixture
def headers_of(
    session: Session,
    api_token: Callable[[Account], Headers],
    headers: Headers,
    numbers: Numbers,
) -> HeadersOf:
    """Give the headers of who may do what an address names: a member registers its own people."""
    person = session.get_one(Participant, numbers["participant_id"])
    member = make_account(session, role=Role.SCHOOL, organisation=person.organisation)
    own = api_token(member)
    return lambda path: own if "/delegation" in path else headers


def test_every_change_names_the_version_that_was_read(app: APIFlask) -> None:
    without = {
        f"{method} {path}"
        for method, path, operation in operations(app, "put", "patch", "delete")
        if not needs(operation, "If-Match")
    }

    assert without == UNVERSIONED.keys(), (
        "mark the operation with @on_version_of, or say in UNVERSIONED why it needs no version"
    )


def test_every_post_can_be_repeated_without_harm(app: APIFlask) -> None:
    without = {
        f"{method} {path}"
        for method, path, operation in operations(app, "post")
        if not needs(operation, "If-Match") and not needs(operation, "Idempotency-Key")
    }

    assert without == HARMLESS.keys(), (
        "mark the operation with @idempotent, or say in HARMLESS why a repetition does no harm"
    )


def test_what_creates_or_starts_something_takes_a_key(app: APIFlask) -> None:
    without = {
        f"{method} {path}"
        for method, path, operation in operations(app, "post")
        if {"201", "202"} & operation["responses"].keys()
        and not needs(operation, "Idempotency-Key")
    }

    assert without <= HARMLESS.keys()


def test_a_change_without_a_version_is_refused(
    app: APIFlask, numbers: Numbers, headers_of: HeadersOf
) -> None:
    client, wrong = app.test_client(), {}
    for method, path, operation in operations(app, "put", "patch", "delete", "post"):
        if needs(operation, "If-Match"):
            own = headers_of(path)
            answer = client.open(filled(path, numbers), method=method.upper(), headers=own)
            if answer.status_code != 428:
                wrong[f"{method} {path}"] = answer.status_code

    assert wrong == {}


def test_a_change_on_a_stale_version_is_refused(
    app: APIFlask, numbers: Numbers, headers_of: HeadersOf
) -> None:
    client, wrong = app.test_client(), {}
    for method, path, operation in operations(app, "put", "patch", "delete", "post"):
        if needs(operation, "If-Match"):
            stale = headers_of(path) | {"If-Match": '"999"'}
            answer = client.open(filled(path, numbers), method=method.upper(), headers=stale)
            if answer.status_code != 412:
                wrong[f"{method} {path}"] = answer.status_code

    assert wrong == {}


def test_a_request_without_its_key_is_refused(
    app: APIFlask, numbers: Numbers, headers_of: HeadersOf
) -> None:
    client, wrong = app.test_client(), {}
    for method, path, operation in operations(app, "post"):
        if needs(operation, "Idempotency-Key"):
            answer = client.open(
                filled(path, numbers),
                method=method.upper(),
                headers=headers_of(path) | {"Idempotency-Key": ""},
            )
            if answer.status_code != 400:
                wrong[f"{method} {path}"] = answer.status_code

    assert wrong == {}


def test_a_repeated_request_is_carried_out_once(
    client: FlaskClient, session: Session, headers: Headers
) -> None:
    keyed = headers | {"Idempotency-Key": "once"}
    wanted = {"key": "delta", "name": "Delta", "kind": "school", "country": "FR"}

    first = client.post(f"{API}/organisations", json=wanted, headers=keyed)
    again = client.post(f"{API}/organisations", json=wanted, headers=keyed)
    other = client.post(f"{API}/organisations", json=wanted | {"name": "D"}, headers=keyed)

    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 422)
    assert (again.json, again.headers["ETag"]) == (first.json, first.headers["ETag"])
    assert len(session.scalars(select(Organisation).filter_by(name="Delta")).all()) == 1


def test_a_repetition_of_a_change_gets_the_first_answer_and_not_a_stale_version(
    client: FlaskClient, session: Session, headers: Headers
) -> None:
    numbers = build_everything(session)
    address = f"{API}/partnerships/{numbers['partnership_id']}"
    tag = client.get(address, headers=headers).headers["ETag"]
    keyed = headers | {"Idempotency-Key": "moved", "If-Match": tag}
    step = {"stage": "aligned", "happened_on": clock.now().date().isoformat()}

    answers = [client.post(f"{address}/stage", json=step, headers=keyed) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json == answers[1].json


def test_a_sheet_uploaded_again_with_its_key_is_one_upload(
    client: FlaskClient, session: Session, headers: Headers
) -> None:
    sheet = "key;name;kind;country\nepsilon;Epsilon;school;FR\n"
    keyed = headers | {"Idempotency-Key": "sheet"}

    def upload() -> int:
        file = (BytesIO(sheet.encode()), "organisations.csv")
        data = {"sheet": "organisations", "file": file}
        answer = client.post(f"{API}/imports", data=data, headers=keyed)
        assert answer.json is not None, answer.text
        return int(answer.json["id"])

    draft = {upload() for _ in range(2)}
    confirmed = [
        client.post(
            f"{API}/imports/{next(iter(draft))}/confirm",
            headers=headers | {"Idempotency-Key": "confirm"},
        )
        for _ in range(2)
    ]

    assert len(draft) == 1
    assert [answer.status_code for answer in confirmed] == [200, 200]
    assert confirmed[0].json == confirmed[1].json


def test_a_refused_request_keeps_no_key(
    client: FlaskClient, session: Session, headers: Headers
) -> None:
    make_organisation(session, key="taken")
    wanted = {"key": "taken", "name": "Taken", "kind": "school", "country": "FR"}

    refused = client.post(f"{API}/organisations", json=wanted, headers=headers)

    assert 400 <= refused.status_code < 500
    assert session.scalars(select(KeptReply)).all() == []
