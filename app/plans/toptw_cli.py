"""The command `toptw`: the public benchmark of long tours, one instance at a time."""

import json
import sys
from pathlib import Path

import click

from planner import InvalidProblem
from planner.longtours import Effort, LongTours, plan_tours
from planner.toptw import read_toptw

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FAULTY = 2
"""Exit code when the file has faults."""


@click.command()
@click.argument("file", metavar="FILE", type=FILE)
@click.option("--tours", required=True, type=click.IntRange(1, 100))
@click.option("--seconds", default=10.0, show_default=True, type=click.FloatRange(0.1, 86_400))
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0, 2**31 - 1))
@click.option("--json", "as_json", is_flag=True, help="Write routes and score as JSON.")
def toptw(file: Path, tours: int, seconds: float, seed: int, *, as_json: bool) -> None:
    """Find tours that collect the most of a file of the team orienteering problem."""
    problem = _read(file, tours)
    found = plan_tours(problem, Effort(seconds=seconds, seed=seed))
    routes = [[problem.visits[i].id for i in tour] for tour in found.tours]
    if as_json:
        answer = {
            "instance": file.stem,
            "tours": tours,
            "score": found.score,
            "bound": found.bound,
            "routes": routes,
            "seconds": round(found.seconds, 2),
            "seed": seed,
        }
        click.echo(json.dumps(answer))
        return
    for number, route in enumerate(routes, start=1):
        click.echo(f"{number}: {' '.join(map(str, route))}")
    click.echo(f"score {found.score}, bound {found.bound}")


def _read(file: Path, tours: int) -> LongTours:
    try:
        return read_toptw(file.read_text(encoding="utf-8"), tours=tours)
    except InvalidProblem as invalid:
        for fault in invalid.faults:
            click.echo(f"{file}: {fault}", err=True)
    except UnicodeDecodeError:
        click.echo(f"{file}: this is not a text file", err=True)
    sys.exit(FAULTY)
