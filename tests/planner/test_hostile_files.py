"""Whatever stands in a file, it is read, or refused with a path and a sentence: never a crash."""

import json
from functools import reduce
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner import (
    InvalidProblem,
    precheck,
    problem_from_text,
    problem_text,
    read_plan,
    score,
    solve,
    violations,
    write_plan,
)
from tests.planner.strategies import QUICK
from tests.planner.test_files import SOUND

PLAN: dict[str, Any] = {
    "format": "netinvet-plan/1",
    "problem": "two hosts",
    "status": "feasible",
    "objective": 130,
    "bound": 140,
    "seconds": 1,
    "seed": 1,
    "tours": [
        {
            "tour": "am-1",
            "depart": "2027-04-14T08:40",
            "return": "2027-04-14T10:20",
            "participants": ["s1"],
            "stops": [
                {
                    "host": "h1",
                    "arrive": "2027-04-14T09:00",
                    "start": "2027-04-14T09:00",
                    "end": "2027-04-14T10:00",
                }
            ],
        }
    ],
    "unmet": [],
}
FULL: dict[str, Any] = {
    **SOUND,
    "pins": [{"tour": "am-1", "host": "h1", "participant": "s1", "start": "2027-04-14T09:00"}],
    "previous": PLAN,
    "freeze_before": "2027-04-14T08:00",
    "limits": {"max_people_changed": 1},
}
HOSTILE: list[object] = [
    None, True, -1, 0, 1.5, 2**31, 2**63, -(10**30), 1e308, float("nan"), float("inf"), "", " ",
    "h1", "s1", "venue", "x" * 10_000, "\x00", "\ud800", "\u202e", "١٢", "1_000", "../", "NaN",
    "2027-02-30T10:00", "2027-04-14T24:00", "0000-00-00T00:00", "9999-12-31T23:59",
    "2027-04-14T09:00Z", [], {}, [[]], [None], {"a": None}, ["h1", "h1"],
    ["2027-04-14T12:00", "2027-04-14T09:00"], [["2027-04-14T12:00", "2027-04-14T09:00"]],
]  # fmt: skip


def paths(value: object, here: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    found = [here]
    if isinstance(value, dict):
        found += [path for key, one in value.items() for path in paths(one, (*here, key))]
    if isinstance(value, list):
        found += [path for i, one in enumerate(value) for path in paths(one, (*here, i))]
    return found


def spoilt(record: dict[str, Any], path: tuple[str | int, ...], value: object) -> str:
    """Return the record as text, with another value at a path."""
    copy: Any = json.loads(json.dumps({"root": record}))
    *way, last = ("root", *path)
    reduce(lambda node, key: node[key], way, copy)[last] = value
    return json.dumps(copy["root"])


def assert_said(refused: InvalidProblem) -> None:
    for fault in refused.faults:
        assert fault.path.startswith("$")
        assert str(fault).encode()


@given(
    st.sampled_from([path for path in paths(FULL) if path]),
    st.sampled_from(HOSTILE),
)
@settings(max_examples=400)
def test_a_hostile_value_anywhere_is_refused_or_planned(
    path: tuple[str | int, ...], value: object
) -> None:
    try:
        problem = problem_from_text(spoilt(FULL, path, value))
        precheck(problem)
        assert problem_text(problem).encode()
        plan = solve(problem, QUICK)
    except InvalidProblem as refused:
        assert_said(refused)
        return
    assert violations(problem, plan) == []


@given(
    st.sampled_from([path for path in paths(PLAN) if path]),
    st.sampled_from(HOSTILE),
)
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_hostile_value_in_a_plan_is_refused_or_judged(
    tmp_path: Path, path: tuple[str | int, ...], value: object
) -> None:
    problem = problem_from_text(json.dumps(SOUND))
    file = tmp_path / "plan.json"
    file.write_text(spoilt(PLAN, path, value), encoding="utf-8")
    try:
        plan = read_plan(file, problem)
    except InvalidProblem as refused:
        assert_said(refused)
        return
    if not violations(problem, plan):
        score(problem, plan)
        write_plan(plan, problem, file)
        assert read_plan(file, problem) == plan
