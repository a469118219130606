"""`netinvet grants`: judge and price a sheet of mobilities by the rules of their call years."""

import csv
import io
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from decimal import Decimal
from pathlib import Path

import click
from flask import Flask
from flask_babel import Babel

from app.grants.rules import (
    AgencyRates,
    BadTable,
    Estimate,
    Heading,
    Settings,
    Ties,
    estimate,
    read_agency_rates,
    read_book,
)
from app.grants.rules.reading import TABLES
from app.grants.sentences import plain, sentences
from app.grants.sheet import COLUMNS, CaseReader
from matching.gazetteer import gazetteer

ADDED = (
    "eligible",
    "reason",
    "distance_km",
    "band",
    "receiving_group",
    "travel_eur",
    "individual_support_eur",
    "other_eur",
    "total_eur",
    "org_support_eur",
    "low_eur",
    "high_eur",
)
SHIPPED_RATES = "agency_rates.csv"
TRANSLATIONS = Path(__file__).resolve().parents[1] / "translations"

Readable = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command
@click.argument("sheet", metavar="FILE.csv", type=Readable)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Where to; else printed.")
@click.option("--rates", help="A file of agencies' rates, or none; else those shipped.")
@click.option(
    "--ties",
    type=click.Choice([ties.value for ties in Ties]),
    default=Ties.UP.value,
    show_default=True,
    help="Where half a euro goes when 70 % is rounded.",
)
@click.option(
    "--tables",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=TABLES,
    help="A folder with the tables of all call years.",
)
@click.option("--language", default="en", show_default=True, help="Of the sentences.")
def grants(
    *, sheet: Path, output: Path | None, rates: str | None, ties: str, tables: Path, language: str
) -> None:
    """Add verdict, reason and amounts to each mobility of FILE.csv.

    A rate is data: without one the total stays empty, and low_eur and high_eur bound it.
    """
    try:
        book = read_book(tables)
        agency = _rates(rates, tables)
        headings, rows = _read(sheet)
    except (BadTable, OSError, UnicodeDecodeError, csv.Error) as fault:
        raise click.UsageError(str(fault)) from None
    settings = Settings(agency, Ties(ties))
    reader = CaseReader(gazetteer())
    with _speaking(language):
        answers = [
            _merged(
                {
                    case.call_year: _cells(estimate(case, book, settings))
                    for case in reader.read_calls(row)
                }
            )
            for row in rows
        ]
    text = io.StringIO(newline="")
    kept = [name for name in headings if name not in ADDED]
    writer = csv.DictWriter(text, [*kept, *ADDED], extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows({**row, **cells} for row, cells in zip(rows, answers, strict=True))
    if output is None:
        click.echo(text.getvalue(), nl=False)
    else:
        output.write_text(text.getvalue(), encoding="utf-8", newline="")


def _rates(named: str | None, tables: Path) -> AgencyRates:
    if named == "none":
        return AgencyRates()
    return read_agency_rates(Path(named) if named else tables / SHIPPED_RATES)


def _read(sheet: Path) -> tuple[list[str], list[dict[str, str]]]:
    """Return headings and rows of a CSV file in UTF-8 or, as Excel writes it, Windows-1252.

    Raises:
        click.UsageError: a column is missing.

    """
    raw = sheet.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, restval="")
    headings = [name.strip() for name in reader.fieldnames or ()]
    if missing := [name for name in COLUMNS if name not in headings]:
        raise click.UsageError(f"{sheet.name}: these columns are missing: {', '.join(missing)}")
    reader.fieldnames = headings
    rows = list(reader)
    for number, row in enumerate(rows, start=2):
        if beyond := row.pop(None, None):
            left = f"Row {number}: left out, beyond the last heading: {', '.join(beyond)}"
            click.echo(left, err=True)
    return headings, rows


def _speaking(language: str) -> AbstractContextManager[object]:
    """Return a context in which sentences are in a language; English needs none."""
    if language == "en":
        return nullcontext()
    app = Flask(__name__)
    Babel(app, default_locale=language, default_translation_directories=str(TRANSLATIONS))
    return app.app_context()


def _merged(answers: Mapping[str, Mapping[str, str]]) -> Mapping[str, str]:
    """Return the cells of one row: what differs from call year to call year names its year."""
    merged = {}
    for name in ADDED:
        said = {year: cells[name] for year, cells in answers.items()}
        alike = len(set(said.values())) == 1
        named = " / ".join(f"{text} ({year})" for year, text in said.items() if text)
        merged[name] = next(iter(said.values())) if alike else named
    return merged


def _cells(answer: Estimate) -> Mapping[str, str]:
    distance = answer.kilometres
    return {
        "eligible": answer.verdict,
        "reason": " ".join(sentences(answer)),
        "distance_km": "" if distance is None else f"{distance:.2f}",
        "band": answer.band or "",
        "receiving_group": answer.group or "",
        "travel_eur": _settled(answer, Heading.TRAVEL),
        "individual_support_eur": _settled(answer, Heading.INDIVIDUAL_SUPPORT),
        "other_eur": _settled(answer, Heading.OTHER),
        "total_eur": _euros(answer.project.exact),
        "org_support_eur": _settled(answer, Heading.ORGANISATIONAL_SUPPORT),
        "low_eur": _euros(answer.project.low),
        "high_eur": _euros(answer.project.high),
    }


def _settled(answer: Estimate, heading: Heading) -> str:
    """Return what is settled under a heading: nothing of it is 0 euros, unknown is empty."""
    headed = [line for line in answer.lines if line.heading is heading]
    if answer.lines and not headed:
        return "0"
    return _euros(answer.under(heading).exact)


def _euros(amount: Decimal | None) -> str:
    return "" if amount is None else plain(amount)
