"""What travel and time make impossible, as the planner finds it before any search, with links.

It looks at every way of every tour and takes a second on a large edition, so people ask for it;
`checks` says at once what rows alone tell.
"""

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from app.plans import ids
from app.plans.checks import Finding
from app.plans.contradictions import contradictions
from app.plans.names import Names

if TYPE_CHECKING:
    import planner

Record = dict[str, Any]
Told = Mapping[str, str | int | float]


def findings(record: Record, forum_id: int, names: Names) -> list[Finding]:
    """Return what can never come true as the problem states it, each with its row and field."""
    import planner  # noqa: PLC0415 -- loads OR-Tools: only a web process that is asked pays for it

    faults = contradictions(record, names)
    if faults:
        return [Finding(fault, f"forum:{forum_id}", stops=True) for fault in faults]
    problem = planner.problem_from_text(json.dumps(record))
    return [_finding(notice, names) for notice in planner.precheck(problem) if _is_told(notice)]


def _is_told(notice: "planner.Notice") -> bool:
    return notice.code in _WORDS


def _finding(notice: "planner.Notice", names: Names) -> Finding:
    words, field = _WORDS[notice.code]
    about = notice.subjects[0]
    other = names[notice.subjects[1]] if len(notice.subjects) > 1 else ""
    told: Told = {"name": names[about], "other": other, **notice.parameters}
    kind = {"v": "visit_offer", "t": "tour", "p": "participant"}[about[0]]
    return Finding(words(told), f"{kind}:{ids.number_in(about)}", field)


_WORDS: Mapping[str, tuple[Callable[[Told], str], str]] = {
    "host_out_of_reach": (
        lambda told: _("No tour can be at %(name)s while it is open and be back in time.", **told),
        "open_spans",
    ),
    "some_window_too_short": (
        lambda told: _(
            "%(name)s is open for %(open)d minutes at some time; a visit takes %(minutes)d.",
            **told,
        ),
        "open_spans",
    ),
    "group_larger_than_tours": (
        lambda told: _(
            "%(name)s wants at least %(least)d people; the largest tour that can go there has"
            " %(seats)d seats.",
            **told,
        ),
        "minimum_group",
    ),
    "group_larger_than_people": (
        lambda told: _(
            "%(name)s wants at least %(least)d people; only %(people)d could come on one tour.",
            **told,
        ),
        "minimum_group",
    ),
    "tour_reaches_nobody": (
        lambda told: _("%(name)s can reach no host while it is open.", **told),
        "earliest_at",
    ),
    "person_without_tour": (
        lambda told: _("No tour lies within the time that %(name)s has.", **told),
        "arrives_at",
    ),
    "must_out_of_reach": (
        lambda told: _(
            "%(name)s wishes for %(other)s, which no tour can visit within their time.", **told
        ),
        "must",
    ),
    "too_many_visits_asked": (
        lambda told: _(
            "%(name)s is to make %(visits)d visits; only %(hosts)d hosts are within reach.",
            **told,
        ),
        "minimum_visits",
    ),
    "pin_out_of_reach": (
        lambda told: _("%(name)s is pinned to a visit of %(other)s that it cannot make.", **told),
        "earliest_at",
    ),
    "pin_outside_availability": (
        lambda told: _("%(other)s is pinned on %(name)s, outside their time.", **told),
        "earliest_at",
    ),
    "session_outside_availability": (
        lambda told: _("%(name)s attends “%(other)s” outside their time there.", **told),
        "arrives_at",
    ),
}
"""Code of the planner → its sentence, and the field where it can be put right.

What `checks` says from rows alone is left to it.
"""
