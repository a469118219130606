"""Reading needs, offers, partnerships and requests; each query says whose rows it gives.

`own` is the asker's organisation; None stands for an organiser, who sees all of them.
"""

from collections.abc import Sequence
from typing import Any, TypeVar

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, or_, select, true
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from app.errors import NotFound
from app.organisations.models import CircleMembership, Organisation, Programme, Site
from app.partnerships.models import (
    EntryState,
    Need,
    Offer,
    Partnership,
    Placement,
    PlacementState,
    SavedSearch,
    Stage,
    Veto,
)
from app.partnerships.paging import Page, page_of

E = TypeVar("E", Need, Offer)

OPEN_REQUEST = (PlacementState.REQUESTED, PlacementState.QUEUED)
"""States in which a request still waits for an answer."""


def open_offers(session: Session) -> Sequence[Offer]:
    """Return every open offer of a living organisation, with its periods and placements."""
    return session.scalars(
        select(Offer)
        .join(Offer.organisation)
        .where(Offer.state == EntryState.OPEN, Organisation.archived_at.is_(None))
        .options(
            contains_eager(Offer.organisation),
            selectinload(Offer.periods),
            selectinload(Offer.placements),
        )
        .order_by(Offer.id)
    ).all()


def offers_for_matching(session: Session) -> Sequence[Offer]:
    """Return the open offers with everything that the matcher reads."""
    return session.scalars(
        select(Offer)
        .join(Offer.organisation)
        .where(Offer.state == EntryState.OPEN, Organisation.archived_at.is_(None))
        .options(
            contains_eager(Offer.organisation).selectinload(Organisation.sites),
            contains_eager(Offer.organisation).selectinload(Organisation.sectors),
            contains_eager(Offer.organisation).selectinload(Organisation.languages),
            contains_eager(Offer.organisation).selectinload(Organisation.charters),
            contains_eager(Offer.organisation)
            .selectinload(Organisation.programmes)
            .selectinload(Programme.names),
            joinedload(Offer.centre),
            joinedload(Offer.site),
            selectinload(Offer.languages),
            selectinload(Offer.periods),
            selectinload(Offer.placements),
        )
        .order_by(Offer.id)
    ).all()


def circles(session: Session) -> dict[int, list[str]]:
    """Return for each company the keys of the centres to whose circles it belongs."""
    found: dict[int, list[str]] = {}
    for company, key in session.execute(
        select(CircleMembership.company_id, Organisation.key)
        .join(Organisation, Organisation.id == CircleMembership.centre_id)
        .where(Organisation.archived_at.is_(None))
        .order_by(CircleMembership.id)
    ):
        found.setdefault(company, []).append(key)
    return found


def offers_of(session: Session, organisation_id: int) -> Sequence[Offer]:
    """Return an organisation's own open offers, and those of its circle; anybody may see them."""
    return session.scalars(
        select(Offer)
        .where(
            or_(Offer.organisation_id == organisation_id, Offer.centre_id == organisation_id),
            Offer.state == EntryState.OPEN,
        )
        .options(joinedload(Offer.organisation))
        .order_by(Offer.title, Offer.id)
    ).all()


def own_entries(session: Session, model: type[E], own: int | None, page: int = 1) -> Page[E]:
    """Return needs or offers that the asker may change, the open ones first."""
    wanted = (
        select(model)
        .where(_owned(model.organisation_id, own))
        .options(joinedload(model.organisation), selectinload(model.languages))
        .order_by(model.state, model.id.desc())
    )
    return page_of(session, wanted, page)


def _owned(column: Any, own: int | None) -> ColumnElement[bool]:  # noqa: ANN401 -- an instrumented column
    return true() if own is None else column == own


def need(session: Session, need_id: int, own: int | None) -> Need:
    """Return one of the asker's needs with all that the matcher reads. Raises NotFound."""
    found = session.scalar(
        select(Need)
        .where(Need.id == need_id, _owned(Need.organisation_id, own))
        .options(
            joinedload(Need.organisation).options(
                selectinload(Organisation.sites),
                selectinload(Organisation.charters),
                selectinload(Organisation.languages),
            ),
            joinedload(Need.programme).selectinload(Programme.names),
            selectinload(Need.languages),
        )
    )
    if found is None:
        raise NotFound(_("There is no such need."))
    return found


def offer(session: Session, offer_id: int) -> Offer:
    """Return an offer; offers are for everybody to see. Raises NotFound."""
    found = session.scalar(
        select(Offer)
        .where(Offer.id == offer_id)
        .options(
            joinedload(Offer.organisation).options(
                selectinload(Organisation.charters),
                selectinload(Organisation.languages),
                selectinload(Organisation.sites),
            ),
            joinedload(Offer.centre),
            joinedload(Offer.site).options(joinedload(Site.organisation)),
            selectinload(Offer.periods),
            selectinload(Offer.languages),
            selectinload(Offer.placements),
        )
    )
    if found is None:
        raise NotFound(_("There is no such offer."))
    return found


