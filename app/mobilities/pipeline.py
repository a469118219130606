"""The pipeline: the steps of a mobility, when they are due, and exactly what blocks departure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as made_by
from datetime import date, timedelta
from enum import StrEnum, auto
from typing import Any

from app.mobilities import cover, papers
from app.mobilities.models import (
    DocumentKind,
    HostKind,
    Mobility,
    MobilityHost,
    Party,
    Step,
    StepKind,
)
from app.organisations.models import CharterKind, Organisation

DUE: Mapping[StepKind, int] = {
    StepKind.HOST_AGREEMENT: -90,
    StepKind.PROGRAMME: -60,
    StepKind.GUARDIAN_CONSENTS: -45,
    StepKind.IDENTITY_PAPERS: -45,
    StepKind.HEALTH_AND_INSURANCE: -30,
    StepKind.GRANT_AGREEMENTS: -30,
    StepKind.TRAVEL_BOOKED: -30,
    StepKind.PREPARATION: -14,
    StepKind.EMERGENCY_CARD: -7,
    StepKind.ATTENDANCE_PROOF: 7,
    StepKind.FINAL_REPORT: 30,
}
"""Days before the start, or after the end; a proposal that owners change."""
AFTERWARDS = (StepKind.ATTENDANCE_PROOF, StepKind.FINAL_REPORT)
FOR_LEARNERS = (StepKind.PREPARATION, StepKind.EMERGENCY_CARD)


class Block(StrEnum):
    """What can stand in the way of departure."""

    STEP_OPEN = auto()
    NOT_ELIGIBLE = auto()
    COMPANIES_SHORT = auto()
    FAMILIES_SHORT = auto()
    CHECK_INVALID = auto()
    NO_ADULT = auto()
    SIGNATURE_MISSING = auto()


@dataclass(frozen=True, slots=True)
class Blocker:
    """One thing that blocks departure, with what its sentence needs."""

    kind: Block
    values: Mapping[str, object] = made_by(default_factory=dict)


def wanted_steps(row: Mobility) -> list[StepKind]:
    """Return the steps of a mobility; consents only for minors."""
    found = list(StepKind)
    if not row.has_minors:
        found.remove(StepKind.GUARDIAN_CONSENTS)
    if not row.has_learners:
        found = [kind for kind in found if kind not in FOR_LEARNERS]
    return found


def settle_steps(row: Mobility, owner: str) -> None:
    """Give a mobility the steps that it lacks, and take away those it no longer needs."""
    wanted = wanted_steps(row)
    row.steps = [step for step in row.steps if step.kind in wanted]
    held = {step.kind for step in row.steps}
    for kind in wanted:
        if kind not in held:
            row.steps.append(Step(kind=kind, owner=owner, due_on=due_on(row, kind)))


def due_on(row: Mobility, kind: StepKind) -> date:
    anchor = row.ends_on if kind in AFTERWARDS else row.starts_on
    return anchor + timedelta(days=DUE[kind])


def blockers(row: Mobility, *, is_eligible: bool) -> list[Blocker]:
    """Return everything that blocks departure, and nothing else."""
    return [
        *([] if is_eligible else [Blocker(Block.NOT_ELIGIBLE)]),
        *_hosts(row),
        *(
            Blocker(
                Block.NO_ADULT,
                {
                    "first": gap.first,
                    "last": gap.last,
                    "places": ", ".join(gap.places),
                    "learners": gap.learners,
                },
            )
            for gap in cover.gaps(row)
        ),
        *(
            Blocker(
                Block.SIGNATURE_MISSING,
                {"document": document, "party": party},
            )
            for document, party in _unsigned(row)
        ),
        *(
            Blocker(Block.STEP_OPEN, {"step": step.kind, "owner": step.owner, "due": step.due_on})
            for step in row.steps
            if step.done_on is None and step.kind not in AFTERWARDS
        ),
    ]


def _hosts(row: Mobility) -> Iterator[Blocker]:
    if not row.has_learners:
        return
    for kind, code in (
        (HostKind.COMPANY, Block.COMPANIES_SHORT),
        (HostKind.FAMILY, Block.FAMILIES_SHORT),
    ):
        placed = sum(host.learners for host in row.hosts if host.kind is kind)
        needs_it = kind is HostKind.COMPANY or row.has_minors
        if placed < row.persons and needs_it:
            yield Blocker(code, {"missing": row.persons - placed})
    for host in row.hosts:
        if host.learners and not holds(row, host):
            yield Blocker(Block.CHECK_INVALID, {"host": host.name})


def check_holds(
    row: Mobility, check: Mapping[str, Any], organisation: Organisation | None
) -> bool:
    """Say whether a host's check holds from the first day to the last.

    A company's signed host-company charter is a check as well.
    """
    since, until = check["checked_on"], check["check_until_on"]
    if since and until and since <= row.starts_on and row.ends_on <= until:
        return True
    charters = organisation.charters if organisation else []
    return any(
        charter.kind is CharterKind.HOST_COMPANY_CHARTER
        and charter.signed_on is not None
        and charter.holds_on(row.starts_on)
        and charter.holds_on(row.ends_on)
        for charter in charters
    )


def holds(row: Mobility, host: MobilityHost) -> bool:
    """Say whether a stored host's check holds on every day."""
    check = {"checked_on": host.checked_on, "check_until_on": host.check_until_on}
    return check_holds(row, check, host.organisation)


def _unsigned(row: Mobility) -> Iterator[tuple[DocumentKind, Party]]:
    if not row.has_learners:
        return
    document = DocumentKind.LEARNING_AGREEMENT
    for party in papers.parties(row, document):
        if papers.valid_signature(row, document, party) is None:
            yield document, party
