"""A person's timetable: no gaps on a ride, rests where they are, clocks that change."""

from typing import Any

from app.plans.timetable import ItemKind, instant, local_text, of_person

PROBLEM: dict[str, Any] = {
    "timezone": "Europe/Helsinki",
    "tours": [{"id": "t1", "start": "f1", "end": "f1"}],
    "hosts": [{"id": "v1", "place": "s1"}, {"id": "v2", "place": "s2"}],
    "sessions": [
        {"id": "e1", "start": "2027-11-16T18:00", "end": "2027-11-16T19:00", "place": "f1"},
        {
            "id": "e2",
            "start": "2027-11-16T18:00",
            "end": "2027-11-16T19:00",
            "place": "f1",
            "attend": ["p9"],
        },
    ],
}


def _stop(host: str, arrive: str, start: str, end: str) -> dict[str, str]:
    day = "2027-11-16T"
    return {"host": host, "arrive": day + arrive, "start": day + start, "end": day + end}


def _plan(*stops: dict[str, Any]) -> dict[str, Any]:
    ride = {
        "tour": "t1",
        "depart": "2027-11-16T08:00",
        "return": "2027-11-16T15:00",
        "participants": ["p1", "p2"],
        "stops": list(stops),
    }
    return {"tours": [ride]}


def _seen(plan: dict[str, Any], person: str = "p1") -> list[tuple[ItemKind, str, str, str]]:
    return [
        (
            item.kind,
            local_text(item.starts_at, "Europe/Helsinki")[11:],
            local_text(item.ends_at, "Europe/Helsinki")[11:],
            item.place,
        )
        for item in of_person(PROBLEM, plan, person)
    ]


def test_a_ride_is_legs_waits_visits_and_a_rest_without_gaps() -> None:
    rest = {"break": True, "start": "2027-11-16T11:00", "end": "2027-11-16T11:45"}
    plan = _plan(
        _stop("v1", "08:40", "09:00", "10:30"), rest, _stop("v2", "12:10", "12:10", "13:40")
    )

    assert _seen(plan) == [
        (ItemKind.LEG, "08:00", "08:40", "s1"),
        (ItemKind.WAIT, "08:40", "09:00", "s1"),
        (ItemKind.VISIT, "09:00", "10:30", "s1"),
        (ItemKind.WAIT, "10:30", "11:00", "s1"),
        (ItemKind.REST, "11:00", "11:45", "s1"),
        (ItemKind.LEG, "11:45", "12:10", "s2"),
        (ItemKind.VISIT, "12:10", "13:40", "s2"),
        (ItemKind.LEG, "13:40", "15:00", "f1"),
        (ItemKind.SESSION, "18:00", "19:00", "f1"),
    ]


def test_a_rest_after_the_way_is_taken_at_the_next_place() -> None:
    rest = {"break": True, "start": "2027-11-16T11:30", "end": "2027-11-16T12:15"}
    plan = _plan(rest, _stop("v2", "11:20", "12:30", "14:00"))

    assert _seen(plan)[:5] == [
        (ItemKind.LEG, "08:00", "11:20", "s2"),
        (ItemKind.WAIT, "11:20", "11:30", "s2"),
        (ItemKind.REST, "11:30", "12:15", "s2"),
        (ItemKind.WAIT, "12:15", "12:30", "s2"),
        (ItemKind.VISIT, "12:30", "14:00", "s2"),
    ]


def test_who_is_on_no_ride_has_the_sessions_that_they_attend() -> None:
    plan = _plan(_stop("v1", "08:40", "09:00", "10:30"))

    assert _seen(plan, "p9") == [(ItemKind.SESSION, "18:00", "19:00", "f1")] * 2
    assert _seen(plan, "p7") == [(ItemKind.SESSION, "18:00", "19:00", "f1")]


def test_moments_are_right_on_both_sides_of_a_clock_change() -> None:
    before, after = "2027-03-27T09:00", "2027-03-28T09:00"

    moments = [instant(text, "Europe/Warsaw").isoformat() for text in (before, after)]

    assert moments == ["2027-03-27T08:00:00+00:00", "2027-03-28T07:00:00+00:00"]
    assert local_text(instant(after, "Europe/Warsaw"), "Europe/Warsaw") == after


def test_a_skipped_and_a_repeated_hour_can_be_read() -> None:
    skipped = instant("2027-03-28T02:30", "Europe/Warsaw")
    repeated = instant("2027-10-31T02:30", "Europe/Warsaw")

    assert (skipped.isoformat(), repeated.isoformat()) == (
        "2027-03-28T01:30:00+00:00",
        "2027-10-31T00:30:00+00:00",
    )
