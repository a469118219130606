"""Entering rates, agreements and budgets. Callers commit."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.audit import actions as audit
from app.consortia import queries as consortia
from app.grants.models import AgencyRate, BudgetHeading, GrantAgreement, cents
from app.grants.rules import Heading
from app.web.editing import touch
from app.web.faults import Faults

Wanted = Mapping[str, Any]
"""Values as a schema has read them."""


def enter_rate(session: Session, actor: str, wanted: Wanted) -> AgencyRate:
    """Enter a rate, or correct the one of the same call, country, participant and group."""
    names = ("call_year", "field", "sending_country", "participant", "group")
    known = {name: wanted[name] for name in names}
    row = session.scalar(select(AgencyRate).filter_by(**known))
    if row is None:
        row = AgencyRate(**known)
        session.add(row)
    row.cents = cents(wanted["euros"])
    row.later_cents = None if wanted["later"] is None else cents(wanted["later"])
    row.source = wanted["source"]
    row.entered_by, row.entered_at = actor, clock.now()
    session.flush()
    details = {"cents": row.cents, "later_cents": row.later_cents, "source": row.source}
    audit.record(session, actor, "agency_rate.enter", f"agency_rate:{row.id}", details)
    return row


def set_agreement(session: Session, actor: str, own: int | None, wanted: Wanted) -> GrantAgreement:
    """Enter the agreement of a consortium and call year, or correct it.

    Raises Invalid for a consortium that the reader does not coordinate.
    """
    faults = Faults()
    consortium = consortia.coordinated_by_key(session, wanted["consortium"], own)
    if consortium is None:
        key = wanted["consortium"]
        faults.add("consortium", _("You coordinate no consortium with the key %(key)s.", key=key))
    faults.refuse()
    assert consortium is not None, "refused above"
    row = session.scalar(
        select(GrantAgreement).filter_by(
            consortium_id=consortium.id, call_year=wanted["call_year"]
        )
    )
    if row is None:
        row = GrantAgreement(consortium_id=consortium.id, call_year=wanted["call_year"])
        session.add(row)
    row.reference, row.report_due_on = wanted["reference"], wanted["report_due_on"]
    session.flush()
    audit.record(session, actor, "grant_agreement.set", f"grant_agreement:{row.id}")
    return row


def set_budget(session: Session, actor: str, row: GrantAgreement, wanted: Wanted) -> None:
    """Write what is awarded and spent under each heading."""
    stored = {line.heading: line for line in row.headings}
    for heading in Heading:
        line = stored.get(heading)
        if line is None:
            line = BudgetHeading(heading=heading)
            row.headings.append(line)
        line.awarded_cents = cents(wanted[f"{heading.value}_awarded"])
        line.spent_cents = cents(wanted[f"{heading.value}_spent"])
    touch(row, "reference")
    session.flush()
    details = {line.heading.value: [line.awarded_cents, line.spent_cents] for line in row.headings}
    audit.record(session, actor, "grant_agreement.budget", f"grant_agreement:{row.id}", details)
