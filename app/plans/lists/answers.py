"""Files of lists and badges as answers of a door."""

from typing import Any

from flask import Response
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.errors import Conflict, NotFound
from app.plans import bridge, ids
from app.plans.lists import badges, contents, files
from app.plans.lists.contents import Scene, Sheet
from app.plans.lists.kinds import ListFormat, ListKind

Wanted = dict[str, Any]


def list_file(session: Session, forum_id: int, name: str, wanted: Wanted) -> Response:
    """Return a list as a file. Raises NotFound, and Conflict while nothing is published."""
    try:
        kind = ListKind(name)
    except ValueError as error:
        raise NotFound(_("There is no such list.")) from error
    scene = contents.scene(session, forum_id)
    if scene is None:
        raise Conflict(_("Nothing is published yet, so there are no lists."))
    sheets = _of(scene, files.SHEETS[kind](scene), wanted["whose"])
    is_pdf = wanted["format"] is ListFormat.PDF
    content = files.as_pdf(kind, scene, sheets) if is_pdf else files.as_xlsx(sheets)
    return _file(content, f"{kind.value}-v{scene.version.number}", wanted["format"])


def _of(scene: Scene, sheets: list[Sheet], whose: str) -> list[Sheet]:
    """Return the sheet of one host, tour or school alone, or all without a name."""
    if not whose:
        return sheets
    tours = {ids.of_tour(tour.id): tour.name for tour in scene.forum.tours}
    hosts = {one: offer.organisation.name for one, offer in scene.hosts.items()}
    schools = {
        ids.of_organisation(one.organisation_id): one.organisation.name
        for one in scene.people.values()
    }
    title = (tours | hosts | schools).get(whose)
    found = [sheet for sheet in sheets if sheet.title == title]
    if not found:
        raise NotFound(_("There is no such list."))
    return found


def badge_file(session: Session, forum_id: int, wanted: Wanted, printed_by: str = "") -> Response:
    """Return badges as a file; with a name, remember that they were printed."""
    forum = bridge.forum_with_all(session, forum_id)
    people = badges.of_forum(forum, wanted["order"], contents.scene(session, forum_id))
    if wanted["changed"]:
        people = badges.changed(session, forum, people)
        if not people:
            raise Conflict(_("No badge has changed since it was printed."))
    if printed_by:
        badges.note_printed(session, printed_by, forum, people)
    is_pdf = wanted["format"] is ListFormat.PDF
    content = files.badges_pdf(forum, people) if is_pdf else files.badges_xlsx(forum, people)
    return _file(content, "badges", wanted["format"])


def _file(content: bytes, name: str, kind: ListFormat) -> Response:
    answer = Response(content, content_type=files.MIME[kind])
    answer.headers["Content-Disposition"] = f"attachment; filename={name}.{kind.value}"
    return answer
