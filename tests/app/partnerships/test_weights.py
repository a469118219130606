"""Weights learned from answers: proposed, put in force by a decision, taken back."""

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

import matching.criteria
from app import clock
from app.accounts.models import Account, Role
from app.partnerships import bridge
from app.partnerships.bridge.learning import current_weights
from app.partnerships.models import Placement, PlacementState
from app.partnerships.weight_models import WeightSetting
from tests.builders.accounts import make_account
from tests.builders.partnerships import FIRST, make_need, make_offer

HAND_SET = "hand-1"


def make_answers(session: Session, *, number: int = 16) -> None:
    """Record answers that all turn on one criterion: hosts accept who hosts in return."""
    need, offer = make_need(session), make_offer(session)
    for place in range(number):
        liked = place % 2 == 0
        session.add(
            Placement(
                need=need,
                offer=offer,
                state=PlacementState.ACCEPTED if liked else PlacementState.DECLINED,
                decline_code="" if liked else "other",
                learners=1,
                starts_on=FIRST,
                ends_on=FIRST,
                requested_at=clock.now(),
                shown_rank=1 + place % 5,
                weights_version=HAND_SET,
                shown_values={
                    "sender.occupation": 0.5,
                    "host.return_flow": 1.0 if liked else 0.0,
                },
            )
        )
    session.commit()


def test_without_answers_nothing_is_proposed(session: Session) -> None:
    found = bridge.proposal(session)

    assert (found.in_force, found.version, found.changes) == (HAND_SET, HAND_SET, False)


def test_what_is_full_or_unanswered_teaches_nothing(session: Session) -> None:
    make_answers(session, number=2)
    for row, state in zip(
        session.scalars(select(Placement)), ("expired", "declined"), strict=True
    ):
        row.state = PlacementState(state)
        row.decline_code = "full" if state == "declined" else ""
    session.commit()

    found = bridge.proposal(session)

    assert (found.decisions, found.teaching, found.changes) == (2, 0, False)


def test_an_organiser_puts_learned_weights_in_force_and_takes_them_back(
    as_organiser: FlaskClient, session: Session
) -> None:
    make_answers(session)
    proposed = bridge.proposal(session)
    line = next(line for line in proposed.lines if line.code == "host.return_flow")
    assert line.then > line.now
    page = as_organiser.get("/weights").text
    assert f'value="{proposed.version}"' in page

    answer = as_organiser.post("/weights", data={"proposal": proposed.version, "note": "Tried"})
    row = session.scalars(select(WeightSetting)).one()
    in_force = current_weights(session)
    as_organiser.post(f"/weights/{row.id}/take-back")

    assert answer.status_code == 303
    assert in_force.version == proposed.version == row.version
    assert in_force.host[matching.criteria.Criterion.RETURN_FLOW] == line.then
    assert current_weights(session).version == HAND_SET
    assert as_organiser.post(f"/weights/{row.id}/take-back").status_code == 409


def test_suggestions_follow_the_weights_in_force(
    as_organiser: FlaskClient, session: Session
) -> None:
    make_answers(session)
    need = session.scalars(select(Placement)).first()
    assert need is not None
    before = bridge.answer_for(session, need.need).weights_version

    as_organiser.post("/weights", data={"proposal": bridge.proposal(session).version})

    after = bridge.answer_for(session, need.need).weights_version
    assert (before, after) == (HAND_SET, current_weights(session).version)


def test_an_outdated_proposal_is_refused(as_organiser: FlaskClient, session: Session) -> None:
    make_answers(session)

    answer = as_organiser.post("/weights", data={"proposal": "learned-1-older"})

    assert answer.status_code == 409
    assert session.scalars(select(WeightSetting)).all() == []


def test_only_organisers_set_weights(
    session: Session, sign_in: Callable[[Account], FlaskClient]
) -> None:
    planner = sign_in(make_account(session, role=Role.PLANNER))

    assert planner.get("/weights").status_code == 403
    assert planner.post("/weights", data={"proposal": "x"}).status_code == 403
