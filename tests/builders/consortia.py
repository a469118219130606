"""Consortia with a coordinator and members."""

from datetime import date
from itertools import count

from sqlalchemy.orm import Session

from app.consortia.models import Consortium, ConsortiumMember, ErasmusField
from app.organisations.models import Organisation
from tests.builders.organisations import make_organisation

_numbers = count(1)
FOUNDED = date(2020, 9, 1)


def make_consortium(
    session: Session,
    *,
    coordinator: Organisation | None = None,
    members: tuple[Organisation, ...] = (),
    field: ErasmusField = ErasmusField.VET,
) -> Consortium:
    number = next(_numbers)
    row = Consortium(
        key=f"consortium-{number}",
        name=f"Consortium {number}",
        field=field,
        coordinator=coordinator or make_organisation(session),
        members=[ConsortiumMember(organisation=one, joined_on=FOUNDED) for one in members],
    )
    session.add(row)
    session.commit()
    return row
