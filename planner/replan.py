"""What to do when something falls away: keep what stands, change the fewest people.

`replan` answers an event (see `planner.events`); `trade_offs` shows what fewer changes cost;
`changes` tells each person old → new.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from planner.plan import Plan, Ride
from planner.problem import Problem
from planner.score import people_changed
from planner.search.repair import repairs
from planner.search.reseat import Aim, seat
from planner.solve import Limits, solve

EFFORT = 1.0
"""Deterministic seconds of one seating."""
USUAL = Limits(seconds=10)
STEPS = (0, 1, 2, 4, 8, 16)
"""How many people more than the fewest may change, for the list of trade-offs."""


@dataclass(frozen=True, slots=True)
class TradeOff:
    """One way to answer: how many people change, what the plan is worth without that charge."""

    people_changed: int
    worth: float
    plan: Plan


@dataclass(frozen=True, slots=True)
class PersonChange:
    """What changes for one person: visits (host, start in minutes, tour) lost and gained."""

    participant: str
    lost: tuple[tuple[str, int, str], ...]
    gained: tuple[tuple[str, int, str], ...]


def replan(problem: Problem, limits: Limits | None = None) -> Plan:
    """Return the better of a repair of the previous plan and a search from the beginning.

    The search takes ten seconds where no limits are given. Raises InvalidProblem as `solve`
    does, and ValueError without a previous plan.
    """
    repaired = seat(problem, _candidates(problem), Aim(effort=EFFORT), problem.previous)
    found = solve(problem, limits or USUAL)
    if repaired is None or repaired.objective <= found.objective:
        return found
    return replace(found, rides=repaired.rides, objective=repaired.objective)


def trade_offs(problem: Problem) -> list[TradeOff]:
    """Return answers from the fewest people changed upwards, none worse than one before it.

    Each lets more people change and is worth more, counted without the charge for changes.
    Raises ValueError without a previous plan.
    """
    candidates = _candidates(problem)
    free = replace(problem, weights=replace(problem.weights, change_per_person=0.0))
    fewest = seat(free, candidates, Aim(least=True, effort=EFFORT), problem.previous)
    if fewest is None:
        return []
    least = len(people_changed(free, fewest))
    found: list[TradeOff] = []
    hint = fewest
    for step in STEPS:
        plan = seat(free, candidates, Aim(most_changed=least + step, effort=EFFORT), hint)
        if plan is None:
            continue
        hint = plan
        found.append(TradeOff(len(people_changed(free, plan)), plan.objective, plan))
    return list(_front(found))


def changes(before: Plan, after: Plan) -> list[PersonChange]:
    """Return for each person whose visits differ what they lose and gain, in order of time."""
    old, new = _itineraries(before), _itineraries(after)
    found = []
    for person in sorted(old.keys() | new.keys()):
        had, has = old.get(person, {}), new.get(person, {})
        lost = [(host, start, had[host, start]) for host, start in had.keys() - has.keys()]
        gained = [(host, start, has[host, start]) for host, start in has.keys() - had.keys()]
        if lost or gained:
            found.append(PersonChange(person, _by_time(lost), _by_time(gained)))
    return found


def _candidates(problem: Problem) -> list[Ride]:
    if problem.previous is None:
        raise ValueError("There is no previous plan to keep near.")
    return repairs(problem, problem.previous)


def _front(found: list[TradeOff]) -> Iterator[TradeOff]:
    """Yield those that no other beats in both people changed and worth."""
    best = float("-inf")
    for point in sorted(found, key=lambda point: (point.people_changed, -point.worth)):
        if point.worth > best + 1e-6:
            best = point.worth
            yield point


def _itineraries(plan: Plan) -> dict[str, dict[tuple[str, int], str]]:
    made: dict[str, dict[tuple[str, int], str]] = {}
    for ride in plan.rides:
        for person in ride.participants:
            for stop in ride.visits:
                made.setdefault(person, {})[stop.host, stop.start] = ride.tour
    return made


def _by_time(visits: list[tuple[str, int, str]]) -> tuple[tuple[str, int, str], ...]:
    return tuple(sorted(visits, key=lambda visit: (visit[1], visit[0])))
