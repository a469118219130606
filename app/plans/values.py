"""What each visit is worth to a participant, 0 to 100: as wished, or by profile without wishes."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.forums.models import Forum, Participant, VisitOffer, WishKind
from app.partnerships.bridge import valuing
from app.partnerships.models import Veto

FULL = 60
"""The worth of a host that fits by sector and language, to somebody of whom no more is known."""
PART = 30
"""The worth of a host that fits by language alone."""

Worth = Mapping[tuple[int, int], valuing.Valued]
"""(School, host) → 0 to 100, as the matcher sees their needs and offers."""


def states_wishes(person: Participant) -> bool:
    """Say whether somebody said what they wish, beyond what they want to avoid."""
    return any(wish.kind is not WishKind.AVOID for wish in person.wishes)


def matched(session: Session, forum: Forum, hosts: Iterable[VisitOffer]) -> Worth:
    """Return the matcher's values for the schools of those who state no wishes."""
    schools = {one.organisation_id for one in forum.participants if not states_wishes(one)}
    if not schools:
        return {}
    organisations = {offer.organisation_id for offer in hosts}
    return valuing.host_values(session, schools, organisations, forum.starts_on)


def vetoes(session: Session) -> set[frozenset[int]]:
    """Return the pairs of organisations of which one said "no thanks" to the other."""
    rows = session.execute(select(Veto.organisation_id, Veto.other_id))
    return {frozenset(pair) for pair in rows}


def of(person: Participant, hosts: Iterable[VisitOffer], worth: Worth) -> dict[int, int]:
    """Return visit offer → worth. Nobody is valued at a host that they want to avoid.

    Who states wishes is worth what they say, and nothing elsewhere. Who states none is worth
    at a host what the matcher says of their needs and its offers; where it says nothing, by
    sector and language, so that they are planned for as well.
    """
    stated = {wish.visit_offer_id: wish for wish in person.wishes}
    if states_wishes(person):
        return {
            number: wish.value
            for number, wish in stated.items()
            if wish.kind is not WishKind.AVOID
        }
    return {
        offer.id: known.value
        if (known := worth.get((person.organisation_id, offer.organisation_id)))
        else by_profile(person, offer)
        for offer in hosts
        if offer.id not in stated
    }


def by_profile(person: Participant, offer: VisitOffer) -> int:
    """Return the worth of a host to somebody without wishes: shared language, then sector."""
    speak, spoken = set(person.languages), set(offer.languages)
    if speak and spoken and not speak & spoken:
        return 0
    sectors = {sector.value for sector in offer.organisation.sector_values}
    return FULL if sectors & set(person.sectors) else PART
