"""Requests that are repeated with the same `Idempotency-Key` are carried out once.

The key is kept in the transaction of the change itself: a kept key means that the change was
made, whatever happened to the answer. The answer is kept beside it and given again.
"""

import hashlib
import time
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, ParamSpec

from flask import Response, make_response, request
from flask_babel import gettext as _
from flask_login import current_user
from marshmallow import EXCLUDE, Schema, fields, validate
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import clock
from app.database import db
from app.errors import Conflict, Invalid
from app.web.models import KeptReply

P = ParamSpec("P")

HOURS = 48
"""How long an answer is kept."""
SECONDS_TO_WAIT = 2.0
"""How long a repeated request waits for the answer to the first one."""


class KeyIn(Schema):
    """The header that makes a repeated request harmless."""

    class Meta:
        unknown = EXCLUDE

    idempotency_key = fields.String(
        data_key="Idempotency-Key", validate=validate.Length(min=1, max=120)
    )


def idempotent(view: Callable[P, Any]) -> Callable[P, Any]:
    """Carry a view out once for each key; without the header, each time.

    The view commits once, with `db.session`. Another body under a key already used is refused
    (422); a repeated request whose first answer is still being made is told so (409).
    """

    @wraps(view)
    def kept(*args: P.args, **kwargs: P.kwargs) -> Any:  # noqa: ANN401 -- what the view returns
        key = request.headers.get("Idempotency-Key", "").strip()
        if not key or len(key) > 120:  # noqa: PLR2004 -- the column's length; the schema refuses it below
            return view(*args, **kwargs)
        actor = current_user.label
        digest = hashlib.sha256(
            b"\0".join((request.method.encode(), request.path.encode(), request.get_data()))
        ).hexdigest()
        if not _keep(actor, key, digest):
            return _given_again(actor, key, digest)
        response = make_response(view(*args, **kwargs))
        _keep_answer(actor, key, response)
        return response

    return kept


def _keep(actor: str, key: str, digest: str) -> bool:
    """Keep the key with what the view will commit; False when it is kept already."""
    session = db.session()
    session.execute(
        delete(KeptReply).where(KeptReply.created_at < clock.now() - timedelta(hours=HOURS))
    )
    session.add(KeptReply(actor=actor, key=key, body_digest=digest, created_at=clock.now()))
    try:
        session.flush()
    except IntegrityError:
        session.rollback()
        return False
    return True


def _keep_answer(actor: str, key: str, response: Response) -> None:
    with Session(db.engine) as session, session.begin():
        row = session.scalar(
            select(KeptReply).where(KeptReply.actor == actor, KeptReply.key == key)
        )
        if row is not None:
            row.status, row.reply = response.status_code, response.get_data(as_text=True)


def _given_again(actor: str, key: str, digest: str) -> Response:
    """Return the kept answer. Raises Invalid for another body, Conflict while there is none."""
    deadline = time.monotonic() + SECONDS_TO_WAIT
    wanted = select(KeptReply).where(KeptReply.actor == actor, KeptReply.key == key)
    while True:
        with Session(db.engine) as session:
            row = session.scalar(wanted)
        if row is not None and row.body_digest != digest:
            raise Invalid(_("This Idempotency-Key was used for another request."))
        if row is not None and row.status is not None:
            return Response(row.reply, row.status, content_type="application/json")
        if row is None or time.monotonic() > deadline:
            raise Conflict(_("The first request with this Idempotency-Key has no answer yet."))
        time.sleep(0.1)
