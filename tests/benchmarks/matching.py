"""How fast the top 20 of very many offers is found, with rules, criteria and reasons.

    python -m tests.benchmarks.matching --sizes 1000 10000 100000 1000000

Each size runs in a process of its own, on one core: the matcher on usual needs and on needs that
nearly every offer may serve, a direct TF-IDF over the tasks as text (no rules, no reasons), and
the plain functions in a loop over all offers. Wall and processor time are given, as other work on
the machine lengthens the first. Memory is the resident size of the whole process with the offers.
"""

import argparse
import os
from collections.abc import Callable, Sequence
from multiprocessing import get_context
from pathlib import Path
from resource import getpagesize
from time import perf_counter, process_time

import numpy as np

from matching.eligibility import obstacles
from matching.matcher import Matcher
from matching.pair import Pair
from matching.profiles import Need, Offer
from matching.scoring import score_value
from matching.ties import lot
from matching.weights import Weights
from tests.benchmarks.offers import World

SIZES = (1_000, 10_000, 100_000, 1_000_000)
SLOWEST_LOOP = 200_000
"""Offers from which the plain loop is left out: it takes a minute per need."""
HEADING = f"{'offers':>9} {'what':<22} {'p50 ms':>9} {'p95 ms':>9} {'cpu p50':>9} {'cpu p95':>9}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--needs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    print(HEADING)
    for size in given.sizes:
        process = get_context("spawn").Process(
            target=measure, args=(size, given.needs, given.seed)
        )
        process.start()
        process.join()


def measure(size: int, count: int, seed: int) -> None:
    """Print one line per way of searching among so many offers."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    before = resident_megabytes()
    world = World(seed)
    offers, needs = world.offers(size), world.needs(count)
    with_offers = resident_megabytes()
    matcher = Matcher(likeness=world.likeness()).fit(offers)

    report(size, "matcher, usual needs", lambda need: with_reasons(matcher, need), needs)
    everybody = [world.everybody(need) for need in needs]
    report(size, "matcher, nearly all", lambda need: with_reasons(matcher, need), everybody)
    print(
        f"{size:>9} memory: {resident_megabytes():.0f} MB in all, of which {before:.0f} MB Python "
        f"and libraries, {with_offers - before:.0f} MB the offers themselves",
        flush=True,
    )
    report(size, "direct TF-IDF", tfidf(offers), needs)
    if size < SLOWEST_LOOP:
        report(size, "plain loop", lambda need: plainly(matcher, need), needs[:5])


def with_reasons(matcher: Matcher, need: Need) -> object:
    return [(one.offer.key, one.score, one.reasons) for one in matcher.suggest(need)]


def plainly(matcher: Matcher, need: Need) -> object:
    weights = Weights()
    found = [
        (-score_value(Pair(need, offer, matcher.likeness), weights), lot(need.key, offer.key))
        for offer in matcher.offers_
        if not obstacles(need, offer)
    ]
    return sorted(found)[:20]


def tfidf(offers: Sequence[Offer]) -> Callable[[Need], object]:
    """Return a search by the cosine of tasks as words, as a text index would do it."""
    from sklearn.feature_extraction.text import (  # noqa: PLC0415 -- memory is measured before
        TfidfVectorizer,
    )

    vectorizer = TfidfVectorizer(analyzer=lambda tasks: list(tasks))
    matrix = vectorizer.fit_transform([offer.concepts for offer in offers]).T.tocsr()

    def search(need: Need) -> object:
        cosine = (vectorizer.transform([need.concepts]) @ matrix).toarray()[0]
        return np.argpartition(-cosine, min(20, len(cosine) - 1))[:20]

    return search


def report(size: int, what: str, search: Callable[[Need], object], needs: Sequence[Need]) -> None:
    search(needs[0])
    walls, cpus = [], []
    for need in needs:
        wall, cpu = perf_counter(), process_time()
        search(need)
        walls.append(1000 * (perf_counter() - wall))
        cpus.append(1000 * (process_time() - cpu))
    figures = [*np.percentile(walls, (50, 95)), *np.percentile(cpus, (50, 95))]
    columns = " ".join(f"{figure:>9.2f}" for figure in figures)
    print(f"{size:>9} {what:<22} {columns}", flush=True)


def resident_megabytes() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * getpagesize() / 1e6


if __name__ == "__main__":
    main()
