"""Every fact of the offers, column by column."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from matching.columns.coding import Coded, Flags, Floats, Rows
from matching.columns.places import Points
from matching.columns.weeks import Weeks
from matching.profiles import Kind, LanguageLevel, Offer, Period
from matching.ties import hashed

Levels = NDArray[np.uint8]
"""How well each offer speaks or asks for one language: ABSENT, a CEFR level, or ANY_LEVEL."""
ABSENT, ANY_LEVEL = 0, 7
NEVER = 0
"""The day of what never was; the calendar begins with day 1."""
Days = NDArray[np.int32]
"""Days of the calendar, as `date.toordinal` counts them."""
Posting = tuple[Rows, Floats]
"""The offers with one concept, and its weight for each."""


class Columns:
    """The offers, numbered in the given order, and their facts as columns of numbers."""

    def __init__(self, offers: Sequence[Offer]) -> None:
        self.count = len(offers)
        self.weeks = Weeks(offers)
        self.points = Points([offer.place for offer in offers])
        self.lots = np.fromiter((hashed(offer.key) for offer in offers), np.uint64)
        self.row_of_key = {offer.key: row for row, offer in enumerate(offers)}
        self._fill_facts(offers)
        self._fill_asks(offers)
        self._fill_organisations(offers)

    def _fill_facts(self, offers: Sequence[Offer]) -> None:
        self.countries = Coded(offer.country for offer in offers)
        self.kinds = Coded(offer.kinds for offer in offers)
        self.sectors = Coded(offer.sectors for offer in offers)
        self.profiles = Coded(offer.profiles for offer in offers)
        self.fields = Coded(offer.fields for offer in offers)
        self.eqf_levels = Coded(offer.eqf_levels for offer in offers)
        self.takes_minors = Coded(offer.takes_minors for offer in offers)
        self.host_family = Coded(offer.host_family for offer in offers)
        self.places = Coded(offer.places for offer in offers)
        self.records = Coded(offer.record for offer in offers)
        self.confirmed_on: Days = np.fromiter(
            (offer.confirmed_on.toordinal() if offer.confirmed_on else NEVER for offer in offers),
            np.int32,
        )
        self.spoken = {
            kind: Languages([offer.languages.get(kind, ()) for offer in offers]) for kind in Kind
        }
        self.accreditations = Spans(offers)
        self.concepts = Concepts([offer.concepts for offer in offers])

    def _fill_asks(self, offers: Sequence[Offer]) -> None:
        asks = [offer.asks for offer in offers]
        self.asked_languages = Languages([one.languages for one in asks])
        self.asked_eqf_levels = Coded(one.eqf_levels for one in asks)
        self.shortest_stay = Coded(one.shortest_stay for one in asks)
        self.smallest_group = Coded(one.smallest_group for one in asks)
        self.largest_group = Coded(one.largest_group for one in asks)
        self.asked_accreditations = Coded(one.accreditations for one in asks)
        self.asked_concepts = Concepts([one.concepts for one in asks])
        self.asked_fields = Coded(one.fields for one in asks)
        self.asked_countries = Coded(one.countries for one in asks)
        self.asked_company = Coded((one.accompanied, one.return_flow) for one in asks)

    def _fill_organisations(self, offers: Sequence[Offer]) -> None:
        self.of_organisation: dict[str, list[int]] = defaultdict(list)
        self.beneath: dict[str, list[int]] = defaultdict(list)
        for row, offer in enumerate(offers):
            self.of_organisation[offer.organisation].append(row)
            for centre in offer.centres:
                self.beneath[centre].append(row)

    def rows_of(self, organisations: Iterable[str]) -> Rows:
        """Return the offers of some organisations."""
        rows = [row for one in organisations for row in self.of_organisation.get(one, ())]
        return np.array(rows, np.intp)


class Languages:
    """For every language, how well each offer speaks it or asks for it."""

    def __init__(self, spoken: Sequence[tuple[LanguageLevel, ...]]) -> None:
        self.none = np.fromiter((not one for one in spoken), np.bool_)
        self.levels: dict[str, Levels] = {}
        for row, languages in enumerate(spoken):
            for one in languages:
                if one.language not in self.levels:
                    self.levels[one.language] = np.zeros(len(spoken), np.uint8)
                self.levels[one.language][row] = ANY_LEVEL if one.level is None else one.level


class Spans:
    """For every scheme, from when to when each offer holds it: more than once when renewed."""

    def __init__(self, offers: Sequence[Offer]) -> None:
        self._spans: dict[str, list[tuple[Days, Days]]] = defaultdict(list)
        for row, offer in enumerate(offers):
            number: dict[str, int] = defaultdict(int)
            for one in offer.accreditations:
                firsts, lasts = self._span(one.scheme, number[one.scheme], len(offers))
                firsts[row], lasts[row] = one.valid.first.toordinal(), one.valid.last.toordinal()
                number[one.scheme] += 1

    def _span(self, scheme: str, number: int, count: int) -> tuple[Days, Days]:
        if number == len(self._spans[scheme]):
            never = np.full(count, np.iinfo(np.int32).max, np.int32), np.zeros(count, np.int32)
            self._spans[scheme].append(never)
        return self._spans[scheme][number]

    def held(self, scheme: str, during: Period, rows: Rows) -> Flags:
        """Return which offers hold the scheme on every day of a period."""
        first, last = during.first.toordinal(), during.last.toordinal()
        held = np.zeros(len(rows), np.bool_)
        for firsts, lasts in self._spans.get(scheme, ()):
            held |= (firsts.take(rows) <= first) & (lasts.take(rows) >= last)
        return held


class Concepts:
    """For every concept, the offers that have it and its weight for each."""

    def __init__(self, profiles: Sequence[Mapping[str, float]]) -> None:
        self.some = np.fromiter((bool(one) for one in profiles), np.bool_)
        self.totals = np.fromiter((_total(one) for one in profiles), np.float64)
        found: dict[str, tuple[list[int], list[float]]] = defaultdict(lambda: ([], []))
        for row, profile in enumerate(profiles):
            for concept, weight in profile.items():
                rows, weights = found[concept]
                rows.append(row)
                weights.append(weight)
        self.postings: dict[str, Posting] = {
            concept: (np.array(rows, np.intp), np.array(weights))
            for concept, (rows, weights) in sorted(found.items())
        }


def _total(profile: Mapping[str, float]) -> float:
    """Add the weights in the order of the concepts, as the plain functions do."""
    total = 0.0
    for concept in sorted(profile):
        total += profile[concept]
    return total
