"""What blocks departure is exactly what is open; gaps without an adult; who is near a stop."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.mobilities import cover, pipeline, queries
from app.mobilities.models import (
    Adult,
    AgeBand,
    DocumentKind,
    HostKind,
    Mobility,
    MobilityHost,
    MobilityKind,
    Party,
    Relay,
    Signature,
)
from app.mobilities.papers import digest
from app.mobilities.pipeline import AFTERWARDS, Block
from tests.builders.mobilities import END, LEGNICA, START, make_mobility
from tests.builders.organisations import make_organisation

CHECK = {"checked_on": date(2026, 9, 1), "check_until_on": date(2027, 12, 31)}


def ready(session: Session) -> Mobility:
    """Return a mobility from which nothing is missing."""
    row = make_mobility(session, receiving=make_organisation(session, country="PL"))
    for kind in HostKind:
        row.hosts.append(
            MobilityHost(
                kind=kind,
                reference=f"{kind.value} 1",
                latitude=LEGNICA[0],
                longitude=LEGNICA[1],
                places=2,
                learners=2,
                **CHECK,
            )
        )
    row.adults.append(
        Adult(
            relay=Relay.ON_SITE,
            name="Ada Adult",
            starts_on=START,
            ends_on=END,
            latitude=LEGNICA[0],
            longitude=LEGNICA[1],
        )
    )
    pipeline.settle_steps(row, "school")
    for step in row.steps:
        step.done_on = None if step.kind in AFTERWARDS else date(2027, 1, 10)
    for party in (Party.SENDING, Party.HOST, Party.LEARNERS, Party.GUARDIANS):
        row.signatures.append(
            Signature(
                document=DocumentKind.LEARNING_AGREEMENT,
                party=party,
                signed_on=date(2027, 1, 5),
                facts_digest=digest(row, DocumentKind.LEARNING_AGREEMENT),
                recorded_by="account:1",
            )
        )
    session.commit()
    return row


def blocks(row: Mobility) -> list[Block]:
    return [blocker.kind for blocker in pipeline.blockers(row, is_eligible=True)]


def test_a_ready_group_may_leave(session: Session) -> None:
    assert blocks(ready(session)) == []


def test_each_open_thing_blocks_alone(session: Session) -> None:
    row = ready(session)
    for step in [step for step in row.steps if step.kind not in AFTERWARDS]:
        step.done_on, kept = None, step.done_on
        [blocker] = pipeline.blockers(row, is_eligible=True)
        assert blocker.values == {"step": step.kind, "owner": "school", "due": step.due_on}
        step.done_on = kept
    assert [one.kind for one in pipeline.blockers(row, is_eligible=False)] == [Block.NOT_ELIGIBLE]
    row.hosts[0].check_until_on = row.ends_on - timedelta(days=1)
    assert blocks(row) == [Block.CHECK_INVALID]


def test_another_family_cancels_every_signature(session: Session) -> None:
    row = ready(session)
    row.hosts[1].reference = "family 2"

    assert blocks(row) == [Block.SIGNATURE_MISSING] * 4


def test_grown_ups_need_neither_family_nor_adult_nor_guardian(session: Session) -> None:
    row = ready(session)
    row.age_band = AgeBand.ADULTS
    row.hosts = [host for host in row.hosts if host.kind is HostKind.COMPANY]
    row.adults = []
    pipeline.settle_steps(row, "school")

    assert set(blocks(row)) == {Block.SIGNATURE_MISSING}


def test_an_adult_two_hours_away_is_no_cover(session: Session) -> None:
    row = ready(session)
    row.adults[0].latitude = LEGNICA[0] + 1.0

    [gap] = cover.gaps(row)

    assert (gap.first, gap.last, gap.learners) == (START, END, 2)
    assert cover.minutes(LEGNICA, (LEGNICA[0] + 1.0, LEGNICA[1])) > row.reach_minutes


@given(
    stays=st.lists(st.tuples(st.integers(-3, 12), st.integers(0, 6)), max_size=4),
    length=st.integers(1, 10),
)
def test_gaps_are_the_days_that_no_stay_holds(stays: list[tuple[int, int]], length: int) -> None:
    row = Mobility(
        kind=MobilityKind.LEARNERS_SHORT,
        age_band=AgeBand.MINORS,
        persons=2,
        city="Legnica",
        starts_on=START,
        ends_on=START + timedelta(days=length - 1),
        latitude=LEGNICA[0],
        longitude=LEGNICA[1],
        reach_minutes=60,
    )
    for first, days in stays:
        starts_on = START + timedelta(days=first)
        adult = Adult(starts_on=starts_on, ends_on=starts_on + timedelta(days=days))
        adult.latitude, adult.longitude = LEGNICA
        row.adults.append(adult)
    held = {first + number for first, days in stays for number in range(days + 1)}

    found = {
        (gap.first - START).days + number
        for gap in cover.gaps(row)
        for number in range((gap.last - gap.first).days + 1)
    }

    assert found == set(range(length)) - held


def test_only_ones_own_learners_are_near_a_stop(session: Session) -> None:
    own = make_mobility(session)
    make_mobility(session)
    make_mobility(session, sending=own.sending, kind=MobilityKind.JOB_SHADOWING)
    nearby, paris = (51.1, 16.4), (48.85341, 2.3488)

    [near] = queries.learners_near(session, own.sending_id, *nearby, date(2027, 3, 10))

    assert (near.mobility_id, near.learners, near.city) == (own.id, 2, "Legnica")
    assert queries.learners_near(session, own.sending_id, *paris, date(2027, 3, 10)) == []
    assert queries.learners_near(session, own.sending_id, *nearby, date(2027, 4, 10)) == []
