"""The rules of `matching.eligibility`, for many offers at once."""

from collections.abc import Callable, Iterator, Mapping

import numpy as np

from matching.columns.coding import Flags, Rows, looked_up
from matching.columns.selection import BLOCK, Selection, blocks
from matching.columns.store import ABSENT, ANY_LEVEL, Columns
from matching.eligibility import Obstacle, missing_schemes, speaks_well_enough
from matching.profiles import Cefr, LanguageLevel, Need, Wanted

Asked = Callable[[slice], Flags]
"""Says in which offers of a block an obstacle stands."""
OPEN = 1
"""The least room of an open week (see `weeks.Room`)."""


def eligible(
    columns: Columns, need: Need, hidden: Rows, *, block: int = BLOCK
) -> Iterator[Selection]:
    """Return the offers without obstacle that are not hidden, block by block."""
    rules = [rule for prepare in BLOCK_RULES.values() if (rule := prepare(columns, need))]
    left = [_left(rules, part, hidden) for part in blocks(columns.count, 4 * block)]
    rows = np.concatenate(left) if left else np.empty(0, np.intp)
    for part in blocks(len(rows), block):
        selection = Selection(columns, need, rows[part])
        for row_rule in ROW_RULES.values():
            if len(selection.rows):
                selection = selection.kept(~row_rule(selection))
        if len(selection.rows):
            yield selection


def _left(rules: list[Asked], part: slice, hidden: Rows) -> Rows:
    """Return the offers of a block in which no rule finds an obstacle."""
    stands = np.zeros(part.stop - part.start, np.bool_)
    for rule in rules:
        stands |= rule(part)
    stands[hidden[(hidden >= part.start) & (hidden < part.stop)] - part.start] = True
    return np.flatnonzero(~stands) + part.start


def obstacles_of_all(columns: Columns, need: Need) -> dict[Obstacle, Flags]:
    """Return where each obstacle stands, in the published order."""
    if not columns.count:
        return {obstacle: np.empty(0, np.bool_) for obstacle in Obstacle}
    everywhere = slice(0, columns.count)
    everything = Selection(columns, need, np.arange(columns.count))
    return {
        obstacle: _asked_everywhere(columns, need, obstacle, everywhere)
        if obstacle in BLOCK_RULES
        else ROW_RULES[obstacle](everything)
        for obstacle in Obstacle
    }


def _asked_everywhere(columns: Columns, need: Need, obstacle: Obstacle, part: slice) -> Flags:
    rule = BLOCK_RULES[obstacle](columns, need)
    return rule(part) if rule else np.zeros(columns.count, np.bool_)


def _no_shared_language(columns: Columns, need: Need) -> Asked | None:
    spoken = columns.spoken[need.kind]
    shared = [
        spoken.levels[language]
        for language in sorted({one.language for one in need.languages} & spoken.levels.keys())
    ]

    def stands(part: slice) -> Flags:
        some = spoken.none[part].copy()
        for levels in shared:
            some |= levels[part] != ABSENT
        return ~some

    return stands if need.languages else None


def _language_below_asked(columns: Columns, need: Need) -> Asked | None:
    asked = columns.asked_languages
    tables = [
        (_enough(one), asked.levels[one.language])
        for one in need.languages
        if one.language in asked.levels
    ]

    def stands(part: slice) -> Flags:
        enough = asked.none[part].copy()
        for table, levels in tables:
            enough |= looked_up(table, levels[part])
        return ~enough

    return stands if need.languages else None


def _enough(spoken: LanguageLevel) -> Flags:
    """Return for each way of asking for a language whether it is spoken well enough."""
    ways = {ABSENT: False, ANY_LEVEL: True} | {
        int(level): speaks_well_enough((spoken,), LanguageLevel(spoken.language, level))
        for level in Cefr
    }
    return np.array([ways[code] for code in range(ANY_LEVEL + 1)], np.bool_)


BLOCK_RULES: Mapping[Obstacle, Callable[[Columns, Need], Asked | None]] = {
    Obstacle.OTHER_KIND: lambda columns, need: columns.kinds.flags(
        lambda kinds: need.kind not in kinds
    ),
    Obstacle.NOT_ABROAD: lambda columns, need: columns.countries.flags(
        lambda country: need.abroad and country == need.country
    ),
    Obstacle.OTHER_COUNTRY: lambda columns, need: columns.countries.flags(
        lambda country: bool(need.countries) and country not in need.countries
    ),
    Obstacle.OTHER_SECTOR: lambda columns, need: columns.sectors.flags(
        lambda sectors: need.sector is not None and bool(sectors) and need.sector not in sectors
    ),
    Obstacle.NO_SHARED_LANGUAGE: _no_shared_language,
    Obstacle.NO_HOST_FAMILY: lambda columns, need: columns.host_family.flags(
        lambda family: need.host_family is Wanted.MUST and family is False
    ),
    Obstacle.MINORS_NOT_TAKEN: lambda columns, need: columns.takes_minors.flags(
        lambda takes: need.minors is True and takes is False
    ),
    Obstacle.LANGUAGE_BELOW_ASKED: _language_below_asked,
    Obstacle.EQF_NOT_TAKEN: lambda columns, need: columns.asked_eqf_levels.flags(
        lambda levels: need.eqf is not None and bool(levels) and need.eqf not in levels
    ),
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
"""Rules asked of whole blocks: prepared once per need, None when the obstacle stands nowhere."""


def _no_common_period(some: Selection) -> Flags:
    return some.room < OPEN


def _too_few_places(some: Selection) -> Flags:
    few: Flags = some.room <= some.need.learners
    no_stay = _no_common_period(some)
    if no_stay.any():
        stated = some.columns.places.floats(
            lambda places: places is not None and places < some.need.learners
        )
        few = np.where(no_stay, stated(some.rows) > 0, few)
    return few


def _not_accredited(some: Selection) -> Flags:
    lacking = np.zeros(len(some.rows), np.bool_)
    for scheme in some.need.required:
        lacking |= ~some.columns.accreditations.held(scheme, some.need.window, some.rows)
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
