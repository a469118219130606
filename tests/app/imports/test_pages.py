"""The journey upload → report → confirmation → undo on pages."""

import io
import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import Role
from app.audit.models import AuditEvent
from app.imports.targets import TARGETS
from app.imports.writing import Format, example
from app.organisations.models import Organisation, Site
from tests.builders.accounts import make_account
from tests.builders.sheets import make_sheet, organisations_sheet
from tests.conftest import SignIn


def send(client: FlaskClient, content: bytes, name: str = "organisations") -> str:
    """Upload a sheet and return the address of its report."""
    answer = client.post(
        f"/imports/sheets/{name}", data={"file": (io.BytesIO(content), "sheet.csv")}
    )
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def test_a_good_sheet_is_reported_confirmed_and_undone(
    session: Session, as_organiser: FlaskClient
) -> None:
    report = send(as_organiser, organisations_sheet([{"key": "one"}, {"key": "two"}]))
    assert session.scalar(select(func.count(Organisation.id))) == 0
    assert "Nothing has been written yet." in as_organiser.get(report).text

    assert as_organiser.post(f"{report}/confirm").headers["Location"] == report

    assert "All rows have been written." in as_organiser.get(report).text
    assert set(session.scalars(select(Organisation.key))) == {"one", "two"}
    (event,) = session.scalars(select(AuditEvent).where(AuditEvent.action == "sheet.import"))
    assert event.details == {"created": 2, "changed": 0, "unchanged": 0}

    assert as_organiser.post(f"{report}/undo").headers["Location"] == report

    assert "everything is as it was before" in as_organiser.get(report).text
    assert session.scalar(select(func.count(Organisation.id))) == 0


def test_faults_stand_in_their_cells_and_the_rows_to_mend_can_be_downloaded(
    session: Session, as_organiser: FlaskClient
) -> None:
    rows = [{"key": "good"}, {"key": "bad", "country": "XX", "oid": "1"}]
    report = send(as_organiser, organisations_sheet(rows))

    page = as_organiser.get(report).text
    mend = as_organiser.get(f"{report}/mend").data.decode("utf-8-sig").splitlines()

    assert re.findall(r'class="wrong">([^<]+)<', page) == [
        "A two-letter country code such as FR is expected.",
        "An OID such as E10012345 is expected.",
    ]
    assert "good" not in re.sub(r"<[^>]+>", "", page.split("<tbody>")[1])
    assert mend[0].split(";")[-1] == "problem"
    assert [line.split(";")[0] for line in mend[1:]] == ["bad"]
    assert mend[1].endswith(
        "country: A two-letter country code such as FR is expected. | "
        "oid: An OID such as E10012345 is expected."
    )
    assert as_organiser.post(f"{report}/confirm").status_code == 409
    assert session.scalar(select(func.count(Organisation.id))) == 0


def test_the_sheet_of_rows_to_mend_comes_back_mended_with_its_column_of_problems(
    session: Session, as_organiser: FlaskClient
) -> None:
    report = send(as_organiser, organisations_sheet([{"key": "bad", "country": "XX"}]))
    mend = as_organiser.get(f"{report}/mend").data

    second = send(as_organiser, mend.replace(b";XX;", b";FR;"))
    as_organiser.post(f"{second}/confirm")

    assert list(session.scalars(select(Organisation.key))) == ["bad"]


def test_a_sheet_that_became_wrong_before_its_confirmation_writes_nothing(
    session: Session, as_organiser: FlaskClient
) -> None:
    first = send(as_organiser, organisations_sheet([{"key": "one", "oid": "E10000001"}]))
    second = send(as_organiser, organisations_sheet([{"key": "two", "oid": "E10000001"}]))
    as_organiser.post(f"{first}/confirm")

    answer = as_organiser.post(f"{second}/confirm")

    assert answer.status_code == 409
    assert list(session.scalars(select(Organisation.key))) == ["one"]


def test_a_town_that_nobody_knows_is_noted_and_gets_no_point(
    session: Session, as_organiser: FlaskClient
) -> None:
    report = send(as_organiser, organisations_sheet([{"key": "one", "city": "Nulleparville"}]))

    assert (
        "Row 2, Nulleparville: No town of this name is known in FR: the row gets no point. "
        "Latitude and longitude can be given."
    ) in as_organiser.get(report).text
    assert as_organiser.post(f"{report}/confirm").status_code == 303
    (site,) = session.scalars(select(Site))
    assert not site.has_point


def test_undo_refuses_when_a_row_has_been_changed_since(
    session: Session, as_organiser: FlaskClient
) -> None:
    report = send(as_organiser, organisations_sheet([{"key": "one"}]))
    as_organiser.post(f"{report}/confirm")
    session.scalars(select(Organisation)).one().name = "Changed by hand"
    session.commit()

    answer = as_organiser.post(f"{report}/undo")

    assert answer.status_code == 409
    assert "one has been changed since the import." in answer.text
    assert session.scalars(select(Organisation.name)).all() == ["Changed by hand"]


def test_a_sheet_of_an_edition_needs_the_edition(as_organiser: FlaskClient) -> None:
    content = make_sheet(["Key"], ["coach"])

    answer = as_organiser.post(
        "/imports/sheets/tours", data={"file": (io.BytesIO(content), "tours.csv")}
    )

    assert answer.status_code == 422
    assert "Please say to which edition of the forum this sheet belongs." in answer.text


@pytest.mark.parametrize("name", TARGETS)
def test_every_kind_of_sheet_explains_its_columns_and_has_an_example(
    as_organiser: FlaskClient, name: str
) -> None:
    assert as_organiser.get(f"/imports/sheets/{name}").status_code == 200
    assert as_organiser.get(f"/imports/sheets/{name}/example").data == example(
        TARGETS[name], Format.CSV, "en"
    )


def test_the_examples_fit_together_in_an_empty_service(
    session: Session, as_organiser: FlaskClient
) -> None:
    for name, target in TARGETS.items():
        content = example(target, Format.XLSX, "fr")
        data = {"file": (io.BytesIO(content), "x.xlsx"), "forum": "forum-example"}
        answer = as_organiser.post(f"/imports/sheets/{name}", data=data)
        report = str(answer.headers["Location"])

        confirmed = as_organiser.post(f"{report}/confirm")

        assert confirmed.status_code == 303, as_organiser.get(report).text


def test_a_sheet_that_names_people_is_exported_three_times_a_day_at_most(
    as_organiser: FlaskClient,
) -> None:
    codes = [as_organiser.post("/imports/sheets/contacts/export").status_code for _ in range(4)]

    assert codes == [200, 200, 200, 429]


def test_somebody_elses_upload_is_not_found(
    session: Session, as_organiser: FlaskClient, sign_in: SignIn
) -> None:
    report = send(as_organiser, organisations_sheet([{"key": "one"}]))
    other = sign_in(make_account(session, role=Role.ORGANISER))

    assert [
        other.get(report).status_code,
        other.get(f"{report}/mend").status_code,
        other.post(f"{report}/confirm").status_code,
        other.post(f"{report}/undo").status_code,
    ] == [404, 404, 404, 404]
