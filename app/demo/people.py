"""Who may sign in to the demo, and the private links of the day. All people are invented."""

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import actions as accounts
from app.accounts.models import Account, Role
from app.forums.models import Forum, Participant
from app.itineraries import links
from app.organisations import upkeep
from app.organisations.models import Organisation
from app.partnerships import entries
from app.partnerships.models import Need, Offer
from app.plans.models import PublishedItem


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who signs in to the demo."""

    email: str
    name: str
    role: Role
    organisation: str = ""
    locale: str = "en"


PEOPLE = (
    Person(email="organiser@demo.example.org", name="Demo organiser", role=Role.ORGANISER),
    Person(email="planner@demo.example.org", name="Demo planner", role=Role.PLANNER),
    Person(
        email="coordinator@demo.example.org",
        name="Demo coordinator",
        role=Role.COORDINATOR,
        organisation="aft",
        locale="fr",
    ),
    Person(
        email="roanne@demo.example.org",
        name="Demo editor, Roanne",
        role=Role.SCHOOL,
        organisation="lycee-hippolyte-carnot-roanne",
        locale="fr",
    ),
    Person(
        email="kerava@demo.example.org",
        name="Demo editor, Kerava",
        role=Role.SCHOOL,
        organisation="laituriopisto-kerava",
    ),
)


@dataclass(frozen=True, slots=True)
class WayIn:
    """An address that lets somebody in, and who that is."""

    who: str
    address: str


def add_people(session: Session) -> None:
    """Add everybody of the demo who has no account yet."""
    for person in PEOPLE:
        if session.scalar(select(Account.id).where(Account.email == person.email)) is None:
            wanted = {
                "email": person.email,
                "name": person.name,
                "role": person.role,
                "organisation": person.organisation,
            }
            accounts.create_account(session, "demo", wanted).locale = person.locale


def confirm_entries(session: Session) -> None:
    """Confirm every invented entry that nobody has confirmed yet; real ones stay as they are."""
    organisations = session.scalars(
        select(Organisation).where(Organisation.is_fictional, Organisation.confirmed_at.is_(None))
    )
    for organisation in organisations.all():
        upkeep.confirm(session, "demo", "Demo", organisation)
    for need in session.scalars(select(Need).where(Need.confirmed_at.is_(None))).all():
        entries.confirm(session, "demo", need)
    for offer in session.scalars(select(Offer).where(Offer.confirmed_at.is_(None))).all():
        entries.confirm(session, "demo", offer)


def ways_in(session: Session, forum: Forum, base_url: str) -> list[WayIn]:
    """Make a sign-in link for each account and a private link for one participant."""
    found = [
        WayIn(f"{person.name} ({person.email})", f"{base_url}/sign-in/{secret}")
        for person in PEOPLE
        if (secret := accounts.send_sign_in_link(session, person.email, base_url))
    ]
    traveller = session.scalar(
        select(Participant)
        .join(PublishedItem, PublishedItem.participant_id == Participant.id)
        .where(Participant.forum_id == forum.id, Participant.withdrawn_at.is_(None))
        .order_by(Participant.key)
        .limit(1)
    )
    if traveller is not None:
        secret = links.give_link(session, "demo", traveller.id)
        who = _("%(name)s, on the road (private link)", name=traveller.name)
        found.append(WayIn(who, f"{base_url}/i/{secret}"))
    return found
