"""All kinds of sheets, in the order in which an empty service takes them."""

from collections.abc import Mapping
from typing import Any

from app.imports.targets.base import POINT, Entered, Target
from app.imports.targets.consortia import CONSORTIA, CONSORTIUM_MEMBERS
from app.imports.targets.directory import (
    CHARTERS,
    CIRCLES,
    CONTACTS,
    ORGANISATIONS,
    PROGRAMMES,
    SITES,
)
from app.imports.targets.forums import FORUMS, PLACES, SESSIONS, TOURS
from app.imports.targets.mobilities import MOBILITIES
from app.imports.targets.partnerships import NEEDS, OFFERS
from app.imports.targets.visiting import PARTICIPANTS, VISIT_OFFERS

TARGETS: Mapping[str, Target[Any]] = {
    target.name: target
    for target in (
        ORGANISATIONS,
        SITES,
        CHARTERS,
        CONTACTS,
        PROGRAMMES,
        CIRCLES,
        NEEDS,
        OFFERS,
        CONSORTIA,
        CONSORTIUM_MEMBERS,
        MOBILITIES,
        FORUMS,
        PLACES,
        VISIT_OFFERS,
        PARTICIPANTS,
        SESSIONS,
        TOURS,
    )
}

__all__ = ["POINT", "TARGETS", "Entered", "Target"]
