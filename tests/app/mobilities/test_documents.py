"""Documents: filled in both languages and forms, with what is missing named."""

import io
import itertools

import pytest
from docx import Document
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.mobilities import papers
from app.mobilities.models import DocumentKind
from tests.builders.consortia import make_consortium
from tests.builders.mobilities import make_mobility
from tests.builders.organisations import make_organisation

EVERY = list(itertools.product(DocumentKind, ("en", "fr"), ("pdf", "docx")))


@pytest.mark.parametrize(("kind", "language", "form"), EVERY)
def test_every_document_comes_in_both_languages_and_forms(
    as_organiser: FlaskClient, session: Session, kind: DocumentKind, language: str, form: str
) -> None:
    school = make_organisation(session, name="Lycée Đorđe-Żółć Αθήνα")
    row = make_mobility(session, sending=school)

    answer = as_organiser.get(f"/mobilities/{row.id}/documents/{kind.value}-{language}.{form}")

    assert answer.status_code == 200
    assert answer.data.startswith(b"%PDF" if form == "pdf" else b"PK")
    if form == "docx":
        document = Document(io.BytesIO(answer.data))
        cells = [cell.text for table in document.tables for cell in table._cells]  # noqa: SLF001 -- all cells at once
        assert school.name in cells
        assert document.core_properties.language == language


def test_missing_fields_are_named_and_disappear_when_filled(session: Session) -> None:
    row = make_mobility(session, consortium=make_consortium(session))
    assert papers.missing(row, DocumentKind.LETTER_OF_INTENT) == ["host", "accreditation"]

    row.receiving = make_organisation(session)

    assert papers.missing(row, DocumentKind.LETTER_OF_INTENT) == ["accreditation"]


def test_an_unknown_document_is_not_found(as_organiser: FlaskClient, session: Session) -> None:
    row = make_mobility(session)

    for name in ("diploma-en.pdf", "programme-xx.pdf", "programme-en.exe"):
        assert as_organiser.get(f"/mobilities/{row.id}/documents/{name}").status_code == 404
