"""Long tours: many short stops, too many sets of them to enumerate.

One person per tour, one day, no group limits: the part of the planner where tours are found by
local search rather than listed. `plan_tours` takes a `LongTours` and gives the best tours found
with a bound, which is weaker than the planner's own: it relaxes the order of the visits.
"""

from planner.longtours.bound import upper_bound
from planner.longtours.problem import Found, LongTours, Tour, Visit, starts
from planner.longtours.search import Effort, plan_tours

__all__ = [
    "Effort",
    "Found",
    "LongTours",
    "Tour",
    "Visit",
    "plan_tours",
    "starts",
    "upper_bound",
]
