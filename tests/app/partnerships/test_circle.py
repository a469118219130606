"""Centre and circle on the built page: SBB for Dutch schools, and who met whom at which forum."""

from collections.abc import Callable
from datetime import date

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.accounts.models import Account, Role
from app.itineraries.models import Attendance
from app.organisations.models import Charter, CharterKind
from app.partnerships import bridge
from tests.builders.accounts import make_account
from tests.builders.forums import at, make_forum, make_participant, make_visit_offer
from tests.builders.organisations import make_organisation
from tests.builders.partnerships import YEAR, make_host, make_need, make_offer

SignIn = Callable[[Account], FlaskClient]


def test_a_dutch_school_is_suggested_only_hosts_that_sbb_accredits(
    session: Session, sign_in: SignIn
) -> None:
    school = make_organisation(session, country="NL", city="Rotterdam")
    need, french = make_need(session, school), make_need(session)
    accredited, other = make_host(session), make_host(session)
    accredited.charters.append(
        Charter(kind=CharterKind.SBB_ACCREDITATION, signed_on=date(YEAR - 2, 1, 1))
    )
    right, wrong = make_offer(session, accredited), make_offer(session, other)

    found = [one.offer.id for one in bridge.answer_for(session, need).suggested]
    page = sign_in(make_account(session, role=Role.SCHOOL, organisation=school)).get(
        f"/needs/{need.id}"
    )

    assert found == [right.id]
    assert "without a valid SBB accreditation" in page.text
    assert "The host would hold: SBB accreditation" in page.text
    everywhere = {one.offer.id for one in bridge.answer_for(session, french).suggested}
    assert everywhere == {right.id, wrong.id}


def test_a_suggestion_tells_at_which_forum_colleagues_met_the_host(
    session: Session, sign_in: SignIn
) -> None:
    school, host = make_organisation(session), make_host(session)
    need = make_need(session, school)
    make_offer(session, host)
    make_offer(session)
    forum = make_forum(session)
    forum.name = "Forum of Kerava"
    visit = make_visit_offer(session, forum, host=host)
    person = make_participant(session, forum, school=school)
    session.add(
        Attendance(
            participant_id=person.id,
            visit_offer_id=visit.id,
            planned_starts_at=at("09:00"),
            planned_ends_at=at("10:30"),
            was_present=True,
            checked_in_at=at("09:00"),
        )
    )
    session.commit()

    found = {
        one.offer.organisation_id: one.met_at for one in bridge.answer_for(session, need).suggested
    }
    client = sign_in(make_account(session, role=Role.SCHOOL, organisation=school))

    assert found.pop(host.id) == "Forum of Kerava"
    assert set(found.values()) == {""}
    assert client.get(f"/needs/{need.id}").text.count("Met at Forum of Kerava") == 1
