"""Organisations with their sites, programmes and charters."""

from itertools import count

from sqlalchemy.orm import Session

from app.organisations.models import (
    Organisation,
    OrganisationKind,
    OrganisationSector,
    Precision,
    Sector,
    Site,
)

_numbers = count(1)


def make_organisation(
    session: Session,
    *,
    key: str | None = None,
    name: str | None = None,
    kind: OrganisationKind = OrganisationKind.SCHOOL,
    country: str = "FR",
    city: str = "Roanne",
    latitude: float = 46.03624,
    longitude: float = 4.06853,
    sector: Sector = Sector.TRANSPORT_LOGISTICS,
) -> Organisation:
    number = next(_numbers)
    organisation = Organisation(
        key=key or f"organisation-{number}",
        name=name or f"Organisation {number}",
        kind=kind,
        country=country,
        city=city,
        is_fictional=True,
    )
    organisation.sectors = [OrganisationSector(sector=sector)]
    organisation.sites = [
        Site(
            city=city,
            country=country,
            latitude=latitude,
            longitude=longitude,
            precision=Precision.TOWN,
        )
    ]
    session.add(organisation)
    session.commit()
    return organisation
