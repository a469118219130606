"""The acceptance of imports: planted faults, importing twice, undo, and export as a round trip."""

from collections.abc import Iterator

import pytest
from apiflask import APIFlask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.imports.applying import apply, take_back
from app.imports.checking import CellProblem, Checked, check
from app.imports.reading import read_table
from app.imports.targets import TARGETS
from app.imports.writing import Format, export
from app.organisations.models import Organisation
from tests.builders.sheets import organisations_sheet

pytestmark = pytest.mark.usefixtures("request_context")
ORGANISATIONS = TARGETS["organisations"]


@pytest.fixture
def request_context(app: APIFlask) -> Iterator[None]:
    with app.test_request_context():
        yield


def good_rows() -> list[dict[str, str]]:
    return [
        {
            "key": f"school-{number:03}",
            "name": f"School {number} (fictional)",
            "oid": f"E{10000000 + number}",
            "languages": "en:B1; fr",
        }
        for number in range(500)
    ]


def planted() -> list[dict[str, str]]:
    """Return 500 rows with seven faults: row 2 of the sheet is the first."""
    rows = good_rows()
    rows[10]["country"] = "Frankreich"
    rows[20]["sectors"] = "astronomy"
    rows[30]["languages"] = "en:Z9"
    rows[40]["oid"] = rows[39]["oid"]
    rows[50]["website"] = "example.org"
    rows[60]["name"] = "MÃ©ru (fictional)"
    rows[70]["requests_per_season"] = "-1"
    return rows


def checked(session: Session, content: bytes) -> Checked:
    return check(session, ORGANISATIONS, None, read_table(content))


def imported(session: Session, content: bytes) -> tuple[int, int, int]:
    found = checked(session, content)
    apply(session, "test", ORGANISATIONS, None, found)
    session.commit()
    return found.created, found.changed, found.unchanged


@pytest.mark.parametrize("format", Format)
def test_seven_planted_faults_are_seven_by_row_and_column_and_nothing_is_written(
    session: Session, format: Format
) -> None:
    found = checked(session, organisations_sheet(planted(), format=format))
    session.commit()

    assert found.problems == (
        CellProblem(
            12,
            "country",
            "country",
            "Frankreich",
            "A two-letter country code such as FR is expected.",
        ),
        CellProblem(
            22,
            "sectors",
            "sectors",
            "astronomy",
            "One of these is expected: transport_logistics, international_trade, automotive.",
        ),
        CellProblem(
            32,
            "languages",
            "languages",
            "en:Z9",
            "A language with a level from A1 to C2 is expected, such as en:B2.",
        ),
        CellProblem(42, "oid", "oid", "E10000039", "Row 41 has this already."),
        CellProblem(
            52,
            "website",
            "website",
            "example.org",
            "An address that begins with http:// or https:// is expected.",
        ),
        CellProblem(
            62,
            "name",
            "name",
            "MÃ©ru (fictional)",
            "These characters are in the wrong encoding. Is Méru (fictional) meant?",
        ),
        CellProblem(
            72,
            "requests_per_season",
            "requests_per_season",
            "-1",
            "A number from 0 to 1000 is expected.",
        ),
    )
    assert session.scalar(select(func.count(Organisation.id))) == 0


def test_importing_the_same_sheet_twice_changes_nothing(session: Session) -> None:
    sheet = organisations_sheet(good_rows())

    assert imported(session, sheet) == (500, 0, 0)
    assert imported(session, sheet) == (0, 0, 500)


def test_undo_restores_the_state_before(session: Session) -> None:
    imported(session, organisations_sheet(good_rows()[:3]))
    before = export(session, ORGANISATIONS, None, Format.CSV, "en")
    rows = good_rows()[:5]
    rows[1] |= {"city": "Legnica", "country": "PL", "languages": "pl:C2", "oid": ""}
    found = checked(session, organisations_sheet(rows))
    undo = apply(session, "test", ORGANISATIONS, None, found)
    session.commit()
    assert (found.created, found.changed, found.unchanged) == (2, 1, 2)

    take_back(session, "test", ORGANISATIONS, None, undo)
    session.commit()

    assert export(session, ORGANISATIONS, None, Format.CSV, "en") == before


@pytest.mark.parametrize("format", Format)
@pytest.mark.parametrize("locale", ["en", "fr"])
def test_what_is_exported_imports_without_a_change_and_exports_to_the_same_bytes(
    session: Session, format: Format, locale: str
) -> None:
    rows = good_rows()[:3]
    rows[0] |= {
        "name": "=2+3",
        "about": '+33 1\n@line; "quoted"',
        "longitude": "-6.26",
        "latitude": "53.35",
    }
    imported(session, organisations_sheet(rows))
    first = export(session, ORGANISATIONS, None, format, locale)

    assert imported(session, first) == (0, 0, 3)
    assert export(session, ORGANISATIONS, None, format, locale) == first
