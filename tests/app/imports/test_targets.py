"""Every kind of sheet: what its rows may not say, and a whole service out and in again."""
# ruff: noqa: E501 -- a table of cases reads best with a case on a line

from collections.abc import Iterator

import pytest
from apiflask import APIFlask
from sqlalchemy.orm import Session

from app.forums.keys import forum_by_key
from app.forums.models import Forum
from app.imports.checking import check
from app.imports.reading import read_table
from app.imports.seeding import import_file, seed
from app.imports.targets import TARGETS
from app.imports.writing import Format, example, export
from app.models import metadata
from app.settings import ROOT
from tests.builders.sheets import make_sheet
from tests.builders.trail import unguarded_trail

pytestmark = pytest.mark.usefixtures("request_context")
Row = dict[str, str]


@pytest.fixture
def request_context(app: APIFlask) -> Iterator[None]:
    with app.test_request_context():
        yield


@pytest.fixture
def examples(session: Session, request_context: None) -> Forum:
    """Import the example of every sheet; return their edition."""
    for target in TARGETS.values():
        forum = forum_by_key(session, "forum-example") if target.needs_forum else None
        found = import_file(session, "test", target, forum, example(target, Format.CSV, "en"))
        assert found.problems == (), target.name
        session.commit()
    forum = forum_by_key(session, "forum-example")
    assert forum is not None
    return forum


NEED = {
    "key": "n",
    "organisation": "school-example",
    "title": "Two learners",
    "sector": "automotive",
    "learners": "2",
    "starts_on": "2027-03-01",
    "ends_on": "2027-03-28",
    "days": "14",
}
OFFER = {
    "key": "o",
    "organisation": "company-example",
    "title": "Two places",
    "sector": "automotive",
    "periods": "2027-03-01/2027-03-28: 2",
}
TOUR = {
    "key": "t",
    "name": "Coach",
    "mode": "road",
    "seats": "20",
    "start": "venue",
    "end": "venue",
    "earliest_at": "2027-03-23 08:00",
    "latest_at": "2027-03-23 18:00",
}
PERSON = {
    "key": "p",
    "organisation": "school-example",
    "name": "Sam Sample",
    "arrives_at": "2027-03-22 18:00",
    "departs_at": "2027-03-26 16:00",
}
HOST = {
    "key": "h",
    "organisation": "company-example",
    "minutes": "90",
    "maximum_group": "12",
    "open_spans": "2027-03-23 09:00-12:00",
}
SESSION = {
    "key": "s",
    "title": "Night",
    "place": "venue",
    "starts_at": "2027-03-28 01:00",
    "ends_at": "2027-03-28 05:00",
}

