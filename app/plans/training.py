"""Plans that keep people at the days of training which a staff grant asks for, where found.

Which days count is decided by `app.grants.forum_days`, which also judges the plan afterwards:
what could not be kept is shown there, never claimed here.
"""

from collections.abc import Mapping
from dataclasses import replace

import planner
from planner.days import visit_days, with_days

MOST_TRIES = 12
"""So many people are tried one by one where all of them together cannot be kept."""


def kept(problem: planner.Problem, plan: planner.Plan, least: Mapping[str, int]) -> planner.Plan:
    """Return the plan, or one near it in which as many as are found have their days.

    `least` maps participants to days with a visit. Whoever has theirs keeps them.
    """
    found = with_days(problem, plan, least)
    if found is None:
        found = _one_by_one(problem, plan, least)
    return replace(found, bound=plan.bound, seconds=plan.seconds, seed=plan.seed)


def _one_by_one(
    problem: planner.Problem, plan: planner.Plan, least: Mapping[str, int]
) -> planner.Plan:
    days = visit_days(problem, plan)
    held = {person: number for person, number in least.items() if len(days[person]) >= number}
    best, tries = plan, 0
    for person, number in least.items():
        if person in held or tries == MOST_TRIES:
            continue
        tries += 1
        found = with_days(problem, best, {**held, person: number})
        if found is not None:
            best, held = found, {**held, person: number}
    return best
