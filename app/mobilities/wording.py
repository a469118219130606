"""The words for the codes of mobilities, and the sentence of whatever blocks a departure."""

from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from app.mobilities.incident_models import IncidentKind
from app.mobilities.models import (
    AgeBand,
    DocumentKind,
    HostKind,
    MobilityKind,
    Party,
    Relay,
    RoundState,
    StepKind,
)
from app.mobilities.pipeline import Block, Blocker
from app.mobilities.travel_papers import Paper
from app.web import locales
from app.web.sentences import said, says


@says(MobilityKind)
def kind(value: MobilityKind) -> str:
    return {
        MobilityKind.LEARNERS_SHORT: _("Learners, short stay"),
        MobilityKind.LEARNERS_LONG: _("Learners, long stay"),
        MobilityKind.JOB_SHADOWING: _("Staff: job shadowing"),
        MobilityKind.TEACHING: _("Staff: teaching"),
        MobilityKind.COURSE: _("Staff: course"),
        MobilityKind.PREPARATORY_VISIT: _("Preparatory visit"),
    }[value]


@says(AgeBand)
def age_band(value: AgeBand) -> str:
    return {
        AgeBand.MINORS: _("under 18"),
        AgeBand.MIXED: _("some under 18"),
        AgeBand.ADULTS: _("18 and over"),
    }[value]


@says(HostKind)
def host_kind(value: HostKind) -> str:
    return {HostKind.COMPANY: _("Company"), HostKind.FAMILY: _("Host family")}[value]


@says(IncidentKind)
def incident_kind(value: IncidentKind) -> str:
    return {
        IncidentKind.HEALTH: _("Health"),
        IncidentKind.SAFETY: _("Safety at work"),
        IncidentKind.CONDUCT: _("Conduct"),
        IncidentKind.TRAVEL: _("Travel"),
        IncidentKind.OTHER: _("Other"),
    }[value]


@says(Paper)
def paper(value: Paper) -> str:
    return {
        Paper.IDENTITY: _("Identity paper"),
        Paper.HEALTH_CARD: _("Health cover"),
        Paper.EXIT_AUTHORISATION: _("Leave of the parents to travel without them"),
    }[value]


@says(Relay)
def relay(value: Relay) -> str:
    return {
        Relay.SETTLE_IN: _("Travels out and settles in"),
        Relay.LAST_WEEK: _("Last week: evaluates and brings home"),
        Relay.ON_SITE: _("Adult of the host, on site"),
    }[value]


@says(StepKind)
def step(value: StepKind) -> str:
    return {
        StepKind.HOST_AGREEMENT: _("Agreement of the host"),
        StepKind.PROGRAMME: _("Programme of the stay"),
        StepKind.GUARDIAN_CONSENTS: _("Consents of the guardians"),
        StepKind.IDENTITY_PAPERS: _("Identity papers"),
        StepKind.HEALTH_AND_INSURANCE: _("Health cards and insurance"),
        StepKind.GRANT_AGREEMENTS: _("Grant agreements with the participants"),
        StepKind.TRAVEL_BOOKED: _("Travel booked"),
        StepKind.PREPARATION: _("Preparation of the learners"),
        StepKind.EMERGENCY_CARD: _("Emergency card"),
        StepKind.ATTENDANCE_PROOF: _("Proof of attendance"),
        StepKind.FINAL_REPORT: _("Participants’ reports"),
    }[value]


@says(DocumentKind)
def document(value: DocumentKind) -> str:
    return {
        DocumentKind.LEARNING_AGREEMENT: _("Learning agreement"),
        DocumentKind.ACCOMPANYING_CERTIFICATE: _("Accompanying-person certificate"),
        DocumentKind.ATTENDANCE_CERTIFICATE: _("Attendance certificate"),
        DocumentKind.PROGRAMME: _("Programme of the stay"),
        DocumentKind.LETTER_OF_INTENT: _("Letter of intent"),
    }[value]


@says(Party)
def party(value: Party) -> str:
    return {
        Party.SENDING: _("sending organisation"),
        Party.HOST: _("host"),
        Party.LEARNERS: _("learners"),
        Party.GUARDIANS: _("guardians"),
        Party.PARTICIPANTS: _("participants"),
    }[value]


@says(RoundState)
def round_state(value: RoundState) -> str:
    return {
        RoundState.WAITING: _("Waiting for a worker"),
        RoundState.FINISHED: _("Planned"),
        RoundState.FAILED: _("Failed"),
    }[value]


def facts() -> dict[str, str]:
    """Return the label of every field of a document."""
    return {
        "sending": _("Sending organisation"),
        "sending_place": _("Place of the sending organisation"),
        "host": _("Host organisation"),
        "host_place": _("Place of the stay"),
        "consortium": _("Consortium"),
        "accreditation": _("Accreditation"),
        "starts_on": _("First day"),
        "ends_on": _("Last day"),
        "persons": _("Number of persons"),
        "kind": _("Kind of mobility"),
        "programme": _("Programme of training"),
        "eqf_level": _("EQF level"),
        "learning_outcomes": _("What is to be learnt"),
        "companies": _("Companies"),
        "families": _("Host families"),
        "age_band": _("Age"),
        "adults": _("Accompanying adults"),
        "days": _("Days"),
        "participant": _("Participant"),
        "visits": _("Visits attended"),
    }


def _span(first: date, last: date) -> str:
    start, end = locales.day(first), locales.day(last)
    return start if first == last else _("%(start)s to %(end)s", start=start, end=end)


def sentence(blocker: Blocker) -> str:
    """Return what blocks departure, in a sentence."""
    values = blocker.values
    match blocker.kind:
        case Block.NOT_ELIGIBLE:
            return _("By the rules of the call year the mobility is not eligible, or not known.")
        case Block.COMPANIES_SHORT:
            return ngettext(
                "%(num)s learner has no company yet.",
                "%(num)s learners have no company yet.",
                int(str(values["missing"])),
            )
        case Block.FAMILIES_SHORT:
            return ngettext(
                "%(num)s learner has no host family yet.",
                "%(num)s learners have no host family yet.",
                int(str(values["missing"])),
            )
        case Block.CHECK_INVALID:
            return _("The check of %(host)s does not hold on every day.", host=values["host"])
        case Block.NO_ADULT:
            return _no_adult(blocker)
        case Block.SIGNATURE_MISSING:
            return _(
                "%(document)s: the signature is missing of: %(party)s.",
                document=_said(values["document"]),
                party=_said(values["party"]),
            )
        case Block.STEP_OPEN:
            return _(
                "%(step)s: open, due %(due)s, owner %(owner)s.",
                step=_said(values["step"]),
                due=_day(values["due"]),
                owner=values["owner"] or _("nobody"),
            )


def _no_adult(blocker: Blocker) -> str:
    first, last = blocker.values["first"], blocker.values["last"]
    assert isinstance(first, date)
    assert isinstance(last, date)
    return _(
        "No named adult within reach on %(days)s of %(learners)s minors at: %(places)s.",
        days=_span(first, last),
        learners=blocker.values["learners"],
        places=blocker.values["places"],
    )


def _said(value: object) -> str:
    assert isinstance(value, StepKind | DocumentKind | Party)
    return said(value)


def _day(value: object) -> str:
    assert isinstance(value, date)
    return locales.day(value)
