"""Who visits which hosts, in what group, when, by which tour.

A problem goes in, a plan comes out; both are values, and files by `read_problem` and
`write_plan`. Nothing here knows of the web or the database.

>>> from datetime import datetime
>>> from planner import Host, Limits, MatrixTravel, Participant, Place, Problem, Span, Tour
>>> from planner import Weights, solve, violations
>>> problem = Problem(
...     name="one afternoon",
...     timezone="Europe/Helsinki",
...     epoch=datetime(2027, 11, 16),
...     places=(Place("hotel", "Hotel", 60.2, 24.9), Place("port", "Port", 60.2, 25.2)),
...     travel={"road": MatrixTravel(((0, 25), (25, 0)), ((0.0, 18.0), (18.0, 0.0)))},
...     hosts=(
...         Host(id="h1", name="Port company", place="port", open=(Span(780, 960),),
...              duration_min=90, min_group=1, max_group=8, max_visits=1),
...     ),
...     participants=(
...         Participant(id="p1", name="A teacher", available=(Span(0, 1440),), value={"h1": 80}),
...     ),
...     tours=(
...         Tour(id="bus", mode="road", seats=8, start="hotel", end="hotel",
...              earliest=720, latest=1080),
...     ),
...     weights=Weights(),
... )
>>> plan = solve(problem, Limits(seconds=60, work=0.1))
>>> plan.objective, [(ride.depart, ride.back) for ride in plan.rides]
(80.0, [(755, 895)])
>>> violations(problem, plan)
[]
"""

from planner.by_hand import delayed, person_moved, visit_moved, with_rides
from planner.check import Violation, violations
from planner.events import Event, HostWithdraws, PersonArrives, PersonLeaves, TourFails, after
from planner.explain import NO_TIME, explain
from planner.fairness import FairPlan, fair_plan
from planner.faults import Fault, InvalidProblem
from planner.files import (
    plan_from_text,
    plan_text,
    problem_from_text,
    problem_text,
    read_plan,
    read_problem,
    write_plan,
    write_problem,
)
from planner.latecomers import PlaceFound, best_places
from planner.plan import Break, Plan, Remedy, Ride, Status, Stop, Unmet, visits_by_person
from planner.precheck import Notice, precheck
from planner.problem import (
    Host,
    MatrixTravel,
    Participant,
    Pin,
    Place,
    Problem,
    Rest,
    Session,
    Span,
    SpeedTravel,
    Tour,
    Travel,
    Weights,
)
from planner.progress import Progress, Watcher, keep_going
from planner.replan import PersonChange, TradeOff, changes, replan, trade_offs
from planner.score import Score, people_changed, score
from planner.solve import Limits, solve

__all__ = [
    "NO_TIME",
    "Break",
    "Event",
    "FairPlan",
    "Fault",
    "Host",
    "HostWithdraws",
    "InvalidProblem",
    "Limits",
    "MatrixTravel",
    "Notice",
    "Participant",
    "PersonArrives",
    "PersonChange",
    "PersonLeaves",
    "Pin",
    "Place",
    "PlaceFound",
    "Plan",
    "Problem",
    "Progress",
    "Remedy",
    "Rest",
    "Ride",
    "Score",
    "Session",
    "Span",
    "SpeedTravel",
    "Status",
    "Stop",
    "Tour",
    "TourFails",
    "TradeOff",
    "Travel",
    "Unmet",
    "Violation",
    "Watcher",
    "Weights",
    "after",
    "best_places",
    "changes",
    "delayed",
    "explain",
    "fair_plan",
    "keep_going",
    "people_changed",
    "person_moved",
    "plan_from_text",
    "plan_text",
    "precheck",
    "problem_from_text",
    "problem_text",
    "read_plan",
    "read_problem",
    "replan",
    "score",
    "solve",
    "trade_offs",
    "violations",
    "visit_moved",
    "visits_by_person",
    "with_rides",
    "write_plan",
    "write_problem",
]