CASES: list[tuple[str, Row, dict[str, str]]] = [
    ("needs", NEED | {"programme": "astronomy"}, {"programme": "Example school (fictional) has no programme with the key astronomy."}),
    ("needs", NEED | {"ends_on": "2027-02-01"}, {"ends_on": "This is before the start."}),
    ("needs", NEED | {"learners": "-1"}, {"learners": "A number from 1 to 500 is expected."}),
    ("needs", NEED | {"days": "60"}, {"days": "The period is shorter than the stay."}),
    ("needs", NEED | {"organisation": "nobody"}, {"organisation": "There is no organisation with the key nobody."}),
    ("needs", NEED | {"languages": "en:B1; en:B2"}, {"languages": "en stands here twice."}),
    ("needs", NEED | {"starts_on": "1 March", "learners": "two"}, {"starts_on": "A date such as 2027-03-18 is expected.", "learners": "A whole number is expected."}),
    ("offers", OFFER | {"periods": "2027-03-01/2027-03-28: 2; 2027-03-20/2027-04-28: 1"}, {"periods": "Two periods share the 2027-03-20."}),
    ("offers", OFFER | {"site": "Annexe"}, {"site": "Example company (fictional) has no site called Annexe."}),
    ("offers", OFFER | {"eqf_from": "5", "eqf_to": "4"}, {"eqf_to": "This is below the lowest level."}),
    ("contacts", {"organisation": "school-example", "role": "Head", "email": "sam@@example"}, {"email": "This is not an e-mail address."}),
    ("circles", {"centre": "company-example", "company": "school-example"}, {"centre": "A company has no circle: please name a school or centre.", "company": "Only companies belong to a circle."}),
    ("tours", TOUR | {"start": "moon"}, {"start": "This edition has no place with the key moon."}),
    ("tours", TOUR | {"latest_at": "2027-03-23 07:00"}, {"latest_at": "This is not after the start."}),
    ("tours", TOUR | {"break_minutes": "45"}, {"break_earliest_at": "A break needs its span and its length.", "break_latest_at": "A break needs its span and its length."}),
    ("tours", TOUR | {"earliest_at": "2027-03-28 02:30", "latest_at": "2027-03-28 18:00"}, {"earliest_at": "The clock change skips 2027-03-28 02:30."}),
    ("participants", PERSON | {"must": "host-example", "avoid": "host-example"}, {"avoid": "host-example has been wished already."}),
    ("participants", PERSON | {"want": "host-example:101"}, {"want": "A number from 0 to 100 is expected."}),
    ("participants", PERSON | {"must": "moon"}, {"must": "This edition has no host with the key moon."}),
    ("participants", PERSON | {"departs_at": "2027-03-01 10:00"}, {"departs_at": "This is not after the start."}),
    ("visit-offers", HOST | {"minutes": "200"}, {"open_spans": "A visit of 200 minutes does not fit in this span."}),
    ("visit-offers", HOST | {"minimum_group": "20"}, {"maximum_group": "The largest group is smaller than the smallest."}),
    ("visit-offers", HOST | {"open_spans": "2027-10-31 02:30-05:00"}, {"open_spans": "The clock change makes 2027-10-31 02:30 happen twice."}),
    ("sessions", SESSION | {"attendees": "p-01", "is_for_all": "yes"}, {"attendees": "A session for all names nobody."}),
    ("sessions", SESSION | {"attendees": "p-99", "is_for_all": "no"}, {"attendees": "There is no participant with the key p-99."}),
    ("places", {"key": "x", "name": "X", "city": "Gniezno", "country": "PL", "latitude": "52"}, {"longitude": "Latitude and longitude belong together."}),
    ("places", {"key": "x", "name": "X", "country": "PL", "city": "Nigdzie Wielkie"}, {"city": "This town is not known. Please give latitude and longitude."}),
    ("forums", {"key": "forum-example", "zone": "Europe/Paris"}, {"zone": "Times have been entered in Europe/Warsaw already."}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "row", "sentences"), CASES)
def test_what_cannot_be_right_is_said_at_its_column(
    session: Session, examples: Forum, name: str, row: Row, sentences: dict[str, str]
) -> None:
    target = TARGETS[name]
    forum = examples if target.needs_forum else None

    found = check(session, target, forum, read_table(make_sheet(list(row), list(row.values()))))

    assert {problem.field: problem.sentence for problem in found.problems} == sentences
    assert {problem.row for problem in found.problems} == {2}


def test_columns_that_a_sheet_lacks_stay_and_empty_cells_empty(
    session: Session, examples: Forum
) -> None:
    target = TARGETS["tours"]
    before = export(session, target, examples, Format.CSV, "en").decode("utf-8-sig")

    sheet = make_sheet(["key", "seats", "driver_phone"], ["coach-1", "30", ""])
    found = import_file(session, "test", target, examples, sheet)
    session.commit()

    after = export(session, target, examples, Format.CSV, "en").decode("utf-8-sig")
    assert (found.created, found.changed) == (0, 1)
    assert after == before.replace(";16;", ";30;")


@pytest.mark.slow
def test_the_demo_goes_in_comes_out_and_goes_into_an_empty_service_the_same(
    session: Session,
) -> None:
    for _sheet, checked in seed(session, ROOT / "seeds" / "demo"):
        assert checked.changed == 0
    first = everything(session)
    with unguarded_trail(session):
        for table in reversed(metadata.sorted_tables):
            session.execute(table.delete())
    session.expire_all()

    for (name, edition), content in first.items():
        forum = forum_by_key(session, edition) if edition else None
        found = import_file(session, "test", TARGETS[name], forum, content)
        session.commit()
        assert (found.problems, found.changed, found.unchanged) == ((), 0, 0), name

    assert everything(session) == first


def everything(session: Session) -> dict[tuple[str, str], bytes]:
    """Return every sheet of a service, those of editions by the edition's key."""
    found = {
        (name, ""): export(session, target, None, Format.CSV, "fr")
        for name, target in TARGETS.items()
        if not target.needs_forum
    }
    for edition in ("poznan-2027", "stuttgart-2027"):
        forum = forum_by_key(session, edition)
        for name, target in TARGETS.items():
            if target.needs_forum:
                found[name, edition] = export(session, target, forum, Format.CSV, "fr")
    return found
