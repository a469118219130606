"""Suggestions as people look for them: host centres with the companies of their circle beneath."""

from collections.abc import Sequence
from dataclasses import dataclass

from matching.matcher import Suggestion


@dataclass(frozen=True, slots=True)
class Circle:
    """A host centre with its own suggestions and those of its companies; or a company alone.

    `centre` is the centre's organisation key, and None for a company that stands alone; `own` is
    empty when the centre itself has no suggested offer. Both keep the order of the ranking.
    """

    centre: str | None
    own: tuple[Suggestion, ...]
    companies: tuple[Suggestion, ...]


def circles(suggestions: Sequence[Suggestion]) -> list[Circle]:
    """Group ranked suggestions by host centre, in the order of each group's first member.

    A company of several circles stands beneath the centre whose own suggestion ranks highest,
    else beneath the first that it names; nothing is shown twice.
    """
    rank = {one.offer.organisation: at for at, one in reversed(list(enumerate(suggestions)))}
    groups: dict[tuple[str | None, str], list[Suggestion]] = {}
    for one in suggestions:
        centre = _centre(one, rank)
        groups.setdefault((centre, centre or one.offer.organisation), []).append(one)
    return [
        Circle(
            centre,
            own=tuple(one for one in members if one.offer.is_centre),
            companies=tuple(one for one in members if not one.offer.is_centre),
        )
        for (centre, _), members in groups.items()
    ]


def _centre(one: Suggestion, rank: dict[str, int]) -> str | None:
    if one.offer.is_centre:
        return one.offer.organisation
    return min(one.offer.centres, key=lambda key: rank.get(key, len(rank)), default=None)
