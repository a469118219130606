"""Rows of the directory by the keys that sheets and forms know them by."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.organisations.models import Organisation, Programme, Site


def organisation_by_key(session: Session, key: str) -> Organisation | None:
    return session.scalar(select(Organisation).where(Organisation.key == key))


def programme_by_key(session: Session, organisation: Organisation, key: str) -> Programme | None:
    return session.scalar(
        select(Programme).where(Programme.organisation_id == organisation.id, Programme.key == key)
    )


def site_by_name(organisation: Organisation, name: str) -> Site | None:
    return next((site for site in organisation.sites if site.name == name), None)
