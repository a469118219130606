"""The rules of `matching.eligibility`, for many offers at once."""

from collections.abc import Callable, Mapping

import numpy as np

from matching.columns.coding import Flags, Rows
from matching.columns.selection import Selection
from matching.columns.store import ABSENT, ANY_LEVEL, Columns
from matching.eligibility import Obstacle, missing_schemes, speaks_well_enough
from matching.pair import Likeness
from matching.profiles import Cefr, LanguageLevel, Need, Wanted

NO_SHARED_PLACES = 1
"""Room of a stay that is open but full (see `weeks.Room`)."""


def eligible(
    columns: Columns, need: Need, hidden: Rows, likeness: Likeness | None = None
) -> Selection:
    """Return the offers without obstacle that are not hidden."""
    free = np.ones(columns.count, np.bool_)
    for stands in WHOLE_RULES.values():
        free &= ~stands(columns, need)
    free[hidden] = False
    selection = Selection(columns, need, np.flatnonzero(free), likeness)
    for rule in ROW_RULES.values():
        if len(selection.rows):
            selection = selection.kept(~rule(selection))
    return selection


def obstacles_of_all(columns: Columns, need: Need) -> dict[Obstacle, Flags]:
    """Return where each obstacle stands, in the published order."""
    everything = Selection(columns, need, np.arange(columns.count))
    return {
        obstacle: WHOLE_RULES[obstacle](columns, need)
        if obstacle in WHOLE_RULES
        else ROW_RULES[obstacle](everything)
        for obstacle in Obstacle
    }


def _other_kind(columns: Columns, need: Need) -> Flags:
    return columns.kinds.flags(lambda kinds: need.kind not in kinds)


def _not_abroad(columns: Columns, need: Need) -> Flags:
    return columns.countries.flags(lambda country: need.abroad and country == need.country)


def _other_country(columns: Columns, need: Need) -> Flags:
    wanted = need.countries
    return columns.countries.flags(lambda country: bool(wanted) and country not in wanted)


def _other_sector(columns: Columns, need: Need) -> Flags:
    return columns.sectors.flags(
        lambda sectors: need.sector is not None and bool(sectors) and need.sector not in sectors
    )


def _no_shared_language(columns: Columns, need: Need) -> Flags:
    if not need.languages:
        return np.zeros(columns.count, np.bool_)
    spoken = columns.spoken[need.kind]
    shared = spoken.none.copy()
    for language in {one.language for one in need.languages} & spoken.levels.keys():
        shared |= spoken.levels[language] != ABSENT
    return ~shared


def _no_host_family(columns: Columns, need: Need) -> Flags:
    must = need.host_family is Wanted.MUST
    return columns.host_family.flags(lambda family: must and family is False)


def _minors_not_taken(columns: Columns, need: Need) -> Flags:
    return columns.takes_minors.flags(lambda takes: need.minors is True and takes is False)


def _language_below_asked(columns: Columns, need: Need) -> Flags:
    asked = columns.asked_languages
    if not need.languages:
        return np.zeros(columns.count, np.bool_)
    enough = asked.none.copy()
    for one in need.languages:
        if one.language in asked.levels:
            enough |= _enough(one).take(asked.levels[one.language])
    return ~enough


def _enough(spoken: LanguageLevel) -> Flags:
    """Return for each way of asking for a language whether it is spoken well enough."""
    ways = {ABSENT: False, ANY_LEVEL: True} | {
        level: speaks_well_enough((spoken,), LanguageLevel(spoken.language, level))
        for level in Cefr
    }
    return np.array([ways[code] for code in range(ANY_LEVEL + 1)], np.bool_)


def _eqf_not_taken(columns: Columns, need: Need) -> Flags:
    return columns.asked_eqf_levels.flags(
        lambda levels: need.eqf is not None and bool(levels) and need.eqf not in levels
    )


WHOLE_RULES: Mapping[Obstacle, Callable[[Columns, Need], Flags]] = {
    Obstacle.OTHER_KIND: _other_kind,
    Obstacle.NOT_ABROAD: _not_abroad,
    Obstacle.OTHER_COUNTRY: _other_country,
    Obstacle.OTHER_SECTOR: _other_sector,
    Obstacle.NO_SHARED_LANGUAGE: _no_shared_language,
    Obstacle.NO_HOST_FAMILY: _no_host_family,
    Obstacle.MINORS_NOT_TAKEN: _minors_not_taken,
    Obstacle.LANGUAGE_BELOW_ASKED: _language_below_asked,
    Obstacle.EQF_NOT_TAKEN: _eqf_not_taken,
    Obstacle.STAY_TOO_SHORT: lambda columns, need: columns.shortest_stay.flags(
        lambda weeks: need.weeks < weeks
    ),
    Obstacle.GROUP_TOO_SMALL: lambda columns, need: columns.smallest_group.flags(
        lambda learners: need.learners < learners
    ),
    Obstacle.GROUP_TOO_LARGE: lambda columns, need: columns.largest_group.flags(
        lambda learners: need.learners > learners
    ),
    Obstacle.SENDER_NOT_ACCREDITED: lambda columns, need: columns.asked_accreditations.flags(
        lambda schemes: bool(missing_schemes(schemes, need.accreditations, need.window))
    ),
}
"""Rules that are asked of all offers: a few operations on small numbers each."""


def _no_common_period(some: Selection) -> Flags:
    return some.room < NO_SHARED_PLACES


def _too_few_places(some: Selection) -> Flags:
    few: Flags = some.room <= some.need.learners
    no_stay = _no_common_period(some)
    if no_stay.any():
        stated = some.columns.places.some_flags(
            lambda places: places is not None and places < some.need.learners, some.rows
        )
        few = np.where(no_stay, stated, few)
    return few


def _not_accredited(some: Selection) -> Flags:
    lacking = np.zeros(len(some.rows), np.bool_)
    first, last = some.need.window.first.toordinal(), some.need.window.last.toordinal()
    for scheme in some.need.required:
        lacking |= ~some.columns.accreditations.held(scheme, first, last, some.rows)
    return lacking


def _too_far(some: Selection) -> Flags:
    if some.need.max_kilometres is None:
        return np.zeros(len(some.rows), np.bool_)
    return some.kilometres > some.need.max_kilometres


def _journey_too_long(some: Selection) -> Flags:
    if some.need.max_minutes is None or not some.need.minutes:
        return np.zeros(len(some.rows), np.bool_)
    return some.minutes > some.need.max_minutes


ROW_RULES: Mapping[Obstacle, Callable[[Selection], Flags]] = {
    Obstacle.NO_COMMON_PERIOD: _no_common_period,
    Obstacle.TOO_FEW_PLACES: _too_few_places,
    Obstacle.NOT_ACCREDITED: _not_accredited,
    Obstacle.TOO_FAR: _too_far,
    Obstacle.JOURNEY_TOO_LONG: _journey_too_long,
}
"""Rules that cost more, asked of the offers that are left."""
