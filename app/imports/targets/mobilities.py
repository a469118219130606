"""The sheet of the mobilities; learners are a count, an age band and coded needs."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.imports.targets.base import Target
from app.mobilities import entering, schemas
from app.mobilities.models import Mobility

_PLAIN = (
    "key",
    "kind",
    "field",
    "call_year",
    "action",
    "persons",
    "age_band",
    "fewer_opportunities",
    "coded_needs",
    "learning_outcomes",
    "starts_on",
    "ends_on",
    "travel_days",
    "is_green",
    "origin_city",
    "origin_country",
    "city",
    "country",
    "latitude",
    "longitude",
    "reach_minutes",
)

MOBILITIES = Target[Mobility](
    name="mobilities",
    schema=schemas.MobilitySheetIn,
    identity=("key",),
    rows=lambda session, _forum: session.scalars(
        select(Mobility).options(
            joinedload(Mobility.sending),
            joinedload(Mobility.receiving),
            joinedload(Mobility.consortium),
            joinedload(Mobility.programme),
        )
    ),
    entered=lambda row: {
        **{name: getattr(row, name) for name in _PLAIN},
        "sending": row.sending.key,
        "receiving": row.receiving.key if row.receiving else None,
        "consortium": row.consortium.key if row.consortium else None,
        "programme": row.programme.key if row.programme else None,
        "beyond_budget": False,
    },
    faults=lambda session, _forum, wanted: entering.mobility_faults(session, wanted),
    write=lambda session, _forum, wanted: entering.put_mobility(
        session, "import", None, wanted, row=entering.mobility_by_key(session, wanted["key"])
    ),
    examples=(
        {
            "key": "example-2027-legnica",
            "sending": "school-example",
            "kind": "learners_short",
            "field": "VET",
            "call_year": "2026",
            "action": "KA121-VET",
            "persons": "2",
            "age_band": "minors",
            "starts_on": "2027-03-01",
            "ends_on": "2027-03-26",
            "origin_city": "Roanne",
            "origin_country": "FR",
            "city": "Legnica",
            "country": "PL",
        },
    ),
    near=("city", "country"),
)
