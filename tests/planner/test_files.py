"""Files of problems: what is read, and every way in which one is refused."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from planner import InvalidProblem, problem_from_text, read_plan, read_problem

SOUND: dict[str, Any] = {
    "format": "netinvet-forum/1",
    "name": "two hosts",
    "timezone": "Europe/Paris",
    "places": [
        {"id": "venue", "name": "Venue", "lat": 48.9, "lon": 2.3},
        {"id": "port", "name": "Port", "lat": 49.0, "lon": 2.4},
    ],
    "travel": {
        "road": {"minutes": [[0, 20], [20, 0]], "km": [[0, 15], [15, 0]]},
        "walk": {"speed_kmh": 5, "detour": 1.2, "extra_min": 0},
    },
    "sessions": [
        {
            "id": "day",
            "title": "Day",
            "start": "2027-04-15T09:00",
            "end": "2027-04-15T18:00",
            "place": "venue",
        }
    ],
    "hosts": [
        {
            "id": name,
            "name": name,
            "place": "port",
            "kind": "company",
            "sectors": [],
            "languages": ["fr"],
            "open": [["2027-04-14T09:00", "2027-04-14T12:00"]],
            "duration_min": 60,
            "min_group": 1,
            "max_group": 8,
            "max_visits": 1,
        }
        for name in ("h1", "h2")
    ],
    "participants": [
        {
            "id": "s1",
            "name": "Participant 1",
            "school": "school-1",
            "country": "FR",
            "languages": ["fr"],
            "available": [["2027-04-14T07:00", "2027-04-17T22:00"]],
            "value": {"h1": 50},
            "must": ["h1"],
            "avoid": ["h2"],
            "min_visits": 1,
        }
    ],
    "tours": [
        {
            "id": name,
            "mode": "road",
            "seats": 8,
            "start": "venue",
            "end": "venue",
            "earliest": "2027-04-14T08:00",
            "latest": "2027-04-14T13:00",
            "cost_fixed": 10,
            "cost_per_km": 1,
        }
        for name in ("am-1", "am-2")
    ],
    "weights": {"must": 100, "missing_visit": 60, "cost_per_euro": 0.2, "change_per_person": 40},
}


def sound() -> dict[str, Any]:
    copy: dict[str, Any] = json.loads(json.dumps(SOUND))
    return copy


def refused(text: str) -> list[tuple[str, str]]:
    with pytest.raises(InvalidProblem) as caught:
        problem_from_text(text)
    return [(fault.path, fault.code) for fault in caught.value.faults]


def test_a_sound_problem_is_read_in_minutes_from_its_first_midnight() -> None:
    problem = problem_from_text(json.dumps(SOUND))
    assert problem.epoch.isoformat() == "2027-04-14T00:00:00"
    assert (problem.tours[0].earliest, problem.sessions[0].start) == (480, 1440 + 540)


def _pin(**pin: str) -> Callable[[dict[str, Any]], None]:
    return lambda d: d.update(pins=[*d.get("pins", []), pin])


BROKEN: list[tuple[str, Callable[[dict[str, Any]], object], list[tuple[str, str]]]] = [
    ("another format", lambda d: d.update(format="x/1"), [("$.format", "format")]),
    ("no hosts key", lambda d: d.pop("hosts"), [("$.hosts", "missing")]),
    (
        "an unknown place",
        lambda d: d["hosts"][0].update(place="moon"),
        [("$.hosts[0].place", "unknown_id")],
    ),
    (
        "an unknown mode",
        lambda d: d["tours"][1].update(mode="boat"),
        [("$.tours[1].mode", "unknown_id")],
    ),
    (
        "a reversed span",
        lambda d: d["hosts"][0]["open"][0].reverse(),
        [("$.hosts[0].open[0]", "reversed")],
    ),
    (
        "a negative number",
        lambda d: d["tours"][0].update(seats=-1),
        [("$.tours[0].seats", "out_of_range")],
    ),
    (
        "an enormous number",
        lambda d: d["weights"].update(must=1e30),
        [("$.weights.must", "out_of_range")],
    ),
    (
        "truth instead of a number",
        lambda d: d["tours"][0].update(seats=True),
        [("$.tours[0].seats", "unexpected")],
    ),
    (
        "half a person",
        lambda d: d["hosts"][0].update(max_group=2.5),
        [("$.hosts[0].max_group", "not_whole")],
    ),
    (
        "a matrix with a short row",
        lambda d: d["travel"]["road"]["km"][1].pop(),
        [("$.travel.road.km[1]", "matrix_row")],
    ),
    (
        "a matrix with a row too many",
        lambda d: d["travel"]["road"]["minutes"].append([0, 0]),
        [("$.travel.road.minutes", "matrix_rows")],
    ),
    (
        "one id twice",
        lambda d: d["hosts"][1].update(id="h1"),
        [("$.hosts[1].id", "repeated_id"), ("$.participants[0].avoid", "unknown_id")],
    ),
    ("an empty forum", lambda d: d.update(participants=[]), [("$.participants", "empty_forum")]),
    (
        "no such day",
        lambda d: d["tours"][0].update(latest="2027-02-30T10:00"),
        [("$.tours[0].latest", "unexpected")],
    ),
    (
        "must and avoid",
        lambda d: d["participants"][0].update(avoid=["h1"]),
        [("$.participants[0].must[0]", "must_and_avoid")],
    ),
    (
        "no such zone",
        lambda d: d.update(timezone="Mars/Olympus"),
        [("$.timezone", "unknown_timezone")],
    ),
    (
        "sessions at one time",
        lambda d: d["sessions"].append({**d["sessions"][0], "id": "other"}),
        [("$.sessions[1]", "sessions_clash")],
    ),
    ("a pin of nothing", _pin(tour="am-1"), [("$.pins[0]", "empty_pin")]),
    (
        "a pin of nobody",
        _pin(tour="am-1", participant="x"),
        [("$.pins[0].participant", "unknown_id")],
    ),
    (
        "a person on two tours at once",
        lambda d: d.update(
            pins=[{"tour": tour, "participant": "s1"} for tour in ("am-1", "am-2")]
        ),
        [("$.pins[1]", "pinned_on_two_tours")],
    ),
    (
        "one visit, two starts",
        lambda d: d.update(
            pins=[
                {"tour": "am-1", "host": "h1", "start": f"2027-04-14T{clock}"}
                for clock in ("09:00", "10:30")
            ]
        ),
        [("$.pins[1]", "pinned_at_two_times")],
    ),
    (
        "more pinned visits than a host takes",
        lambda d: d.update(pins=[{"tour": tour, "host": "h1"} for tour in ("am-1", "am-2")]),
        [("$.pins[1]", "pinned_too_often")],
    ),
    (
        "a pin when the host is closed",
        _pin(tour="am-1", host="h1", start="2027-04-14T11:30"),
        [("$.pins[0].start", "pin_closed")],
    ),
    (
        "a frozen moment without a plan",
        lambda d: d.update(freeze_before="2027-04-14T10:00"),
        [("$.freeze_before", "no_previous")],
    ),
]


@pytest.mark.parametrize(
    ("breaking", "faults"), [(b, f) for _, b, f in BROKEN], ids=[name for name, _, _ in BROKEN]
)
def test_a_faulty_problem_is_refused_with_the_path_and_no_other_fault(
    breaking: Callable[[dict[str, Any]], object], faults: list[tuple[str, str]]
) -> None:
    record = sound()
    breaking(record)
    assert refused(json.dumps(record)) == faults


def test_all_faults_are_named_at_once() -> None:
    record = sound()
    record["tours"][0]["seats"] = "many"
    record["hosts"][0]["duration_min"] = -5
    record["participants"][0]["must"] = ["h9"]
    assert refused(json.dumps(record)) == [
        ("$.hosts[0].duration_min", "out_of_range"),
        ("$.tours[0].seats", "unexpected"),
        ("$.participants[0].must[0]", "unknown_id"),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "not_json"),
        ("[" * 100_000, "too_deep"),
        ("9" * 10_000, "number_too_long"),
        ("[]", "unexpected"),
    ],
)
def test_what_is_no_problem_at_all_is_refused_in_a_sentence(text: str, code: str) -> None:
    assert refused(text)[0] == ("$", code)


def test_numbers_that_are_none_and_repeated_keys_are_refused() -> None:
    text = json.dumps(SOUND).replace('"detour": 1.2', '"detour": NaN, "detour": Infinity')
    assert refused(text) == [
        ("$.travel.walk.detour", "repeated_key"),
        ("$.travel.walk.detour", "not_finite"),
    ]


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_bytes(b"\xff\xfe{")
    with pytest.raises(InvalidProblem, match="UTF-8"):
        read_problem(tmp_path / "x.json")


def test_a_plan_file_is_refused_with_its_path(tmp_path: Path) -> None:
    problem = problem_from_text(json.dumps(SOUND))
    file = tmp_path / "plan.json"
    file.write_text('{"format": "netinvet-plan/1", "tours": [{"tour": "am-1"}]}')
    with pytest.raises(InvalidProblem) as caught:
        read_plan(file, problem)
    assert [fault.path for fault in caught.value.faults] == [
        f"$.tours[0].{key}" for key in ("depart", "return", "participants", "stops")
    ]
