"""The parts of the demo's groups: companies, families, adults, steps and signatures. Invented."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.mobilities import actions, papers, pipeline
from app.mobilities.models import DocumentKind, HostKind, Mobility, Relay, StepKind
from app.partnerships.models import Offer

RELAY_DAYS = timedelta(days=3)
OPEN_STEPS = (StepKind.TRAVEL_BOOKED, StepKind.GUARDIAN_CONSENTS)
"""What is still to be done in groups that leave later."""


def fill_group(session: Session, row: Mobility, offer: Offer, today: date) -> None:
    """Give a group its hosts and adults; what lies behind it is done and signed."""
    for host in _hosts(row, offer):
        actions.put_host(session, "demo", row, host)
    for adult in _adults(row, has_left=row.starts_on <= today):
        actions.put_adult(session, "demo", row, adult)
    for step in list(row.steps):
        is_done = step.due_on <= today or (
            step.kind not in (*OPEN_STEPS, *pipeline.AFTERWARDS) and row.starts_on > today
        )
        if is_done:
            done_on = min(step.due_on, today)
            wanted = {"kind": step.kind, "owner": step.owner, "due_on": step.due_on}
            actions.put_step(session, "demo", row, wanted | {"done_on": done_on})
    if row.starts_on <= today:
        document = DocumentKind.LEARNING_AGREEMENT
        for party in papers.parties(row, document):
            signed = {"document": document, "party": party}
            day = row.starts_on - timedelta(days=30)
            dates = {"signed_on": day, "valid_until_on": None}
            actions.sign(session, "demo", row, signed | dates)


def _hosts(row: Mobility, offer: Offer) -> Iterator[dict[str, Any]]:
    site = offer.organisation.main_site
    assert site is not None, "the demo's companies have a site"
    checked = {
        "checked_on": row.starts_on - timedelta(days=120),
        "check_until_on": row.ends_on + timedelta(days=120),
        "opens_minute": 480,
        "closes_minute": 960,
    }
    yield {
        **checked,
        "kind": HostKind.COMPANY,
        "organisation": offer.organisation.key,
        "reference": "",
        "latitude": None,
        "longitude": None,
        "places": row.persons,
        "learners": row.persons,
    }
    if not row.has_minors or site.latitude is None or site.longitude is None:
        return
    for number in range(1, row.persons + 1):
        yield {
            **checked,
            "kind": HostKind.FAMILY,
            "organisation": None,
            "reference": f"family {number}",
            "latitude": site.latitude + 0.01 * number,
            "longitude": site.longitude - 0.01 * number,
            "places": 1,
            "learners": 1,
        }


def _adults(row: Mobility, *, has_left: bool) -> Iterator[dict[str, Any]]:
    """Yield two adults of each relay; the tutor on site only once the group has left."""
    if not row.has_minors:
        return
    first, last = row.starts_on, row.ends_on
    stays = [
        (Relay.SETTLE_IN, "Claude Exemple", first, first + RELAY_DAYS),
        (Relay.SETTLE_IN, "Dominique Modèle", first, first + RELAY_DAYS),
        (Relay.LAST_WEEK, "Camille Exemple", last - RELAY_DAYS, last),
        (Relay.LAST_WEEK, "Maxime Modèle", last - RELAY_DAYS, last),
    ]
    if has_left:
        stays.append((Relay.ON_SITE, "Dawid Przykładowska", first, last))
    for relay, name, starts_on, ends_on in stays:
        yield {
            "relay": relay,
            "name": name,
            "phone": "+48 00 000 00 00" if relay is Relay.ON_SITE else "",
            "starts_on": starts_on,
            "ends_on": ends_on,
            "city": "",
            "latitude": None,
            "longitude": None,
            "beyond_budget": False,
        }
