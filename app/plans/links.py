"""Where a finding can be put right."""

from typing import Any

from flask import current_app, url_for

from app.forums.models import Forum
from app.plans.checks import Finding

_PAGES = {
    "forum": ("forums.edit", "forum_id"),
    "visit_offer": ("forums.edit_visit_offer", "visit_offer_id"),
    "participant": ("forums.edit_participant", "participant_id"),
    "tour": ("forums.edit_tour", "tour_id"),
    "organisation": ("organisations.show", "organisation_id"),
}
"""Kind of row → the page on which it is changed, and the name of its number there."""


def to(finding: Finding, forum: Forum) -> str:
    """Return the address of the field that a finding is about, or nothing."""
    kind, _colon, number = finding.about.partition(":")
    endpoint, name = _PAGES[kind]
    if endpoint not in current_app.view_functions:
        return ""
    values: dict[str, Any] = {name: int(number)}
    if kind not in ("forum", "organisation"):
        values["forum_id"] = forum.id
    anchor = f"field-{finding.field}" if finding.field else None
    return url_for(endpoint, _anchor=anchor, **values)
