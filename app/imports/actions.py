"""Uploading, confirming and undoing spreadsheets. Nothing is written before it is confirmed."""

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app import clock
from app.accounts.actors import Actor
from app.audit import actions as audit
from app.audit.models import AuditEvent
from app.errors import Conflict, Invalid, NotFound
from app.forums.keys import forum_by_key
from app.forums.models import Forum
from app.imports.applying import apply, take_back
from app.imports.checking import Checked, check
from app.imports.models import ImportDraft
from app.imports.reading import read_table
from app.imports.targets import TARGETS, Target

KEPT_FOR = timedelta(days=30)
"""How long an uploaded sheet is kept, so that it can be confirmed, mended or undone."""

MOST_PROBLEMS = 2000
"""How many problems of one sheet a report lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file as it arrived."""

    target: str
    forum: str
    filename: str
    content: bytes


def target_named(name: str) -> Target[Any]:
    """Return a kind of sheet. Raises NotFound."""
    if name not in TARGETS:
        raise NotFound(_("There is no such kind of sheet."))
    return TARGETS[name]


def edition_for(session: Session, target: Target[Any], key: str) -> Forum | None:
    """Return the edition that a sheet belongs to, None for sheets that belong to none.

    Raises Invalid where one is needed and not named.
    """
    if not target.needs_forum:
        return None
    forum = forum_by_key(session, key)
    if forum is None:
        sentence = _("Please say to which edition of the forum this sheet belongs.")
        raise Invalid(sentence, fields={"forum": [sentence]})
    return forum


@dataclass(frozen=True, slots=True)
class Examined:
    """A sheet as it was understood at one state of the data."""

    checked: Checked
    state: int


def examine(session: Session, given: Upload) -> Examined:
    """Return what a sheet would change, writing nothing. Raises Invalid for what is no sheet."""
    target = target_named(given.target)
    forum = edition_for(session, target, given.forum)
    table = read_table(given.content)
    return Examined(check(session, target, forum, table), _state(session))


def _state(session: Session) -> int:
    """Return a number that rises with every change: each of them stands in the trail."""
    return session.scalar(select(func.max(AuditEvent.id))) or 0


def keep(session: Session, actor: Actor, given: Upload, examined: Examined) -> ImportDraft:
    """Keep an examined sheet until it is confirmed."""
    assert actor.account_id is not None, "only accounts import"
    target = target_named(given.target)
    forum = edition_for(session, target, given.forum)
    session.execute(delete(ImportDraft).where(ImportDraft.uploaded_at < clock.now() - KEPT_FOR))
    draft = ImportDraft(
        target=target.name,
        forum_id=forum.id if forum else None,
        account_id=actor.account_id,
        filename=given.filename[-160:],
        content=given.content,
        report=report_of(examined.checked),
        uploaded_at=clock.now(),
    )
    session.add(draft)
    session.flush()
    subject = f"import_draft:{draft.id}"
    audit.record(session, actor.label, "import.examine", subject, {"sheet": target.name})
    return draft


def report_of(checked: Checked) -> dict[str, Any]:
    """Return the report of a sheet as it is kept; of very many problems, the first."""
    return {
        "rows": checked.rows,
        "created": checked.created,
        "changed": checked.changed,
        "unchanged": checked.unchanged,
        "faults": len(checked.problems),
        "notes": [asdict(note) for note in checked.notes[:MOST_PROBLEMS]],
        "problems": [
            asdict(problem) | {"name": checked.names.get(problem.row, "")}
            for problem in checked.problems[:MOST_PROBLEMS]
        ],
    }


def draft_of(session: Session, actor: Actor, draft_id: int) -> ImportDraft:
    """Return an upload of one's own. Raises NotFound."""
    draft = session.scalar(
        select(ImportDraft).where(
            ImportDraft.id == draft_id, ImportDraft.account_id == actor.account_id
        )
    )
    if draft is None:
        raise NotFound(_("There is no such upload."))
    return draft


def examine_again(session: Session, actor: Actor, draft_id: int) -> Examined:
    """Examine a kept sheet once more, before it is written. Raises Conflict where it cannot be."""
    draft = draft_of(session, actor, draft_id)
    if draft.applied_at is not None:
        raise Conflict(_("This sheet has been imported already."))
    target, forum = _sheet_of(session, draft)
    checked = check(session, target, forum, read_table(draft.content))
    return Examined(checked, _state(session))


def confirm(session: Session, actor: Actor, draft_id: int, examined: Examined) -> ImportDraft:
    """Write all of a sheet in one transaction, examining it again if anything has changed since.

    Raises Conflict when it has faults, or the data has changed so that it has some now.
    """
    if _state(session) != examined.state:
        examined = examine_again(session, actor, draft_id)
    draft = draft_of(session, actor, draft_id)
    if draft.applied_at is not None:
        raise Conflict(_("This sheet has been imported already."))
    target, forum = _sheet_of(session, draft)
    draft.report = report_of(examined.checked)
    if examined.checked.problems:
        raise Conflict(_("This sheet has faults. Please mend them first; nothing was written."))
    draft.undo = apply(session, actor.label, target, forum, examined.checked)
    draft.applied_at = clock.now()
    draft.content = b""
    session.flush()
    return draft


def undo(session: Session, actor: Actor, draft_id: int) -> ImportDraft:
    """Restore the state before an import. Raises Conflict where that is not possible any more."""
    draft = draft_of(session, actor, draft_id)
    if draft.applied_at is None or draft.undo is None:
        raise Conflict(_("This sheet has not been imported."))
    if draft.undone_at is not None:
        raise Conflict(_("This import has been undone already."))
    target, forum = _sheet_of(session, draft)
    take_back(session, actor.label, target, forum, draft.undo)
    draft.undone_at = clock.now()
    session.flush()
    return draft


def _sheet_of(session: Session, draft: ImportDraft) -> tuple[Target[Any], Forum | None]:
    forum = session.get(Forum, draft.forum_id) if draft.forum_id else None
    return TARGETS[draft.target], forum
