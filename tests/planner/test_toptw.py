"""The files of the public benchmark: what is read, and every fault by its line."""

import numpy as np
import pytest

from planner import InvalidProblem
from planner.longtours import LongTours, Visit
from planner.toptw import read_toptw
from tests.planner.toptw_files import SQUARE


def test_a_file_is_read_in_tenths() -> None:
    problem = read_toptw(SQUARE, tours=2)

    assert problem.visits[:2] == (Visit(1, 10, 50, 0, 500), Visit(2, 20, 50, 200, 600))
    assert problem.travel[0].tolist() == [0, 100, 141, 100, 848]
    assert (problem.opens, problem.closes, problem.tours) == (0, 1000, 2)


def test_three_decimals_in_coordinates_mean_hundredths() -> None:
    text = "0 0.000 0.000 0 0 0 0 0 100\n1 10.000 10.000 5 10 1 1 1 0 50\n"

    problem = read_toptw(text, tours=1)

    assert problem.travel.tolist() == [[0, 1414], [1414, 0]]
    assert problem.visits == (Visit(1, 10, 500, 0, 5000),)


def test_a_file_with_the_depot_alone_has_no_visits() -> None:
    problem = read_toptw("0 0 0 0 0 0 0 0 100\n", tours=1)

    assert isinstance(problem, LongTours)
    assert (problem.visits, np.shape(problem.travel)) == ((), (1, 1))


@pytest.mark.parametrize(
    ("line", "row", "sentence"),
    [
        (4, " 1 10.00 nine 5 10 1 1 1 0 50", "“nine” is not a number"),
        (4, " 1 10.00 nan 5 10 1 1 1 0 50", "“nan” is not a number"),
        (4, " 1 10.00 1e99 5 10 1 1 1 0 50", "“1e99” is not a number"),
        (4, " 1 10.00 0.00 -5 10 1 1 1 0 50", "the duration -5 is negative"),
        (4, " 1 10.00 0.00 5 -10 1 1 1 0 50", "the score -10 is negative"),
        (4, " 1 10.00 0.00 5 1.5 1 1 1 0 50", "the score 1.5 is not a whole number"),
        (4, " 1 10.00 0.00 5.25 1 1 1 1 0 50", "the time 5.25 has more than 1 decimals"),
        (4, " 1 10.00 0.00 5 10 1 1 1 60 50", "the window is reversed: 60 is after 50"),
        (4, " 1 10.00 0.00 5 10 1 2 1 0 50", "2 codes are announced, 1 follow"),
        (4, " 1 9999999 0.00 5 10 1 1 1 0 50", "9999999 is too large"),
        (4, " 1 10.00 0.00", "3 fields; a node has at least 9"),
        (6, " 1 0.00 10.00 5 30 1 1 1 0 90", "node 1 is on line 4 already"),
    ],
)
def test_a_fault_is_named_by_its_line(line: int, row: str, sentence: str) -> None:
    lines = SQUARE.splitlines()
    lines[line - 1] = row

    with pytest.raises(InvalidProblem) as refused:
        read_toptw("\n".join(lines), tours=1)

    assert [str(fault) for fault in refused.value.faults] == [f"line {line}: {sentence}"]


def test_every_fault_of_a_file_is_named_at_once() -> None:
    text = SQUARE.replace(" 1 10.00", " 1 ten").replace("0 90", "95 90")

    with pytest.raises(InvalidProblem) as refused:
        read_toptw(text, tours=1)

    assert [fault.path for fault in refused.value.faults] == ["line 4", "line 6"]


@pytest.mark.parametrize("text", ["", "1 2 3\n4 5\n"])
def test_a_file_without_a_depot_is_refused(text: str) -> None:
    with pytest.raises(InvalidProblem, match="there is no depot"):
        read_toptw(text, tours=1)
