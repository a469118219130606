"""Forum problems: the planner beside its own first plan and CP-SAT on all rides at once.

python -m tests.benchmarks.forum [--data DIR] [--seconds 30] [--problem NAME …]

DIR holds `netinvet-forum/1` files; beside them forums by chance are made, of other towns, sizes
and shapes: whole days with a break and half-days, hosts with one visit, people who leave early.
The peers are the greedy plan that every search begins with,
and one CP-SAT model over all rides at their earliest times, with the riders of each (the first
so many rides where there are more). Every run has a process to itself; every plan is judged.
"""

import argparse
import multiprocessing
import os
import resource
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from planner import (
    Limits,
    Plan,
    Problem,
    read_problem,
    score,
    solve,
    violations,
    write_problem,
)
from planner.search.greedy import greedy
from planner.search.model import build
from planner.search.nearby import Variants
from planner.search.reseat import Aim, seat
from planner.search.routes import slots
from planner.search.timetable import timetable
from tests.planner.forums import forum

MADE = ((20, 10, 2, False), (50, 12, 3, True), (80, 30, 4, False), (120, 30, 8, False))
"""People, hosts, vehicles and whether tours take whole days, of the forums by chance."""

MOST_RIDES = 600
"""Rides that the one CP-SAT model may choose from."""
WORK_PER_SECOND = 0.25
"""Deterministic seconds of CP-SAT that pass in about a second."""


def netinvet(problem: Problem, seconds: float) -> Plan:
    return solve(problem, Limits(seconds=seconds))


def first_plan(problem: Problem, _seconds: float) -> Plan:
    model = build(problem)
    rides = timetable(model, greedy(model, slots(model)))
    return Plan(problem=problem.name, rides=tuple(rides or ()))


def monolith(problem: Problem, seconds: float) -> Plan:
    variants = Variants(problem)
    each = max(1, MOST_RIDES // max(1, len(problem.tours)))
    rides = []
    for tour in problem.tours:
        mine = []
        for first in problem.hosts:
            mine += variants.with_host(tour, (), first.id, ())
            for second in problem.hosts:
                if second is not first:
                    mine += variants.rides(tour, (first.id, second.id))
        rides += mine[:: max(1, -(-len(mine) // each))]
    found = seat(problem, rides, Aim(effort=seconds * WORK_PER_SECOND))
    return found or Plan(problem=problem.name)


PEERS: Mapping[str, Callable[[Problem, float], Plan]] = {
    "netinvet": netinvet,
    "greedy": first_plan,
    "CP-SAT": monolith,
}


def measure(peer: Callable[[Problem, float], Plan], file: Path, seconds: float) -> str:
    """Run a peer in a process of its own; return its row of the table."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_run, args=(peer, file, seconds, theirs))
    child.start()
    objective, bound, broken, spent, kilobytes = ours.recv()
    child.join()
    gap = "" if bound is None else f"{100 * (bound - objective) / abs(bound):.2f} %"
    limit = "" if bound is None else f"{bound:.2f}"
    row = f"{objective:>12.2f}{limit:>12}{gap:>9}{spent:>8.1f} s{kilobytes / 1024:>8.0f} MB"
    return row + (f"  {broken} rules broken" if broken else "")


def _run(
    peer: Callable[[Problem, float], Plan],
    file: Path,
    seconds: float,
    answer: "multiprocessing.connection.Connection[object, object]",
) -> None:
    problem = read_problem(file)
    began = time.process_time()
    plan = peer(problem, seconds)
    spent = time.process_time() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    objective = score(problem, plan).objective
    answer.send((objective, plan.bound, len(violations(problem, plan)), spent, memory))


def made(folder: Path) -> list[Path]:
    """Write the forums by chance; return their files."""
    files = []
    for number, (people, hosts, vehicles, whole_day) in enumerate(MADE, start=1):
        problem = forum(number, people, hosts, vehicles, whole_day=whole_day)
        files.append(folder / f"made-{people}-{'days' if whole_day else 'halves'}.json")
        write_problem(problem, files[-1])
    return files


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--problem", nargs="*", help="names of files, without their ending")
    asked = parser.parse_args()
    print(f"{os.cpu_count()} cores, {asked.seconds:g} s allowed; seconds are of the processor")
    head = f"{'objective':>12}{'bound':>12}{'gap':>9}{'seconds':>10}{'memory':>11}"
    print(f"{'problem':20}{'planner':10}{head}")
    with TemporaryDirectory() as folder:
        given = sorted(asked.data.glob("*.json")) if asked.data else []
        for file in [*given, *made(Path(folder))]:
            if asked.problem and file.stem not in asked.problem:
                continue
            for name, peer in PEERS.items():
                print(f"{file.stem:20}{name:10}{measure(peer, file, asked.seconds)}", flush=True)


if __name__ == "__main__":
    main()
