"""What mobilities say about the organisations that sent and received them.

A stay that is over and of which attendance is proved went well; one that was broken off after it
had begun did not. Of all others nothing is known, so they count for nobody and against nobody.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.mobilities.models import Mobility, Step, StepKind
from app.partnerships.models import Offer, Placement


@dataclass(frozen=True, slots=True)
class Record:
    """Stays whose end is known, and how many of them went well."""

    done: int = 0
    went_well: int = 0


NOTHING = Record()


def records(session: Session, day: date) -> dict[int, Record]:
    """Return the record of every organisation that has one: senders, receivers and hosts.

    Counts what ended before the day; a company counts by the offer of the placement. Takes one
    statement.
    """
    proved = select(Step.mobility_id).where(
        Step.kind == StepKind.ATTENDANCE_PROOF, Step.done_on.is_not(None)
    )
    rows = session.execute(
        select(
            Mobility.sending_id,
            Mobility.receiving_id,
            Offer.organisation_id,
            Mobility.starts_on,
            Mobility.cancelled_at,
            Mobility.id.in_(proved),
        )
        .outerjoin(Placement, Placement.id == Mobility.placement_id)
        .outerjoin(Offer, Offer.id == Placement.offer_id)
        .where(Mobility.ends_on < day)
    )
    done: Counter[int] = Counter()
    went_well: Counter[int] = Counter()
    for sender, receiver, host, starts_on, cancelled_at, is_proved in rows:
        broken_off = cancelled_at is not None and cancelled_at >= datetime.combine(
            starts_on, time.min, UTC
        )
        if not broken_off and (cancelled_at is not None or not is_proved):
            continue
        parties = {party for party in (sender, receiver, host) if party is not None}
        done.update(parties)
        if not broken_off:
            went_well.update(parties)
    return {party: Record(count, went_well[party]) for party, count in done.items()}
