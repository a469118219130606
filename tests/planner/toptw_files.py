"""Small files in the format of the public benchmark, and a judge that shares no code with us."""

import math
from collections.abc import Sequence
from random import Random

from hypothesis import strategies as st

SQUARE = """\
4 2 4 1
0 100
 0 0.00 0.00 0 0 0 0 0 100
 1 10.00 0.00 5 10 1 1 1 0 50
 2 10.00 10.00 5 20 1 1 1 20 60
 3 0.00 10.00 5 30 1 1 1 0 90
 4 60.00 60.00 5 99 1 1 1 0 100
"""
"""Four places: three on a square that one tour can make, one beyond the day."""


@st.composite
def files(draw: st.DrawFn) -> str:
    """Draw a file of up to six places, some out of reach, some closed too early."""
    day = draw(st.integers(20, 160))
    rows = [f"0 0.00 0.00 0 0 0 0 0 {day}"]
    for number in range(1, draw(st.integers(1, 6)) + 1):
        x, y = (draw(st.integers(-300, 300)) / 10 for _ in range(2))
        opens = draw(st.integers(0, 100))
        closes = opens + draw(st.integers(0, 60))
        score, duration = draw(st.integers(0, 30)), draw(st.integers(0, 20))
        rows.append(f"{number} {x:.2f} {y:.2f} {duration} {score} 1 1 1 {opens} {closes}")
    return "\n".join(["1 1 1 1", *rows])


def usual_file(chance: Random) -> str:
    """Return seven places spread over a day that leaves time for some of them."""
    rows = ["0 0.00 0.00 0 0 0 0 0 120"]
    for number in range(1, 8):
        x, y = (chance.randint(-300, 300) / 10 for _ in range(2))
        opens = chance.randint(0, 80)
        score, duration = chance.randint(1, 30), chance.randint(5, 20)
        rows.append(f"{number} {x:.2f} {y:.2f} {duration} {score} 1 1 1 {opens} {opens + 40}")
    return "\n".join(rows)


def judge(text: str, routes: Sequence[Sequence[int]], tours: int) -> int:
    """Return what the routes collect; fails when a file's rule is broken (tenths of a minute)."""
    nodes = {
        int(row[0]): [float(cell) for cell in row]
        for row in map(str.split, text.splitlines())
        if len(row) >= 9
    }
    assert len(routes) <= tours
    every = [node for route in routes for node in route]
    assert len(every) == len(set(every))
    assert 0 not in every
    for route in routes:
        clock, here = round(10 * nodes[0][-2]), nodes[0]
        for there in [*(nodes[node] for node in route), nodes[0]]:
            far = math.hypot(here[1] - there[1], here[2] - there[2])
            clock = max(clock + math.floor(10 * far + 1e-9), round(10 * there[-2]))
            assert clock <= round(10 * there[-1])
            clock, here = clock + round(10 * there[3]), there
    return round(sum(nodes[node][4] for node in every))
