"""Exports as an act: counted, limited where they name people, noted in the trail."""

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.accounts import notices
from app.accounts.actors import Actor
from app.audit import actions as audit
from app.errors import TooOften
from app.imports.actions import edition_for, target_named
from app.imports.queries import EXPORT, exports_of_people
from app.imports.writing import Format, export

MOST_EXPORTS_OF_PEOPLE = 3
"""How many sheets that name people one account exports within 24 hours."""


def export_sheet(
    session: Session, actor: Actor, name: str, forum_key: str, format: Format
) -> bytes:
    """Return a sheet's content.

    Raises NotFound, Invalid where the edition is missing, TooOften beyond the limit; when the
    limit is reached the organisers are told, since this is how a thief would behave.
    """
    target = target_named(name)
    forum = edition_for(session, target, forum_key)
    subject = f"sheet:{target.name}" + (f":{forum.id}" if forum else "")
    taken = exports_of_people(session, actor) if target.names_people else 0
    if taken >= MOST_EXPORTS_OF_PEOPLE:
        raise TooOften(
            _(
                "You have exported %(number)d lists of people within a day. "
                "Please wait until tomorrow, or ask another organiser.",
                number=MOST_EXPORTS_OF_PEOPLE,
            )
        )
    content = export(session, target, forum, format, actor.locale)
    details = {"format": format.value, "names_people": target.names_people}
    audit.record(session, actor.label, EXPORT, subject, details)
    if taken + 1 == MOST_EXPORTS_OF_PEOPLE and actor.account_id is not None:
        notices.lists_exported(session, actor.account_id, MOST_EXPORTS_OF_PEOPLE)
    return content
