"""The directory's pages: what is shown to whom, and who may change what."""

from collections.abc import Callable
from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app import clock
from app.accounts.models import Account, Role
from app.organisations.models import (
    Charter,
    CharterKind,
    CircleMembership,
    ContactRole,
    Organisation,
    OrganisationKind,
    Programme,
    ProgrammeName,
    Sector,
)
from tests.builders.accounts import make_account
from tests.builders.organisations import make_organisation

SignIn = Callable[[Account], FlaskClient]


def make_school(session: Session, sign_in: SignIn) -> tuple[Organisation, FlaskClient]:
    school = make_organisation(session, name="Lycée des Essais", country="FR")
    return school, sign_in(make_account(session, role=Role.SCHOOL, organisation=school))


def typed(row: Organisation, **changes: str) -> dict[str, str]:
    return {
        "name": row.name,
        "city": row.city,
        "country": row.country,
        "sectors": "transport_logistics",
        "languages": "en:B2; fr:C1",
        "requests_per_season": "12",
        "version": str(row.version),
        **changes,
    }


def test_the_list_asks_as_much_of_the_database_for_three_rows_as_for_one(
    as_organiser: FlaskClient, session: Session, statements: list[str]
) -> None:
    make_organisation(session)
    statements.clear()
    as_organiser.get("/organisations")
    for_one = len(statements)
    for _number in range(2):
        make_organisation(session)
    statements.clear()

    page = as_organiser.get("/organisations")

    assert "3 organisations" in page.text
    assert len(statements) == for_one


def test_an_organisation_page_shows_what_is_known(
    as_organiser: FlaskClient, session: Session
) -> None:
    centre = make_organisation(session, name="Centre", kind=OrganisationKind.TRAINING_CENTRE)
    company = make_organisation(session, name="Magazyn Próbny", kind=OrganisationKind.COMPANY)
    session.add(CircleMembership(centre=centre, company=company))
    session.add(
        Programme(
            organisation=centre,
            key="log",
            sector=Sector.TRANSPORT_LOGISTICS,
            eqf_level=4,
            names=[
                ProgrammeName(name="Bac pro Logistique", language="fr", valid_until=2023),
                ProgrammeName(name="Métiers de la logistique", language="fr", valid_from=2024),
            ],
        )
    )
    soon = clock.now().date() + timedelta(days=10)
    centre.charters.append(
        Charter(
            kind=CharterKind.QUALITY_LABEL,
            signed_on=soon - timedelta(days=400),
            expires_on=soon,
        )
    )
    session.commit()

    page = as_organiser.get(f"/organisations/{centre.id}").text

    assert "Magazyn Próbny" in page
    assert "<strong>Métiers de la logistique</strong>" in page
    assert "Bac pro Logistique (…–2023)" in page
    assert "EQF 4" in page
    assert "Expires in" in page
    assert "exact to the town" in page
    assert "Nobody has confirmed this entry yet." in page
    assert "Fictional" in page


def test_one_click_confirms_an_entry(session: Session, sign_in: SignIn) -> None:
    school, client = make_school(session, sign_in)

    answer = client.post(f"/organisations/{school.id}/confirm")

    assert answer.status_code == 303
    assert school.confirmed_by == "Sam Sample"
    assert "by Sam Sample" in client.get(f"/organisations/{school.id}").text


def test_a_school_changes_its_own_entry_and_nobody_elses(
    session: Session, sign_in: SignIn
) -> None:
    school, client = make_school(session, sign_in)
    other = make_organisation(session, name="Elsewhere")
    path = "/organisations/{}/edit"

    own = client.post(path.format(school.id), data=typed(school, name="Lycée Nouveau"))
    foreign = client.post(path.format(other.id), data=typed(other, name="Stolen"))
    missing = client.post(path.format(999_999), data=typed(other))

    assert (own.status_code, foreign.status_code, missing.status_code) == (303, 404, 404)
    assert (school.name, other.name) == ("Lycée Nouveau", "Elsewhere")
    assert [(skill.language, skill.level) for skill in school.languages] == [
        ("en", "B2"),
        ("fr", "C1"),
    ]
    assert client.get(f"/organisations/{other.id}/edit").status_code == 404


def test_a_school_cannot_make_itself_real(session: Session, sign_in: SignIn) -> None:
    school, client = make_school(session, sign_in)

    answer = client.post(
        f"/organisations/{school.id}/edit", data=typed(school, is_fictional="no", kind="company")
    )

    assert answer.status_code == 422
    assert school.is_fictional
    assert school.kind is OrganisationKind.SCHOOL


def test_a_wrong_form_keeps_what_was_typed(session: Session, sign_in: SignIn) -> None:
    school, client = make_school(session, sign_in)

    page = client.post(
        f"/organisations/{school.id}/edit", data=typed(school, country="XX", about="My text")
    )

    assert page.status_code == 422
    assert "A two-letter country code such as FR is expected." in page.text
    assert "My text" in page.text


def test_an_edit_on_an_old_version_shows_both_and_overwrites_nothing(
    session: Session, sign_in: SignIn
) -> None:
    school, client = make_school(session, sign_in)
    old = typed(school, name="Typed by the loser")
    client.post(f"/organisations/{school.id}/edit", data=typed(school, name="Winner"))

    page = client.post(f"/organisations/{school.id}/edit", data=old)

    assert page.status_code == 412
    assert school.name == "Winner"
    assert "Winner" in page.text
    assert "Typed by the loser" in page.text
    assert f'name="version" value="{school.version}"' in page.text


def test_a_change_beneath_an_organisation_raises_its_version(
    session: Session, sign_in: SignIn
) -> None:
    school, client = make_school(session, sign_in)
    before = school.version

    client.post(f"/organisations/{school.id}/charters", data={"kind": "quality_label"})

    assert school.version == before + 1


def test_a_point_set_by_hand_is_marked_so(session: Session, sign_in: SignIn) -> None:
    school, client = make_school(session, sign_in)
    site = school.sites[0]

    answer = client.post(
        f"/organisations/{school.id}/sites/{site.id}",
        data={"latitude": "46,03", "longitude": "4.07", "precision": "building"},
    )

    assert answer.status_code == 303
    assert (site.latitude, site.longitude, site.is_set_by_hand) == (46.03, 4.07, True)


def test_a_handover_note_is_for_its_own_organisation(session: Session, sign_in: SignIn) -> None:
    school, client = make_school(session, sign_in)
    other = make_organisation(session)
    for owner in (school, other):
        owner.contacts.append(
            ContactRole(role="Mobility officer", handover_note=f"ZK-note-{owner.id}")
        )
    session.commit()

    assert f"ZK-note-{school.id}" in client.get(f"/organisations/{school.id}").text
    assert f"ZK-note-{other.id}" not in client.get(f"/organisations/{other.id}").text


def test_an_unknown_or_ambiguous_town_is_asked(as_organiser: FlaskClient) -> None:
    unknown = as_organiser.get("/organisations?near=Nowhereville")
    ambiguous = as_organiser.get("/organisations?near=Santiago")
    found = as_organiser.get("/organisations?near=Lille, FR")

    assert (unknown.status_code, ambiguous.status_code, found.status_code) == (422, 422, 200)
    assert "No town of this name is known." in unknown.text
    assert "Which one is meant?" in ambiguous.text
