"""Why each wish of the highest rank is not met, and the smallest change that would meet it.

The reasons, in the order in which they are asked; the first that is true is given:

never_open_together   no tour can be at the host while it is open, whoever rides
no_shared_time        tours can visit the host, but none within this person's time
group_too_small       the host wants more people than could ever come on one tour
full                  all visits that the host takes are made and no place is left on any that
                      the person could join; taking another's place is worth less (``loss``)
better_without        plans that meet the wish exist; the best found is worth less (``loss``)
search_longer         a plan was found that meets the wish and is worth more (``gain``)
no_plan_found         none of the plans near this one meets the wish
no_time               the time allowed was over before this wish was looked at

The three before ``no_time`` come from solving again with the wish as a rule, warm-started from
the plan: the rides of the plan and those that visit the host as well, riders seated exactly.
Small problems are solved over all their rides. A remedy is a change by one party after which a
plan meets the wish and is worth at least as much; it is the smallest of those tried, and its
plan was checked.
"""

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from planner.check import violations
from planner.plan import Plan, Remedy, Ride, Unmet, visits_by_person
from planner.problem import Host, Participant, Problem
from planner.reach import Reach, free_spans
from planner.remedies import Change, changes
from planner.search.nearby import Variants
from planner.search.reseat import Aim, seat

EFFORT = 0.1
"""Deterministic seconds that one re-solve may take."""
RESOLVES = 40
"""Re-solves for all remedies together at most; large problems get fewer,"""
SEATS = 120_000
"""so many pairs of person and tour in all."""
SMALL = 24
"""A problem with at most so many pairs of host and tour is solved over all its rides,"""
ALL_RIDES = 300
"""unless there are more of them than this."""
TOLERANCE = 1e-6
NO_TIME = "no_time"


@dataclass(frozen=True, slots=True)
class _Why:
    reason: str
    text: str
    parameters: Mapping[str, str | int | float]


