"""A first placing to start from: each need is served in turn, with the best that has room left."""

from collections.abc import Mapping, Sequence

from matching.assignment import Stay


def served(
    stays: Sequence[Stay],
    free: Mapping[tuple[str, int], int | None],
    smallest: Mapping[str, int],
) -> list[int]:
    """Return the better of two choices: the most valuable stays first, or as the stays stand.

    Offers that open only for a smallest number of learners are left out.
    """
    usable = [number for number, stay in enumerate(stays) if smallest.get(stay.offer, 1) <= 1]
    by_value = sorted(usable, key=lambda number: -stays[number].value)
    choices = [_in_turn(order, stays, free) for order in (by_value, usable)]
    return max(choices, key=lambda some: sum(stays[number].value for number in some))


def _in_turn(
    order: Sequence[int], stays: Sequence[Stay], free: Mapping[tuple[str, int], int | None]
) -> list[int]:
    left = dict(free)
    placed: set[str] = set()
    chosen = []
    for number in order:
        stay = stays[number]
        rooms = [left[stay.offer, week] for week in stay.weeks]
        if stay.need in placed or not all(room is None or room >= stay.learners for room in rooms):
            continue
        placed.add(stay.need)
        chosen.append(number)
        for week, room in zip(stay.weeks, rooms, strict=True):
            left[stay.offer, week] = 0 if room is None else room - stay.learners
    return chosen
