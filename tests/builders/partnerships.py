"""Needs, offers and requests; by default an offer suits a need."""

from datetime import date
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from app import clock
from app.organisations.models import (
    CefrLevel,
    Charter,
    CharterKind,
    LanguageSkill,
    Organisation,
    OrganisationKind,
    Sector,
)
from app.partnerships.models import (
    Kind,
    Need,
    NeedLanguage,
    Offer,
    OfferLanguage,
    OfferPeriod,
)
from tests.builders.organisations import make_organisation

_numbers = count(1)

YEAR = clock.now().year + 1
"""Needs and offers lie in the spring of next year, so that they are always to come."""
FIRST, LAST = date(YEAR, 3, 1), date(YEAR, 5, 31)


def make_host(session: Session, **facts: Any) -> Organisation:  # noqa: ANN401 -- passed on
    """Return a Polish centre with a charter that holds, which speaks English and Polish."""
    usual = {
        "kind": OrganisationKind.TRAINING_CENTRE,
        "country": "PL",
        "city": "Legnica",
        "latitude": 51.21,
        "longitude": 16.16,
    }
    has_charter = facts.pop("has_charter", True)
    host = make_organisation(session, **{**usual, **facts})
    host.languages = [
        LanguageSkill(language="en", level=CefrLevel.B1),
        LanguageSkill(language="pl", level=CefrLevel.C2),
    ]
    if has_charter:
        host.charters = [
            Charter(kind=CharterKind.TRAINING_CENTRE_CHARTER, signed_on=date(YEAR - 2, 1, 1))
        ]
    session.commit()
    return host


def make_offer(
    session: Session,
    organisation: Organisation | None = None,
    *,
    places: int = 4,
    closed: tuple[date, date] | None = None,
    **facts: Any,  # noqa: ANN401 -- any column of an offer
) -> Offer:
    usual: dict[str, Any] = {
        "key": f"offer-{next(_numbers)}",
        "title": "magazynier",
        "description": "obsługa wózka widłowego, kompletacja zamówień",
        "language": "pl",
        "sector": Sector.TRANSPORT_LOGISTICS,
        "kind": Kind.PLACEMENT,
        "accepts_minors": True,
        "has_host_family": True,
    }
    offer = Offer(organisation=organisation or make_host(session), **{**usual, **facts})
    offer.periods = [OfferPeriod(starts_on=FIRST, ends_on=LAST, places=places)]
    if closed:
        offer.periods.append(OfferPeriod(starts_on=closed[0], ends_on=closed[1], places=0))
    offer.languages = [OfferLanguage(language="en", level=CefrLevel.A2)]
    session.add(offer)
    session.commit()
    return offer


def make_need(
    session: Session,
    organisation: Organisation | None = None,
    **facts: Any,  # noqa: ANN401 -- any column of a need
) -> Need:
    usual: dict[str, Any] = {
        "key": f"need-{next(_numbers)}",
        "title": "Bac pro Logistique",
        "description": "préparation de commandes, conduite de chariot élévateur",
        "language": "fr",
        "sector": Sector.TRANSPORT_LOGISTICS,
        "kind": Kind.PLACEMENT,
        "learners": 2,
        "has_minors": True,
        "starts_on": FIRST,
        "ends_on": LAST,
        "days": 28,
        "countries": [],
    }
    need = Need(organisation=organisation or make_organisation(session), **{**usual, **facts})
    need.languages = [NeedLanguage(language="en", level=CefrLevel.B1)]
    session.add(need)
    session.commit()
    return need
