"""Problems small enough to think through, for tests that name what they expect."""

from datetime import datetime

from planner import Host, MatrixTravel, Participant, Place, Problem, Span, Tour, Weights

EPOCH = datetime(2027, 11, 16)  # noqa: DTZ001 -- wall clock


def make_host(name: str, **changes: object) -> Host:
    usual: dict[str, object] = {
        "id": name,
        "name": name,
        "place": "port",
        "open": (Span(780, 960),),
        "duration_min": 60,
        "min_group": 1,
        "max_group": 8,
        "max_visits": 1,
    }
    return Host(**(usual | changes))  # type: ignore[arg-type]  # keywords of a test


def make_person(name: str, **changes: object) -> Participant:
    usual: dict[str, object] = {
        "id": name,
        "name": name,
        "available": (Span(0, 1440),),
        "value": {},
    }
    return Participant(**(usual | changes))  # type: ignore[arg-type]  # keywords of a test


def make_tour(name: str, **changes: object) -> Tour:
    usual: dict[str, object] = {
        "id": name,
        "mode": "road",
        "seats": 8,
        "start": "hotel",
        "end": "hotel",
        "earliest": 720,
        "latest": 1080,
    }
    return Tour(**(usual | changes))  # type: ignore[arg-type]  # keywords of a test


def make_problem(**changes: object) -> Problem:
    usual: dict[str, object] = {
        "name": "one afternoon",
        "timezone": "Europe/Helsinki",
        "epoch": EPOCH,
        "places": (Place("hotel", "Hotel", 60.2, 24.9), Place("port", "Port", 60.2, 25.2)),
        "travel": {"road": MatrixTravel(((0, 25), (25, 0)), ((0.0, 18.0), (18.0, 0.0)))},
        "hosts": (make_host("h1"),),
        "participants": (make_person("p1", value={"h1": 80}),),
        "tours": (make_tour("bus"),),
        "weights": Weights(must=100, missing_visit=60, cost_per_euro=0.2, change_per_person=40),
    }
    return Problem(**(usual | changes))  # type: ignore[arg-type]  # keywords of a test


def afternoon() -> Problem:
    """Return one bus, one host, one person who wishes to go."""
    return make_problem()
