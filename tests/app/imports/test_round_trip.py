"""What holds for every organisation, whatever its texts: out and in again changes nothing."""

from collections.abc import Iterator
from typing import Any

import pytest
from apiflask import APIFlask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.imports.checking import check
from app.imports.parsing import rows_of
from app.imports.reading import table_of
from app.imports.targets import TARGETS
from app.imports.writing import Format, export
from app.organisations.actions import put_organisation
from app.organisations.schemas import OrganisationIn
from app.web.values import as_typed

pytestmark = pytest.mark.usefixtures("request_context")
ORGANISATIONS = TARGETS["organisations"]


@pytest.fixture
def request_context(app: APIFlask) -> Iterator[None]:
    with app.test_request_context():
        yield


lines = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]))
awkward = ["=1+1", "'=1", "''", "-", "+33 1", '"', ";", "a;b", "N/A", "1e5", "2027-03-01"]
words = st.one_of(lines, st.sampled_from(awkward))
organisations = st.fixed_dictionaries(
    {
        "key": st.just("one"),
        "name": words.map(lambda text: text[:150]).filter(str.strip),
        "kind": st.sampled_from(["school", "training_centre"]),
        "country": st.sampled_from(["FR", "PL"]),
        "city": st.sampled_from(["Roanne", "Legnica", "Nulleparville", ""]),
        "languages": st.sets(st.sampled_from(["en:B2", "fr", "pl:C1"])).map("; ".join),
        "sectors": st.sets(st.sampled_from(["automotive", "international_trade"])).map("; ".join),
        "about": st.lists(words, max_size=3).map("\n".join).map(lambda text: text[:1900]),
        "oid": st.sampled_from(["", "E10000001"]),
        "is_fictional": st.sampled_from(["yes", "no"]),
        "requests_per_season": st.integers(0, 1000).map(str),
    },
    optional={
        "latitude": st.floats(-90, 90).map(lambda degrees: f"{degrees:.7f}"),
    },
)


@given(typed=organisations, longitude=st.floats(-180, 180), form=st.sampled_from(Format))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_out_and_in_again_changes_nothing(
    session: Session, typed: dict[str, Any], longitude: float, form: Format
) -> None:
    if "latitude" in typed:
        typed = typed | {"longitude": f"{longitude:.7f}"}
    session.rollback()
    with as_typed():
        put_organisation(session, "test", OrganisationIn().load(typed))
    first = export(session, ORGANISATIONS, None, form, "fr")

    found = check(session, ORGANISATIONS, None, table_of(rows_of(first)))

    assert (found.problems, found.changes, found.unchanged) == ((), (), 1)
