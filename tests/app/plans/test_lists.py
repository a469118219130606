"""Lists and badges: names for the gate frozen at its deadline, diet where it belongs, as files."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy.orm import Session

from app.accounts.models import Account, Role
from app.forums.models import Forum
from app.plans import ids, publishing
from app.plans.lists import contents
from app.plans.lists.contents import Sheet
from tests.builders.accounts import make_account
from tests.builders.forums import at, make_participant
from tests.builders.plans import small_forum, solved_run
from tests.conftest import SignIn

PUBLISHED = at("09:00") - timedelta(days=10)
AFTER_DEADLINE = at("09:00") - timedelta(days=2)
NAME = "Zażółć Gęślą-Jaźń Ștefănescu"


@pytest.fixture
def forum(session: Session) -> Forum:
    """Publish a plan ten days before visits, whose first host wants names five days before."""
    forum = small_forum(session)
    forum.visit_offers[0].names_due_days = 5
    person = forum.participants[0]
    person.name, person.diet, person.access_needs = NAME, "no gluten", "no stairs"
    person.phone, forum.participants[1].phone = "+48 1", "+48 2"
    person.shares_phone = True
    with time_machine.travel(PUBLISHED, tick=False):
        publishing.publish(session, "account:1", solved_run(session, forum).id, "")
    session.commit()
    return forum


def _text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def _closed(text: str) -> str:
    """Return a text without the spaces and line ends at which a badge may break."""
    return "".join(text.split())


def _cells(sheet: bytes) -> list[tuple[object, ...]]:
    page = load_workbook(io.BytesIO(sheet)).active
    assert page is not None
    return list(page.iter_rows(values_only=True))


def _host_sheet(session: Session, forum: Forum) -> Sheet:
    scene = contents.scene(session, forum.id)
    assert scene is not None
    title = forum.visit_offers[0].organisation.name
    return next(sheet for sheet in contents.hosts(scene) if sheet.title == title)


@pytest.mark.parametrize("name", ["hosts", "coaches", "schools"])
def test_a_list_is_given_as_pdf_and_as_sheet_with_accents_right(
    as_organiser: FlaskClient, forum: Forum, name: str
) -> None:
    pdf = as_organiser.get(f"/forums/{forum.id}/lists/{name}")
    sheet = as_organiser.get(f"/forums/{forum.id}/lists/{name}?format=xlsx")

    assert pdf.content_type == "application/pdf"
    assert NAME in _text_of(pdf.data)
    assert any(NAME in row for row in _cells(sheet.data))


def test_diet_and_needs_stand_on_lists_for_hosts_and_coaches_alone(
    as_organiser: FlaskClient, forum: Forum
) -> None:
    texts = {
        name: _text_of(as_organiser.get(f"/forums/{forum.id}/lists/{name}").data)
        for name in ("hosts", "coaches", "schools")
    }
    badges = _text_of(as_organiser.post(f"/forums/{forum.id}/badges").data)

    assert "no gluten" in texts["hosts"]
    assert "no stairs" in texts["coaches"]
    assert "no gluten" not in texts["schools"] + badges
    assert "no stairs" not in texts["schools"] + badges
    assert "+48 1" in texts["coaches"]
    assert "+48 2" not in texts["coaches"]


@pytest.mark.parametrize("role", [Role.SCHOOL, Role.COORDINATOR, Role.HOST])
def test_others_than_organisers_get_no_list(
    session: Session, sign_in: SignIn, forum: Forum, role: Role
) -> None:
    client = sign_in(make_account(session, role=role))

    assert client.get(f"/forums/{forum.id}/lists/hosts").status_code == 403
    assert client.get(f"/forums/{forum.id}/lists").status_code == 403


def test_names_for_a_gate_may_change_until_its_deadline(session: Session, forum: Forum) -> None:
    with time_machine.travel(PUBLISHED + timedelta(days=1)):
        sheet = _host_sheet(session, forum)

    assert "names may change until" in sheet.notes[0]
    assert {row[-1] for row in sheet.rows} == {"–"}


def test_after_the_deadline_the_gates_list_stands_and_changes_are_told_apart(
    session: Session, forum: Forum
) -> None:
    gone = forum.participants[1]
    with time_machine.travel(AFTER_DEADLINE):
        new = make_participant(session, forum, must=(forum.visit_offers[0],))
        gone.withdrawn_at = AFTER_DEADLINE
        session.commit()
        publishing.publish(session, "account:1", solved_run(session, forum).id, "")
        sheet = _host_sheet(session, forum)

    assert f"Not on that list: {new.name}." in sheet.notes[0]
    assert f"No longer coming: {gone.name}." in sheet.notes[0]
    marks = {row[2]: row[-1] for row in sheet.rows}
    assert marks[new.name] == "no, added later"
    assert marks[NAME] == "yes"
    assert gone.name not in marks


def test_one_list_alone_is_named_by_its_id(as_organiser: FlaskClient, forum: Forum) -> None:
    first, second = (ids.of_visit_offer(offer.id) for offer in forum.visit_offers)
    address = f"/forums/{forum.id}/lists/hosts"

    one = _text_of(as_organiser.get(f"{address}?whose={first}").data)

    assert forum.visit_offers[0].organisation.name in one
    assert forum.visit_offers[1].organisation.name not in one
    assert as_organiser.get(f"{address}?whose={second}").status_code == 200
    assert as_organiser.get(f"{address}?whose=v99999").status_code == 404
    assert as_organiser.get(f"/forums/{forum.id}/lists/secrets").status_code == 404


def test_only_badges_that_changed_are_printed_again(
    as_organiser: FlaskClient, session: Session, forum: Forum
) -> None:
    names = [_closed(one.name) for one in forum.participants]
    everybody = _closed(_text_of(as_organiser.post(f"/forums/{forum.id}/badges").data))
    nothing = as_organiser.post(f"/forums/{forum.id}/badges", data={"changed": "yes"})
    forum.participants[2].name = "Łucja Żak"
    session.commit()
    again = _text_of(as_organiser.post(f"/forums/{forum.id}/badges", data={"changed": "yes"}).data)

    assert all(name in everybody for name in names)
    assert nothing.status_code == 409
    assert "ŁucjaŻak" in _closed(again)
    assert _closed(NAME) not in _closed(again)


def test_before_anything_is_published_there_are_badges_but_no_lists(
    as_organiser: FlaskClient, session: Session
) -> None:
    forum = small_forum(session)

    assert as_organiser.get(f"/forums/{forum.id}/lists").status_code == 200
    assert as_organiser.get(f"/forums/{forum.id}/lists/hosts").status_code == 409
    assert as_organiser.post(f"/forums/{forum.id}/badges").status_code == 200


def test_the_api_gives_the_same_files(
    client: FlaskClient,
    session: Session,
    forum: Forum,
    api_token: Callable[[Account], dict[str, str]],
) -> None:
    headers = api_token(make_account(session, role=Role.PLANNER))
    address = f"/api/v1/forums/{forum.id}"

    sheet = client.get(f"{address}/lists/coaches?format=xlsx", headers=headers)
    badges = client.post(f"{address}/badges?format=xlsx&order=school", headers=headers)

    assert any(NAME in row for row in _cells(sheet.data))
    organisations = [str(row[1]) for row in _cells(badges.data)[1:]]
    assert organisations == sorted(organisations, key=str.casefold)
