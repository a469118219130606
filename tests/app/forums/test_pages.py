"""The pages of an edition: its lists, changes that do not overwrite each other, steady counts."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Role
from app.forums.models import Participant, Tour, VisitOffer
from tests.builders.accounts import make_account
from tests.builders.forums import make_forum, make_participant, make_tour, make_visit_offer
from tests.builders.organisations import make_organisation
from tests.builders.plans import small_forum
from tests.conftest import SignIn

TOUR = {
    "name": "Coach to the port",
    "mode": "road",
    "seats": "16",
    "start": "venue",
    "end": "venue",
    "earliest_at": "2027-11-16T08:00",
    "latest_at": "2027-11-16T17:00",
}


def _version(page: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found is not None
    return found[1]


def test_an_edition_is_added_shown_and_changed(
    as_organiser: FlaskClient, session: Session
) -> None:
    typed = {
        "key": "kerava-2027",
        "name": "Forum Kerava",
        "zone": "Europe/Helsinki",
        "starts_on": "2027-11-18",
        "ends_on": "2027-11-19",
    }
    others = {name: value for name, value in typed.items() if name != "key"}
    added = as_organiser.post("/forums", data=typed)
    address = added.headers["Location"]
    form = as_organiser.get(address + "/edit").text
    changed = as_organiser.post(
        address + "/edit",
        data=others | {"name": "Forum Kerava 2027", "version": _version(form)},
    )

    assert (added.status_code, changed.status_code) == (303, 303)
    assert "Forum Kerava 2027" in as_organiser.get(address).text
    assert as_organiser.post("/forums", data=typed).status_code == 422


@pytest.mark.parametrize("part", ["visit-offers", "participants", "tours", "sessions", "places"])
def test_every_list_opens_with_its_forms(
    as_organiser: FlaskClient, session: Session, part: str
) -> None:
    forum = small_forum(session)
    address = f"/forums/{forum.id}/{part}"
    first = re.search(rf'href="({address}/\d+)"', as_organiser.get(address).text)

    assert first is not None
    assert as_organiser.get(first[1]).status_code == 200
    assert as_organiser.get(address + "/new").status_code == 200


@pytest.mark.parametrize("part", ["visit-offers", "participants", "tours", "sessions"])
def test_a_form_that_is_sent_as_it_was_shown_changes_nothing_but_the_version(
    as_organiser: FlaskClient, session: Session, part: str
) -> None:
    forum = small_forum(session)
    listing = as_organiser.get(f"/forums/{forum.id}/{part}").text
    address = re.findall(rf'href="(/forums/{forum.id}/{part}/\d+)"', listing)[0]

    sent = as_organiser.post(address, data=_fields_of(as_organiser.get(address).text))

    assert sent.status_code == 303, sent.text
    assert _table_of(as_organiser.get(f"/forums/{forum.id}/{part}").text) == _table_of(listing)


def _table_of(page: str) -> str:
    return page.partition("<table>")[2].partition("</table>")[0]


def _fields_of(page: str) -> dict[str, list[str]]:
    """Read a form as a browser would send it."""
    form = page.partition('class="card"')[2].partition("</form>")[0]
    fields: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ("checkbox" not in tag or " checked" in tag):
            fields.setdefault(name[1], []).append(value[1] if value else "")
    for name, text in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>([^<]*)<', form):
        fields.setdefault(name, []).append(text)
    for name, options in re.findall(
        r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL
    ):
        chosen = re.search(r'value="([^"]*)" selected', options)
        fields.setdefault(name, []).append(chosen[1] if chosen else "")
    return fields


def test_a_change_on_stale_data_shows_both_versions_and_overwrites_nothing(
    as_organiser: FlaskClient, session: Session
) -> None:
    forum = make_forum(session)
    tour = make_tour(session, forum)
    address = f"/forums/{forum.id}/tours/{tour.id}"
    stale = _version(as_organiser.get(address).text)
    as_organiser.post(address, data=TOUR | {"version": stale, "seats": "20"})

    clash = as_organiser.post(address, data=TOUR | {"version": stale, "seats": "30"})

    assert clash.status_code == 412
    assert ">20<" in clash.text
    assert ">30<" in clash.text
    assert session.scalars(select(Tour.seats)).one() == 20


def test_contradictions_are_refused_with_the_reason_and_keep_what_was_typed(
    as_organiser: FlaskClient, session: Session
) -> None:
    forum = make_forum(session)
    offer = make_visit_offer(session, forum)
    typed = {
        "key": "another",
        "organisation": offer.organisation.key,
        "minutes": "90",
        "minimum_group": "12",
        "maximum_group": "6",
        "open_spans": "2027-11-16 09:00-10:00",
    }

    refused = as_organiser.post(f"/forums/{forum.id}/visit-offers", data=typed)

    assert refused.status_code == 422
    assert "The largest group is smaller than the smallest." in refused.text
    assert 'value="12"' in refused.text
    assert len(session.scalars(select(VisitOffer)).all()) == 1


def test_a_host_that_withdraws_is_left_out_and_may_come_back(
    as_organiser: FlaskClient, session: Session
) -> None:
    forum = make_forum(session)
    offer = make_visit_offer(session, forum)
    address = f"/forums/{forum.id}/visit-offers/{offer.id}"

    as_organiser.post(address + "/withdraw")
    gone = session.scalars(select(VisitOffer.withdrawn_at)).one()
    as_organiser.post(address + "/let-back")

    assert gone is not None
    assert session.scalars(select(VisitOffer.withdrawn_at)).one() is None


def test_a_row_of_another_edition_is_not_found(
    as_organiser: FlaskClient, session: Session
) -> None:
    mine, other = make_forum(session), make_forum(session)
    tour = make_tour(session, other)

    assert as_organiser.get(f"/forums/{mine.id}/tours/{tour.id}").status_code == 404


def test_schools_see_the_edition_but_no_participants(session: Session, sign_in: SignIn) -> None:
    forum = small_forum(session)
    school = sign_in(
        make_account(session, role=Role.SCHOOL, organisation=make_organisation(session))
    )

    page = school.get(f"/forums/{forum.id}")
    people = session.scalars(select(Participant.name)).all()

    assert page.status_code == 200
    assert [name for name in people if name in page.text] == []
    assert school.get(f"/forums/{forum.id}/participants").status_code == 403


@pytest.mark.parametrize(
    "page", ["", "/visit-offers", "/participants", "/tours", "/plans"], ids=lambda page: page
)
def test_pages_take_as_many_statements_with_one_row_as_with_three(
    as_organiser: FlaskClient, session: Session, statements: list[str], page: str
) -> None:
    counts = []
    for rows in (1, 3):
        forum = make_forum(session)
        for _ in range(rows):
            offer = make_visit_offer(session, forum)
            make_participant(session, forum, must=(offer,))
            make_tour(session, forum)
        address = f"/forums/{forum.id}{page}"
        session.expunge_all()
        statements.clear()
        assert as_organiser.get(address).status_code == 200
        counts.append(len([one for one in statements if one.startswith("SELECT")]))

    assert counts[0] == counts[1], statements
