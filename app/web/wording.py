"""The words for every code that pages show."""

from flask_babel import gettext as _

from app.accounts.models import Role
from app.forums.models import Mode, Phase, WishKind
from app.itineraries.values import Answer, Heard
from app.organisations.models import CefrLevel, CharterKind, OrganisationKind, Precision, Sector
from app.partnerships.models import (
    DeclineCode,
    Direction,
    EntryState,
    Kind,
    PlacementState,
    Stage,
)
from app.plans import kind_words  # noqa: F401 -- registers the kinds of plans
from app.plans.models import RunState
from app.web.sentences import says


@says(Role)
def role(value: Role) -> str:
    return {
        Role.ORGANISER: _("Organiser"),
        Role.PLANNER: _("Planner"),
        Role.COORDINATOR: _("Consortium coordinator"),
        Role.SCHOOL: _("School"),
        Role.HOST: _("Host"),
        Role.STAFF: _("Staff on visits"),
    }[value]


@says(OrganisationKind)
def organisation_kind(value: OrganisationKind) -> str:
    return {
        OrganisationKind.SCHOOL: _("School"),
        OrganisationKind.TRAINING_CENTRE: _("Training centre"),
        OrganisationKind.COMPANY: _("Company"),
        OrganisationKind.PROFESSIONAL_ORGANISATION: _("Professional organisation"),
    }[value]


@says(Sector)
def sector(value: Sector) -> str:
    return {
        Sector.TRANSPORT_LOGISTICS: _("Transport and logistics"),
        Sector.INTERNATIONAL_TRADE: _("International trade"),
        Sector.AUTOMOTIVE: _("Automotive"),
    }[value]


@says(Precision)
def precision(value: Precision) -> str:
    return {
        Precision.BUILDING: _("exact to the building"),
        Precision.STREET: _("exact to the street"),
        Precision.TOWN: _("exact to the town"),
    }[value]


@says(CefrLevel)
def level(value: CefrLevel) -> str:
    return value.value


@says(CharterKind)
def charter(value: CharterKind) -> str:
    return {
        CharterKind.TRAINING_CENTRE_CHARTER: _("Training-centre charter"),
        CharterKind.HOST_COMPANY_CHARTER: _("Host-company charter"),
        CharterKind.QUALITY_LABEL: _("Quality label"),
        CharterKind.SBB_ACCREDITATION: _("SBB accreditation"),
        CharterKind.ERASMUS_ACCREDITATION: _("Erasmus accreditation"),
    }[value]


@says(Kind)
def kind(value: Kind) -> str:
    return {Kind.PLACEMENT: _("Work placement"), Kind.STUDY: _("Study period")}[value]


@says(Direction)
def direction(value: Direction) -> str:
    return {Direction.SENDING: _("Sending"), Direction.HOSTING: _("Hosting")}[value]


@says(EntryState)
def entry_state(value: EntryState) -> str:
    return {
        EntryState.OPEN: _("Open"),
        EntryState.PLACED: _("Placed"),
        EntryState.CLOSED: _("Closed"),
    }[value]


@says(PlacementState)
def placement_state(value: PlacementState) -> str:
    return {
        PlacementState.REQUESTED: _("Requested"),
        PlacementState.QUEUED: _("In the queue"),
        PlacementState.ACCEPTED: _("Accepted"),
        PlacementState.DECLINED: _("Declined"),
        PlacementState.EXPIRED: _("Expired"),
        PlacementState.WITHDRAWN: _("Withdrawn"),
    }[value]


@says(DeclineCode)
def decline_code(value: DeclineCode) -> str:
    return {
        DeclineCode.FULL: _("We are full"),
        DeclineCode.PERIOD: _("Another period would suit us"),
        DeclineCode.TASKS: _("The work does not fit"),
        DeclineCode.LANGUAGE: _("The language would be a problem"),
        DeclineCode.LEVEL: _("Another level of training is needed"),
        DeclineCode.DISTANCE: _("It is too far away"),
        DeclineCode.MINORS: _("We cannot take minors"),
        DeclineCode.LODGING: _("There is no lodging"),
        DeclineCode.OTHER: _("Another reason"),
    }[value]


@says(Stage)
def stage(value: Stage) -> str:
    return {
        Stage.CONTACT: _("Contact"),
        Stage.ALIGNED: _("Aligned"),
        Stage.VISITED: _("Visited"),
        Stage.AGREED: _("Agreed"),
        Stage.FIRST_MOBILITY: _("First mobility"),
        Stage.RETURN_MOBILITY: _("Return mobility"),
        Stage.DORMANT: _("Dormant"),
    }[value]


@says(Phase)
def phase(value: Phase) -> str:
    return {
        Phase.PROFILES: _("Profiles"),
        Phase.WISHES: _("Wishes"),
        Phase.PLANNING: _("Planning"),
        Phase.PROVISIONAL: _("Provisional plan"),
        Phase.PUBLISHED: _("Published"),
    }[value]


@says(WishKind)
def wish_kind(value: WishKind) -> str:
    return {
        WishKind.MUST: _("Must visit"),
        WishKind.WANT: _("Would like to visit"),
        WishKind.AVOID: _("Does not want to visit"),
    }[value]


@says(Mode)
def mode(value: Mode) -> str:
    return {
        Mode.ROAD: _("Coach or minibus"),
        Mode.TRANSIT: _("Public transport"),
        Mode.WALK: _("On foot"),
    }[value]


@says(RunState)
def run_state(value: RunState) -> str:
    return {
        RunState.QUEUED: _("Waiting for a worker"),
        RunState.RUNNING: _("Running"),
        RunState.FINISHED: _("Finished"),
        RunState.FAILED: _("Failed"),
    }[value]


@says(Answer)
def answer(value: Answer) -> str:
    return {Answer.YES: _("Yes"), Answer.PERHAPS: _("Perhaps"), Answer.NO: _("No")}[value]


def answered(value: str) -> str:
    """Return the words for an answer as it is stored; empty when none was given."""
    return answer(Answer(value)) if value else ""


@says(Heard)
def heard(value: Heard) -> str:
    return {
        Heard.BOTH: _("both sides"),
        Heard.SCHOOL_ONLY: _("one-sided: the host has not answered"),
        Heard.HOST_ONLY: _("one-sided: the school has not answered"),
        Heard.NEITHER: _("no answer yet"),
    }[value]
