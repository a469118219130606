"""Requests that are repeated with the same `Idempotency-Key` are carried out once.

The key is kept in the transaction of the change itself: a kept key means that the change was
made, whatever happened to the answer. The answer is kept beside it and given again.
"""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import Any, ParamSpec

from flask import Response, g, has_request_context, make_response, request
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import delete, event, select
from sqlalchemy.orm import Session

from app import clock
from app.database import db
from app.errors import Conflict, Invalid
from app.web.models import KeptReply
from app.web.problems import KeyNeeded

P = ParamSpec("P")

HOURS = 48
"""How long an answer is kept."""
SECONDS_TO_WAIT = 2.0
"""How long a repeated request waits for the answer to the first one."""
LONGEST = 120
"""Letters of a key."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """Who asks for what under which key; plain values, that no session reads again."""

    actor: str
    key: str
    digest: str


def idempotent(view: Callable[P, Any]) -> Callable[P, Any]:
    """Carry a view out once for each key, which every request must name (400 without).

    The view commits once, with `db.session`. Another body under a key already used is refused
    (422); a repeated request whose first answer is not at hand is told so (409).
    """

    @wraps(view)
    def kept(*args: P.args, **kwargs: P.kwargs) -> Any:  # noqa: ANN401 -- what the view returns
        key = request.headers.get("Idempotency-Key", "").strip()
        if not 1 <= len(key) <= LONGEST:
            raise KeyNeeded(
                _(
                    "Please send an Idempotency-Key of your own making, a UUID for example, "
                    "and the same one again when you repeat the request."
                )
            )
        wanted = _Asked(current_user.label, key, _digest())
        if _kept(db.session(), wanted) is not None:
            return _given_again(wanted)
        g.reply_to_keep = wanted
        try:
            response = make_response(view(*args, **kwargs))
        except Exception:
            g.pop("reply_to_keep", None)
            db.session.rollback()
            if _kept(db.session(), wanted) is None:
                raise
            return _given_again(wanted)
        _keep_answer(wanted, response)
        return response

    kept.needs_key = True  # type: ignore[attr-defined]  # read by the API's description
    return kept


def _digest() -> str:
    """Return a digest of what is asked, the same when a client packs the same form again."""
    if request.mimetype == "multipart/form-data":
        body = repr(sorted(request.form.items(multi=True))).encode()
        for name, file in sorted(request.files.items(multi=True)):
            body += repr((name, file.filename)).encode() + file.read()
            file.seek(0)
    else:
        body = request.get_data()
    parts = (request.method.encode(), request.path.encode(), body)
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


@event.listens_for(db.session, "before_commit")
def _keep_with_the_change(session: Session) -> None:
    """Keep the key with what is being committed; a second request with it then fails whole."""
    wanted = g.pop("reply_to_keep", None) if has_request_context() else None
    if wanted is not None:
        expired = clock.now() - timedelta(hours=HOURS)
        session.execute(delete(KeptReply).where(KeptReply.created_at < expired))
        row = KeptReply(actor=wanted.actor, key=wanted.key, body_digest=wanted.digest)
        row.created_at = clock.now()
        session.add(row)


def _kept(session: Session, wanted: _Asked) -> KeptReply | None:
    return session.scalar(
        select(KeptReply).where(
            KeptReply.actor == wanted.actor,
            KeptReply.key == wanted.key,
            KeptReply.created_at >= clock.now() - timedelta(hours=HOURS),
        )
    )


def _keep_answer(wanted: _Asked, response: Response) -> None:
    db.session.rollback()  # making the answer may have begun a transaction that holds the lock
    with Session(db.engine) as session, session.begin():
        row = _kept(session, wanted)
        if row is not None:
            row.status, row.reply = response.status_code, response.get_data(as_text=True)
            row.etag = response.headers.get("ETag", "")


def _given_again(wanted: _Asked) -> Response:
    """Return the kept answer. Raises Invalid for another body, Conflict while there is none."""
    db.session.rollback()
    deadline = time.monotonic() + SECONDS_TO_WAIT
    while True:
        with Session(db.engine) as session:
            row = _kept(session, wanted)
        if row is not None and row.body_digest != wanted.digest:
            raise Invalid(_("This Idempotency-Key was used for another request."))
        if row is not None and row.status is not None:
            headers = {"ETag": row.etag} if row.etag else {}
            return Response(row.reply, row.status, headers, content_type="application/json")
        if row is None or time.monotonic() > deadline:
            raise Conflict(
                _(
                    "What this Idempotency-Key asked for is done, but its answer is not at hand: "
                    "please read how things stand."
                )
            )
        time.sleep(0.1)
