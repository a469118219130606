"""The emergency card of a group: what an adult needs to know at once, without a connection."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.audit import actions as audit
from app.mobilities import travel_papers
from app.mobilities.models import Adult, Mobility, MobilityHost
from app.organisations.models import Organisation
from app.web import locales, pdf


@dataclass(frozen=True, slots=True)
class Number:
    """The number to call in a country, and who says so."""

    number: str
    source: str


@dataclass(frozen=True, slots=True)
class Card:
    """Whom to call and where the group is; learners are not on it."""

    mobility: Mobility
    number: Number | None
    adults: Sequence[Adult]
    host: str
    host_address: str
    places: Sequence[tuple[str, str]]

    @property
    def missing(self) -> list[str]:
        """What somebody still has to find out, in words."""
        row = self.mobility
        wanted = {
            _("local emergency number: ask the host"): self.number,
            _("insurer"): row.insurer,
            _("telephone of the insurer"): row.insurer_phone,
            _("address of the host"): self.host_address,
            _("telephone of an adult on duty"): any(adult.phone for adult in self.adults),
            **{_("where %(host)s is", host=name): where for name, where in self.places},
        }
        return [name for name, value in wanted.items() if not value]


def reference_folder() -> Path:
    """Return the folder of the reference tables."""
    seeds: Path = current_app.config["SETTINGS"].seeds
    return seeds / "reference"


@lru_cache(maxsize=4)
def _numbers(folder: Path) -> Mapping[str, Number]:
    with (folder / "emergency_numbers.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["countries"]: Number(row["number"], f"{row['source']}, {row['as_of']}")
            for row in csv.DictReader(file)
        }


def number_in(country: str) -> Number | None:
    """Return the emergency number of a country; None where no table says it."""
    known = _numbers(reference_folder())
    names = travel_papers.places_of(country) & known.keys()
    return known[min(names, key=lambda name: name != country)] if names else None


def card_of(row: Mobility) -> Card:
    """Return the card of a mobility."""
    return Card(
        mobility=row,
        number=number_in(row.country),
        adults=row.adults,
        host=row.receiving.name if row.receiving else "",
        host_address=_address(row.receiving),
        places=[(host.name, _place(host)) for host in row.hosts if host.learners],
    )


def _place(host: MobilityHost) -> str:
    """Return an address, or the point on the map of a family: its address is not kept."""
    if host.organisation is None and host.latitude is not None and host.longitude is not None:
        return f"{host.latitude:.5f}, {host.longitude:.5f}"
    return _address(host.organisation)


def _address(organisation: Organisation | None) -> str:
    if organisation is None:
        return ""
    site = organisation.main_site
    lines = (site.address, f"{site.postcode} {site.city}".strip()) if site else ()
    return ", ".join(line for line in lines if line) or organisation.city


def set_insurer(session: Session, actor: str, row: Mobility, wanted: Mapping[str, Any]) -> None:
    """Write down who insures the group and where to call them."""
    row.insurer, row.insurer_phone = wanted["insurer"], wanted["insurer_phone"]
    session.flush()
    audit.record(session, actor, "mobility.insurer", f"mobility:{row.id}")


def as_pdf(card: Card, language: str) -> bytes:
    """Return the card as a PDF to be kept on a phone or printed."""
    row = card.mobility
    with force_locale(language):
        duty = [
            [
                _("On duty %(start)s to %(end)s", **_span(adult)),
                " ".join(filter(None, (adult.name, adult.phone))),
            ]
            for adult in card.adults
        ]
        fields = [
            [_("Emergency number"), card.number.number if card.number else _("ask the host")],
            *duty,
            [_("Insurer"), " ".join(filter(None, (row.insurer, row.insurer_phone))) or "–"],
            [_("Host"), ", ".join(filter(None, (card.host, card.host_address))) or "–"],
            *([name, where or "–"] for name, where in card.places),
        ]
        return pdf.render(
            "document",
            {
                "title": _("Emergency card"),
                "language": language,
                "intro": f"{row.sending.name} → {row.city}, {locales.country(row.country)}",
                "fields": fields,
                "missing_label": _("Missing:"),
                "missing": card.missing,
                "signatures_label": "",
                "signatures": [],
                "foot": row.key,
            },
        )


def _span(adult: Adult) -> dict[str, str]:
    return {"start": locales.day(adult.starts_on), "end": locales.day(adult.ends_on)}
