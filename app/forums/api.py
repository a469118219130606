"""Editions and their five lists over the API: the same fields, faults and rights as the pages."""

from collections.abc import Callable
from typing import Any

from apiflask import APIBlueprint
from flask_login import current_user
from marshmallow import fields

from app import clock
from app.accounts.permissions import Permission, allow
from app.database import db
from app.forums import editions, parts, phases, queries
from app.forums.models import Forum
from app.forums.parts import Part
from app.forums.schemas import ForumIn
from app.web.editing import etag, on_version_of
from app.web.idempotency import idempotent

bp = APIBlueprint("forums_api", __name__, url_prefix="/api/v1", tag="Forum")

Wanted = dict[str, Any]
Answer = tuple[Any, int, dict[str, str]]


class ForumOut(ForumIn):
    """An edition with what is possible now."""

    id = fields.Integer()
    phase = fields.String()
    possible_now = fields.String()


def _out(forum: Forum) -> dict[str, Any]:
    day = clock.today(forum.zone)
    values = {name: getattr(forum, name) for name in ForumIn().fields}
    phase = phases.phase_on(forum, day)
    told = {"phase": phase.value, "possible_now": phases.possible_now(forum, day)}
    return {"id": forum.id, **values, **told}


@bp.get("/forums")
@allow(Permission.SEE_FORUMS)
@bp.output(ForumOut(many=True))
def index() -> list[dict[str, Any]]:
    """List all editions, the latest first."""
    return [_out(forum) for forum in queries.forums(db.session())]


@bp.post("/forums")
@allow(Permission.EDIT_FORUMS)
@idempotent
@bp.input(ForumIn, arg_name="wanted")
@bp.output(ForumOut, status_code=201)
def create(wanted: Wanted) -> Answer:
    """Add an edition."""
    forum = editions.create(db.session(), current_user.label, wanted)
    db.session.commit()
    return _out(forum), 201, etag(forum)


def _forum(forum_id: int) -> Forum:
    return queries.forum_by_id(db.session(), forum_id)


@bp.get("/forums/<key:forum_id>")
@allow(Permission.SEE_FORUMS)
@bp.output(ForumOut)
def show(forum_id: int) -> Answer:
    """Read an edition."""
    forum = _forum(forum_id)
    return _out(forum), 200, etag(forum)


@bp.put("/forums/<key:forum_id>")
@allow(Permission.EDIT_FORUMS)
@on_version_of(_forum)
@bp.input(ForumIn(exclude=("key",)), arg_name="wanted")
@bp.output(ForumOut)
def save(row: Forum, wanted: Wanted) -> Answer:
    """Change an edition, on the version that `If-Match` names."""
    editions.change(db.session(), current_user.label, row, wanted)
    db.session.commit()
    return _out(row), 200, etag(row)


class _List:
    """The operations on one of the five lists."""

    def __init__(self, part: Part) -> None:
        self.part = part

    def rows(self, forum_id: int) -> list[dict[str, Any]]:
        forum = _forum(forum_id)
        listed = sorted(self.part.target.rows(db.session(), forum), key=lambda row: row.id)
        return [self._values(row) for row in listed]

    def add(self, forum_id: int, wanted: Wanted) -> Answer:
        forum = _forum(forum_id)
        row = parts.create(db.session(), current_user.label, self.part, forum, wanted)
        db.session.commit()
        return self._answer(row, 201)

    def read(self, forum_id: int, row_id: int) -> Answer:
        return self._answer(self.found(forum_id, row_id))

    def change(self, row: Any, wanted: Wanted) -> Answer:  # noqa: ANN401 -- a row of any list
        forum = _forum(row.forum_id)
        row = parts.change(db.session(), current_user.label, self.part, forum, row, wanted)
        db.session.commit()
        return self._answer(row)

    def withdraw(self, row: Any) -> Answer:  # noqa: ANN401 -- a row of any list
        return self._take_out(row, is_out=True)

    def let_back(self, row: Any) -> Answer:  # noqa: ANN401 -- a row of any list
        return self._take_out(row, is_out=False)

    def _take_out(self, row: Any, *, is_out: bool) -> Answer:  # noqa: ANN401 -- a row of any list
        parts.take_out(db.session(), current_user.label, self.part, row, is_out=is_out)
        db.session.commit()
        return self._answer(row)

    def found(self, forum_id: int, row_id: int) -> Any:  # noqa: ANN401 -- a row of any list
        return parts.row_of(db.session(), self.part, _forum(forum_id), row_id)

    def _values(self, row: Any) -> dict[str, Any]:  # noqa: ANN401 -- a row of any list
        is_out = parts.is_out(self.part, row)
        return {"id": row.id, "is_out": is_out, **self.part.target.entered(row)}

    def _answer(self, row: Any, status: int = 200) -> Answer:  # noqa: ANN401 -- a row of any list
        return self._values(row), status, etag(row)


def _mount(part: Part) -> None:
    """Give one list its addresses and its part of the API's description."""
    schema = part.target.schema
    stem = part.name.replace("-", " ").title().replace(" ", "")
    own = {"id": fields.Integer(), "is_out": fields.Boolean()}
    row_out = type(f"{stem}RowOut", (schema,), own)
    row, made = bp.output(row_out), bp.output(row_out, status_code=201)
    rows = bp.output(row_out(many=True))
    whole = bp.input(schema, arg_name="wanted")
    rest = bp.input(schema(exclude=("key",)), arg_name="wanted")
    door, noun = _List(part), part.name.replace("-", " ")
    many = f"/forums/<key:forum_id>/{part.name}"
    one = f"{many}/<key:row_id>"
    _route(bp.get(many), rows(_plain(door.rows, part)), f"List the {noun}")
    matched = on_version_of(door.found)
    added = idempotent(whole(made(_plain(door.add, part))))
    _route(bp.post(many), added, f"Add to the {noun}")
    _route(bp.get(one), row(_plain(door.read, part)), f"Read one of the {noun}")
    _route(bp.put(one), matched(rest(row(_plain(door.change, part)))), f"Change one of the {noun}")
    if part.out_column:
        out = matched(row(_plain(door.withdraw, part)))
        back = matched(row(_plain(door.let_back, part)))
        _route(bp.post(f"{one}/withdraw"), out, f"Leave one of the {noun} out of every plan")
        _route(bp.post(f"{one}/let-back"), back, f"Let one of the {noun} take part again")


def _plain(method: Callable[..., Any], part: Part) -> Callable[..., Any]:
    """Return a function of its own for a method, named after it and the list."""

    def operation(**values: Any) -> Any:  # noqa: ANN401 -- whatever the method takes and gives
        return method(**values)

    operation.__name__ = f"{method.__name__}_{part.name.replace('-', '_')}"
    return operation


def _route(place: Callable[..., Any], view: Callable[..., Any], summary: str) -> None:
    place(allow(Permission.EDIT_FORUMS)(bp.doc(summary=summary)(view)))


for _part in parts.PARTS.values():
    _mount(_part)
