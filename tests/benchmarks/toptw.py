"""Long tours on the public benchmark, beside OR-Tools' routing library and plain PyVRP.

python -m tests.benchmarks.toptw --data DIR [--seconds 10] [--sample N] [--tours 1 2 3 4]
    [--peers netinvet PyVRP OR-Tools]

DIR holds the instances (`NAME.txt`) and `best_known.csv` (`instance,m,best_known`). Every run has
a process and one core to itself; seconds are those of the process, so that other load on the
machine does not count; all scores are judged by the verifier of the tests.
"""

import argparse
import csv
import multiprocessing
import os
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from planner.longtours import LongTours
from planner.toptw import read_toptw
from tests.benchmarks.toptw_peers import PEERS, Routes
from tests.planner.toptw_files import judge


@dataclass(frozen=True, slots=True)
class Run:
    """What one peer made of one instance."""

    score: int
    gap: float
    seconds: float
    megabytes: float


def measure(
    peer: Callable[[LongTours, float], Routes], text: str, tours: int, seconds: float, best: int
) -> Run:
    """Run a peer in a process of its own and judge its routes."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_run, args=(peer, text, tours, seconds, theirs))
    child.start()
    routes, spent, kilobytes = ours.recv()
    child.join()
    score = judge(text, routes, tours)
    return Run(score, 100 * (best - score) / best, spent, kilobytes / 1024)


def _run(
    peer: Callable[[LongTours, float], Routes],
    text: str,
    tours: int,
    seconds: float,
    answer: "multiprocessing.connection.Connection[object, object]",
) -> None:
    problem = read_toptw(text, tours=tours)
    began = time.process_time()
    routes = peer(problem, seconds)
    spent = time.process_time() - began
    answer.send((routes, spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))


def spread(names: list[str], number: int | None) -> list[str]:
    """Return so many of the names, evenly spread over all of them."""
    if number is None or number >= len(names):
        return names
    return [names[i * len(names) // number] for i in range(number)]


def benchmark(
    data: Path, *, seconds: float, sample: int | None, tours: list[int], peers: list[str]
) -> None:
    """Print a line per instance and number of tours, then a summary per peer."""
    with (data / "best_known.csv").open(encoding="utf-8") as file:
        best = {
            (row["instance"], int(row["m"])): int(row["best_known"])
            for row in csv.DictReader(file)
        }
    names = spread(sorted({name for name, _ in best}), sample)
    print(f"{'instance':10}{'m':>3}{'best':>7}" + "".join(f"{peer:>26}" for peer in peers))
    runs: dict[str, list[Run]] = {peer: [] for peer in peers}
    for name in names:
        text = (data / f"{name}.txt").read_text(encoding="utf-8")
        for number in tours:
            line = f"{name:10}{number:>3}{best[name, number]:>7}"
            for peer in peers:
                run = measure(PEERS[peer], text, number, seconds, best[name, number])
                runs[peer].append(run)
                line += f"{run.score:>10}{run.gap:>7.2f} %{run.seconds:>5.1f} s"
            print(line, flush=True)
    print(f"\n{'peer':12}{'mean gap':>10}{'worst':>9}{'at best':>9}{'seconds':>9}{'memory':>9}")
    for peer, made in runs.items():
        gaps = [run.gap for run in made]
        most = max(run.megabytes for run in made)
        at_best = f"{sum(gap <= 0 for gap in gaps)}/{len(gaps)}"
        spent = fmean(run.seconds for run in made)
        figures = f"{fmean(gaps):>8.2f} %{max(gaps):>7.2f} %{at_best:>9}{spent:>9.1f}"
        print(f"{peer:12}{figures}{most:>6.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--sample", type=int)
    parser.add_argument("--tours", type=int, nargs="+", default=[1, 2, 3, 4])
    parser.add_argument("--peers", nargs="+", choices=list(PEERS), default=list(PEERS))
    asked = parser.parse_args()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    benchmark(
        asked.data,
        seconds=asked.seconds,
        sample=asked.sample,
        tours=asked.tours,
        peers=asked.peers,
    )


if __name__ == "__main__":
    main()
