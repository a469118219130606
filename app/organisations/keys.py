"""Rows of the directory by the keys that sheets and forms know them by."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.organisations.models import Organisation, Programme, Site

_KNOWN = "organisations by key"


@contextmanager
def all_known(session: Session) -> Iterator[None]:
    """Read all organisations once, so that a long sheet does not ask for each of its rows."""
    session.info[_KNOWN] = {row.key: row for row in session.scalars(select(Organisation))}
    try:
        yield
    finally:
        del session.info[_KNOWN]


def remember(session: Session, row: Organisation) -> None:
    """Let a new organisation be known as well."""
    if _KNOWN in session.info:
        session.info[_KNOWN][row.key] = row


def organisation_by_key(session: Session, key: str) -> Organisation | None:
    if _KNOWN in session.info:
        known: Organisation | None = session.info[_KNOWN].get(key)
        return known
    return session.scalar(select(Organisation).where(Organisation.key == key))


def programme_by_key(session: Session, organisation: Organisation, key: str) -> Programme | None:
    return session.scalar(
        select(Programme).where(Programme.organisation_id == organisation.id, Programme.key == key)
    )


def site_by_name(organisation: Organisation, name: str) -> Site | None:
    return next((site for site in organisation.sites if site.name == name), None)
