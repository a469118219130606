"""Pictures of plans and searches: each bar at its time, each line as far as it is known."""

from app.plans import drawing, graphs
from app.plans.models import ProgressPoint
from app.plans.names import Names

PROBLEM = {
    "timezone": "Europe/Helsinki",
    "places": [
        {"id": "f1", "lat": 60.4, "lon": 25.1},
        {"id": "s1", "lat": 60.2, "lon": 24.9},
    ],
    "tours": [{"id": "t1", "start": "f1", "end": "f1"}],
    "hosts": [
        {"id": "v1", "place": "s1", "open": [["2027-11-16T09:00", "2027-11-16T12:00"]]},
        {"id": "v2", "place": "s1", "open": [["2027-11-17T09:00", "2027-11-17T12:00"]]},
    ],
    "sessions": [],
}
PLAN = {
    "tours": [
        {
            "tour": "t1",
            "depart": "2027-11-16T08:00",
            "return": "2027-11-16T12:00",
            "participants": ["p1", "p2"],
            "stops": [
                {
                    "host": "v1",
                    "arrive": "2027-11-16T09:00",
                    "start": "2027-11-16T10:00",
                    "end": "2027-11-16T11:00",
                }
            ],
        }
    ]
}
NAMES = Names({"t1": "Coach", "v1": "Port", "v2": "Depot", "f1": "Venue"})


def test_a_tour_is_drawn_over_the_whole_hours_of_its_day() -> None:
    (day,) = drawing.by_tour(PROBLEM, PLAN, NAMES)
    (row,) = day.rows

    assert [(bar.kind, bar.x, bar.width) for bar in row.bars] == [
        ("leg", 0.0, 25.0),
        ("wait", 25.0, 25.0),
        ("visit", 50.0, 25.0),
        ("leg", 75.0, 25.0),
    ]
    assert (row.name, row.note, row.bars[2].title) == ("Coach", "2", "10:00–11:00 Port")
    assert day.ticks == ((0.0, "08:00"), (25.0, "09:00"), (50.0, "10:00"), (75.0, "11:00"))


def test_hosts_show_their_open_hours_whether_they_are_visited_or_not() -> None:
    first, second = drawing.by_host(PROBLEM, PLAN, NAMES)

    assert [(band.x, band.width) for band in first.rows[0].bands] == [(0.0, 100.0)]
    assert [bar.label for bar in first.rows[0].bars] == ["Coach · 2"]
    assert [(row.name, row.bars) for row in second.rows] == [("Depot", ())]


def test_the_map_has_hosts_starts_and_the_way_of_each_tour() -> None:
    found = drawing.on_the_map(PROBLEM, PLAN, NAMES)

    assert [(one["title"], one["kind"]) for one in found["markers"]] == [
        ("Port", "host"),
        ("Depot", "plain"),
        ("Venue", "home"),
    ]
    assert found["lines"] == [
        {"title": "Coach", "points": [(60.4, 25.1), (60.2, 24.9), (60.4, 25.1)]}
    ]


def _point(seconds: float, objective: float, bound: float | None) -> ProgressPoint:
    return ProgressPoint(plan_run_id=1, seconds=seconds, objective=objective, bound=bound)


def test_a_running_search_is_drawn_up_to_now_and_a_finished_one_to_the_end() -> None:
    points = [_point(0, 100, None), _point(5, 150, 200)]

    running, over = graphs.graph(points, 10), graphs.graph(points, 0)

    assert running is not None
    assert over is not None
    assert running.objective == "0.0,290.0 500.0,290.0 500.0,150.0 500.0,150.0"
    assert running.bound == "500.0,10.0 500.0,10.0"
    assert over.objective.endswith("1000.0,150.0")
    assert graphs.graph([], 10) is None