def own_offer(session: Session, offer_id: int, own: int | None) -> Offer:
    """Return one of the asker's offers. Raises NotFound, also for somebody else's."""
    found = offer(session, offer_id)
    if own is not None and found.organisation_id != own:
        raise NotFound(_("There is no such offer."))
    return found


def _partnerships(own: int | None) -> Select[Partnership]:
    is_party = or_(Partnership.sending_id == own, Partnership.host_id == own)
    return (
        select(Partnership)
        .where(true() if own is None else is_party)
        .options(
            joinedload(Partnership.sending),
            joinedload(Partnership.host),
            joinedload(Partnership.owner),
        )
    )


def partnerships(
    session: Session,
    own: int | None,
    page: int = 1,
    *,
    stage: Stage | None = None,
    owner: int | None = None,
) -> Page[Partnership]:
    """Return the asker's partnerships: those whose next step is due first come first."""
    wanted = _partnerships(own)
    if stage is not None:
        wanted = wanted.where(Partnership.stage == stage)
    if owner is not None:
        wanted = wanted.where(Partnership.owner_id == owner)
    due = (Partnership.next_step_on.is_(None), Partnership.next_step_on, Partnership.id)
    return page_of(session, wanted.order_by(*due), page)


def partnership(session: Session, partnership_id: int, own: int | None) -> Partnership:
    """Return a partnership to which the asker is a party. Raises NotFound."""
    found = session.scalar(
        _partnerships(own)
        .where(Partnership.id == partnership_id)
        .options(
            selectinload(Partnership.events),
            joinedload(Partnership.need),
            joinedload(Partnership.offer),
        )
    )
    if found is None:
        raise NotFound(_("There is no such partnership."))
    return found


def _requests() -> Select[Placement]:
    return select(Placement).options(
        joinedload(Placement.need).joinedload(Need.organisation),
        joinedload(Placement.offer).joinedload(Offer.organisation),
    )


def requests_sent(session: Session, own: int | None, page: int = 1) -> Page[Placement]:
    """Return the requests that the asker's school has made, newest first."""
    mine = _requests().join(Placement.need).where(_owned(Need.organisation_id, own))
    return page_of(session, mine.order_by(Placement.id.desc()), page)


def placed(session: Session, need: Need) -> Sequence[Placement]:
    """Return what was agreed for a need, as it was once matched, earliest stay first."""
    return session.scalars(
        _requests()
        .where(Placement.need_id == need.id, Placement.state == PlacementState.ACCEPTED)
        .order_by(Placement.starts_on, Placement.id)
    ).all()


def requests_received(session: Session, own: int | None, page: int = 1) -> Page[Placement]:
    """Return the requests that the asker's organisation may answer; queued ones stay unseen."""
    mine = _requests().join(Placement.offer).where(_owned(Offer.organisation_id, own))
    seen = mine.where(Placement.state != PlacementState.QUEUED)
    return page_of(session, seen.order_by(Placement.id.desc()), page)


def request(session: Session, placement_id: int, own: int | None, *, as_host: bool) -> Placement:
    """Return a request that the asker has received (`as_host`) or made. Raises NotFound."""
    found = session.scalar(_requests().where(Placement.id == placement_id))
    owner = None
    if found is not None:
        owner = (found.offer if as_host else found.need).organisation_id
    if found is None or (own is not None and owner != own):
        raise NotFound(_("There is no such request."))
    if as_host and found.state is PlacementState.QUEUED:
        raise NotFound(_("There is no such request."))
    return found


def vetoes(session: Session, own: int) -> Sequence[tuple[Veto, Organisation]]:
    """Return the organisations to which the asker's own has quietly said no."""
    rows = session.execute(
        select(Veto, Organisation)
        .join(Organisation, Organisation.id == Veto.other_id)
        .where(Veto.organisation_id == own)
        .order_by(Organisation.name, Veto.id)
    )
    return [(veto, other) for veto, other in rows]


def vetoed_pairs(session: Session) -> list[tuple[str, str]]:
    """Return every vetoed pair by the organisations' keys, for the matcher alone."""
    sender, other = Organisation.__table__.alias("one"), Organisation.__table__.alias("other")
    rows = session.execute(
        select(sender.c.key, other.c.key)
        .select_from(Veto)
        .join(sender, sender.c.id == Veto.organisation_id)
        .join(other, other.c.id == Veto.other_id)
    )
    return [(one, two) for one, two in rows]


def saved_searches(session: Session, account_id: int | None) -> Sequence[SavedSearch]:
    """Return a person's saved searches."""
    return session.scalars(
        select(SavedSearch).where(SavedSearch.account_id == account_id).order_by(SavedSearch.id)
    ).all()
