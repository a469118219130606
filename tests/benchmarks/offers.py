"""Generated needs and offers of a large network, for benchmarks: fictional, drawn by lot.

Facts are spread as in the real network: some dozen countries, one to three languages, mostly one
period, two or three tasks out of two hundred, and hosts that ask for little.
"""

from datetime import date, timedelta
from random import Random

from matching.pair import Likeness
from matching.profiles import (
    Accreditation,
    Asks,
    Cefr,
    Kind,
    LanguageLevel,
    Need,
    Offer,
    Period,
    Place,
    Record,
    Wanted,
)

TODAY = date(2026, 11, 23)
YEAR = Period(date(2026, 9, 1), date(2028, 8, 31))
COUNTRIES = ("BE", "HR", "FI", "FR", "DE", "IT", "NL", "PT", "RO", "ES", "PL", "LT", "IE")
LANGUAGES = ("en", "fr", "de", "nl", "it", "es", "pt", "pl", "ro", "fi", "hr")
SECTORS = tuple(frozenset({one}) for one in ("logistics", "trade", "automotive"))
TASKS = tuple(f"task {number:03}" for number in range(200))
ALIKE = 15
PROFILES = tuple(f"profile {number}" for number in range(5))
FIELDS = ("1041", "0413", "0416", "0716", "0414", "0417", "0411", "1022")
CHARTER = Accreditation("charter", YEAR)
LABEL = Accreditation("label", YEAR)
SBB = Accreditation("sbb", YEAR)


class World:
    """Draws needs and offers; facts of few values are shared, as a directory would share them."""

    def __init__(self, seed: int) -> None:
        self.lot = Random(seed)
        levels = (None, Cefr.A2, Cefr.B1, Cefr.B2, Cefr.C1)
        self.skills = {one: [LanguageLevel(one, level) for level in levels] for one in LANGUAGES}
        self.places = [self._place() for _ in range(5_000)]
        self.profiles = [frozenset({one}) for one in PROFILES]
        self.fields = [frozenset({one}) for one in FIELDS]
        self.eqf_levels = [frozenset({one}) for one in (3, 4, 4, 5)]
        self.records = {
            done: [Record(done=done, went_well=well) for well in range(done + 1)]
            for done in range(11)
        }
        self.asks = [self._asks() for _ in range(400)]
        self.days = [TODAY - timedelta(days=ago) for ago in range(900)]

    def likeness(self) -> Likeness:
        """Let each task be alike to fifteen others, as in the shipped vocabulary on average."""
        return {
            one: {
                TASKS[(at + step) % len(TASKS)]: 0.8 - 0.03 * step for step in range(1, ALIKE + 1)
            }
            for at, one in enumerate(TASKS)
        }

    def offers(self, count: int) -> list[Offer]:
        return [self._offer(number) for number in range(count)]

    def needs(self, count: int) -> list[Need]:
        return [self._need(number) for number in range(count)]

    def _offer(self, number: int) -> Offer:
        lot = self.lot
        done = lot.choice((0, 0, 0, 1, 2, 5, 10))
        return Offer(
            key=f"offer {number}",
            organisation=f"host {number}",
            country=lot.choice(COUNTRIES),
            periods=tuple(self._period() for _ in range(lot.choice((1, 1, 1, 2)))),
            places=lot.choice((None, 1, 2, 2, 3, 4, 6, 10)),
            place=lot.choice(self.places),
            sectors=lot.choice(SECTORS),
            concepts={one: lot.choice((0.5, 0.7, 0.9)) for one in lot.sample(TASKS, 3)},
            profiles=lot.choice(self.profiles),
            fields=lot.choice(self.fields),
            eqf_levels=lot.choice(self.eqf_levels),
            languages={Kind.PLACEMENT: self._languages()},
            takes_minors=lot.choice((True, True, None, False)),
            host_family=lot.choice((True, None, False)),
            accreditations=lot.choice(((CHARTER,), (CHARTER, LABEL), (CHARTER, SBB), ())),
            record=self.records[done][lot.randint(0, done)],
            confirmed_on=lot.choice(self.days),
            centres=(f"centre {lot.randrange(200)}",),
            asks=lot.choice(self.asks),
        )

    def _need(self, number: int) -> Need:
        lot = self.lot
        return Need(
            key=f"need {number}",
            organisation=f"school {number}",
            country=lot.choice(COUNTRIES),
            window=self._window(),
            weeks=lot.choice((2, 3, 4)),
            asked_on=TODAY,
            learners=lot.choice((2, 2, 3, 4)),
            place=lot.choice(self.places),
            sector=lot.choice(("logistics", "trade", "automotive")),
            concepts={one: lot.choice((0.5, 0.7, 0.9)) for one in lot.sample(TASKS, 3)},
            profile=lot.choice(PROFILES),
            isced_field=lot.choice(FIELDS),
            eqf=lot.choice((4, 4, 5)),
            languages=self._languages(),
            minors=True,
            host_family=lot.choice((Wanted.WISH, Wanted.MUST)),
            required=frozenset({"charter"}),
            wished=frozenset({"label"}),
            accreditations=(CHARTER,),
            accompanied=True,
            hosts_too=lot.choice((True, False)),
            record=Record(done=4, went_well=3),
            met={f"host {lot.randrange(1_000)}": "2023"},
        )

    def everybody(self, need: Need) -> Need:
        """Return the need without most of its rules, so that nearly every offer is eligible."""
        return Need(
            key=need.key,
            organisation=need.organisation,
            country="AT",
            window=Period(date(2027, 1, 4), date(2027, 12, 17)),
            weeks=1,
            asked_on=TODAY,
            place=need.place,
            concepts=need.concepts,
            profile=need.profile,
            isced_field=need.isced_field,
            eqf=4,
            languages=tuple(LanguageLevel(one) for one in LANGUAGES),
            wished=need.wished,
            met=need.met,
        )

    def _period(self) -> Period:
        first = YEAR.first + timedelta(days=self.lot.randrange(500))
        return Period(first, first + timedelta(days=self.lot.randrange(60, 200)))

    def _window(self) -> Period:
        first = YEAR.first + timedelta(days=self.lot.randrange(120, 400))
        return Period(first, first + timedelta(days=self.lot.randrange(60, 120)))

    def _languages(self) -> tuple[LanguageLevel, ...]:
        spoken = {"en", *self.lot.sample(LANGUAGES, self.lot.choice((0, 1, 2)))}
        return tuple(self.lot.choice(self.skills[one]) for one in sorted(spoken))

    def _place(self) -> Place:
        return Place(latitude=self.lot.uniform(36, 65), longitude=self.lot.uniform(-9, 27))

    def _asks(self) -> Asks:
        lot = self.lot
        return Asks(
            languages=lot.choice(((), (lot.choice(self.skills["en"]),))),
            eqf_levels=lot.choice((frozenset(), frozenset({4, 5}))),
            largest_group=lot.choice((4, 10, 100)),
            accreditations=lot.choice((frozenset(), frozenset({"charter"}))),
            concepts=lot.choice(({}, {}, {lot.choice(TASKS): 1.0})),
            fields=lot.choice((frozenset(), frozenset({lot.choice(FIELDS)}))),
            countries=lot.choice((frozenset(), frozenset(lot.sample(COUNTRIES, 2)))),
            accompanied=lot.choice((True, False)),
            return_flow=lot.choice((True, False)),
        )
