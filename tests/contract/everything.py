"""One row of everything that an address of the API can name, for tests over all operations."""

import re
from collections.abc import Mapping
from typing import Any, cast

from apiflask import APIFlask
from sqlalchemy import Table, update
from sqlalchemy.orm import Session

from app import clock
from app.accounts.models import Role
from app.grants.models import GrantAgreement
from app.mobilities.incident_models import Incident, IncidentKind
from app.models import metadata
from tests.builders.accounts import make_account
from tests.builders.forums import (
    make_forum,
    make_participant,
    make_session,
    make_tour,
    make_visit_offer,
)
from tests.builders.mobilities import make_mobility
from tests.builders.organisations import make_organisation
from tests.contract.test_ownership import build_foreign
from tests.contract.test_routes import MISSING

Numbers = Mapping[str, int]
"""Name in an address → a row's number; `part:LIST` for the rows of an edition's lists."""


def build_everything(session: Session) -> Numbers:
    """Make a row of everything that people edit."""
    forum = make_forum(session)
    offer, person = make_visit_offer(session, forum), make_participant(session, forum)
    numbers = build_foreign(session)
    agreement = GrantAgreement(
        consortium_id=numbers["consortium_id"], call_year=2026, reference="only for tests"
    )
    mobility = make_mobility(session)
    incident = Incident(
        mobility_id=mobility.id,
        kind=next(iter(IncidentKind)),
        happened_on=clock.now().date(),
        what="only for tests",
        reported_by="test",
        reported_at=clock.now(),
    )
    session.add_all([agreement, incident])
    other = make_account(session, role=Role.SCHOOL, organisation=make_organisation(session))
    session.commit()
    return numbers | {
        "account_id": other.id,
        "agreement_id": agreement.id,
        "forum_id": forum.id,
        "incident_id": incident.id,
        "mobility_id": mobility.id,
        "participant_id": person.id,
        "visit_offer_id": offer.id,
        "part:participants": person.id,
        "part:places": forum.places[0].id,
        "part:sessions": make_session(session, forum).id,
        "part:tours": make_tour(session, forum).id,
        "part:visit-offers": offer.id,
    }


def operations(app: APIFlask, *methods: str) -> list[tuple[str, str, dict[str, Any]]]:
    """Return method, address and description of the operations that the document names."""
    document = cast("dict[str, Any]", app.spec)
    return [
        (method, path, operation)
        for path, described in document["paths"].items()
        for method, operation in described.items()
        if method in methods
    ]


def needs(operation: Mapping[str, Any], header: str) -> bool:
    """Say whether an operation is described as needing a header."""
    found = [one for one in operation.get("parameters", []) if one["name"] == header]
    return any(one["required"] for one in found)


def filled(path: str, numbers: Numbers) -> str:
    """Return an address of rows that there are; what is in no table is missing."""

    def number(match: re.Match[str]) -> str:
        name = match[1]
        if name == "row_id":
            name = "part:" + path.split("/")[5]
        return str(numbers.get(name, MISSING))

    return re.sub(r"{(\w+)}", number, path)


def renew(session: Session) -> None:
    """Give every row its first version again, so that `If-Match: "1"` is right."""
    for table in metadata.sorted_tables:
        if _is_versioned(table):
            session.execute(update(table).values(version=1))
    session.commit()


def _is_versioned(table: Table) -> bool:
    return "version" in table.c and table.c.version.type.python_type is int
