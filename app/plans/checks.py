"""What makes a plan impossible or poor, said before any search, with what it is about."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from app.forums.models import Forum, Participant, Tour, VisitOffer, WishKind
from app.plans.bridge import can_be_found, hosts_of, people_of, tours_of

MOST_HOSTS, MOST_PEOPLE, MOST_TOURS = 100, 300, 100
"""What one search is made for; the largest real forum had 30 hosts, 120 people, 32 tours."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence about one row; `stops` when no plan can be made with it.

    `about` names the row as `visit_offer:3`; `field` is where it can be put right.
    """

    sentence: str
    about: str
    field: str = ""
    stops: bool = False


def findings(forum: Forum) -> list[Finding]:
    """Return everything to look at before planning, what stops it first."""
    hosts, people, tours = hosts_of(forum), people_of(forum), tours_of(forum)
    found = [*_amounts(forum, hosts, people, tours)]
    for offer in hosts:
        found += _host(forum, offer, people, tours)
    for person in people:
        found += _person(person, forum, tours)
    for tour in tours:
        found += _tour(tour, hosts)
    return sorted(found, key=lambda finding: not finding.stops)


def _amounts(
    forum: Forum, hosts: list[VisitOffer], people: list[Participant], tours: list[Tour]
) -> Iterator[Finding]:
    about = f"forum:{forum.id}"
    if not hosts:
        yield Finding(_("No host offers a visit yet."), about, stops=True)
    if not people:
        yield Finding(_("Nobody takes part yet."), about, stops=True)
    if not tours:
        yield Finding(_("There is no tour yet; without one, nobody can visit anything."), about)
    counted = (
        (len(hosts), MOST_HOSTS, _("hosts")),
        (len(people), MOST_PEOPLE, _("participants")),
        (len(tours), MOST_TOURS, _("tours")),
    )
    for number, most, what in counted:
        if number > most:
            sentence = _(
                "There are %(number)d %(what)s; at most %(most)d can be planned at once.",
                number=number,
                what=what,
                most=most,
            )
            yield Finding(sentence, about, stops=True)


def _host(
    forum: Forum, offer: VisitOffer, people: list[Participant], tours: list[Tour]
) -> Iterator[Finding]:
    about, name = f"visit_offer:{offer.id}", offer.organisation.name
    if not can_be_found(forum, offer):
        sentence = (
            _("%(name)s is known to the town only, and this forum wants exact points.", name=name)
            if forum.accepts_town_points is False
            else _("%(name)s has no place on the map, so no tour can go there.", name=name)
        )
        yield Finding(sentence, f"organisation:{offer.organisation_id}", "city", stops=True)
    spans = [
        span
        for span in offer.open_spans
        if (span.ends_at - span.starts_at).total_seconds() >= offer.minutes * 60
    ]
    if not spans:
        sentence = _(
            "%(name)s is never open for the %(minutes)d minutes that a visit takes.",
            name=name,
            minutes=offer.minutes,
        )
        yield Finding(sentence, about, "open_spans")
    elif tours and not any(
        tour.earliest_at < span.ends_at and span.starts_at < tour.latest_at
        for tour in tours
        for span in spans
    ):
        sentence = _("%(name)s is open only when no tour runs.", name=name)
        yield Finding(sentence, about, "open_spans")
    if tours and offer.minimum_group > max(tour.seats for tour in tours):
        sentence = _("No tour has as many seats as %(name)s wants visitors.", name=name)
        yield Finding(sentence, about, "minimum_group")
    willing = [
        person
        for person in people
        if not any(
            wish.visit_offer_id == offer.id and wish.kind is WishKind.AVOID
            for wish in person.wishes
        )
    ]
    if people and len(willing) < offer.minimum_group:
        sentence = _("Fewer people may visit %(name)s than it wants as a group.", name=name)
        yield Finding(sentence, about, "minimum_group")


def _person(person: Participant, forum: Forum, tours: list[Tour]) -> Iterator[Finding]:
    about = f"participant:{person.id}"
    if tours and not any(
        person.arrives_at <= tour.earliest_at and tour.latest_at <= person.departs_at
        for tour in tours
    ):
        sentence = _(
            "%(name)s is there during no whole tour: look at arrival and departure.",
            name=person.name,
        )
        yield Finding(sentence, about, "arrives_at")
    musts = [wish for wish in person.wishes if wish.kind is WishKind.MUST]
    withdrawn = {offer.id for offer in forum.visit_offers if offer.withdrawn_at is not None}
    if any(wish.visit_offer_id in withdrawn for wish in musts):
        sentence = _("%(name)s must visit a host that has withdrawn.", name=person.name)
        yield Finding(sentence, about, "must")


def _tour(tour: Tour, hosts: list[VisitOffer]) -> Iterator[Finding]:
    about = f"tour:{tour.id}"
    if hosts and tour.seats < min(offer.minimum_group for offer in hosts):
        sentence = _("%(name)s has fewer seats than any host wants visitors.", name=tour.name)
        yield Finding(sentence, about, "seats")
    rest = (tour.break_earliest_at, tour.break_latest_at, tour.break_minutes)
    if rest[0] and rest[1] and rest[2]:
        room = min(rest[1], tour.latest_at) - max(rest[0], tour.earliest_at)
        if room.total_seconds() < rest[2] * 60:
            sentence = _("The break of %(name)s does not fit into its times.", name=tour.name)
            yield Finding(sentence, about, "break_minutes", stops=True)
