"""Which rows are about one person: found from an e-mail address through the data map."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Table, or_, select
from sqlalchemy.orm import Session

from app.accounts.models import Account
from app.forums.models import Participant
from app.models import metadata
from app.organisations.models import ContactRole
from app.privacy.data_map import columns


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A person as the service knows them: addresses, numbers, and names."""

    email: frozenset[str]
    account: frozenset[int]
    participant: frozenset[int]
    actor: frozenset[str]
    name: frozenset[str]


def subject_of(session: Session, email: str) -> Subject:
    """Return everything by which the person with this address is known; empty for nobody."""
    accounts = session.scalars(select(Account).where(Account.email == email)).unique().all()
    people = session.scalars(select(Participant).where(Participant.email == email)).all()
    holders = session.scalars(select(ContactRole.holder).where(ContactRole.email == email)).all()
    names = {row.name for row in accounts} | {row.name for row in people} | set(holders)
    labels = {f"account:{row.id}" for row in accounts} | {
        f"participant:{row.id}" for row in people
    }
    return Subject(
        email=frozenset({email}),
        account=frozenset(row.id for row in accounts),
        participant=frozenset(row.id for row in people),
        actor=frozenset(labels),
        name=frozenset(names - {""}),
    )


def links_of(table: str, subject: Subject, *, by_name: bool) -> ColumnElement[bool] | None:
    """Return the condition on a table's rows that are about a person, None where none can be."""
    found = metadata.tables[table]
    conditions = [
        found.c[line.column].in_(getattr(subject, line.link))
        for line in columns()[table]
        if line.link and (line.link != "name" or by_name) and getattr(subject, line.link)
    ]
    return or_(*conditions) if conditions else None


def tables_about(
    subject: Subject, *, by_name: bool
) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """Give every table that may hold rows about a person, with the condition on them."""
    for name in columns():
        condition = links_of(name, subject, by_name=by_name)
        if condition is not None:
            yield metadata.tables[name], condition
