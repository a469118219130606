"""The sheets of the mobility consortia and their members."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.consortia import actions, schemas
from app.consortia.models import Consortium, ConsortiumMember
from app.imports.targets.base import Target

CONSORTIA = Target[Consortium](
    name="consortia",
    schema=schemas.ConsortiumIn,
    identity=("key",),
    rows=lambda session, _forum: session.scalars(
        select(Consortium).options(selectinload(Consortium.coordinator))
    ),
    entered=lambda row: {
        "key": row.key,
        "name": row.name,
        "field": row.field,
        "accreditation": row.accreditation,
        "coordinator": row.coordinator.key,
        "is_open": row.is_open,
    },
    faults=lambda session, _forum, wanted: actions.consortium_faults(session, wanted),
    write=lambda session, _forum, wanted: actions.set_consortium(session, wanted),
    examples=(
        {
            "key": "consortium-example",
            "name": "Example consortium (fictional)",
            "field": "VET",
            "coordinator": "school-example",
        },
    ),
)

CONSORTIUM_MEMBERS = Target[ConsortiumMember](
    name="consortium-members",
    schema=schemas.ConsortiumMemberIn,
    identity=("consortium", "organisation", "joined_on"),
    rows=lambda session, _forum: session.scalars(
        select(ConsortiumMember).options(
            selectinload(ConsortiumMember.consortium),
            selectinload(ConsortiumMember.organisation),
        )
    ),
    entered=lambda row: {
        "consortium": row.consortium.key,
        "organisation": row.organisation.key,
        "joined_on": row.joined_on,
        "left_on": row.left_on,
    },
    faults=lambda session, _forum, wanted: actions.member_faults(session, wanted),
    write=lambda session, _forum, wanted: actions.set_member(session, wanted),
    examples=(
        {
            "consortium": "consortium-example",
            "organisation": "school-example",
            "joined_on": "2025-09-01",
        },
    ),
)
