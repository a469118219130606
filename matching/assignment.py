"""The assignment itself: which stays to choose so that most value is placed. OR-Tools' only place.

A mixed-integer programme for HiGHS through MathOpt: at most one stay per need, no more learners
at an offer in a week than it has free, and either nobody or at least its smallest number at an
offer that names one.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from ortools.math_opt import model_pb2
from ortools.math_opt.python import mathopt

INFINITE = float("inf")
SAFE_SHARE = 0.9
"""Share of the time for the search; the rest is for building, which cannot be stopped."""


@dataclass(frozen=True, slots=True)
class Stay:
    """One need at one offer from one week on; `value` is what it adds when it is chosen."""

    need: str
    offer: str
    weeks: range
    learners: int
    value: float


@dataclass(frozen=True, slots=True)
class Chosen:
    """The stays chosen, by their numbers, and a bound that no choice can exceed."""

    stays: tuple[int, ...]
    bound: float
    is_optimal: bool


def chosen_stays(
    stays: Sequence[Stay],
    free: Mapping[tuple[str, int], int | None],
    smallest: Mapping[str, int],
    *,
    start: Sequence[int],
    seconds: float,
) -> Chosen:
    """Return the best choice found in the time, never a worse one than `start`.

    `free` are places by offer and week; None lets in one need at a time. `smallest` is the least
    number of learners of an offer over all its stays, for those that have one.
    """
    if not stays:
        return Chosen((), 0.0, is_optimal=True)
    model = _Programme(stays)
    model.add_needs()
    model.add_weeks(free)
    model.add_smallest(smallest)
    programme = mathopt.Model.from_model_proto(model.proto())
    hint = {programme.get_variable(number): 1.0 for number in start}
    found = mathopt.solve(
        programme,
        mathopt.SolverType.HIGHS,
        params=mathopt.SolveParameters(
            time_limit=timedelta(seconds=seconds * SAFE_SHARE), random_seed=1
        ),
        model_params=mathopt.ModelSolveParameters(
            solution_hints=[mathopt.SolutionHint(variable_values=hint)]
        ),
    )
    bound = min(found.termination.objective_bounds.dual_bound, _best_for_each(stays))
    best = tuple(start)
    if found.has_primal_feasible_solution():
        values = found.variable_values()
        solved = tuple(
            variable.id
            for variable, value in values.items()
            if variable.id < len(stays) and round(value) == 1
        )
        best = max(solved, best, key=lambda some: sum(stays[number].value for number in some))
    is_optimal = found.termination.reason is mathopt.TerminationReason.OPTIMAL
    return Chosen(tuple(sorted(best)), bound, is_optimal)


class _Programme:
    """Rows and columns of the programme, collected as three parallel lists."""

    def __init__(self, stays: Sequence[Stay]) -> None:
        self.stays = stays
        self.objective = [stay.value for stay in stays]
        self.rows: list[int] = []
        self.columns: list[int] = []
        self.coefficients: list[float] = []
        self.upper: list[float] = []

    def add_needs(self) -> None:
        of_need: dict[str, list[int]] = defaultdict(list)
        for number, stay in enumerate(self.stays):
            of_need[stay.need].append(number)
        for numbers in of_need.values():
            self._add(dict.fromkeys(numbers, 1.0), 1.0)

    def add_weeks(self, free: Mapping[tuple[str, int], int | None]) -> None:
        """Add a row per offer and week; weeks of the same stays share the scarcest one's row."""
        of_week: dict[tuple[str, int], list[int]] = defaultdict(list)
        for number, stay in enumerate(self.stays):
            for week in stay.weeks:
                of_week[stay.offer, week].append(number)
        scarcest: dict[tuple[int, ...], float] = {}
        for key, numbers in of_week.items():
            places = free[key]
            same = tuple(numbers)
            limit = -1.0 if places is None else float(places)
            scarcest[same] = min(limit, scarcest.get(same, INFINITE))
        for same, limit in scarcest.items():
            if limit < 0:
                self._add(dict.fromkeys(same, 1.0), 1.0)
            elif sum(self.stays[number].learners for number in same) > limit:
                self._add({number: float(self.stays[number].learners) for number in same}, limit)

    def add_smallest(self, smallest: Mapping[str, int]) -> None:
        """Add a switch per offer with a smallest number: it needs enough stays, they need it."""
        of_offer: dict[str, list[int]] = defaultdict(list)
        for number, stay in enumerate(self.stays):
            if smallest.get(stay.offer, 1) > 1:
                of_offer[stay.offer].append(number)
        for offer, numbers in of_offer.items():
            switch = len(self.objective)
            self.objective.append(0.0)
            for number in numbers:
                self._add({number: 1.0, switch: -1.0}, 0.0)
            learners = {number: -float(self.stays[number].learners) for number in numbers}
            self._add({**learners, switch: float(smallest[offer])}, 0.0)

    def _add(self, terms: Mapping[int, float], upper: float) -> None:
        self.rows += [len(self.upper)] * len(terms)
        self.columns += sorted(terms)
        self.coefficients += [terms[column] for column in sorted(terms)]
        self.upper.append(upper)

    def proto(self) -> model_pb2.ModelProto:
        proto = model_pb2.ModelProto()
        count, rows = len(self.objective), len(self.upper)
        proto.variables.ids.extend(range(count))
        proto.variables.lower_bounds.extend([0.0] * count)
        proto.variables.upper_bounds.extend([1.0] * count)
        proto.variables.integers.extend([True] * count)
        proto.objective.maximize = True
        proto.objective.linear_coefficients.ids.extend(range(count))
        proto.objective.linear_coefficients.values.extend(self.objective)
        proto.linear_constraints.ids.extend(range(rows))
        proto.linear_constraints.lower_bounds.extend([-INFINITE] * rows)
        proto.linear_constraints.upper_bounds.extend(self.upper)
        proto.linear_constraint_matrix.row_ids.extend(self.rows)
        proto.linear_constraint_matrix.column_ids.extend(self.columns)
        proto.linear_constraint_matrix.coefficients.extend(self.coefficients)
        return proto


def _best_for_each(stays: Sequence[Stay]) -> float:
    """Return what would be placed if every need had its most valuable stay: no choice has more."""
    best: dict[str, float] = defaultdict(float)
    for stay in stays:
        best[stay.need] = max(best[stay.need], stay.value)
    return sum(best.values())
