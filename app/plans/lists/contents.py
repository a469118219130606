"""What stands on the lists of a published version, row by row, with today's names.

Diet and access needs stand on the lists for hosts and coaches and on no other; a telephone
number only where its owner shares it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.forums.models import Forum, Participant, VisitOffer
from app.plans import bridge, ids
from app.plans.lists.freezing import Gate, gates
from app.plans.models import PlanVersion
from app.plans.queries import current_version
from app.web import locales

Record = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One page of a list: whose, the lines above the table, the table, the lines beneath."""

    title: str
    facts: tuple[tuple[str, str], ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """A published version with the rows it names."""

    forum: Forum
    version: PlanVersion
    people: dict[str, Participant]
    hosts: dict[str, VisitOffer]
    gates: dict[tuple[str, str], Gate]

    @property
    def rides(self) -> list[Record]:
        return sorted(self.version.plan["tours"], key=lambda ride: (ride["depart"], ride["tour"]))

    def on(self, ride: Record) -> list[Participant]:
        """Return who is on a ride, by name; people who were erased are left out."""
        return self.named(ride["participants"])

    def named(self, numbers: Iterable[str]) -> list[Participant]:
        found = [self.people[one] for one in numbers if one in self.people]
        return sorted(found, key=lambda one: (one.name.casefold(), one.id))


def scene(session: Session, forum_id: int) -> Scene | None:
    """Return what the lists are made from; None while nothing is published."""
    forum = bridge.forum_with_all(session, forum_id)
    version = current_version(session, forum_id)
    if version is None:
        return None
    return Scene(
        forum=forum,
        version=version,
        people={ids.of_participant(one.id): one for one in forum.participants},
        hosts={ids.of_visit_offer(one.id): one for one in forum.visit_offers},
        gates=gates(session, forum, version.plan),
    )


def hosts(scene: Scene) -> list[Sheet]:
    """Return a sheet for every host that is visited, with the names for its gate."""
    found = []
    for host, offer in sorted(scene.hosts.items(), key=lambda one: one[1].organisation.name):
        visits = [
            (stop, ride)
            for ride in scene.rides
            for stop in ride["stops"]
            if stop.get("host") == host
        ]
        listed = [gate for (one, _day), gate in sorted(scene.gates.items()) if one == host]
        if not visits and not any(gate.gone for gate in listed):
            continue
        rows = [
            (
                _day_of(stop["start"]),
                f"{stop['start'][11:]}–{stop['end'][11:]}",
                one.name,
                one.organisation.name,
                ", ".join(locales.language(code) for code in one.languages),
                one.diet,
                one.access_needs,
                _on_the_list(scene.gates.get((host, stop["start"][:10])), one),
            )
            for stop, ride in visits
            for one in scene.on(ride)
        ]
        found.append(
            Sheet(
                title=offer.organisation.name,
                facts=_host_facts(offer, visits),
                columns=(
                    _("Day"),
                    _("Time"),
                    _("Name"),
                    _("Organisation"),
                    _("Languages"),
                    _("Diet"),
                    _("Access needs"),
                    _("Names given"),
                ),
                rows=tuple(rows),
                notes=tuple(_gate_note(scene, gate) for gate in listed),
            )
        )
    return found


def _host_facts(
    offer: VisitOffer, visits: list[tuple[Record, Record]]
) -> tuple[tuple[str, str], ...]:
    facts = (
        (_("Ask for"), offer.ask_for),
        (_("Phone"), offer.phone),
        (_("Meeting point"), offer.meeting_point),
        (_("Rules on site"), offer.site_rules),
        (_("Dress"), offer.dress),
        (_("People"), ", ".join(str(len(ride["participants"])) for _stop, ride in visits)),
    )
    return tuple((label, value) for label, value in facts if value)


def _on_the_list(gate: Gate | None, person: Participant) -> str:
    if gate is None or not gate.is_frozen:
        return "–"
    return _("yes") if ids.of_participant(person.id) in gate.given else _("no, added later")


def _gate_note(scene: Scene, gate: Gate) -> str:
    due = locales.day(gate.due_on)
    if not gate.is_frozen:
        return _("%(day)s: names may change until %(due)s.", day=_day_of(gate.day), due=due)
    note = _("%(day)s: the names were given on %(due)s.", day=_day_of(gate.day), due=due)
    gone = ", ".join(one.name for one in scene.named(gate.gone))
    added = ", ".join(one.name for one in scene.named(gate.added))
    if added:
        note += " " + _("Not on that list: %(names)s.", names=added)
    if gone:
        note += " " + _("No longer coming: %(names)s.", names=gone)
    return note


def coaches(scene: Scene) -> list[Sheet]:
    """Return a sheet for every tour that runs, with its stops and who is on it."""
    tours = {ids.of_tour(tour.id): tour for tour in scene.forum.tours}
    found = []
    for ride in scene.rides:
        tour, people = tours[ride["tour"]], scene.on(ride)
        stops = "; ".join(
            f"{stop['start'][11:]}–{stop['end'][11:]} "
            + (scene.hosts[stop["host"]].organisation.name if "host" in stop else _("break"))
            for stop in ride["stops"]
        )
        facts = (
            (_("Leaves"), f"{_day_of(ride['depart'])}, {ride['depart'][11:]}"),
            (_("From"), tour.start.name),
            (_("Departure"), tour.departure_note),
            (_("Stops"), stops),
            (_("Back"), ride["return"][11:]),
            (_("Seats"), _("%(taken)d of %(seats)d", taken=len(people), seats=tour.seats)),
            (_("Driver"), tour.driver_phone),
        )
        rows = tuple(
            (
                one.name,
                one.organisation.name,
                one.phone if one.shares_phone else "",
                one.diet,
                one.access_needs,
            )
            for one in people
        )
        columns = (_("Name"), _("Organisation"), _("Phone"), _("Diet"), _("Access needs"))
        kept = tuple((label, value) for label, value in facts if value)
        found.append(Sheet(title=tour.name, facts=kept, columns=columns, rows=rows))
    return found


def schools(scene: Scene) -> list[Sheet]:
    """Return a sheet for every school: what each of its people does, in order of time."""
    tours = {ids.of_tour(tour.id): tour for tour in scene.forum.tours}
    rows: dict[str, list[tuple[str, ...]]] = {}
    for ride in scene.rides:
        for one in scene.on(ride):
            for stop in ride["stops"]:
                if "host" in stop:
                    line = (
                        one.name,
                        _day_of(stop["start"]),
                        f"{stop['start'][11:]}–{stop['end'][11:]}",
                        scene.hosts[stop["host"]].organisation.name,
                        tours[ride["tour"]].name,
                    )
                    rows.setdefault(one.organisation.name, []).append(line)
    columns = (_("Name"), _("Day"), _("Time"), _("Host"), _("Tour"))
    return [
        Sheet(title=school, facts=(), columns=columns, rows=tuple(sorted(lines, key=_by_name)))
        for school, lines in sorted(rows.items(), key=lambda one: one[0].casefold())
    ]


def _by_name(line: tuple[str, ...]) -> str:
    return line[0].casefold()


def _day_of(local: str) -> str:
    return locales.local_day(local)
