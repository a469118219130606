"""What a plan would change of lists that gates have been given already, in words."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.forums.models import Forum
from app.plans import names
from app.plans.lists.freezing import gates
from app.web import locales


def sentences(session: Session, forum: Forum, plan: Mapping[str, Any]) -> list[str]:
    """Return a sentence for every gate whose names were given and would differ."""
    known = names.of_forum(session, forum)
    found = []
    for (host, day), gate in sorted(gates(session, forum, plan).items()):
        about = {"host": known[host], "day": locales.local_day(day)}
        if gate.added:
            people = ", ".join(sorted(known[one] for one in gate.added))
            found.append(
                _("%(host)s, %(day)s: not on the list given: %(people)s.", **about, people=people)
            )
        if gate.gone:
            people = ", ".join(sorted(known[one] for one in gate.gone))
            found.append(
                _("%(host)s, %(day)s: no longer coming: %(people)s.", **about, people=people)
            )
    return found
