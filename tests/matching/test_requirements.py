"""Accreditations required by country, as data."""

import doctest
from datetime import date
from pathlib import Path

import pytest

import matching
from matching.eligibility import Obstacle, obstacles
from matching.profiles import Accreditation
from matching.requirements import InvalidRequirements, read_requirements, required_schemes
from tests.matching.builders import SPRING, TODAY, make_need, make_offer

TABLE = Path(__file__).parents[2] / "seeds" / "reference" / "accreditation_rules.csv"
COLUMNS = "scheme,senders,valid_from,valid_until,source\n"


def test_dutch_learners_may_only_go_to_hosts_accredited_by_sbb() -> None:
    rules = read_requirements(TABLE)
    dutch, french = (
        make_need(country=country, required=required_schemes(rules, country=country, day=TODAY))
        for country in ("NL", "FR")
    )
    charter, sbb = Accreditation("charter", SPRING), Accreditation("sbb", SPRING)

    assert obstacles(dutch, make_offer(accreditations=(charter,))) == [Obstacle.NOT_ACCREDITED]
    assert obstacles(dutch, make_offer(accreditations=(charter, sbb))) == []
    assert obstacles(french, make_offer(accreditations=(charter,))) == []


def test_a_rule_binds_only_while_it_is_in_force(tmp_path: Path) -> None:
    table = tmp_path / "rules.csv"
    table.write_text(COLUMNS + "sbb,NL,2027-01-01,,law\n", encoding="utf-8")
    rules = read_requirements(table)

    assert required_schemes(rules, country="NL", day=date(2026, 12, 31)) == frozenset()
    assert required_schemes(rules, country="NL", day=date(2027, 1, 1)) == {"sbb"}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("scheme,country\nsbb,NL\n", 1),
        (COLUMNS + "sbb,NL,,,law\nsbb,Netherlands,,,law\n", 3),
        (COLUMNS + "sbb,NL,soon,,law\n", 2),
        (COLUMNS + "sbb\n", 2),
    ],
)
def test_a_faulty_table_is_refused_with_file_and_line(
    tmp_path: Path, text: str, line: int
) -> None:
    table = tmp_path / "rules.csv"
    table.write_text(text, encoding="utf-8")

    with pytest.raises(InvalidRequirements, match=rf"rules\.csv, line {line}:"):
        read_requirements(table)


def test_the_example_of_the_package_runs() -> None:
    assert doctest.testmod(matching) == doctest.TestResults(failed=0, attempted=7)
