"""The page behind the address in every message that can be stopped.

Opening it changes nothing, as mail scanners open addresses too; the button and the one click of
mail programs (RFC 8058) post to the same address. The secret in it is the reader's authority.
"""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.permissions import Permission, allow
from app.database import db
from app.messages import stopping
from app.messages import wording as _wording  # noqa: F401 -- words the kinds
from app.messages.stopping import Stoppable
from app.web.limits import limiter

bp = Blueprint("stopping", __name__)


@bp.get("/stop/<secret>")
@allow(Permission.OPEN_TO_ALL)
@limiter.limit("60 per 5 minutes")
def ask(secret: str) -> ResponseReturnValue:
    token = stopping.opened(db.session(), secret)
    return render_template(
        "messages/stop.html",
        kind=Stoppable(token.label),
        is_stopped=stopping.is_stopped(db.session(), token),
        secret=secret,
    )


@bp.post("/stop/<secret>")
@allow(Permission.OPEN_TO_ALL)
@limiter.limit("60 per 5 minutes")
def stop(secret: str) -> ResponseReturnValue:
    stopping.stop(db.session(), stopping.opened(db.session(), secret))
    db.session.commit()
    return redirect(url_for("stopping.ask", secret=secret), code=303)


@bp.post("/stop/<secret>/resume")
@allow(Permission.OPEN_TO_ALL)
@limiter.limit("60 per 5 minutes")
def resume(secret: str) -> ResponseReturnValue:
    stopping.resume(db.session(), stopping.opened(db.session(), secret))
    db.session.commit()
    return redirect(url_for("stopping.ask", secret=secret), code=303)


WITHOUT_TOKEN = (stop,)
"""Forms that come from outside: mail programs post here."""
