"""The peers on the public benchmark: ours, plain PyVRP, OR-Tools' routing library."""

import time
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import pyvrp
from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from planner.longtours import Effort, LongTours, plan_tours

POINT = 1_000
"""What a point of score is worth in units of travel, for the peers: their best of 10 to 10,000."""

Routes: TypeAlias = list[list[int]]


def netinvet(problem: LongTours, seconds: float) -> Routes:
    found = plan_tours(problem, Effort(seconds=seconds), clock=time.process_time)
    return [[problem.visits[i].id for i in tour] for tour in found.tours]


def plain_pyvrp(problem: LongTours, seconds: float) -> Routes:
    clients = [
        pyvrp.Client(
            i + 1,
            service_duration=visit.duration,
            tw_early=visit.opens,
            tw_late=visit.closes,
            prize=visit.score * POINT,
            required=False,
        )
        for i, visit in enumerate(problem.visits)
    ]
    travel: Any = problem.travel
    data = pyvrp.ProblemData(
        [pyvrp.Location(0, 0) for _ in range(len(clients) + 1)],
        clients,
        [pyvrp.Depot(0, tw_early=problem.opens, tw_late=problem.closes)],
        [pyvrp.VehicleType(problem.tours, tw_early=problem.opens, tw_late=problem.closes)],
        [travel],
        [travel],
    )
    until = time.process_time() + seconds
    best = pyvrp.solve(
        data, lambda _cost: time.process_time() >= until, seed=1, collect_stats=False
    ).best
    if not best.is_feasible():
        return []
    return [
        [problem.visits[stop.idx].id for stop in route if stop.is_client()]
        for route in best.routes()
    ]


def ortools_routing(problem: LongTours, seconds: float) -> Routes:
    manager = pywrapcp.RoutingIndexManager(len(problem.visits) + 1, problem.tours, 0)
    routing = pywrapcp.RoutingModel(manager)
    travel = problem.travel.tolist()
    stay = [0, *(visit.duration for visit in problem.visits)]
    taken = [[stay[i] + far for far in row] for i, row in enumerate(travel)]
    routing.SetArcCostEvaluatorOfAllVehicles(routing.RegisterTransitMatrix(travel))
    clock = routing.RegisterTransitMatrix(taken)
    routing.AddDimension(clock, problem.closes, problem.closes, False, "time")
    hours = routing.GetDimensionOrDie("time")
    for i, visit in enumerate(problem.visits):
        index = manager.NodeToIndex(i + 1)
        routing.AddDisjunction([index], visit.score * POINT)
        if visit.opens <= problem.closes:
            hours.CumulVar(index).SetRange(visit.opens, min(visit.closes, problem.closes))
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    strategies = routing_enums_pb2.FirstSolutionStrategy
    parameters.first_solution_strategy = strategies.PARALLEL_CHEAPEST_INSERTION
    metaheuristics = routing_enums_pb2.LocalSearchMetaheuristic
    parameters.local_search_metaheuristic = metaheuristics.GUIDED_LOCAL_SEARCH
    until = time.process_time() + seconds
    limit = routing.solver().CustomLimit(lambda: time.process_time() >= until)
    routing.AddSearchMonitor(limit)
    parameters.time_limit.FromSeconds(3600)
    answer = routing.SolveWithParameters(parameters)
    routes = []
    for tour in range(problem.tours if answer else 0):
        index, route = answer.Value(routing.NextVar(routing.Start(tour))), []
        while not routing.IsEnd(index):
            route.append(problem.visits[manager.IndexToNode(index) - 1].id)
            index = answer.Value(routing.NextVar(index))
        routes.append(route)
    return routes


PEERS: Mapping[str, Callable[[LongTours, float], Routes]] = {
    "netinvet": netinvet,
    "PyVRP": plain_pyvrp,
    "OR-Tools": ortools_routing,
}
