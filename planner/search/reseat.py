"""Who rides which of a few timed rides: the best choice, exactly, by CP-SAT.

Each tour may make one of its candidate rides or none. All rules of the format hold: groups,
seats, hours of people, visits at hosts, pins, frozen visits and the limit of people changed.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ortools.sat.python import cp_model

from planner.check import violations
from planner.limits import MINUTES
from planner.plan import Plan, Ride, Status, visits_by_person
from planner.problem import Participant, Problem, Tour
from planner.reach import free_spans
from planner.score import euros_by_ride, score

LARGEST = 10**9
SCALE = 1000
"""Units of the arithmetic per unit of the objective; the plan's worth is worked out anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """What is asked beside the objective: a wish to be met, few changes, fairness.

    ``handicaps`` maps each school that counts to what is taken off its mean worth per person,
    in units of the objective; ``floor`` is the least that the worst-served of them may have,
    in thousandths, and where it is None with handicaps, that least is what is maximised.
    ``least_days`` maps people to the days with a visit that they must have.
    """

    wish: tuple[str, str] | None = None
    most_changed: int | None = None
    least: bool = False
    handicaps: Mapping[str, float] | None = None
    floor: int | None = None
    least_days: Mapping[str, int] | None = None
    effort: float = 1.0


def seat(
    problem: Problem, candidates: Sequence[Ride], aim: Aim, hint: Plan | None = None
) -> Plan | None:
    """Return the best plan of these rides found with the effort; None when there is none."""
    seating = _Seating(problem, list(dict.fromkeys(candidates)), aim)
    return seating.plan(hint)


class _Seating:
    def __init__(self, problem: Problem, candidates: list[Ride], aim: Aim) -> None:
        self.problem, self.aim = problem, aim
        self.rides = [replace(ride, participants=()) for ride in candidates]
        self.rides = list(dict.fromkeys(self.rides))
        self.tour = {tour.id: tour for tour in problem.tours}
        self.host = {host.id: host for host in problem.hosts}
        self.cp = cp_model.CpModel()
        self.made = [self.cp.new_bool_var("") for _ in self.rides]
        self.gains: list[tuple[Any, int]] = []
        self.rider: dict[tuple[int, str], Any] = {}
        self.group: list[list[Any]] = [[] for _ in self.rides]
        self.seats: dict[str, dict[int, Any]] = {p.id: {} for p in problem.participants}
        self.earned: dict[str, list[tuple[Any, int]]] = {}
        self.frozen = _frozen(problem)
        for person in problem.participants:
            self._may_ride(person)
        self._tours()
        self._hosts()
        for person in problem.participants:
            self._person(person)
        self._pins()
        self._changes()
        self._aim()

    def _may_ride(self, person: Participant) -> None:
        free = free_spans(self.problem, person)
        for r, ride in enumerate(self.rides):
            hosts = [stop.host for stop in ride.visits]
            if person.avoid.intersection(hosts):
                continue
            if any(span.holds(ride.depart, ride.back) for span in free):
                rider = self.cp.new_bool_var("")
                self.rider[r, person.id] = self.seats[person.id][r] = rider
                self.group[r].append(rider)

    def _tours(self) -> None:
        for tour in self.problem.tours:
            mine = [r for r, ride in enumerate(self.rides) if ride.tour == tour.id]
            self.cp.add(sum(self.made[r] for r in mine) <= 1)
            for r in mine:
                self._group(tour, r)
        costs = euros_by_ride(self.problem, self.rides)
        for made, cost in zip(self.made, costs, strict=True):
            self.gains.append((made, -_units(self.problem.weights.cost_per_euro * cost)))

    def _group(self, tour: Tour, r: int) -> None:
        hosts = [self.host[stop.host] for stop in self.rides[r].visits]
        most = min([tour.seats, *(host.max_group for host in hosts)])
        least = max([0, *(host.min_group for host in hosts)])
        group = self.group[r]
        self.cp.add(sum(group) <= most * self.made[r])
        self.cp.add(sum(group) >= least * self.made[r])
        for rider in group:
            self.cp.add_implication(rider, self.made[r])

    def _hosts(self) -> None:
        visits: dict[str, list[tuple[int, int, Any]]] = {}
        for r, ride in enumerate(self.rides):
            for stop in ride.visits:
                visits.setdefault(stop.host, []).append((stop.start, stop.end, self.made[r]))
        for name, made in visits.items():
            self.cp.add(sum(visit for *_, visit in made) <= self.host[name].max_visits)
            self._one_at_a_time(made)

    def _one_at_a_time(self, spans: list[tuple[int, int, Any]]) -> None:
        for moment in {start for start, _, _ in spans}:
            together = [var for start, end, var in spans if start <= moment < end]
            if len(together) > 1:
                self.cp.add_at_most_one(together)

    def _person(self, person: Participant) -> None:
        mine = self.seats[person.id]
        self._one_at_a_time(
            [(self.rides[r].depart, self.rides[r].back, v) for r, v in mine.items()]
        )
        weights = self.problem.weights
        visits: dict[str, list[Any]] = {}
        for r, var in mine.items():
            for stop in self.rides[r].visits:
                visits.setdefault(stop.host, []).append(var)
        for host, times in visits.items():
            self.cp.add_at_most_one(times)
            worth = person.value.get(host, 0) + weights.must * (host in person.must)
            earned = [(var, _units(worth)) for var in times]
            self.gains += earned
            self.earned.setdefault(person.school, []).extend(earned)
        if person.min_visits and weights.missing_visit:
            missing = self.cp.new_int_var(0, person.min_visits, "")
            total = sum(len(self.rides[r].visits) * var for r, var in mine.items())
            self.cp.add(missing >= person.min_visits - total)
            self.gains.append((missing, -_units(weights.missing_visit)))

    def _pins(self) -> None:
        for pin in self.problem.pins:
            mine = [r for r, ride in enumerate(self.rides) if ride.tour == pin.tour]
            if pin.host is not None:
                held = [r for r in mine if _visits(self.rides[r], pin.host, pin.start)]
                self.cp.add(sum(self.made[r] for r in held) == 1)
            if pin.participant is not None:
                on = [
                    self.rider[r, pin.participant]
                    for r in mine
                    if (r, pin.participant) in self.rider
                ]
                self.cp.add(sum(on) == 1)

    def _changes(self) -> None:
        """Count who changes against the previous plan, and keep what is frozen."""
        previous = self.problem.previous
        self.changed: list[Any] = []
        if previous is None:
            return
        before = visits_by_person(previous)
        for person in self.problem.participants:
            old = before.get(person.id, set())
            changed = self.cp.new_bool_var("")
            self.changed.append(changed)
            kept: dict[tuple[str, int], list[Any]] = {visit: [] for visit in old}
            for r, var in self.seats[person.id].items():
                now = {(stop.host, stop.start) for stop in self.rides[r].visits}
                for visit in now & old:
                    kept[visit].append(var)
                if now - old:
                    self.cp.add_implication(var, changed)
                if any(self._before_freeze(start) for _, start in now - old):
                    self.cp.add(var == 0)
            for (host, start), held in kept.items():
                self.cp.add(sum(held) + changed >= 1)
                if (person.id, host, start) in self.frozen:
                    self.cp.add(sum(held) == 1)
            self.gains.append((changed, -_units(self.problem.weights.change_per_person)))

    def _before_freeze(self, start: int) -> bool:
        freeze = self.problem.freeze_before
        return freeze is not None and start < freeze

    def _aim(self) -> None:
        aim = self.aim
        if aim.wish is not None:
            person, host = aim.wish
            self.cp.add(sum(self._visits_of(person, host)) == 1)
        for most in (aim.most_changed, self.problem.max_people_changed):
            if most is not None and self.changed:
                self.cp.add(sum(self.changed) <= most)
        for person, days in (aim.least_days or {}).items():
            self._days(person, days)
        if aim.handicaps is not None and aim.floor is None:
            self.cp.maximize(self._worst(aim.handicaps))
            return
        if aim.handicaps is not None:
            self.cp.add(self._worst(aim.handicaps) >= aim.floor)
        objective = sum(weight * var for var, weight in self.gains)
        self.cp.maximize(-sum(self.changed) if aim.least else objective)

    def _days(self, person: str, least: int) -> None:
        """Let a person have visits on so many days at least."""
        days: dict[int, list[Any]] = {}
        for r, var in self.seats[person].items():
            for day in {stop.start // MINUTES for stop in self.rides[r].visits}:
                days.setdefault(day, []).append(var)
        used = [self.cp.new_bool_var("") for _ in days]
        for on, rides in zip(used, days.values(), strict=True):
            self.cp.add(sum(rides) >= on)
        self.cp.add(sum(used) >= least)

    def _worst(self, handicaps: Mapping[str, float]) -> Any:
        """Return the variable that no school's mean worth, less its handicap, is below."""
        people = Counter(person.school for person in self.problem.participants)
        worst = self.cp.new_int_var(-LARGEST, LARGEST, "")
        for school, handicap in handicaps.items():
            earned = sum(weight * var for var, weight in self.earned.get(school, ()))
            self.cp.add(earned >= people[school] * (worst + _units(handicap)))
        return worst

    def _visits_of(self, person: str, host: str) -> list[Any]:
        return [var for r, var in self.seats[person].items() if _visits(self.rides[r], host, None)]

    def plan(self, hint: Plan | None) -> Plan | None:
        if hint is not None:
            self._hint(hint)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        solver.parameters.linearization_level = 2
        solver.parameters.cp_model_probing_level = 0
        solver.parameters.max_deterministic_time = self.aim.effort
        if solver.solve(self.cp) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        rides = tuple(
            replace(ride, participants=self._riders(solver, r))
            for r, ride in enumerate(self.rides)
            if solver.boolean_value(self.made[r])
        )
        found = Plan(problem=self.problem.name, rides=_in_order(self.problem, rides))
        if violations(self.problem, found):
            return None
        status = Status.FEASIBLE if rides else Status.EMPTY
        worth = round(score(self.problem, found).objective, 6)
        return replace(found, status=status, objective=worth)

    def _riders(self, solver: cp_model.CpSolver, r: int) -> tuple[str, ...]:
        return tuple(
            person.id
            for person in self.problem.participants
            if (r, person.id) in self.rider and solver.boolean_value(self.rider[r, person.id])
        )

    def _hint(self, plan: Plan) -> None:
        known = {replace(ride, participants=()): ride.participants for ride in plan.rides}
        for r, ride in enumerate(self.rides):
            self.cp.add_hint(self.made[r], ride in known)
        for (r, person), var in self.rider.items():
            self.cp.add_hint(var, person in known.get(self.rides[r], ()))


def _units(amount: float) -> int:
    return round(amount * SCALE)


def _visits(ride: Ride, host: str, start: int | None) -> bool:
    return any(stop.host == host and start in (None, stop.start) for stop in ride.visits)


def _frozen(problem: Problem) -> set[tuple[str, str, int]]:
    if problem.previous is None or problem.freeze_before is None:
        return set()
    return {
        (person, host, start)
        for person, visits in visits_by_person(problem.previous).items()
        for host, start in visits
        if start < problem.freeze_before
    }


def _in_order(problem: Problem, rides: Iterable[Ride]) -> tuple[Ride, ...]:
    place = {tour.id: i for i, tour in enumerate(problem.tours)}
    return tuple(sorted(rides, key=lambda ride: place[ride.tour]))
