"""The report equals a count by hand, every figure opens its list, and small counts are masked."""

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app import clock
from app.accounts.models import Account, Role
from app.forums.models import Forum
from app.itineraries.models import Attendance
from app.mobilities.models import Mobility
from app.partnerships.models import Partnership, Stage
from app.reports import queries
from tests.builders.accounts import make_account
from tests.builders.consortia import make_consortium
from tests.builders.forums import make_forum, make_participant, make_visit_offer
from tests.builders.mobilities import make_mobility

SignIn = Callable[[Account], FlaskClient]


def a_chain(session: Session, *, persons: int = 2) -> tuple[Forum, Mobility]:
    """Make a forum with three visits, two of them kept, one of which led to a mobility."""
    forum = make_forum(session)
    offers = [make_visit_offer(session, forum) for _ in range(2)]
    person = make_participant(session, forum)
    other = make_participant(session, forum)
    forum.starts_on = forum.ends_on = person.arrives_at.date()
    for visitor, offer, was_present in (
        (person, offers[0], True),
        (other, offers[1], True),
        (other, offers[0], False),
    ):
        session.add(
            Attendance(
                participant_id=visitor.id,
                visit_offer_id=offer.id,
                planned_starts_at=person.arrives_at,
                planned_ends_at=person.departs_at,
                was_present=was_present,
                checked_in_at=clock.now(),
            )
        )
    for visitor, offer, stage in (
        (person, offers[0], Stage.FIRST_MOBILITY),
        (other, offers[1], Stage.VISITED),
    ):
        session.add(
            Partnership(
                sending_id=visitor.organisation_id,
                host_id=offer.organisation_id,
                stage=stage,
                created_at=clock.now(),
            )
        )
    day = person.departs_at.date().replace(year=person.departs_at.year + 1)
    row = make_mobility(
        session,
        sending=person.organisation,
        receiving=offers[0].organisation,
        persons=persons,
        starts_on=day,
        ends_on=day,
    )
    session.commit()
    return forum, row


def test_the_report_equals_a_count_by_hand(session: Session) -> None:
    forum, row = a_chain(session)
    make_mobility(session)

    [line] = queries.report(session, None).lines

    assert (line.forum.id, len(line.visits), len(line.agreements)) == (forum.id, 2, 1)
    assert [one.id for one in line.mobilities] == [row.id]


def test_every_figure_opens_its_list_and_small_counts_are_masked(
    as_organiser: FlaskClient, session: Session
) -> None:
    forum, row = a_chain(session, persons=3)

    page = as_organiser.get("/reports").text
    lists = {
        name: as_organiser.get(f"/reports/forums/{forum.id}/{name}").text
        for name in ("visits", "agreements", "mobilities")
    }
    sheet = as_organiser.get("/reports/export.csv").text

    assert "masked" in page
    assert "2 entries" in lists["visits"]
    assert "1 entry" in lists["agreements"]
    assert f"/mobilities/{row.id}" in lists["mobilities"]
    assert "3 learners" not in lists["mobilities"]
    assert sheet.splitlines()[1].endswith("2,1,1,masked")


def test_the_chain_of_a_mobility_leads_back_to_the_visit(
    as_organiser: FlaskClient, session: Session
) -> None:
    forum, row = a_chain(session)

    page = as_organiser.get(f"/mobilities/{row.id}").text

    assert forum.name in page


def test_a_coordinator_reads_the_figures_of_their_members(
    session: Session, sign_in: SignIn
) -> None:
    _forum, row = a_chain(session, persons=7)
    mine = make_consortium(session, members=(row.sending,))
    row.consortium_id = mine.id
    session.commit()

    own = queries.report(session, mine.coordinator_id)
    others = queries.report(session, make_consortium(session).coordinator_id)

    assert [len(line.visits) for line in own.lines] == [1]
    assert list(own.cells.values()) == [7]
    assert [(len(line.visits), len(line.mobilities)) for line in others.lines] == [(0, 0)]
    school = sign_in(make_account(session, role=Role.SCHOOL, organisation=row.sending))
    assert school.get("/reports").status_code == 403
