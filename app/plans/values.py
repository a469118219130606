"""What each visit is worth to a participant, 0 to 100: as wished, or by profile without wishes."""

from collections.abc import Iterable

from app.forums.models import Participant, VisitOffer, WishKind

FULL = 60
"""The worth of a host that fits by sector and language, to somebody who did not say."""
PART = 30
"""The worth of a host that fits by language alone."""


def of(person: Participant, hosts: Iterable[VisitOffer]) -> dict[int, int]:
    """Return visit offer → worth. Nobody is valued at a host that they want to avoid.

    Who states wishes is worth what they say, and nothing elsewhere; who states none is
    worth something at every host that fits, so that they are planned for as well.
    """
    stated = {wish.visit_offer_id: wish for wish in person.wishes}
    if any(wish.kind is not WishKind.AVOID for wish in stated.values()):
        return {
            number: wish.value
            for number, wish in stated.items()
            if wish.kind is not WishKind.AVOID
        }
    return {offer.id: by_profile(person, offer) for offer in hosts if offer.id not in stated}


def by_profile(person: Participant, offer: VisitOffer) -> int:
    """Return the worth of a host to somebody without wishes: shared language, then sector."""
    speak, spoken = set(person.languages), set(offer.languages)
    if speak and spoken and not speak & spoken:
        return 0
    sectors = {sector.value for sector in offer.organisation.sector_values}
    return FULL if sectors & set(person.sectors) else PART
