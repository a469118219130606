"""Which column is which."""

from collections.abc import Iterator

import pytest
from apiflask import APIFlask

from app.imports.headings import HeadingFault, folded, understand
from app.imports.targets import TARGETS
from app.imports.titles import TITLES

pytestmark = pytest.mark.usefixtures("request_context")
WANTED = ("key", "name", "country", "starts_on")


@pytest.fixture
def request_context(app: APIFlask) -> Iterator[None]:
    with app.test_request_context():
        yield


@pytest.mark.parametrize(
    "heading",
    [
        ["key", "name", "country", "starts_on"],
        ["Key", "NAME", "Country", "Starts on"],
        ["Clé", "Nom", "Pays", "Date de début"],
        ["cle", " nom ", "PAYS", "date-de-debut"],
    ],
)
def test_titles_are_read_in_english_and_french_whatever_case_and_accents(
    heading: list[str],
) -> None:
    columns = understand(heading, WANTED, ["key"])

    assert columns.fields == {0: "key", 1: "name", 2: "country", 3: "starts_on"}
    assert columns.faults == ()


def test_doubled_unknown_and_missing_columns_are_each_named() -> None:
    columns = understand(["Name", "Nom", "Contry", "Moon"], WANTED, ["key"])

    assert columns.faults == (
        HeadingFault("Nom", "The columns Name and Nom mean the same. Please remove one."),
        HeadingFault("Contry", "This sheet has no such column. Is Country meant?"),
        HeadingFault(
            "Moon", "This sheet has no such column. Please remove it or correct its name."
        ),
        HeadingFault("key", "A column named Key or Clé is needed."),
    )


def test_columns_without_a_title_and_that_of_problems_are_left_out() -> None:
    assert understand(["key", "", "Problem"], WANTED, ["key"]).fields == {0: "key"}


@pytest.mark.parametrize("name", TARGETS)
def test_no_two_columns_of_a_sheet_can_be_taken_for_each_other(name: str) -> None:
    names = [{folded(one) for one in (field, *TITLES[field])} for field in TARGETS[name].fields]

    assert sum(map(len, names)) == len(set().union(*names))
