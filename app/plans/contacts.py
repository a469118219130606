"""Names and numbers of the people whom somebody meets on the way, as they are today."""

from dataclasses import dataclass
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.forums.models import Forum, Participant, Tour, VisitOffer
from app.organisations.models import Organisation
from app.plans import ids
from app.plans.timetable import Stretch

NUMBERS_FOR = timedelta(days=30)
"""How long after a forum telephone numbers are still shown."""


@dataclass(frozen=True, slots=True)
class Companion:
    """Somebody on the same visit; name and number only as far as they share them."""

    name: str
    school: str
    phone: str = ""


class Contacts:
    """Names and numbers of people, read once for a whole itinerary and never stored in it.

    Numbers vanish a month after the forum, here and thus everywhere.
    """

    def __init__(self, session: Session, forum: Forum, stretches: list[Stretch]) -> None:
        people = {ids.number_in(one) for stretch in stretches for one in stretch.companions}
        offers = {ids.number_in(stretch.host) for stretch in stretches if stretch.host}
        tours = {ids.number_in(stretch.tour) for stretch in stretches if stretch.tour}
        has_numbers = clock.today(forum.zone) <= forum.ends_on + NUMBERS_FOR

        def shown(number: str) -> str:
            return number if has_numbers else ""

        self.people = {
            number: Companion(
                name if shares_name else _("Somebody"), school, shown(phone) if shares else ""
            )
            for number, name, school, phone, shares_name, shares in session.execute(
                select(
                    Participant.id,
                    Participant.name,
                    Organisation.name,
                    Participant.phone,
                    Participant.shares_name,
                    Participant.shares_phone,
                )
                .join(Organisation, Organisation.id == Participant.organisation_id)
                .where(Participant.id.in_(people))
            )
        }
        contacts = select(VisitOffer.id, VisitOffer.ask_for, VisitOffer.phone)
        self.hosts = {
            number: (ask_for, shown(phone))
            for number, ask_for, phone in session.execute(
                contacts.where(VisitOffer.id.in_(offers))
            )
        }
        drivers = select(Tour.id, Tour.driver_phone).where(Tour.id.in_(tours))
        self.drivers = {number: shown(phone) for number, phone in session.execute(drivers)}

    def companions(self, stretch: Stretch, me: int) -> tuple[Companion, ...]:
        numbers = [ids.number_in(one) for one in stretch.companions]
        found = [self.people[n] for n in numbers if n != me and n in self.people]
        return tuple(sorted(found, key=lambda one: one.name))
