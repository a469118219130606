"""The files of the public benchmark (team orienteering with time windows), as long tours.

A file has header lines of fewer than nine fields, then one row per node,
``i x y d S f a … O C``: ``d`` how long a visit lasts, ``S`` what it scores, ``a`` how many
codes follow, ``O`` and ``C`` between which moments a visit may begin. The first row is the
depot; its ``C`` is the end of the day. Travel takes the Euclidean distance, rounded down to
one decimal (two in the families whose coordinates have three), so all times here are whole
tenths or hundredths. Source: Vansteenwegen et al. (2009), "Iterated local search for the
team orienteering problem with time windows", and the format notes beside its instances.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from math import isqrt
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from planner.faults import Fault, InvalidProblem
from planner.longtours.problem import LongTours, Visit

FIELDS = 9
"""A row with fewer fields is a header."""
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)")
LARGEST = 10**6
"""No coordinate, time or score may be larger, so that sums stay far inside 64 bits."""
MOST_NODES = 5_000
FINE_COORDINATES = 3
"""Coordinates with this many decimals mark the families that count in hundredths."""

Row: TypeAlias = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Node:
    """One row: the depot or a place to visit, times in units of ``10 ** -decimals``."""

    id: int
    x: Decimal
    y: Decimal
    duration: int
    score: int
    opens: int
    closes: int


def read_toptw(text: str, *, tours: int, decimals: int | None = None) -> LongTours:
    """Return the instance in ``text`` for so many ``tours``.

    ``decimals`` says how travel times are rounded; None takes it from the coordinates.
    Raises InvalidProblem with every fault, the path of each being its line.
    """
    rows, faults = _rows(text)
    if decimals is None:
        decimals = decimals_of(rows)
    nodes: list[Node] = []
    seen: dict[str, int] = {}
    for line, fields in rows[:MOST_NODES]:
        node, wrong = _node(fields, decimals)
        if fields[0] in seen:
            wrong.append(("repeated_id", f"node {fields[0]} is on line {seen[fields[0]]} already"))
        faults += [_fault(line, code, text) for code, text in wrong]
        seen.setdefault(fields[0], line)
        if node:
            nodes.append(node)
    if not rows:
        faults.append(_fault(max(1, len(text.splitlines())), "no_depot", "there is no depot"))
    if len(rows) > MOST_NODES:
        faults.append(_fault(rows[MOST_NODES][0], "too_many", f"more than {MOST_NODES} nodes"))
    if faults:
        raise InvalidProblem(faults)
    depot, *places = nodes
    return LongTours(
        visits=tuple(
            Visit(node.id, node.score, node.duration, node.opens, node.closes) for node in places
        ),
        travel=distances(nodes, decimals),
        opens=depot.opens,
        closes=depot.closes,
        tours=tours,
    )


def decimals_of(rows: list[Row]) -> int:
    """Return 2 when a coordinate is written with three decimals or more, else 1."""
    written = [field for _, fields in rows for field in fields[1:3]]
    longest = max((len(field.partition(".")[2]) for field in written), default=0)
    return 2 if longest >= FINE_COORDINATES else 1


def distances(nodes: list[Node], decimals: int) -> npt.NDArray[np.int64]:
    """Return Euclidean distances rounded down to ``decimals``, exactly, in whole units."""
    fine = max(-int(part.as_tuple().exponent) for node in nodes for part in (node.x, node.y))
    fine = max(fine, 0)
    points = [(int(node.x.scaleb(fine)), int(node.y.scaleb(fine))) for node in nodes]
    unit, scale = 10**fine, 10 ** (2 * decimals)
    return np.array(
        [
            [isqrt(((a - c) ** 2 + (b - d) ** 2) * scale) // unit for c, d in points]
            for a, b in points
        ],
        dtype=np.int64,
    )


def _fault(line: int, code: str, text: str) -> Fault:
    return Fault(f"line {line}", code, text, {"line": line})


def _rows(text: str) -> tuple[list[Row], list[Fault]]:
    """Return the node rows with their line numbers; headers come only before the depot."""
    rows: list[Row] = []
    faults = []
    for line, content in enumerate(text.splitlines(), start=1):
        fields = content.split()
        if len(fields) >= FIELDS:
            rows.append((line, fields))
        elif rows and fields:
            short = f"{len(fields)} fields; a node has at least {FIELDS}"
            faults.append(_fault(line, "too_short", short))
    return rows, faults


def _node(fields: list[str], decimals: int) -> tuple[Node | None, list[tuple[str, str]]]:
    """Return the node of a row, or None and the code and sentence of all that is wrong."""
    strange = [field for field in fields if not NUMBER.fullmatch(field)]
    if strange:
        return None, [("not_a_number", f"“{field[:20]}” is not a number") for field in strange]
    values = [Decimal(field) for field in fields]
    wrong = list(_nonsense(values, decimals))
    if wrong:
        return None, wrong
    x, y, duration, score = values[1:5]
    begin, end, length = (int(value.scaleb(decimals)) for value in (*values[-2:], duration))
    return Node(int(values[0]), x, y, length, int(score), begin, end), []


def _nonsense(values: list[Decimal], decimals: int) -> Iterator[tuple[str, str]]:
    duration, score = values[3:5]
    opens, closes = values[-2:]
    for value in values:
        if abs(value) > LARGEST:
            yield "too_large", f"{value} is too large"
    if values[6] != len(values) - FIELDS:
        yield "codes", f"{values[6]} codes are announced, {len(values) - FIELDS} follow"
    named = {"duration": duration, "score": score, "opening": opens}
    for name in (name for name, value in named.items() if value < 0):
        yield "negative", f"the {name} {named[name]} is negative"
    if opens > closes:
        yield "reversed", f"the window is reversed: {opens} is after {closes}"
    for value in (duration, opens, closes):
        if value.scaleb(decimals) % 1:
            yield "too_fine", f"the time {value} has more than {decimals} decimals"
    for name, value in (("number", values[0]), ("score", score)):
        if value % 1:
            yield "not_whole", f"the {name} {value} is not a whole number"
