"""The planner's verdicts in the reader's language: which rule a plan breaks, with names."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from app.plans.names import Names
from app.plans.wording import with_names

if TYPE_CHECKING:
    import planner

Told = Mapping[str, str | int]


def sentence(broken: "planner.Violation", names: Names) -> str:
    """Say one broken rule; rules without words here are said as the planner says them."""
    words = _WORDS.get(broken.rule)
    if words is None:
        return with_names(broken.text, names)
    parameters = {
        key: names[value] if isinstance(value, str) else value
        for key, value in broken.parameters.items()
    }
    return words({"name": names[broken.subject], **parameters})


_WORDS: Mapping[str, Callable[[Told], str]] = {
    "seats": lambda told: _("More people are on %(name)s than it has seats.", **told),
    "group_size": lambda told: _(
        "%(host)s does not receive a group of %(people)d (%(name)s).", **told
    ),
    "too_early": lambda told: _("%(name)s would leave before its earliest time.", **told),
    "too_late": lambda told: _("%(name)s would be back after its latest time.", **told),
    "too_far": lambda told: _("%(name)s cannot be at %(host)s by then.", **told),
    "back_too_soon": lambda told: _("%(name)s cannot be back by then.", **told),
    "visit_too_short": lambda told: _("The visit to %(host)s would be too short.", **told),
    "closed": lambda told: _("%(host)s is not open to visitors then.", **told),
    "break_overlaps": lambda told: _("The break of %(name)s would lie within a visit.", **told),
    "breaks": lambda told: _("%(name)s would have no break.", **told),
    "break_misplaced": lambda told: _("The break of %(name)s does not fit.", **told),
    "too_many_visits": lambda told: _("%(name)s would get more visits than it takes.", **told),
    "host_twice_at_once": lambda told: _("%(name)s would have two visits at one time.", **told),
    "two_places": lambda told: _("%(name)s would be in two places at one time.", **told),
    "not_available": lambda told: _("%(name)s is not there while %(tour)s runs.", **told),
    "same_host_twice": lambda told: _("%(name)s would visit %(host)s twice.", **told),
    "avoided": lambda told: _("%(name)s does not want to visit %(host)s.", **told),
    "pin_broken": lambda told: _("Something that is pinned on %(name)s would change.", **told),
    "too_many_changes": lambda told: _("More people would change than were allowed.", **told),
    "frozen": lambda told: _("A visit of %(name)s that must not change would change.", **told),
}
"""Rule of the planner → its sentence; `name` is whom it concerns."""
