"""The export in any template's layout: columns by name, and a round trip that changes nothing."""

import io
import random

import pytest
from flask.testing import FlaskClient
from openpyxl import Workbook, load_workbook
from sqlalchemy.orm import Session

from app.errors import Invalid
from app.mobilities import module_template, queries
from app.mobilities.models import Adult, Relay
from tests.builders.mobilities import END, START, make_mobility

TITLE = "A title above the headings"


def template(*names: str) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([TITLE])
    sheet.append(list(names))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_round_trip_of_sixty_changes_nothing(session: Session) -> None:
    for number in range(60):
        row = make_mobility(session, persons=1 + number)
        if number % 7 == 0:
            adult = Adult(relay=Relay.SETTLE_IN, name="Ada Adult", starts_on=START, ends_on=END)
            row.adults.append(adult)
    session.commit()
    names = [known[-1].upper() for known in module_template.HEADINGS.values()]
    random.Random(3).shuffle(names)
    empty = template(*names, "Colour of the bus")
    rows = queries.mobilities(session, None, {})

    filled = module_template.filled(empty, rows)

    assert module_template.layout(empty).unknown == ("Colour of the bus",)
    assert set(module_template.layout(empty).columns) == set(module_template.HEADINGS)
    assert module_template.differences(filled, rows) == []
    sheet = load_workbook(io.BytesIO(filled)).active
    assert sheet is not None
    assert sheet.max_row == 2 + 60 + 9
    assert sheet["A1"].value == TITLE


def test_a_change_in_the_sheet_is_shown(session: Session) -> None:
    row = make_mobility(session)
    rows = queries.mobilities(session, None, {})
    filled = module_template.filled(template("Mobility ID", "Start date *"), rows)
    book = load_workbook(io.BytesIO(filled))
    assert book.active is not None
    book.active["B3"] = "2027-03-02"
    buffer = io.BytesIO()
    book.save(buffer)

    assert module_template.differences(buffer.getvalue(), rows) == [
        (row.key, "starts_on", "2027-03-01", "2027-03-02")
    ]


@pytest.mark.parametrize("content", [b"", b"PK nonsense", b"a;b;c", template("x", "y")])
def test_what_is_no_template_is_refused(
    as_organiser: FlaskClient, session: Session, content: bytes
) -> None:
    with pytest.raises(Invalid):
        module_template.layout(content)
    files = {"template": (io.BytesIO(content), "t.xlsx"), "do": "fill"}
    answer = as_organiser.post("/mobilities/template", data=files)

    assert answer.status_code == 422


def test_the_page_fills_and_checks(as_organiser: FlaskClient, session: Session) -> None:
    make_mobility(session)
    empty = template("Mobility ID", "Receiving city", "Shoe size")

    filled = as_organiser.post(
        "/mobilities/template", data={"template": (io.BytesIO(empty), "t.xlsx"), "do": "fill"}
    )
    checked = as_organiser.post(
        "/mobilities/template",
        data={"template": (io.BytesIO(filled.data), "t.xlsx"), "do": "check"},
    )

    assert "Shoe size" in checked.text
    assert "sheet and service agree" in checked.text