def explain(problem: Problem, plan: Plan, *, seconds: float = math.inf) -> Plan:
    """Return the plan with the reason, and where one was found the remedy, of each unmet wish.

    The plan must keep all rules of the problem. All reasons are looked for before any remedy.
    The answer is the same every time, unless the seconds allowed are over first: then the plan
    says that it cannot be repeated, and wishes not looked at have the reason ``no_time``.
    """
    clock = _Clock(time.monotonic() + seconds)
    met = {(person, host) for person, made in visits_by_person(plan).items() for host, _ in made}
    hosts = {host.id: host for host in problem.hosts}
    wishes = [
        (person, hosts[host])
        for person in problem.participants
        for host in person.must
        if (person.id, host) not in met
    ]
    size = max(1, len(problem.participants) * len(problem.tours))
    each = max(1, min(RESOLVES, SEATS // size) // max(1, len(wishes)))
    asked = [_Wish(problem, plan, person, host, each, clock.over) for person, host in wishes]
    found = [wish.explained() for wish in asked]
    unmet = tuple(wish.remedied(why) for wish, why in zip(asked, found, strict=True))
    return replace(plan, unmet=unmet, reproducible=plan.reproducible and not clock.cut)


class _Clock:
    """Says when the time allowed is over, and remembers that it was."""

    def __init__(self, end: float) -> None:
        self.end, self.cut = end, False

    def over(self) -> bool:
        self.cut = self.cut or time.monotonic() > self.end
        return self.cut


def resolve(problem: Problem, plan: Plan, aim: Aim, host: Host) -> Plan | None:
    """Return the best plan found near a plan, over its rides and rides that visit the host."""
    person = next((p for p in problem.participants if aim.wish and p.id == aim.wish[0]), None)
    candidates = nearby(problem, plan, host, person)
    hint = plan if not violations(problem, plan) else None
    return seat(problem, candidates, aim, hint)


def nearby(
    problem: Problem, plan: Plan, host: Host, person: Participant | None = None
) -> list[Ride]:
    """Return the rides of a plan, and rides of each tour that visit the host as well."""
    variants = Variants(problem, () if person is None else (person,))
    made = {ride.tour: ride for ride in plan.rides}
    busy = [
        (stop.start, stop.end)
        for ride in plan.rides
        for stop in ride.visits
        if stop.host == host.id
    ]
    candidates = list(plan.rides)
    for tour in problem.tours:
        hosts = tuple(stop.host for stop in made[tour.id].visits) if tour.id in made else ()
        candidates += variants.with_host(tour, hosts, host.id, busy)
    if len(problem.hosts) * len(problem.tours) <= SMALL:
        candidates += Variants(problem, problem.participants).every(ALL_RIDES)
    return candidates


class _Wish:
    """One wish that a plan does not meet."""

    def __init__(
        self,
        problem: Problem,
        plan: Plan,
        person: Participant,
        host: Host,
        resolves: int,
        over: Callable[[], bool],
    ) -> None:
        self.resolves, self.over = resolves, over
        self.problem, self.plan, self.person, self.host = problem, plan, person, host
        self.aim = Aim(wish=(person.id, host.id), effort=EFFORT)

    def explained(self) -> Unmet:
        """Return why the wish is not met, without a remedy."""
        why = self._late() or self._certain() or self._solved()
        return Unmet(
            participant=self.person.id,
            host=self.host.id,
            reason=why.reason,
            text=why.text,
            parameters=why.parameters,
        )

    def remedied(self, unmet: Unmet) -> Unmet:
        """Return the same with a remedy, where one is needed and found."""
        improvable = (
            unmet.reason in {"search_longer", NO_TIME} or unmet.parameters.get("loss") == 0
        )
        return unmet if improvable or self.over() else replace(unmet, remedy=self._remedy())

    def _late(self) -> _Why | None:
        if not self.over():
            return None
        text = f"No time was left to find out why {self.person.name} does not visit"
        return _Why(NO_TIME, f"{text} {self.host.name}.", {})

    def _certain(self) -> _Why | None:
        """Return the reason that holds for every plan, if there is one."""
        problem, host, person = self.problem, self.host, self.person
        reach = Reach(problem)
        tours = [tour for tour in problem.tours if reach.visits(tour, host)]
        if not tours or not host.max_visits:
            text = f"No tour can visit {host.name} while it is open."
            return _Why("never_open_together", text, {})
        free = {other.id: free_spans(problem, other) for other in problem.participants}
        if not any(reach.fits(tour, host, free[person.id]) for tour in tours):
            text = f"No tour can visit {host.name} within the time that {person.name} has."
            return _Why("no_shared_time", text, {})
        most = max(
            min(
                tour.seats,
                sum(
                    host.id not in other.avoid and reach.fits(tour, host, free[other.id])
                    for other in problem.participants
                ),
            )
            for tour in tours
        )
        if most < host.min_group:
            text = (
                f"{host.name} wants at least {host.min_group} people;"
                f" at most {most} could come on one tour."
            )
            return _Why("group_too_small", text, {"least": host.min_group, "people": most})
        return None

    def _full(self) -> _Why | None:
        """Return that the host is full: all visits made, no place on any the person could join."""
        rides = [
            ride for ride in self.plan.rides if any(s.host == self.host.id for s in ride.visits)
        ]
        free = free_spans(self.problem, self.person)
        joinable = [ride for ride in rides if any(s.holds(ride.depart, ride.back) for s in free)]
        if len(rides) < self.host.max_visits or not joinable:
            return None
        if any(len(ride.participants) < self._most(ride) for ride in joinable):
            return None
        people = sum(len(ride.participants) for ride in rides)
        text = (
            f"All places at {self.host.name} are taken:"
            f" visits {len(rides)} of {self.host.max_visits}, {people} people."
        )
        return _Why("full", text, {"visits": len(rides), "people": people})

    def _most(self, ride: Ride) -> int:
        hosts = {stop.host for stop in ride.visits}
        seats = next(tour.seats for tour in self.problem.tours if tour.id == ride.tour)
        return min([seats, *(h.max_group for h in self.problem.hosts if h.id in hosts)])

    def _solved(self) -> _Why:
        """Return what solving again with the wish as a rule says."""
        found = resolve(self.problem, self.plan, self.aim, self.host)
        name, host = self.person.name, self.host.name
        if found is None:
            full = self._full()
            if full:
                return full
            text = f"No plan was found that takes {name} to {host}."
            return _Why("no_plan_found", text, {})
        loss = round(self.plan.objective - found.objective, 2)
        full = self._full()
        if full and loss > 0:
            return replace(full, parameters={**full.parameters, "loss": loss})
        if loss < 0:
            text = f"A better plan takes {name} to {host}: searching longer would pay."
            return _Why("search_longer", text, {"gain": -loss})
        text = f"The plan is better without: the best found that takes {name} to {host}"
        text += f" is worth {loss:g} less." if loss else " is worth the same."
        return _Why("better_without", text, {"loss": loss})

    def _remedy(self) -> Remedy | None:
        left, worth = self.resolves, self._worth()
        for step in changes(self.problem, self.person, self.host):
            for change in step:
                if not self._may_help(change):
                    continue
                if left == 0 or self.over():
                    return None
                left -= 1
                host = next(h for h in change.problem.hosts if h.id == self.host.id)
                found = resolve(change.problem, self.plan, self.aim, host)
                if found is not None and found.objective >= worth - TOLERANCE:
                    return self._worded(change, found)
        return None

    def _worth(self) -> float:
        """Return what is to be reached: the plan's worth, or more if it can be seated better."""
        free = resolve(self.problem, self.plan, replace(self.aim, wish=None), self.host)
        return max(self.plan.objective, free.objective if free else self.plan.objective)

    def _worded(self, change: Change, found: Plan) -> Remedy:
        text = f"{self.person.name} could visit {self.host.name} {change.sentence}."
        return Remedy(
            change=change.code,
            party=change.party,
            amount=change.amount,
            unit=change.unit,
            objective=found.objective,
            text=text,
        )

    def _may_help(self, change: Change) -> bool:
        """Say whether what changes binds now, and lets the person reach the host at all."""
        if not self._binds(change):
            return False
        person = next(p for p in change.problem.participants if p.id == self.person.id)
        host = next(h for h in change.problem.hosts if h.id == self.host.id)
        reach, free = Reach(change.problem), free_spans(change.problem, person)
        tours = [tour for tour in change.problem.tours if reach.fits(tour, host, free)]
        named = {tour.id for tour in change.problem.tours}
        return bool(tours) and (change.party not in named or change.party in {t.id for t in tours})

    def _binds(self, change: Change) -> bool:
        rides = [r for r in self.plan.rides if any(s.host == self.host.id for s in r.visits)]
        groups = [len(ride.participants) for ride in rides]
        if change.code == "larger_group":
            return self.host.max_group in groups
        if change.code == "more_visits":
            return len(rides) >= self.host.max_visits
        if change.code == "more_seats":
            seats = {tour.id: tour.seats for tour in self.problem.tours}[change.party]
            on = [len(ride.participants) for ride in self.plan.rides if ride.tour == change.party]
            return seats in on or seats < self.host.min_group
        return change.code != "smaller_group" or self.host.min_group > 1
