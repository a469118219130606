"""How long it takes to place many needs at once, and what it gains over first come, first served.

    python -m tests.benchmarks.placing --needs 2000 --offers 5000
    python -m tests.benchmarks.placing --needs 300 --offers 120

First come, first served gives each need, in the order of asking, the best offer that still has
room at the earliest possible time.
"""

import argparse
from collections import defaultdict
from collections.abc import Sequence
from time import perf_counter, process_time

from matching.candidates import candidates, possible_stays
from matching.matcher import Matcher
from matching.placing import placing
from matching.profiles import Need
from tests.benchmarks.offers import World


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--needs", type=int, default=2_000)
    parser.add_argument("--offers", type=int, default=5_000)
    parser.add_argument("--seconds", type=float, default=12.0)
    parser.add_argument("--seed", type=int, default=3)
    given = parser.parse_args()
    world = World(given.seed)
    matcher = Matcher(likeness=world.likeness()).fit(world.offers(given.offers))
    needs = world.needs(given.needs)

    wall, cpu = perf_counter(), process_time()
    found = placing(matcher, needs, seconds=given.seconds)
    wall, cpu = perf_counter() - wall, process_time() - cpu

    served = first_come(matcher, needs)
    proof = "optimal" if found.is_optimal else f"gap {100 * found.gap:.2f} %"
    print(f"{given.needs} needs, {given.offers} offers: {wall:.1f} s, {cpu:.1f} s of processor")
    print(f"placed {len(found.placed)}, unplaced {len(found.unplaced)}, {proof}")
    print(f"value {found.value:.1f}, bound {found.bound:.1f}, first come {served:.1f}")
    print(f"blocking pairs {len(found.blocking)}")
    shown = sorted(one.looked_at for one in found.exposure.values())
    print(f"eligible hosts {len(shown)}, each looked at with {shown[0]} to {shown[-1]} needs")


def first_come(matcher: Matcher, needs: Sequence[Need]) -> float:
    """Return the value that first come, first served places among the same pairs."""
    taken: dict[tuple[str, int], int] = defaultdict(int)
    by_need = defaultdict(list)
    for pair in candidates(matcher, needs)[0]:
        by_need[pair.need.key].append(pair)
    value = 0.0
    for need in needs:
        for pair in sorted(by_need[need.key], key=lambda one: -one.score):
            stay = next(
                (
                    weeks
                    for weeks in possible_stays(pair)
                    if all(
                        taken[pair.offer.key, week] + need.learners
                        <= (pair.offer.free_places(week) or need.learners)
                        for week in weeks
                    )
                ),
                None,
            )
            if stay is not None:
                value += pair.score * need.learners
                for week in stay:
                    taken[pair.offer.key, week] += need.learners
                break
    return value


if __name__ == "__main__":
    main()
