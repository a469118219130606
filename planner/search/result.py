"""What a search found, and the wishes that its plan leaves open."""

from dataclasses import dataclass

from planner.plan import Plan, Ride, Status, Unmet, visits_by_person
from planner.problem import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a search found."""

    rides: tuple[Ride, ...]
    objective: float
    bound: float | None
    weak_bound: bool
    status: Status
    unmet: tuple[Unmet, ...]
    reproducible: bool


def unmet(problem: Problem, plan: Plan) -> tuple[Unmet, ...]:
    visits = visits_by_person(plan)
    names = {host.id: host.name for host in problem.hosts}
    return tuple(
        Unmet(
            participant=person.id,
            host=host,
            reason="not_planned",
            text=f"The plan does not take {person.name} to {names[host]}.",
        )
        for person in problem.participants
        for host in person.must
        if host not in {visited for visited, _ in visits.get(person.id, ())}
    )
