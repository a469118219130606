"""A second judge of plans, from the two files alone: it shares nothing with the planner.

Every rule of the format is worked out anew from the records, so that a slip in the planner's
own judge cannot pass for a rule kept.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime
from itertools import combinations, pairwise
from typing import Any, TypeAlias

Record: TypeAlias = dict[str, Any]
Visits: TypeAlias = dict[str, set[tuple[str, str]]]
ZERO = datetime(2000, 1, 1)  # noqa: DTZ001 -- wall clock


def minute(clock: str) -> int:
    return int((datetime.fromisoformat(clock) - ZERO).total_seconds()) // 60


def rules_broken(problem: Record, plan: Record) -> list[str]:
    """Return every rule that a plan breaks, and what it says of itself that is not so."""
    judge = _Judge(problem, plan)
    return [*judge.rides(), *judge.hosts(), *judge.people(), *judge.kept(), *judge.figures()]


def _by_id(records: list[Record]) -> dict[str, Record]:
    return {record["id"]: record for record in records}


def _visits(plan: Record) -> Visits:
    made: Visits = defaultdict(set)
    for ride in plan["tours"]:
        for person in ride["participants"]:
            made[person] |= {(s["host"], s["start"]) for s in ride["stops"] if "host" in s}
    return made


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


class _Judge:
    def __init__(self, problem: Record, plan: Record) -> None:
        self.problem, self.plan = problem, plan
        self.host, self.tour = _by_id(problem["hosts"]), _by_id(problem["tours"])
        self.person = _by_id(problem["participants"])
        self.made = _visits(plan)
        self.before = _visits(problem["previous"]) if problem.get("previous") else None

    def leg(self, mode: str, here: str, there: str) -> tuple[int, float]:
        """Return minutes and kilometres from one place to another."""
        how, places = self.problem["travel"][mode], self.problem["places"]
        ids = [place["id"] for place in places]
        a, b = ids.index(here), ids.index(there)
        if "minutes" in how:
            return how["minutes"][a][b], how["km"][a][b]
        if a == b:
            return 0, 0.0
        one, two = (
            (math.radians(p["lat"]), math.radians(p["lon"])) for p in (places[a], places[b])
        )
        half = math.sin((two[0] - one[0]) / 2) ** 2
        half += math.cos(one[0]) * math.cos(two[0]) * math.sin((two[1] - one[1]) / 2) ** 2
        km = round(2 * 6371.0088 * math.asin(math.sqrt(half)) * how["detour"], 1)
        return math.ceil(math.ceil(km / how["speed_kmh"] * 60) + how["extra_min"]), km

    def rides(self) -> Iterator[str]:
        for tour, times in Counter(ride["tour"] for ride in self.plan["tours"]).items():
            if times > 1 or tour not in self.tour:
                yield f"{tour} is unknown or planned twice"
        for ride in self.plan["tours"]:
            yield from self.ride(ride, self.tour[ride["tour"]])

    def ride(self, ride: Record, tour: Record) -> Iterator[str]:
        name, size = tour["id"], len(ride["participants"])
        if size > tour["seats"] or len(set(ride["participants"])) != size:
            yield f"{name}: seats"
        clock, here = minute(ride["depart"]), tour["start"]
        if clock < minute(tour["earliest"]) or minute(ride["return"]) > minute(tour["latest"]):
            yield f"{name}: outside its hours"
        for stop in ride["stops"]:
            start, end = minute(stop["start"]), minute(stop["end"])
            if "host" in stop:
                host = self.host[stop["host"]]
                clock += self.leg(tour["mode"], here, host["place"])[0]
                here = host["place"]
                yield from self.visit(name, host, start, end, size)
            if start < clock:
                yield f"{name}: cannot start then"
            clock = end
        if minute(ride["return"]) < clock + self.leg(tour["mode"], here, tour["end"])[0]:
            yield f"{name}: back too soon"
        yield from self.rest(ride, tour)

    def visit(self, tour: str, host: Record, start: int, end: int, size: int) -> Iterator[str]:
        if end - start < host["duration_min"]:
            yield f"{tour}: too short at {host['id']}"
        if not any(minute(a) <= start and end <= minute(b) for a, b in host["open"]):
            yield f"{tour}: {host['id']} is closed"
        if not host["min_group"] <= size <= host["max_group"]:
            yield f"{tour}: group of {size} at {host['id']}"

    def rest(self, ride: Record, tour: Record) -> Iterator[str]:
        rests = [stop for stop in ride["stops"] if stop.get("break")]
        asked = tour.get("break")
        if len(rests) != (1 if asked and ride["stops"] else 0):
            yield f"{tour['id']}: {len(rests)} breaks"
        if asked is None:
            return
        for stop in rests:
            start, end = minute(stop["start"]), minute(stop["end"])
            inside = minute(asked["earliest"]) <= start and end <= minute(asked["latest"])
            if not inside or end - start < asked["duration_min"]:
                yield f"{tour['id']}: break"

    def hosts(self) -> Iterator[str]:
        for name, host in self.host.items():
            times = [
                (minute(stop["start"]), minute(stop["end"]))
                for ride in self.plan["tours"]
                for stop in ride["stops"]
                if stop.get("host") == name
            ]
            if len(times) > host["max_visits"]:
                yield f"{name}: too many visits"
            if any(_overlap(*pair) for pair in combinations(times, 2)):
                yield f"{name}: two visits at one time"

    def people(self) -> Iterator[str]:
        for name, person in self.person.items():
            rides = [ride for ride in self.plan["tours"] if name in ride["participants"]]
            busy = [(minute(ride["depart"]), minute(ride["return"])) for ride in rides]
            spans = [(minute(a), minute(b)) for a, b in person["available"]]
            if not all(any(a <= c and d <= b for a, b in spans) for c, d in busy):
                yield f"{name}: not there"
            busy += [
                (minute(item["start"]), minute(item["end"]))
                for item in self.problem["sessions"]
                if item.get("attend") is None or name in item["attend"]
            ]
            if any(_overlap(*pair) for pair in combinations(busy, 2)):
                yield f"{name}: two places at one time"
            hosts = [s["host"] for ride in rides for s in ride["stops"] if "host" in s]
            if len(set(hosts)) < len(hosts) or set(hosts) & set(person["avoid"]):
                yield f"{name}: a host twice or avoided"

    def kept(self) -> Iterator[str]:
        """Yield the pins, frozen visits and limits that are not kept."""
        rides = {ride["tour"]: ride for ride in self.plan["tours"]}
        for pin in self.problem.get("pins", []):
            ride = rides.get(pin["tour"], {"stops": [], "participants": []})
            at = [stop["start"] for stop in ride["stops"] if stop.get("host") == pin.get("host")]
            visits = not pin.get("host") or (at and pin.get("start") in (None, *at))
            carries = not pin.get("participant") or pin["participant"] in ride["participants"]
            if not visits or not carries:
                yield f"{pin['tour']}: a pin is not kept"
        most = (self.problem.get("limits") or {}).get("max_people_changed")
        if most is not None and len(self.changed()) > most:
            yield "too many people change"
        thaw = self.problem.get("freeze_before")
        if thaw is None or self.before is None:
            return
        for name in self.changed():
            if any(start < thaw for _, start in self.made[name] ^ self.before[name]):
                yield f"{name}: a frozen visit changed"

    def changed(self) -> list[str]:
        if self.before is None:
            return []
        return [name for name in self.person if self.made[name] != self.before[name]]

    def worth(self) -> float:
        weights, worth = self.problem["weights"], 0.0
        for name, person in self.person.items():
            hosts = {host for host, _ in self.made[name]}
            worth += sum(person["value"].get(host, 0) for host in hosts)
            worth += weights["must"] * len(hosts & set(person["must"]))
            worth -= weights["missing_visit"] * max(0, person["min_visits"] - len(hosts))
        for ride in self.plan["tours"]:
            tour = self.tour[ride["tour"]]
            way = [self.host[s["host"]]["place"] for s in ride["stops"] if "host" in s]
            legs = pairwise([tour["start"], *way, tour["end"]])
            km = sum(self.leg(tour["mode"], *leg)[1] for leg in legs)
            worth -= weights["cost_per_euro"] * (tour["cost_fixed"] + tour["cost_per_km"] * km)
        return worth - weights["change_per_person"] * len(self.changed())

    def figures(self) -> Iterator[str]:
        worth, bound = self.worth(), self.plan["bound"]
        if abs(worth - self.plan["objective"]) > 1e-3:
            yield f"the objective is {worth}, not {self.plan['objective']}"
        if bound is not None and bound < worth - 1e-3:
            yield f"the bound {bound} is below {worth}"
        if (self.plan["status"] == "empty") != (not self.plan["tours"]) and self.plan[
            "status"
        ] != "optimal":
            yield f"the status {self.plan['status']} is wrong"
        unmet = {(one["participant"], one["host"]) for one in self.plan["unmet"]}
        wished = {(n, h) for n, person in self.person.items() for h in person["must"]}
        met = {(n, h) for n in self.person for h, _ in self.made[n]}
        if unmet != wished - met:
            yield "the wishes unmet are others"
