"""What a forum was worth: a second count in SQL gives the same numbers, each opens its list."""

from collections.abc import Callable
from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.accounts.models import Account, Role
from app.forums.models import Wish, WishKind
from app.itineraries.models import Attendance, VisitNote
from app.partnerships.models import Partnership, PartnershipEvent, Stage
from app.reports.indicators import Kind
from tests.app.reports.test_pages import a_chain
from tests.builders.accounts import make_account

COUNTS = {
    "kept": "SELECT count(*) FILTER (WHERE was_present), count(*) FROM attendance",
    "answers": (
        "SELECT count(n.id), count(*) FROM attendance a LEFT JOIN visit_note n"
        " ON n.participant_id = a.participant_id AND n.visit_offer_id = a.visit_offer_id"
        " AND n.note = 'in time' WHERE a.was_present"
    ),
    "wishes": (
        "SELECT count(a.id), count(*) FROM wish w LEFT JOIN attendance a"
        " ON a.participant_id = w.participant_id AND a.visit_offer_id = w.visit_offer_id"
        " AND a.was_present WHERE w.kind IN ('must', 'want')"
    ),
}


def test_the_indicators_equal_a_second_count(
    client: FlaskClient, session: Session, api_token: Callable[[Account], dict[str, str]]
) -> None:
    forum, _row = a_chain(session)
    visits = session.query(Attendance).order_by(Attendance.id).all()
    for visit, days in zip(visits[:2], (9, 11), strict=True):
        session.add(
            VisitNote(
                participant_id=visit.participant_id,
                visit_offer_id=visit.visit_offer_id,
                note="in time" if days == 9 else "late",
                written_at=visit.planned_ends_at + timedelta(days=days),
            )
        )
    for visit, kind in zip(visits, (WishKind.MUST, WishKind.AVOID, WishKind.WANT), strict=True):
        session.add(
            Wish(
                participant_id=visit.participant_id,
                visit_offer_id=visit.visit_offer_id,
                kind=kind,
            )
        )
    for row, days in zip(
        session.query(Partnership).order_by(Partnership.id), (364, 366), strict=True
    ):
        at = visits[0].planned_starts_at + timedelta(days=days)
        row.events.append(PartnershipEvent(happened_at=at, stage=Stage.AGREED, by="test"))
    session.commit()

    token = api_token(make_account(session, role=Role.ORGANISER))
    [found] = client.get("/api/v1/reports/indicators", headers=token).get_json()

    figures = {one["kind"]: (one["counted"], one["entries"]) for one in found["indicators"]}
    assert found["forum"] == forum.key
    assert figures.pop("agreements") == (1, 2)
    assert figures == {
        kind: tuple(session.execute(text(query)).one()) for kind, query in COUNTS.items()
    }
    assert figures["answers"] == (1, 2)


def test_every_indicator_opens_its_list(as_organiser: FlaskClient, session: Session) -> None:
    forum, _row = a_chain(session)

    page = as_organiser.get("/reports").text
    lists = {
        kind: as_organiser.get(f"/reports/forums/{forum.id}/indicators/{kind}") for kind in Kind
    }

    assert f"/reports/forums/{forum.id}/indicators/kept" in page
    assert {answer.status_code for answer in lists.values()} == {200}
    assert lists[Kind.KEPT].text.count("<li>") - lists[Kind.ANSWERS].text.count("<li>") == 1
    assert "2 of 3" in lists[Kind.KEPT].text
    missing = as_organiser.get(f"/reports/forums/{forum.id}/indicators/none")
    assert missing.status_code == 404
