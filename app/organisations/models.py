"""Tables of the directory."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, Versioned


class OrganisationKind(StrEnum):
    SCHOOL = "school"
    TRAINING_CENTRE = "training_centre"
    COMPANY = "company"
    PROFESSIONAL_ORGANISATION = "professional_organisation"


class Sector(StrEnum):
    TRANSPORT_LOGISTICS = "transport_logistics"
    INTERNATIONAL_TRADE = "international_trade"
    AUTOMOTIVE = "automotive"


class Precision(StrEnum):
    """How exactly a point is known."""

    BUILDING = "building"
    STREET = "street"
    TOWN = "town"


class CefrLevel(StrEnum):
    A1 = "A1"
    A2 = "A2"
    B1 = "B1"
    B2 = "B2"
    C1 = "C1"
    C2 = "C2"


class CharterKind(StrEnum):
    TRAINING_CENTRE_CHARTER = "training_centre_charter"
    HOST_COMPANY_CHARTER = "host_company_charter"
    QUALITY_LABEL = "quality_label"
    SBB_ACCREDITATION = "sbb_accreditation"
    ERASMUS_ACCREDITATION = "erasmus_accreditation"


class Organisation(Versioned, Base):
    """A school, training centre or company; `key` is what spreadsheets know it by."""

    __tablename__ = "organisation"

    key: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(160), index=True)
    kind: Mapped[OrganisationKind]
    country: Mapped[str] = mapped_column(String(2), index=True)
    city: Mapped[str] = mapped_column(String(80), default="")
    oid: Mapped[str | None] = mapped_column(String(12), unique=True)
    website: Mapped[str] = mapped_column(String(200), default="")
    about: Mapped[str] = mapped_column(String(2000), default="")
    source: Mapped[str] = mapped_column(String(300), default="")
    is_fictional: Mapped[bool] = mapped_column(default=False)
    requests_per_season: Mapped[int] = mapped_column(default=12)
    confirmed_at: Mapped[datetime | None]
    confirmed_by: Mapped[str] = mapped_column(String(160), default="")
    archived_at: Mapped[datetime | None]

    sites: Mapped[list["Site"]] = relationship(
        back_populates="organisation", cascade="all, delete-orphan", order_by="Site.id"
    )
    sectors: Mapped[list["OrganisationSector"]] = relationship(
        cascade="all, delete-orphan", order_by="OrganisationSector.sector"
    )
    languages: Mapped[list["LanguageSkill"]] = relationship(
        cascade="all, delete-orphan", order_by="LanguageSkill.language"
    )
    programmes: Mapped[list["Programme"]] = relationship(
        back_populates="organisation", cascade="all, delete-orphan", order_by="Programme.key"
    )
    charters: Mapped[list["Charter"]] = relationship(
        back_populates="organisation", cascade="all, delete-orphan", order_by="Charter.id"
    )
    contacts: Mapped[list["ContactRole"]] = relationship(
        back_populates="organisation", cascade="all, delete-orphan", order_by="ContactRole.id"
    )

    @property
    def main_site(self) -> "Site | None":
        return next((site for site in self.sites if site.is_main), None) or (
            self.sites[0] if self.sites else None
        )

    @property
    def sector_values(self) -> list[Sector]:
        return [row.sector for row in self.sectors]


class OrganisationSector(Base):
    __tablename__ = "organisation_sector"
    __table_args__ = (UniqueConstraint("organisation_id", "sector"),)

    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    sector: Mapped[Sector]


class Site(Base):
    """Where an organisation is; a point set by hand survives imports."""

    __tablename__ = "site"

    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(120), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    postcode: Mapped[str] = mapped_column(String(12), default="")
    city: Mapped[str] = mapped_column(String(80), default="")
    country: Mapped[str] = mapped_column(String(2))
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    precision: Mapped[Precision | None]
    is_set_by_hand: Mapped[bool] = mapped_column(default=False)
    is_main: Mapped[bool] = mapped_column(default=True)

    organisation: Mapped[Organisation] = relationship(back_populates="sites")

    @property
    def has_point(self) -> bool:
        return self.latitude is not None and self.longitude is not None


class LanguageSkill(Base):
    """A working language of an organisation; no level means unknown, never none."""

    __tablename__ = "language_skill"
    __table_args__ = (UniqueConstraint("organisation_id", "language"),)

    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    language: Mapped[str] = mapped_column(String(3))
    level: Mapped[CefrLevel | None]


class Programme(Versioned, Base):
    """What an organisation trains for; names change over the years, the profile stays."""

    __tablename__ = "programme"
    __table_args__ = (UniqueConstraint("organisation_id", "key"),)

    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    key: Mapped[str] = mapped_column(String(60))
    sector: Mapped[Sector]
    eqf_level: Mapped[int | None]
    field_of_education: Mapped[str] = mapped_column(String(4), default="")
    profile: Mapped[str] = mapped_column(String(60), default="")

    organisation: Mapped[Organisation] = relationship(back_populates="programmes")
    names: Mapped[list["ProgrammeName"]] = relationship(
        cascade="all, delete-orphan",
        order_by=lambda: (ProgrammeName.valid_from.asc().nulls_first(), ProgrammeName.id),
    )

    def name_in(self, year: int) -> str:
        """Return the name that holds in a year, or the latest one."""
        for name in reversed(self.names):
            if (name.valid_from or 0) <= year <= (name.valid_until or year):
                return name.name
        return self.names[-1].name if self.names else self.key


class ProgrammeName(Base):
    __tablename__ = "programme_name"

    programme_id: Mapped[int] = mapped_column(
        ForeignKey("programme.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(160))
    language: Mapped[str] = mapped_column(String(3))
    valid_from: Mapped[int | None]
    valid_until: Mapped[int | None]


class CircleMembership(Base):
    """A company in the circle of a host centre."""

    __tablename__ = "circle_membership"
    __table_args__ = (UniqueConstraint("centre_id", "company_id"),)

    centre_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    company_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    since_on: Mapped[date | None]

    centre: Mapped[Organisation] = relationship(foreign_keys=[centre_id])
    company: Mapped[Organisation] = relationship(foreign_keys=[company_id])


class Charter(Base):
    """A charter, label or accreditation, with its dates."""

    __tablename__ = "charter"
    __table_args__ = (UniqueConstraint("organisation_id", "kind"),)

    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[CharterKind]
    reference: Mapped[str] = mapped_column(String(60), default="")
    signed_on: Mapped[date | None]
    expires_on: Mapped[date | None]

    organisation: Mapped[Organisation] = relationship(back_populates="charters")

    def holds_on(self, day: date) -> bool:
        return (self.signed_on or day) <= day <= (self.expires_on or day)


class ContactRole(Base):
    """A role that the organisation owns; its holder may change, the handover note stays."""

    __tablename__ = "contact_role"

    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    role: Mapped[str] = mapped_column(String(80))
    holder: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    since_on: Mapped[date | None]
    handover_note: Mapped[str] = mapped_column(String(2000), default="")

    organisation: Mapped[Organisation] = relationship(back_populates="contacts")
