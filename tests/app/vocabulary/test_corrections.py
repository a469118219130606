"""Corrections by users become labels of the vocabulary, with history."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.accounts.models import Account, Role
from app.partnerships import bridge
from app.vocabulary import current, queries
from app.vocabulary.models import CorrectionState, LabelCorrection
from tests.builders.accounts import make_account
from tests.builders.organisations import make_organisation
from tests.builders.partnerships import make_need, make_offer

TITLE = "Titre maison Zéphyr"
BODY = {"text": TITLE, "language": "fr", "concept": "customs-declarant", "note": ""}


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the service keep its data in a folder of the test, and look at it every time."""
    monkeypatch.setenv("NETINVET_DATA", str(tmp_path))
    monkeypatch.setattr(current, "_CURRENT", current.Current(seconds=0))


def meaning(text: str = TITLE) -> list[str]:
    return [link.concept for link in queries.links(text, "fr") if link.is_confident]


def only(session: Session) -> LabelCorrection:
    [row] = queries.corrections(session, None)
    return row


def test_a_title_means_what_a_curator_confirmed_and_again_nothing_when_it_is_taken_back(
    as_organiser: FlaskClient, sign_in: Callable[[Account], FlaskClient], session: Session
) -> None:
    school = make_account(session, role=Role.SCHOOL, organisation=make_organisation(session))
    assert meaning() == []

    proposed = sign_in(school).post("/vocabulary", data=BODY)
    assert (proposed.status_code, meaning()) == (303, [])
    number = only(session).id
    as_organiser.post(f"/vocabulary/{number}/confirm")
    assert meaning() == ["customs-declarant"]
    as_organiser.post(f"/vocabulary/{number}/take-back")

    assert meaning() == []
    row = only(session)
    assert (row.state, row.proposed_by) == (CorrectionState.TAKEN_BACK, school.name)
    assert row.decided_at is not None
    assert row.taken_back_at is not None
    page = as_organiser.get("/vocabulary").text
    assert TITLE in page
    assert "taken back by" in page


def test_a_confirmed_title_no_longer_means_what_the_shipped_files_say(
    as_organiser: FlaskClient, session: Session
) -> None:
    assert meaning("cariste") == ["forklift-driver"]

    as_organiser.post("/vocabulary", data={**BODY, "text": "Cariste"})
    as_organiser.post(f"/vocabulary/{only(session).id}/confirm")

    assert queries.links("cariste", "fr")[0].concept == "customs-declarant"
    assert only(session).was == "forklift-driver"


def test_a_later_correction_of_the_same_title_takes_the_earlier_ones_place(
    as_organiser: FlaskClient, session: Session
) -> None:
    for concept in ("customs-declarant", "forklift-driver"):
        as_organiser.post("/vocabulary", data={**BODY, "concept": concept})
        as_organiser.post(f"/vocabulary/{queries.corrections(session, None)[0].id}/confirm")

    later, earlier = queries.corrections(session, None)
    assert (later.state, earlier.state) == (CorrectionState.CONFIRMED, CorrectionState.TAKEN_BACK)
    assert meaning() == ["forklift-driver"]


def test_suggestions_follow_a_correction_at_once(
    as_organiser: FlaskClient, session: Session
) -> None:
    need = make_need(session, title=TITLE, description="")
    make_offer(session, title="agent celny", description="odprawa celna, zgłoszenie celne")
    before = bridge.answer_for(session, need).suggested[0].score

    as_organiser.post("/vocabulary", data=BODY)
    as_organiser.post(f"/vocabulary/{only(session).id}/confirm")

    assert bridge.answer_for(session, need).suggested[0].score > before + 0.05


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"concept": "no-such-thing"}, "There is no such concept."),
        ({"language": "zu"}, "no labels in this language"),
        ({"text": "🚚 …"}, "This text has no letters."),
    ],
)
def test_what_cannot_be_a_label_is_refused_where_it_was_typed(
    as_organiser: FlaskClient, change: dict[str, str], sentence: str
) -> None:
    answer = as_organiser.post("/vocabulary", data={**BODY, **change})

    assert answer.status_code == 422
    assert sentence in answer.text


def test_only_curators_decide(sign_in: Callable[[Account], FlaskClient], session: Session) -> None:
    school = make_account(session, role=Role.SCHOOL, organisation=make_organisation(session))
    client = sign_in(school)
    client.post("/vocabulary", data=BODY)

    answer = client.post(f"/vocabulary/{only(session).id}/confirm")

    assert (answer.status_code, only(session).state) == (403, CorrectionState.PROPOSED)


def test_the_api_says_what_a_text_means_and_corrects_it(
    client: FlaskClient, session: Session, api_token: Callable[[Account], dict[str, str]]
) -> None:
    headers = api_token(make_account(session, role=Role.ORGANISER))
    address = "/api/v1/vocabulary"

    links = client.get(f"{address}/links?text=cariste&language=fr", headers=headers).json
    made = client.post(f"{address}/corrections", json=BODY, headers=headers)
    assert made.json is not None
    one = f"{address}/corrections/{made.json['id']}"
    states = [
        client.post(f"{one}/confirm", headers=headers).status_code,
        client.post(f"{one}/refuse", headers=headers).status_code,
        client.delete(one, headers=headers).status_code,
    ]

    assert links is not None
    assert links[0]["concept"] == "forklift-driver"
    assert (made.status_code, states) == (201, [200, 409, 200])
