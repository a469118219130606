"""The documents of a mobility as PDF and DOCX, in English or French, missing fields named."""

import io
import re
from dataclasses import dataclass
from datetime import date

from docx import Document
from flask_babel import force_locale
from flask_babel import gettext as _

from app.mobilities import papers, wording
from app.mobilities.models import AgeBand, DocumentKind, Mobility, MobilityKind, Party
from app.web import locales, pdf
from app.web.sentences import said

LANGUAGES = ("en", "fr")
FORMATS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
"""Kind of file → what it is called on the web."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A document before it takes a form: its fields in order, and who signs."""

    title: str
    language: str
    intro: str
    fields: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
    signatures: tuple[tuple[str, str], ...]
    foot: str


def sheet(row: Mobility, document: DocumentKind, language: str) -> Sheet:
    """Return a document in a language; fields that nobody has filled are named as missing."""
    with force_locale(language):
        labels = wording.facts()
        found = papers.facts(row, document)
        return Sheet(
            title=said(document),
            language=language,
            intro=_intro(document),
            fields=tuple(
                (labels[name], _shown(name, value) if value else _("MISSING"))
                for name, value in found.items()
            ),
            missing=tuple(labels[name] for name in papers.missing(row, document)),
            signatures=tuple(
                (said(party), _signed(row, document, party))
                for party in papers.parties(row, document)
            ),
            foot=_(
                "%(key)s, facts %(digest)s",
                key=row.key,
                digest=papers.digest(row, document)[:12],
            ),
        )


def _intro(document: DocumentKind) -> str:
    return {
        DocumentKind.LEARNING_AGREEMENT: _(
            "The undersigned agree on the stay described here and on what is to be learned."
            " A changed fact makes every earlier signature void."
        ),
        DocumentKind.ACCOMPANYING_CERTIFICATE: _(
            "It is certified that the adults named here accompanied the group on these days."
        ),
        DocumentKind.ATTENDANCE_CERTIFICATE: _(
            "It is certified that the activity described here took place, on the days stated."
        ),
        DocumentKind.PROGRAMME: _("The programme of the stay, as both organisations agreed it."),
        DocumentKind.LETTER_OF_INTENT: _(
            "The host organisation intends to receive the group described here."
        ),
    }[document]


def _signed(row: Mobility, document: DocumentKind, party: Party) -> str:
    signature = papers.valid_signature(row, document, party)
    return "" if signature is None else locales.day(signature.signed_on)


def _shown(name: str, value: str) -> str:
    if name in {"starts_on", "ends_on"}:
        return locales.day(date.fromisoformat(value))
    if name == "kind":
        return said(MobilityKind(value))
    if name == "age_band":
        return said(AgeBand(value))
    if name.endswith("_place"):
        town, _comma, code = value.rpartition(", ")
        return f"{town}, {locales.country(code)}"
    if name == "adults":
        return STAY.sub(_stay, value)
    return value


STAY = re.compile(r"\((\d{4}-\d\d-\d\d)/(\d{4}-\d\d-\d\d)\)")
"""From when to when an adult is there, as the facts have it."""


def _stay(match: re.Match[str]) -> str:
    first, last = (locales.day(date.fromisoformat(day)) for day in match.groups())
    return f"({first} – {last})"


def written(row: Mobility, document: DocumentKind, language: str, format: str) -> bytes:
    """Return a document of a mobility as a file of one of FORMATS."""
    one = sheet(row, document, language)
    return as_pdf(one) if format == "pdf" else as_docx(one)


def as_pdf(one: Sheet) -> bytes:
    """Return the PDF of a sheet: tagged, accents right."""
    with force_locale(one.language):
        return pdf.render(
            "document",
            {
                "title": one.title,
                "language": one.language,
                "intro": one.intro,
                "fields": [list(pair) for pair in one.fields],
                "missing_label": _("Missing:"),
                "missing": list(one.missing),
                "signatures_label": _("Signatures"),
                "signatures": [list(pair) for pair in one.signatures],
                "foot": one.foot,
            },
        )


def as_docx(one: Sheet) -> bytes:
    """Return the DOCX of a sheet."""
    document = Document()
    document.core_properties.title = one.title
    document.core_properties.language = one.language
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.add_heading(one.title, level=0)
    document.add_paragraph(one.intro)
    with force_locale(one.language):
        if one.missing:
            document.add_paragraph(f"{_('Missing:')} {', '.join(one.missing)}")
        _table(document, one.fields)
        document.add_heading(_("Signatures"), level=1)
        _table(document, one.signatures)
    document.add_paragraph(one.foot)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _table(document: "Document", pairs: tuple[tuple[str, str], ...]) -> None:  # type: ignore[valid-type]  # python-docx names its factory so
    table = document.add_table(rows=0, cols=2)  # type: ignore[attr-defined]  # as above
    table.style = "Table Grid"
    for label, value in pairs:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, value
