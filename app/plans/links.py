"""Where a finding can be put right, and whom a form of a plan can name."""

from typing import Any

from flask import current_app, url_for

from app.forums.models import Forum
from app.plans.checks import Finding
from app.plans.names import Names

_PARTS = {"visit_offer": "visit-offers", "participant": "participants", "tour": "tours"}
"""Kind of row → the list of the edition in which it is changed."""


def to(finding: Finding, forum: Forum) -> str:
    """Return the address of the field that a finding is about, or nothing."""
    kind, _colon, number = finding.about.partition(":")
    anchor = f"field-{finding.field}" if finding.field else None
    if kind == "organisation":
        if "organisations.edit" not in current_app.view_functions:
            return ""
        return url_for("organisations.edit", organisation_id=int(number), _anchor=anchor)
    if kind == "forum":
        return url_for("forums.show", forum_id=forum.id)
    return url_for(
        "forums.edit_part",
        forum_id=forum.id,
        part_name=_PARTS[kind],
        row_id=int(number),
        _anchor=anchor,
    )


def parties_by_kind(problem: dict[str, Any], names: Names) -> dict[str, list[tuple[str, str]]]:
    """Return the (id, name) of a problem's hosts, tours and people, each by name."""
    return {
        kind: sorted(((row["id"], names[row["id"]]) for row in problem[kind]), key=_by_name)
        for kind in ("hosts", "tours", "participants")
    }


def _by_name(pair: tuple[str, str]) -> tuple[str, str]:
    return pair[1].casefold(), pair[0]
