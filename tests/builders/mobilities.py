"""Mobilities with their hosts and adults; every family and person is fictional."""

from datetime import date
from itertools import count

from sqlalchemy.orm import Session

from app.consortia.models import Consortium, ErasmusField
from app.mobilities.models import AgeBand, Mobility, MobilityKind
from app.organisations.models import Organisation
from tests.builders.organisations import make_organisation

_numbers = count(1)
START, END = date(2027, 3, 1), date(2027, 3, 26)
LEGNICA = (51.21006, 16.1619)


def make_mobility(
    session: Session,
    *,
    sending: Organisation | None = None,
    receiving: Organisation | None = None,
    consortium: Consortium | None = None,
    call_year: int = 2026,
    kind: MobilityKind = MobilityKind.LEARNERS_SHORT,
    persons: int = 2,
    age_band: AgeBand = AgeBand.MINORS,
    starts_on: date = START,
    ends_on: date = END,
) -> Mobility:
    sending = sending or make_organisation(session)
    row = Mobility(
        key=f"mobility-{next(_numbers)}",
        kind=kind,
        field=ErasmusField.VET,
        call_year=call_year,
        action="KA121-VET",
        sending=sending,
        receiving=receiving,
        consortium=consortium,
        persons=persons,
        age_band=age_band,
        starts_on=starts_on,
        ends_on=ends_on,
        origin_city="Roanne",
        origin_country="FR",
        origin_latitude=46.03624,
        origin_longitude=4.06853,
        city="Legnica",
        country="PL",
        latitude=LEGNICA[0],
        longitude=LEGNICA[1],
        hosts=[],
        adults=[],
        steps=[],
        signatures=[],
        planned=[],
    )
    session.add(row)
    session.commit()
    return row
