"""Reading the directory."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app import clock
from app.errors import NotFound
from app.organisations.models import (
    CefrLevel,
    Charter,
    CircleMembership,
    LanguageSkill,
    Organisation,
    OrganisationSector,
    Programme,
    ProgrammeName,
    Sector,
    Site,
)
from app.organisations.search import Entry, Point
from app.web.values import folded

FRESH_FOR = timedelta(days=365)
"""After this time without a confirmation an entry is stale."""
WARN_DAYS, URGE_DAYS = 60, 14
"""Days before its expiry from which a charter is warned about, and urgently so."""


def is_stale(confirmed_at: datetime | None) -> bool:
    """Say whether nobody has confirmed an entry for a year."""
    return confirmed_at is None or confirmed_at < clock.now() - FRESH_FOR


def days_left(charter: Charter, today: date) -> int | None:
    """Return the days until a charter expires, below 0 when it has; None when it never does."""
    return None if charter.expires_on is None else (charter.expires_on - today).days


def entries(session: Session, free: Mapping[int, int] | None = None) -> list[Entry]:
    """Return every organisation that is not archived, as the search wants them.

    `free` gives the free places of organisations in the period that is asked for.
    """
    rows = session.execute(
        select(
            Organisation.id,
            Organisation.key,
            Organisation.name,
            Organisation.kind,
            Organisation.country,
            Organisation.city,
            Organisation.is_fictional,
            Organisation.confirmed_at,
            Organisation.about,
        ).where(Organisation.archived_at.is_(None))
    ).all()
    sectors: defaultdict[int, list[Sector]] = defaultdict(list)
    for owner, sector in session.execute(
        select(OrganisationSector.organisation_id, OrganisationSector.sector)
    ):
        sectors[owner].append(sector)
    languages: defaultdict[int, dict[str, CefrLevel | None]] = defaultdict(dict)
    for owner, language, level in session.execute(
        select(LanguageSkill.organisation_id, LanguageSkill.language, LanguageSkill.level)
    ):
        languages[owner][language] = level
    points, programmes = _points(session), _programme_names(session)
    return [
        Entry(
            id=row.id,
            key=row.key,
            name=row.name,
            kind=row.kind,
            country=row.country,
            city=row.city,
            is_fictional=row.is_fictional,
            is_stale=is_stale(row.confirmed_at),
            point=points.get(row.id),
            sectors=tuple(sectors[row.id]),
            languages=languages[row.id],
            programmes=tuple(programmes[row.id]),
            free_places=(free or {}).get(row.id),
            words=folded(" ".join((row.name, row.city, row.about, *programmes[row.id]))),
        )
        for row in rows
    ]


def _points(session: Session) -> dict[int, Point]:
    """Return the point of each organisation's main site, else of its first site with one."""
    found: dict[int, Point] = {}
    for owner, latitude, longitude in session.execute(
        select(Site.organisation_id, Site.latitude, Site.longitude)
        .where(Site.latitude.is_not(None), Site.longitude.is_not(None))
        .order_by(Site.is_main.desc(), Site.id)
    ):
        assert latitude is not None
        assert longitude is not None
        found.setdefault(owner, Point(latitude, longitude))
    return found


def _programme_names(session: Session) -> defaultdict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    for owner, name in session.execute(
        select(Programme.organisation_id, ProgrammeName.name)
        .join(ProgrammeName, ProgrammeName.programme_id == Programme.id)
        .order_by(ProgrammeName.id)
    ):
        found[owner].append(name)
    return found


def organisation(session: Session, organisation_id: int) -> Organisation:
    """Return an organisation with all that its page shows. Raises NotFound."""
    found = session.scalar(
        select(Organisation)
        .where(Organisation.id == organisation_id, Organisation.archived_at.is_(None))
        .options(
            selectinload(Organisation.sites),
            selectinload(Organisation.sectors),
            selectinload(Organisation.languages),
            selectinload(Organisation.programmes).selectinload(Programme.names),
            selectinload(Organisation.charters),
            selectinload(Organisation.contacts),
        )
    )
    if found is None:
        raise NotFound(_("There is no such organisation."))
    return found


def editable(session: Session, organisation_id: int, own_id: int | None) -> Organisation:
    """Return an organisation that the asker may change; `own_id` None stands for everybody's.

    Raises NotFound for somebody else's, as for one that does not exist.
    """
    if own_id is not None and own_id != organisation_id:
        raise NotFound(_("There is no such organisation."))
    return organisation(session, organisation_id)


def circle(session: Session, centre_id: int) -> Sequence[Organisation]:
    """Return the companies in a centre's circle, by name."""
    return session.scalars(
        select(Organisation)
        .join(CircleMembership, CircleMembership.company_id == Organisation.id)
        .where(CircleMembership.centre_id == centre_id, Organisation.archived_at.is_(None))
        .order_by(Organisation.name, Organisation.id)
    ).all()


def centres(session: Session, company_id: int) -> Sequence[Organisation]:
    """Return the centres to whose circles a company belongs, by name."""
    return session.scalars(
        select(Organisation)
        .join(CircleMembership, CircleMembership.centre_id == Organisation.id)
        .where(CircleMembership.company_id == company_id, Organisation.archived_at.is_(None))
        .order_by(Organisation.name, Organisation.id)
    ).all()


def country_codes(session: Session) -> list[str]:
    """Return the countries of the directory."""
    return sorted(session.scalars(select(Organisation.country).distinct()))
