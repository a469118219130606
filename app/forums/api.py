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
from app.web.editing import etag, require_match

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
@bp.input(ForumIn, arg_name="wanted")
@bp.output(ForumOut, status_code=201)
def create(wanted: Wanted) -> Answer:
    """Add an edition."""
    forum = editions.create(db.session(), current_user.label, wanted)
    db.session.commit()
    return _out(forum), 201, etag(forum)


@bp.get("/forums/<key:forum_id>")
@allow(Permission.SEE_FORUMS)
@bp.output(ForumOut)
def show(forum_id: int) -> Answer:
    """Read an edition."""
    forum = queries.forum_by_id(db.session(), forum_id)
    return _out(forum), 200, etag(forum)


@bp.put("/forums/<key:forum_id>")
@allow(Permission.EDIT_FORUMS)
@bp.input(ForumIn(exclude=("key",)), arg_name="wanted")
@bp.output(ForumOut)
def save(forum_id: int, wanted: Wanted) -> Answer:
    """Change an edition, on the version that `If-Match` names."""
    forum = queries.forum_by_id(db.session(), forum_id)
    require_match(forum)
    editions.change(db.session(), current_user.label, forum, wanted)
    db.session.commit()
    return _out(forum), 200, etag(forum)


class _List:
    """The operations on one of the five lists."""

    def __init__(self, part: Part) -> None:
        self.part = part

    def rows(self, forum_id: int) -> list[dict[str, Any]]:
        forum = queries.forum_by_id(db.session(), forum_id)
        listed = sorted(self.part.target.rows(db.session(), forum), key=lambda row: row.id)
        return [self._values(row) for row in listed]

    def add(self, forum_id: int, wanted: Wanted) -> Answer:
        forum = queries.forum_by_id(db.session(), forum_id)
        row = parts.create(db.session(), current_user.label, self.part, forum, wanted)
        db.session.commit()
        return self._answer(row, 201)

    def read(self, forum_id: int, row_id: int) -> Answer:
        _forum, row = self._found(forum_id, row_id)
        return self._answer(row)

    def change(self, forum_id: int, row_id: int, wanted: Wanted) -> Answer:
        forum, row = self._found(forum_id, row_id)
        if parts.is_versioned(row):
            require_match(row)
        row = parts.change(db.session(), current_user.label, self.part, forum, row, wanted)
        db.session.commit()
        return self._answer(row)

    def withdraw(self, forum_id: int, row_id: int) -> Answer:
        return self._take_out(forum_id, row_id, is_out=True)

    def let_back(self, forum_id: int, row_id: int) -> Answer:
        return self._take_out(forum_id, row_id, is_out=False)

    def _take_out(self, forum_id: int, row_id: int, *, is_out: bool) -> Answer:
        _forum, row = self._found(forum_id, row_id)
        parts.take_out(db.session(), current_user.label, self.part, row, is_out=is_out)
        db.session.commit()
        return self._answer(row)

    def _found(self, forum_id: int, row_id: int) -> tuple[Forum, Any]:
        forum = queries.forum_by_id(db.session(), forum_id)
        return forum, parts.row_of(db.session(), self.part, forum, row_id)

    def _values(self, row: Any) -> dict[str, Any]:  # noqa: ANN401 -- a row of any list
        is_out = parts.is_out(self.part, row)
        return {"id": row.id, "is_out": is_out, **self.part.target.entered(row)}

    def _answer(self, row: Any, status: int = 200) -> Answer:  # noqa: ANN401 -- a row of any list
        return self._values(row), status, etag(row) if parts.is_versioned(row) else {}


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
    _route(bp.post(many), whole(made(_plain(door.add, part))), f"Add to the {noun}")
    _route(bp.get(one), row(_plain(door.read, part)), f"Read one of the {noun}")
    _route(
        bp.put(one), rest(row(_plain(door.change, part))), f"Change one of the {noun}, by If-Match"
    )
    if part.out_column:
        out, back = _plain(door.withdraw, part), _plain(door.let_back, part)
        _route(bp.post(f"{one}/withdraw"), row(out), f"Leave one of the {noun} out of every plan")
        _route(bp.post(f"{one}/let-back"), row(back), f"Let one of the {noun} take part again")


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
