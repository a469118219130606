"""What no tours can collect more than: reachable visits, bought with the time of all tours."""

from planner.longtours.problem import LongTours, starts


def upper_bound(problem: LongTours) -> int:
    """Return a score that no tours exceed.

    Each visit costs at least its duration and the shortest way into it, each tour the shortest
    way back to the depot from a visit. Filling the time of all tours with the visits that give
    most per minute, the last one in part (Dantzig's bound of the knapsack), can only be better.
    """
    alone = [i for i in range(len(problem.visits)) if starts(problem, (i,)) is not None]
    if not alone:
        return 0
    rows = [0, *(i + 1 for i in alone)]
    home = min(int(problem.travel[row, 0]) for row in rows[1:])
    costs = []
    for i in alone:
        into = min(int(problem.travel[row, i + 1]) for row in rows if row != i + 1)
        costs.append((problem.visits[i].duration + into, problem.visits[i].score))
    left = problem.tours * max(0, problem.closes - problem.opens - home)
    total = 0
    for cost, score in sorted(costs, key=lambda pair: pair[0] / max(pair[1], 1e-9)):
        if cost > left:
            return total + score * left // cost
        total, left = total + score, left - cost
    return total
