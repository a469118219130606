"""Papers that travellers need, by age on the day of departure and by country pair.

The rules are rows of `travel_papers.csv`, each with its source and date. Where no row says what
holds between two countries, the answer is to ask, never that nothing is needed.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from app.grants import bridge as grants
from app.mobilities.models import Mobility

UNION = "EU"
ANY = "any"
MINORS = "minors"


class Paper(StrEnum):
    IDENTITY = "identity"
    HEALTH_CARD = "health_card"
    EXIT_AUTHORISATION = "exit_authorisation"
    """Leave of those with parental authority to cross the border without them."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Who needs a paper from where to where, who says so, and when that was looked up."""

    paper: Paper
    origin: str
    destination: str
    age: str
    source: str
    as_of: str


@dataclass(frozen=True, slots=True)
class Needed:
    """A paper with the rule that asks for it; without one, somebody has to be asked."""

    paper: Paper
    rule: Rule | None


@lru_cache(maxsize=4)
def rules_in(folder: Path) -> tuple[Rule, ...]:
    """Return the rules of a folder of reference tables."""
    with (folder / "travel_papers.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Rule(
                Paper(row["paper"]),
                row["from"],
                row["to"],
                row["age"],
                row["source"],
                row["as_of"],
            )
            for row in csv.DictReader(file)
        )


def needed(row: Mobility, rules: Sequence[Rule]) -> list[Needed]:
    """Return every kind of paper that the travellers of a mobility may need."""
    ages = {ANY, MINORS} if row.has_minors else {ANY}
    found = []
    for paper in Paper:
        if paper is Paper.EXIT_AUTHORISATION and not row.has_minors:
            continue
        fitting = (rule for rule in rules if rule.paper is paper and rule.age in ages)
        found.append(Needed(paper, next(_between(row, fitting), None)))
    return found


def _between(row: Mobility, rules: Iterator[Rule]) -> Iterator[Rule]:
    here, there = places_of(row.origin_country), places_of(row.country)
    return (rule for rule in rules if rule.origin in here and rule.destination in there)


def places_of(country: str) -> set[str]:
    """Return what a rule may call a country: its code, the Union where it belongs to it, any."""
    is_member = any(
        (known := rules.countries.get(country)) is not None and known.status == UNION
        for rules in grants.book().calls.values()
    )
    return {country, ANY, UNION} if is_member else {country, ANY}
