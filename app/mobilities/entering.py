"""Entering a mobility: what stands in its way, by field, and writing it. Callers commit."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit import actions as audit
from app.consortia import queries as consortia
from app.consortia.models import Consortium
from app.grants import bridge as grants
from app.grants import rules, sentences
from app.mobilities import bridge, papers, pipeline, spending, whereabouts
from app.mobilities.models import DocumentKind, Mobility, PlannedCost, StepKind
from app.mobilities.schemas import MobilitySheetIn
from app.organisations.keys import organisation_by_key, programme_by_key
from app.organisations.models import Organisation
from app.partnerships.models import Partnership, Placement
from app.web.faults import Faults

Wanted = Mapping[str, Any]
"""Values as a schema has read them."""

FIELDS: Mapping[rules.Code, str] = {
    rules.Code.OWN_COUNTRY: "country",
    rules.Code.OUTSIDE_ACTION: "country",
    rules.Code.OUTSIDE_ACTIVITY: "country",
    rules.Code.SENDER_OUTSIDE: "origin_country",
    rules.Code.BEFORE_CALL_YEAR: "starts_on",
    rules.Code.TOO_SHORT: "ends_on",
    rules.Code.TOO_SHORT_OUTSIDE: "ends_on",
    rules.Code.TOO_LONG: "ends_on",
    rules.Code.TOO_SHORT_MONTHS: "ends_on",
    rules.Code.TOO_LONG_MONTHS: "ends_on",
    rules.Code.TOO_MANY_PERSONS: "persons",
    rules.Code.TOO_FEW_PERSONS: "persons",
    rules.Code.PROJECT_CAP: "persons",
}
"""At which field the sentence of a broken rule stands; at the kind otherwise."""

_PLAIN = (
    "kind",
    "field",
    "call_year",
    "action",
    "persons",
    "age_band",
    "fewer_opportunities",
    "coded_needs",
    "learning_outcomes",
    "starts_on",
    "ends_on",
    "travel_days",
    "is_green",
    "city",
    "country",
    "reach_minutes",
)


def put_mobility(
    session: Session,
    actor: str,
    own: int | None,
    wanted: Wanted,
    *,
    row: Mobility | None = None,
    placement: Placement | None = None,
) -> Mobility:
    """Write a mobility that breaks no rule; a changed fact takes back the guardians' consents.

    Raises Invalid with a sentence at each field that stands in the way.
    """
    faults = Faults()
    values = _values(session, faults, own, wanted, row, placement)
    draft = Mobility(**values)
    _judge(session, faults, draft, wanted, row)
    faults.refuse()
    signed = papers.digest(row, DocumentKind.LEARNING_AGREEMENT) if row else ""
    if row is None:
        row = Mobility(**values, hosts=[], adults=[], steps=[], signatures=[], planned=[])
        row.key = wanted["key"] or _free_key(session, values)
        session.add(row)
    else:
        for name, value in values.items():
            setattr(row, name, value)
    session.flush()
    session.expire(row, ["sending", "receiving", "consortium", "programme", "placement"])
    pipeline.settle_steps(row, row.sending.name)
    if signed:
        take_back_consents(row, signed)
    replan(session, row)
    audit.record(session, actor, "mobility.put", f"mobility:{row.id}", {"key": row.key})
    return row


def mobility_faults(session: Session, wanted: Wanted) -> Faults:
    """Return what stands in the way of a sheet's mobility; empty where values are missing."""
    faults = Faults()
    if any(name not in wanted for name in MobilitySheetIn().fields):
        return faults
    row = mobility_by_key(session, wanted["key"])
    draft = Mobility(**_values(session, faults, None, wanted, row, None))
    _judge(session, faults, draft, wanted, row)
    return faults


def mobility_by_key(session: Session, key: str) -> Mobility | None:
    return session.scalar(select(Mobility).where(Mobility.key == key))


def _values(
    session: Session,
    faults: Faults,
    own: int | None,
    wanted: Wanted,
    row: Mobility | None,
    placement: Placement | None,
) -> dict[str, Any]:
    """Return the columns of a mobility, and note what cannot be found."""
    placement = placement or (row.placement if row else None)
    sending = _sending(session, faults, own, wanted, row, placement)
    receiving = _named(session, faults, wanted, "receiving")
    if receiving is None and placement is not None:
        receiving = placement.offer.organisation
    programme = None
    if wanted["programme"] and sending:
        programme = programme_by_key(session, sending, wanted["programme"])
        if programme is None:
            faults.add("programme", _("The sending school has no such programme."))
    consortium = _consortium(session, faults, own, wanted, sending)
    values = {name: wanted[name] for name in _PLAIN}
    return {
        **values,
        **whereabouts.both(faults, wanted, sending),
        "sending_id": sending.id if sending else 0,
        "receiving_id": receiving.id if receiving else None,
        "programme_id": programme.id if programme else None,
        "consortium_id": consortium.id if consortium else None,
        "placement_id": placement.id if placement else None,
        "partnership_id": _partnership_id(session, sending, receiving, placement),
    }


