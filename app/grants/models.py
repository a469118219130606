"""Tables of the grants: agencies' rates with their source, agreements, and their headings.

Money is kept in whole cents and read as decimals, so that no engine rounds it.
"""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.consortia.models import Consortium, ErasmusField
from app.database import Base, Versioned
from app.grants.rules import Heading

CENTS = 100


def euros(cents: int) -> Decimal:
    """Return cents as euros with two decimals."""
    return (Decimal(cents) / CENTS).quantize(Decimal("0.01"))


def cents(amount: Decimal) -> int:
    """Return euros as whole cents; amounts have at most two decimals."""
    return int(amount * CENTS)


class AgencyRate(Versioned, Base):
    """A national agency's rate a day (for students a month), as somebody entered it."""

    __tablename__ = "agency_rate"
    __table_args__ = (
        UniqueConstraint("call_year", "field", "sending_country", "participant", "group"),
        CheckConstraint("cents > 0", name="rate_positive"),
    )

    call_year: Mapped[int]
    field: Mapped[ErasmusField]
    sending_country: Mapped[str] = mapped_column(String(2))
    participant: Mapped[str] = mapped_column(String(20))
    group: Mapped[str] = mapped_column(String(10))
    cents: Mapped[int]
    later_cents: Mapped[int | None]
    """From the 15th day, where the agency prints it."""
    source: Mapped[str] = mapped_column(String(300))
    entered_by: Mapped[str] = mapped_column(String(160))
    entered_at: Mapped[datetime]

    @property
    def euros(self) -> Decimal:
        return euros(self.cents)

    @property
    def later(self) -> Decimal | None:
        return None if self.later_cents is None else euros(self.later_cents)


class GrantAgreement(Versioned, Base):
    """The grant of one consortium under one call."""

    __tablename__ = "grant_agreement"
    __table_args__ = (UniqueConstraint("consortium_id", "call_year"),)

    consortium_id: Mapped[int] = mapped_column(
        ForeignKey("consortium.id", ondelete="CASCADE"), index=True
    )
    call_year: Mapped[int]
    reference: Mapped[str] = mapped_column(String(60))
    report_due_on: Mapped[date | None]

    consortium: Mapped[Consortium] = relationship()
    headings: Mapped[list["BudgetHeading"]] = relationship(
        cascade="all, delete-orphan", order_by="BudgetHeading.id"
    )


class BudgetHeading(Base):
    """What was awarded and what was spent under one heading; what is planned is counted."""

    __tablename__ = "budget_heading"
    __table_args__ = (
        UniqueConstraint("agreement_id", "heading"),
        CheckConstraint("awarded_cents >= 0", name="awarded_not_negative"),
        CheckConstraint("spent_cents >= 0", name="spent_not_negative"),
    )

    agreement_id: Mapped[int] = mapped_column(
        ForeignKey("grant_agreement.id", ondelete="CASCADE"), index=True
    )
    heading: Mapped[Heading]
    awarded_cents: Mapped[int] = mapped_column(default=0)
    spent_cents: Mapped[int] = mapped_column(default=0)
