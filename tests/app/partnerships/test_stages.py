"""Partnerships: one stage at a time, who owns the next step, and whose eyes see what."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app import clock
from app.accounts.models import Account, Role
from app.partnerships import stages
from app.partnerships.models import Partnership, PartnershipEvent, Stage
from tests.builders.accounts import make_account
from tests.builders.organisations import make_organisation
from tests.builders.partnerships import make_host, make_need, make_offer

SignIn = Callable[[Account], FlaskClient]


def make_partnership(session: Session) -> Partnership:
    parties = (make_organisation(session), make_host(session))
    row = stages.start(session, "account:1", "Someone", parties, stages.Basis())
    session.commit()
    return row


def client_of(session: Session, sign_in: SignIn, row: Partnership, role: Role) -> FlaskClient:
    side = row.host if role is Role.HOST else row.sending
    return sign_in(make_account(session, role=role, organisation=side))


def step(stage: Stage, days_ago: int = 0) -> dict[str, str]:
    day = clock.now().date() - timedelta(days=days_ago)
    return {"stage": stage.value, "happened_on": day.isoformat()}


@pytest.mark.parametrize(
    ("behind", "possible"),
    [
        ([Stage.CONTACT], [Stage.ALIGNED, Stage.DORMANT]),
        ([Stage.CONTACT, Stage.ALIGNED], [Stage.VISITED, Stage.DORMANT]),
        ([Stage.CONTACT, Stage.ALIGNED, Stage.DORMANT], [Stage.ALIGNED]),
        (list(stages.ORDER), [Stage.DORMANT]),
    ],
)
def test_only_the_next_stage_follows(behind: list[Stage], possible: list[Stage]) -> None:
    events = [PartnershipEvent(stage=stage) for stage in behind]

    assert stages.possible_stages(events) == possible


def test_a_stage_is_noted_with_day_and_person(session: Session, sign_in: SignIn) -> None:
    row = make_partnership(session)
    client = client_of(session, sign_in, row, Role.SCHOOL)

    answer = client.post(f"/partnerships/{row.id}/stage", data=step(Stage.ALIGNED))

    assert answer.status_code == 303
    assert (row.stage, row.events[-1].by) == (Stage.ALIGNED, "Sam Sample")


def test_an_illegal_jump_is_refused(session: Session, sign_in: SignIn) -> None:
    row = make_partnership(session)
    client = client_of(session, sign_in, row, Role.SCHOOL)

    answer = client.post(f"/partnerships/{row.id}/stage", data=step(Stage.AGREED))

    assert answer.status_code == 409
    assert row.stage is Stage.CONTACT


@pytest.mark.parametrize(("days_ago", "sentence"), [(-1, "still to come"), (3, "before the step")])
def test_a_step_lies_between_the_last_one_and_today(
    session: Session, sign_in: SignIn, days_ago: int, sentence: str
) -> None:
    row = make_partnership(session)
    client = client_of(session, sign_in, row, Role.SCHOOL)

    answer = client.post(f"/partnerships/{row.id}/stage", data=step(Stage.ALIGNED, days_ago))

    assert answer.status_code == 422
    assert sentence in answer.text


def test_the_handover_note_stays_with_the_sending_side(session: Session, sign_in: SignIn) -> None:
    row = make_partnership(session)
    school = client_of(session, sign_in, row, Role.SCHOOL)
    host = client_of(session, sign_in, row, Role.HOST)
    path, step_path = f"/partnerships/{row.id}", f"/partnerships/{row.id}/step"
    school.post(
        step_path, data={"handover_note": "ZK-handover", "next_step": "Call", "version": "1"}
    )

    host.post(step_path, data={"handover_note": "gone", "next_step": "Write", "version": "2"})

    assert row.handover_note == "ZK-handover"
    assert "ZK-handover" in school.get(path).text
    assert "ZK-handover" not in host.get(path).text
    assert "Write" in school.get(path).text


def test_an_old_version_of_the_next_step_is_not_saved(session: Session, sign_in: SignIn) -> None:
    row = make_partnership(session)
    client = client_of(session, sign_in, row, Role.SCHOOL)
    client.post(f"/partnerships/{row.id}/step", data={"next_step": "First", "version": "1"})

    late = client.post(
        f"/partnerships/{row.id}/step", data={"next_step": "Second", "version": "1"}
    )

    assert late.status_code == 412
    assert row.next_step == "First"
    assert "First" in late.text
    assert "Second" in late.text


def test_the_next_step_belongs_to_somebody_of_ones_own_side(
    session: Session, sign_in: SignIn
) -> None:
    row = make_partnership(session)
    stranger = make_account(session, role=Role.SCHOOL, organisation=make_organisation(session))
    client = client_of(session, sign_in, row, Role.SCHOOL)

    answer = client.post(
        f"/partnerships/{row.id}/step", data={"owner_id": str(stranger.id), "version": "1"}
    )

    assert answer.status_code == 422
    assert "belongs to neither side" in answer.text


def test_others_never_see_nor_change_what_is_between_two(
    session: Session, sign_in: SignIn
) -> None:
    row = make_partnership(session)
    need, offer = make_need(session, row.sending), make_offer(session, row.host)
    stranger = sign_in(
        make_account(session, role=Role.SCHOOL, organisation=make_organisation(session))
    )
    reads = [
        f"/partnerships/{row.id}",
        f"/needs/{need.id}",
        f"/needs/{need.id}/edit",
        f"/offers/{offer.id}/edit",
        f"/needs/{need.id}/offers/{offer.id}/request",
    ]
    writes = [
        f"/partnerships/{row.id}/stage",
        f"/partnerships/{row.id}/step",
        f"/needs/{need.id}/edit",
        f"/needs/{need.id}/confirm",
        f"/needs/{need.id}/close",
        f"/needs/{need.id}/start",
        f"/offers/{offer.id}/edit",
        f"/offers/{offer.id}/close",
    ]

    answers = [stranger.get(path).status_code for path in reads]
    changes = [stranger.post(path, data=step(Stage.ALIGNED)).status_code for path in writes]

    assert set(answers) == set(changes) == {404}
    assert stranger.get(f"/offers/{offer.id}").status_code == 200
    assert row.sending.name not in stranger.get("/partners").text
