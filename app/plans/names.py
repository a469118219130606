"""The names behind the ids of problems and plans, for those who may see them."""

from dataclasses import dataclass, field

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.forums.models import Forum, ForumPlace, Participant, Tour, VisitOffer
from app.forums.models import Session as ForumSession
from app.organisations.models import Organisation
from app.plans import ids


@dataclass(frozen=True, slots=True)
class Names:
    """Id → what people call it. Ids of rows that are gone stand for themselves."""

    known: dict[str, str] = field(default_factory=dict)
    schools: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, id: str) -> str:
        return self.known.get(id, id)

    def school(self, participant: str) -> str:
        return self.schools.get(participant, "")


def of_forum(session: Session, forum: Forum) -> Names:
    """Return all names of a forum, in five statements."""
    known = {ids.ADDED_TOUR: _("the added tour")}
    schools: dict[str, str] = {}
    people = (
        select(Participant.id, Participant.name, Organisation.id, Organisation.name)
        .join(Participant.organisation)
        .where(Participant.forum_id == forum.id)
    )
    for number, name, organisation, school in session.execute(people):
        known[ids.of_participant(number)] = name
        known[ids.of_organisation(organisation)] = school
        schools[ids.of_participant(number)] = school
    hosts = (
        select(VisitOffer.id, Organisation.name)
        .join(VisitOffer.organisation)
        .where(VisitOffer.forum_id == forum.id)
    )
    for number, name in session.execute(hosts):
        known[ids.of_visit_offer(number)] = name
    tours = select(Tour.id, Tour.name).where(Tour.forum_id == forum.id)
    for number, name in session.execute(tours):
        known[ids.of_tour(number)] = name
    places = select(ForumPlace.id, ForumPlace.name).where(ForumPlace.forum_id == forum.id)
    for number, name in session.execute(places):
        known[ids.of_forum_place(number)] = name
    programme = select(ForumSession.id, ForumSession.title).where(
        ForumSession.forum_id == forum.id
    )
    for number, title in session.execute(programme):
        known[ids.of_session(number)] = title
    return Names(known, schools)