def _named(session: Session, faults: Faults, wanted: Wanted, field: str) -> Organisation | None:
    key = wanted[field]
    found = organisation_by_key(session, key) if key else None
    if key and found is None:
        faults.add(field, _("There is no organisation with the key %(key)s.", key=key))
    return found


def _sending(
    session: Session,
    faults: Faults,
    own: int | None,
    wanted: Wanted,
    row: Mobility | None,
    placement: Placement | None,
) -> Organisation | None:
    """Return the school that sends: the one stored, the placement's, the one named, or one's own.

    A school sends for itself alone; a coordinator also for the members of its consortia.
    """
    if row is not None:
        return row.sending
    if placement is not None:
        return placement.need.organisation
    named = _named(session, faults, wanted, "sending")
    if named is None:
        named = session.get(Organisation, own) if own else None
    if named is None:
        faults.add("sending", _("Which school sends?"))
    elif own not in (None, named.id) and not _coordinates(session, own, named.id):
        faults.add("sending", _("Your organisation cannot send for this school."))
    return named


def _coordinates(session: Session, own: int | None, school_id: int) -> bool:
    return any(
        member.organisation_id == school_id
        for row in consortia.consortia_of(session, own)
        if row.coordinator_id == own
        for member in row.members
    )


def _consortium(
    session: Session,
    faults: Faults,
    own: int | None,
    wanted: Wanted,
    sending: Organisation | None,
) -> Consortium | None:
    key = wanted["consortium"]
    if not key:
        return None
    found = next((row for row in consortia.consortia_of(session, own) if row.key == key), None)
    if found is None:
        faults.add("consortium", _("There is no consortium with the key %(key)s.", key=key))
    elif sending and not consortia.is_member_on(found, sending.id, wanted["starts_on"]):
        sentence = _("On that day %(name)s does not belong to it.", name=sending.name)
        faults.add("consortium", sentence)
    return found


def _partnership_id(
    session: Session,
    sending: Organisation | None,
    receiving: Organisation | None,
    placement: Placement | None,
) -> int | None:
    if placement is not None and placement.partnership_id is not None:
        return placement.partnership_id
    if sending is None or receiving is None:
        return None
    return session.scalar(
        select(Partnership.id).where(
            Partnership.sending_id == sending.id, Partnership.host_id == receiving.id
        )
    )


def _judge(
    session: Session, faults: Faults, draft: Mobility, wanted: Wanted, row: Mobility | None
) -> None:
    """Note the rules that a draft breaks, and the headings that it would exceed."""
    answer = rules.estimate(bridge.case_of(draft), grants.book(), grants.settings_of(session))
    if answer.verdict is rules.Verdict.NO:
        for reason in answer.reasons:
            faults.add(FIELDS.get(reason.code, "kind"), sentences.sentence(reason))
        return
    if not wanted["beyond_budget"]:
        adults = row.adults if row else []
        book, settings = grants.book(), grants.settings_of(session)
        others = [
            rules.estimate(case, book, settings) for _a, case in bridge.relay_cases(draft, adults)
        ]
        spending.note_exceeded(session, faults, draft, [answer, *others], of=row)


def _free_key(session: Session, values: Mapping[str, Any]) -> str:
    base = f"m{values['call_year']}-{values['sending_id']}-"
    taken = set(session.scalars(select(Mobility.key).where(Mobility.key.startswith(base))))
    return next(f"{base}{number}" for number in range(1, 10_000) if f"{base}{number}" not in taken)


def take_back_consents(row: Mobility, signed: str) -> None:
    """Open the guardians' consents again where the facts they agreed to have changed."""
    if papers.digest(row, DocumentKind.LEARNING_AGREEMENT) == signed:
        return
    for step in row.steps:
        if step.kind is StepKind.GUARDIAN_CONSENTS:
            step.done_on = None


def answers_of(session: Session, row: Mobility) -> list[rules.Estimate]:
    """Return the estimate of the group, then those of each adult who travels with it."""
    book, settings = grants.book(), grants.settings_of(session)
    cases = [bridge.case_of(row), *(case for _adult, case in bridge.relay_cases(row))]
    return [rules.estimate(case, book, settings) for case in cases]


def replan(session: Session, row: Mobility) -> None:
    """Write what the mobility is now planned with, heading by heading."""
    wanted = bridge.planned_cents(*answers_of(session, row))
    held = {cost.heading: cost for cost in row.planned}
    row.planned = [held[heading] for heading in wanted if heading in held]
    for heading, (cents, is_bound) in wanted.items():
        cost = held.get(heading)
        if cost is None:
            cost = PlannedCost(heading=heading)
            row.planned.append(cost)
        cost.cents, cost.is_bound = cents, is_bound
    session.flush()
