"""The commands `plan` and `check-plan`: problem and plan as files, without the service."""

import dataclasses
import json
import sys
import time
from pathlib import Path
from typing import NoReturn, Self

import click
from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

import planner

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FAULTY = 2
"""Exit code when a file has faults; 1 says that a plan breaks rules."""


REASONS, REASONS_SHARE, PER_WISH = 30.0, 0.25, 1.0
"""Seconds of the time allowed that are kept for reasons and remedies, their greatest share, and
as many as a wish may need."""

TOLERANCE = 0.01
"""How far an objective may be off by rounding."""


@click.command()
@click.argument("problem_file", metavar="PROBLEM.json", type=FILE)
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--seconds", default=30.0, show_default=True, type=click.FloatRange(0.1, 86_400))
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0, 2**31 - 1))
@click.option("--json-progress", is_flag=True, help="Write progress as JSON lines on stderr.")
def plan(
    problem_file: Path,
    output: Path,
    seconds: float,
    seed: int,
    *,
    json_progress: bool,
) -> None:
    """Make the best plan for a problem file that the time allows, explained and written."""
    began = time.monotonic()
    try:
        problem = planner.read_problem(problem_file)
        wishes = sum(len(person.must) for person in problem.participants)
        reasons = min(REASONS, seconds * REASONS_SHARE, PER_WISH * wishes)
        limits = planner.Limits(seconds=seconds - reasons, seed=seed)
        if not json_progress:
            _tell(problem_file, problem)
        with _Watch(seconds, json_lines=json_progress) as watch:
            answer = planner.solve(problem, limits, watch=watch.see)
        left = max(0.0, seconds - (time.monotonic() - began))
        explained = planner.explain(problem, answer, seconds=left)
        answer = dataclasses.replace(explained, seconds=seconds)
    except planner.InvalidProblem as invalid:
        _refuse(problem_file, invalid)
    planner.write_plan(answer, problem, output)
    for wish in answer.unmet:
        if wish.reason == planner.NO_TIME:
            click.echo(wish.text, err=True)
    click.echo(f"{answer.status.value}: {_worth(answer)}")


@click.command()
@click.argument("problem_file", metavar="PROBLEM.json", type=FILE)
@click.argument("plan_file", metavar="PLAN.json", type=FILE)
def check_plan(problem_file: Path, plan_file: Path) -> None:
    """Say every rule that a plan file breaks, and what it is worth."""
    try:
        problem = planner.read_problem(problem_file)
    except planner.InvalidProblem as invalid:
        _refuse(problem_file, invalid)
    try:
        answer = planner.read_plan(plan_file, problem)
    except planner.InvalidProblem as invalid:
        _refuse(plan_file, invalid)
    broken = [f"{found.subject}: {found.text}" for found in planner.violations(problem, answer)]
    if not broken:
        worth = planner.score(problem, answer).objective
        if abs(worth - answer.objective) > TOLERANCE:
            broken.append(f"The plan says objective {answer.objective}, it is {worth:.3f}.")
        if answer.bound is not None and answer.bound < worth - TOLERANCE:
            broken.append(f"The bound {answer.bound} is below the objective {worth:.3f}.")
    for line in broken:
        click.echo(line)
    if broken:
        sys.exit(1)
    click.echo(f"ok: {_worth(answer)}")


def _tell(file: Path, problem: planner.Problem) -> None:
    """Name what is impossible or suspicious, before any search."""
    for notice in planner.precheck(problem):
        click.echo(f"{file}: {notice.weight.value}: {notice}", err=True)


def _refuse(file: Path, invalid: planner.InvalidProblem) -> NoReturn:
    for fault in invalid.faults:
        click.echo(f"{file}: {fault}", err=True)
    sys.exit(FAULTY)


def _worth(plan: planner.Plan) -> str:
    figures = _figures(plan.objective, plan.bound, plan.gap)
    weaker = " (a weaker bound: tours too long to try all)" if plan.weak_bound else ""
    return figures + weaker


def _figures(objective: float, bound: float | None, gap: float | None) -> str:
    if bound is None or gap is None:
        return f"objective {objective:.2f}, no bound"
    return f"objective {objective:.2f}, bound {bound:.2f}, gap {100 * gap:.2f} %"


class _Watch:
    """Shows progress on stderr: as JSON lines, as a bar on a terminal, or not at all."""

    def __init__(self, seconds: float, *, json_lines: bool) -> None:
        self.seconds, self.json_lines = seconds, json_lines
        self.bar = Bar(
            TextColumn("{task.description}"),
            BarColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            disable=json_lines or not sys.stderr.isatty(),
        )
        self.task = self.bar.add_task("reading", total=seconds)

    def __enter__(self) -> Self:
        self.bar.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.bar.stop()

    def see(self, progress: planner.Progress) -> bool:
        if self.json_lines:
            record = {
                "seconds": round(progress.seconds, 2),
                "objective": progress.objective,
                "bound": progress.bound,
                "gap": progress.gap,
                "phase": progress.phase,
                "plans_found": progress.plans_found,
            }
            click.echo(json.dumps(record), err=True)
        figures = _figures(progress.objective, progress.bound, progress.gap)
        done = min(self.seconds, progress.seconds)
        self.bar.update(self.task, description=f"{progress.phase}: {figures}", completed=done)
        return True
