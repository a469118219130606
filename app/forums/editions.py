"""Creating and changing an edition on its own, beside the sheets."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.audit import actions as audit
from app.forums import actions
from app.forums.keys import forum_by_key
from app.forums.models import Forum
from app.forums.schemas import ForumIn

Wanted = Mapping[str, Any]


def typed_of(forum: Forum) -> dict[str, Any]:
    """Return an edition as its form shows it."""
    found: dict[str, Any] = ForumIn().dump(forum)
    return {name: value for name, value in found.items() if value is not None}


def create(session: Session, actor: str, wanted: Wanted) -> Forum:
    """Add an edition. Raises Invalid, also for a key that is taken."""
    faults = actions.forum_faults(session, wanted)
    if forum_by_key(session, wanted["key"]) is not None:
        faults.add("key", _("This key is taken."))
    faults.refuse()
    return actions.put_forum(session, actor, wanted)


def change(session: Session, actor: str, forum: Forum, wanted: Wanted) -> Forum:
    """Change an edition, which keeps its key. Raises Invalid."""
    values = {**wanted, "key": forum.key}
    actions.forum_faults(session, values).refuse()
    for name, value in values.items():
        setattr(forum, name, value)
    session.flush()
    audit.record(session, actor, "forum.change", f"forum:{forum.id}")
    return forum
