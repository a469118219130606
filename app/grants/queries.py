"""Reading rates, agreements and budgets; a coordinator sees those of their own consortia."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.consortia import queries as consortia
from app.errors import NotFound
from app.grants.models import AgencyRate, BudgetHeading, GrantAgreement, euros
from app.grants.rules import Heading
from app.mobilities.models import Mobility, PlannedCost


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetLine:
    """One heading in euros; `is_bound` where the planned sum holds a bound of the guide."""

    heading: Heading
    awarded: Decimal
    planned: Decimal
    spent: Decimal
    is_bound: bool

    @property
    def left(self) -> Decimal:
        return self.awarded - max(self.planned, self.spent)


def rates(session: Session) -> Sequence[AgencyRate]:
    return session.scalars(
        select(AgencyRate).order_by(
            AgencyRate.call_year.desc(),
            AgencyRate.field,
            AgencyRate.sending_country,
            AgencyRate.participant,
            AgencyRate.group,
        )
    ).all()


def agreements(session: Session, own: int | None) -> Sequence[GrantAgreement]:
    """Return the agreements of the consortia that the reader belongs to."""
    return session.scalars(
        select(GrantAgreement)
        .where(GrantAgreement.consortium_id.in_(consortia.ids_of(session, own)))
        .options(joinedload(GrantAgreement.consortium), selectinload(GrantAgreement.headings))
        .order_by(GrantAgreement.call_year.desc(), GrantAgreement.id)
    ).all()


def agreement(session: Session, agreement_id: int, own: int | None) -> GrantAgreement:
    """Return an agreement of the reader's consortia. Raises NotFound."""
    row = session.get(GrantAgreement, agreement_id)
    if row is None or row.consortium_id not in consortia.ids_of(session, own):
        raise NotFound(_("There is no such agreement."))
    return row


def coordinated_agreement(session: Session, agreement_id: int, own: int | None) -> GrantAgreement:
    """Return an agreement of a consortium that the reader coordinates. Raises NotFound."""
    row = agreement(session, agreement_id, own)
    if row.consortium_id not in consortia.coordinated_ids(session, own):
        raise NotFound(_("There is no such agreement."))
    return row


def agreement_for(
    session: Session, consortium_id: int | None, call_year: int
) -> GrantAgreement | None:
    """Return the agreement under which a consortium's mobility of a call year is paid."""
    if consortium_id is None:
        return None
    return session.scalar(
        select(GrantAgreement)
        .where(
            GrantAgreement.consortium_id == consortium_id, GrantAgreement.call_year == call_year
        )
        .options(selectinload(GrantAgreement.headings))
    )


def budget(
    session: Session,
    agreement: GrantAgreement,
    *,
    instead: Mapping[Heading, int] | None = None,
    of: int | None = None,
) -> list[BudgetLine]:
    """Return what is awarded, planned and spent under each heading.

    `instead` gives the cents that the mobility `of` (or a new one) is about to be planned with.
    """
    stored = {row.heading: row for row in agreement.headings}
    planned = _planned(session, agreement, without=of)
    return [
        _line(heading, stored.get(heading), planned.get(heading, (0, False)), instead or {})
        for heading in Heading
    ]


def _line(
    heading: Heading,
    stored: BudgetHeading | None,
    planned: tuple[int, bool],
    instead: Mapping[Heading, int],
) -> BudgetLine:
    return BudgetLine(
        heading=heading,
        awarded=euros(stored.awarded_cents if stored else 0),
        planned=euros(planned[0] + instead.get(heading, 0)),
        spent=euros(stored.spent_cents if stored else 0),
        is_bound=planned[1],
    )


def _planned(
    session: Session, agreement: GrantAgreement, *, without: int | None
) -> dict[Heading, tuple[int, bool]]:
    found = session.execute(
        select(
            PlannedCost.heading,
            func.sum(PlannedCost.cents),
            func.count().filter(PlannedCost.is_bound),
        )
        .join(Mobility, Mobility.id == PlannedCost.mobility_id)
        .where(
            Mobility.consortium_id == agreement.consortium_id,
            Mobility.call_year == agreement.call_year,
            Mobility.cancelled_at.is_(None),
            Mobility.id != (without or 0),
        )
        .group_by(PlannedCost.heading)
    )
    return {heading: (int(total), bool(bounds)) for heading, total, bounds in found}
