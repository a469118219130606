"""What the planner answers: rides with their stops and people, and the wishes that are not met.

Times are whole minutes counted from the epoch of the problem that was answered.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class Status(StrEnum):
    """What is known of a plan; optimal only when the exact bound equals the objective."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A visit with its place and time on a tour."""

    host: str
    arrive: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """The rest on a tour."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ride:
    """A tour as planned: its stops in order and who is on it."""

    tour: str
    depart: int
    back: int
    participants: tuple[str, ...]
    stops: tuple[Stop | Break, ...]

    @property
    def visits(self) -> tuple[Stop, ...]:
        return tuple(stop for stop in self.stops if isinstance(stop, Stop))


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """The smallest change found that would meet a wish, re-solved."""

    change: str
    party: str
    amount: int
    unit: str
    objective: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmet:
    """A wish of the highest rank that the plan does not meet."""

    participant: str
    host: str
    reason: str
    text: str
    parameters: Mapping[str, str | int | float] = field(default_factory=dict)
    remedy: Remedy | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All rides, what they are worth, and what no plan can exceed.

    `seconds` is the time allowed, not the time taken: two runs give equal plans.
    `reproducible` is False when the clock or a person cut the search short. `weak_bound` says
    that some tours are too long for all their routes to be listed, so that the bound is a
    weaker one: it relaxes the order of the visits.
    """

    problem: str
    status: Status = Status.EMPTY
    objective: float = 0.0
    bound: float | None = None
    weak_bound: bool = False
    seconds: float = 0.0
    seed: int = 0
    rides: tuple[Ride, ...] = ()
    unmet: tuple[Unmet, ...] = ()
    reproducible: bool = True
    versions: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    problem_hash: str = ""

    @property
    def gap(self) -> float | None:
        """The distance to the bound as a share of the bound; None when no bound is known."""
        if self.bound is None:
            return None
        distance = max(0.0, self.bound - self.objective)
        return distance / abs(self.bound) if self.bound else distance


def visits_by_person(plan: Plan) -> dict[str, set[tuple[str, int]]]:
    """Return participant → the (host, start) of every visit of the plan."""
    visits: dict[str, set[tuple[str, int]]] = {}
    for ride in plan.rides:
        for participant in ride.participants:
            made = visits.setdefault(participant, set())
            made.update((stop.host, stop.start) for stop in ride.visits)
    return visits
