"""Changing the parts of a mobility: hosts, adults, steps, signatures. Callers commit."""

from collections.abc import Mapping
from typing import Any, TypeVar

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app import clock
from app.audit import actions as audit
from app.errors import Conflict, NotFound
from app.grants import bridge as grants
from app.grants import rules
from app.mobilities import bridge, entering, papers, pipeline, spending, whereabouts
from app.mobilities.models import (
    Adult,
    DocumentKind,
    HostKind,
    Mobility,
    MobilityHost,
    Signature,
    Step,
)
from app.organisations.keys import organisation_by_key
from app.web.editing import touch
from app.web.faults import Faults

Wanted = Mapping[str, Any]
"""Values as a schema has read them."""
Part = TypeVar("Part", MobilityHost, Adult)
Changed = TypeVar("Changed", MobilityHost, Adult, None)


def put_host(
    session: Session, actor: str, row: Mobility, wanted: Wanted, host_id: int | None = None
) -> MobilityHost:
    """Add or change a company or family.

    Raises Invalid where learners are allocated without a check that holds on every day.
    """
    host = _part(row.hosts, host_id) if host_id else MobilityHost()
    faults = Faults()
    organisation = None
    if wanted["organisation"]:
        organisation = organisation_by_key(session, wanted["organisation"])
        if organisation is None:
            key = wanted["organisation"]
            sentence = _("There is no organisation with the key %(key)s.", key=key)
            faults.add("organisation", sentence)
    elif wanted["kind"] is HostKind.COMPANY:
        faults.add("organisation", _("Which company of the directory is it?"))
    elif not wanted["reference"]:
        faults.add("reference", _("A reference is needed, such as “family 12”: no name."))
    site = organisation.main_site if organisation else None
    values = {name: wanted[name] for name in _HOST}
    values["organisation_id"] = organisation.id if organisation else None
    if wanted["latitude"] is None and site is not None:
        values |= {"latitude": site.latitude, "longitude": site.longitude}
    if wanted["learners"] and not pipeline.check_holds(row, wanted, organisation):
        sentence = _(
            "Nobody is allocated without a check that holds from %(start)s to %(end)s.",
            start=row.starts_on.isoformat(),
            end=row.ends_on.isoformat(),
        )
        faults.add("learners", sentence)
    placed = sum(
        one.learners for one in row.hosts if one.kind is wanted["kind"] and one.id != host_id
    )
    if placed + wanted["learners"] > row.persons:
        faults.add("learners", _("That is more than the group has learners."))
    faults.refuse()
    signed = papers.digest(row, DocumentKind.LEARNING_AGREEMENT)
    for name, value in values.items():
        setattr(host, name, value)
    if host_id is None:
        row.hosts.append(host)
    return _changed(session, actor, row, "mobility.host", signed, host)


_HOST = (
    "kind",
    "reference",
    "latitude",
    "longitude",
    "places",
    "learners",
    "checked_on",
    "check_until_on",
    "opens_minute",
    "closes_minute",
)


def drop_host(session: Session, actor: str, row: Mobility, host_id: int) -> None:
    """Take a host away. Raises NotFound."""
    signed = papers.digest(row, DocumentKind.LEARNING_AGREEMENT)
    row.hosts.remove(_part(row.hosts, host_id))
    _changed(session, actor, row, "mobility.drop_host", signed, None)


def put_adult(session: Session, actor: str, row: Mobility, wanted: Wanted) -> Adult:
    """Add an adult; without a town they are where the learners are.

    Raises Invalid for a town that cannot be found, or a stay beyond what is awarded.
    """
    faults = Faults()
    values = {name: value for name, value in wanted.items() if name != "beyond_budget"}
    if not wanted["city"] and wanted["latitude"] is None:
        values |= {"city": row.city, "latitude": row.latitude, "longitude": row.longitude}
    elif wanted["latitude"] is None:
        point = whereabouts.find(faults, {**wanted, "country": row.country}, "city")
        if point is not None:
            values |= {"latitude": point.latitude, "longitude": point.longitude}
    adult = Adult(**values)
    if not wanted["beyond_budget"]:
        book, settings = grants.book(), grants.settings_of(session)
        new = bridge.relay_cases(row, [adult])
        answers = entering.answers_of(session, row)
        answers += [rules.estimate(case, book, settings) for _a, case in new]
        if new:
            spending.note_exceeded(session, faults, row, answers, of=row)
    faults.refuse()
    row.adults.append(adult)
    signed = papers.digest(row, DocumentKind.LEARNING_AGREEMENT)
    return _changed(session, actor, row, "mobility.adult", signed, adult)


def drop_adult(session: Session, actor: str, row: Mobility, adult_id: int) -> None:
    """Take an adult away. Raises NotFound."""
    row.adults.remove(_part(row.adults, adult_id))
    signed = papers.digest(row, DocumentKind.LEARNING_AGREEMENT)
    _changed(session, actor, row, "mobility.drop_adult", signed, None)


def put_step(session: Session, actor: str, row: Mobility, wanted: Wanted) -> Step:
    """Say who owns a step, when it is due and when it was done. Raises NotFound."""
    step = next((step for step in row.steps if step.kind is wanted["kind"]), None)
    if step is None:
        raise NotFound(_("This mobility has no such step."))
    step.owner, step.due_on, step.done_on = wanted["owner"], wanted["due_on"], wanted["done_on"]
    touch(row, "key")
    session.flush()
    details = {"step": step.kind.value, "done": step.done_on is not None}
    audit.record(session, actor, "mobility.step", f"mobility:{row.id}", details)
    return step


def sign(session: Session, actor: str, row: Mobility, wanted: Wanted) -> Signature:
    """Note a party's signature under a document as its facts now stand.

    Raises Conflict while fields of the document are missing, NotFound for a party that does not
    sign it.
    """
    document, party = wanted["document"], wanted["party"]
    if party not in papers.parties(row, document):
        raise NotFound(_("This party does not sign the document."))
    if papers.missing(row, document):
        raise Conflict(_("Fields of the document are missing; nobody can sign it yet."))
    signature = Signature(
        document=document,
        party=party,
        signed_on=wanted["signed_on"],
        valid_until_on=wanted["valid_until_on"],
        facts_digest=papers.digest(row, document),
        recorded_by=actor,
    )
    row.signatures.append(signature)
    touch(row, "key")
    session.flush()
    details = {"document": document.value, "party": party.value}
    audit.record(session, actor, "mobility.sign", f"mobility:{row.id}", details)
    return signature


def cancel(session: Session, actor: str, row: Mobility) -> None:
    """Cancel a mobility; it stays readable and is planned with nothing."""
    row.cancelled_at = row.cancelled_at or clock.now()
    session.flush()
    audit.record(session, actor, "mobility.cancel", f"mobility:{row.id}")


def _part(rows: list[Part], number: int) -> Part:
    found = next((row for row in rows if row.id == number), None)
    if found is None:
        raise NotFound(_("This mobility has no such entry."))
    return found


def _changed(
    session: Session, actor: str, row: Mobility, action: str, signed: str, part: Changed
) -> Changed:
    touch(row, "key")
    session.flush()
    if isinstance(part, MobilityHost):
        session.expire(part, ["organisation"])
    entering.take_back_consents(row, signed)
    entering.replan(session, row)
    audit.record(session, actor, action, f"mobility:{row.id}")
    return part
