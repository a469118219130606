"""Exports as an act: counted, limited where they name people, noted in the trail."""

from sqlalchemy.orm import Session
from werkzeug.exceptions import TooManyRequests

from app.accounts.actors import Actor
from app.audit import actions as audit
from app.imports.actions import edition_for, target_named
from app.imports.queries import exports_of_today
from app.imports.writing import Format, export

MOST_EXPORTS_OF_PEOPLE = 3
"""How often one account exports a sheet that names people within 24 hours."""


def export_sheet(
    session: Session, actor: Actor, name: str, forum_key: str, format: Format
) -> bytes:
    """Return a sheet's content.

    Raises NotFound, Invalid where the edition is missing, TooManyRequests beyond the limit.
    """
    target = target_named(name)
    forum = edition_for(session, target, forum_key)
    subject = f"sheet:{target.name}" + (f":{forum.id}" if forum else "")
    if target.names_people and exports_of_today(session, actor, subject) >= MOST_EXPORTS_OF_PEOPLE:
        raise TooManyRequests
    content = export(session, target, forum, format, actor.locale)
    audit.record(session, actor.label, "sheet.export", subject, {"format": format.value})
    return content
