"""Every error as a page or as problem+json; the only module that turns refusals into answers."""

import json
import secrets

import structlog
from apiflask.exceptions import HTTPError
from flask import Flask, Response, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError

from app.database import db
from app.errors import Refusal
from app.web.problems import Unauthenticated, status_of
from app.web.values import sentences

log = structlog.get_logger()


def set_up(app: Flask) -> None:
    """Register a handler for everything that can go wrong."""
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(Unauthenticated, _unauthenticated)
    app.register_error_handler(HTTPError, _invalid_input)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(StaleDataError, _stale)
    app.register_error_handler(IntegrityError, _clash)
    app.register_error_handler(OperationalError, _database_down)
    app.register_error_handler(SecurityError, _foreign_host)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _our_fault)


def answer(
    status: int, code: str, title: str, fields: dict[str, list[str]] | None = None
) -> Response:
    """Return an error in the form that the asker reads: problem+json under /api/, else a page."""
    if request.path.startswith("/api/"):
        body = {"status": status, "code": code, "title": title, "fields": fields or {}}
        body["request_id"] = g.get("request_id", "")
        response = Response(json.dumps(body), status, content_type="application/problem+json")
    else:
        page = render_template("error.html", status=status, title=title, fields=fields or {})
        response = Response(page, status, content_type="text/html; charset=utf-8")
    return response


def _refused(refusal: Refusal) -> ResponseReturnValue:
    db.session.rollback()
    return answer(status_of(refusal), refusal.code, refusal.sentence, refusal.fields)


def _unauthenticated(_problem: Unauthenticated) -> ResponseReturnValue:
    response = answer(401, "unauthenticated", _("A valid API token is needed."))
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _invalid_input(problem: HTTPError) -> ResponseReturnValue:
    if problem.status_code == 422:  # noqa: PLR2004 -- what APIFlask raises for schemas
        detail = problem.detail if isinstance(problem.detail, dict) else {}
        found = sentences(
            {name: inner for place in detail.values() for name, inner in place.items()}
        )
        return answer(422, "invalid", _("Some values cannot be right."), found)
    return answer(problem.status_code, "http_error", problem.message or "")


def _csrf(_problem: CSRFError) -> ResponseReturnValue:
    return answer(
        400,
        "csrf",
        _("This form has expired or came from elsewhere. Please go back and try again."),
    )


def _stale(_problem: StaleDataError) -> ResponseReturnValue:
    db.session.rollback()
    return answer(
        412,
        "stale",
        _("Somebody else has changed this meanwhile. Please read it again before you change it."),
    )


def _clash(problem: IntegrityError) -> ResponseReturnValue:
    db.session.rollback()
    log.warning("integrity_error", reason=type(problem.orig).__name__)
    return answer(409, "conflict", _("This contradicts something that is stored already."))


def _database_down(problem: OperationalError) -> ResponseReturnValue:
    db.session.rollback()
    log.error("database_unavailable", reason=type(problem.orig).__name__)
    response = answer(503, "unavailable", _("The service is busy. Please try again in a moment."))
    response.headers["Retry-After"] = "2"
    return response


def _foreign_host(_problem: SecurityError) -> ResponseReturnValue:
    """Answer without a page: of a request to another host no address can be made."""
    return Response(_("This request cannot be read."), 400, content_type="text/plain")


def _http(problem: HTTPException) -> ResponseReturnValue:
    if problem.code is None or problem.code < 400:  # noqa: PLR2004 -- redirects travel as exceptions
        return problem.get_response()
    known = {
        400: ("bad_request", _("This request cannot be read.")),
        401: ("unauthenticated", _("Please sign in first.")),
        403: ("not_allowed", _("You may not do this.")),
        404: ("not_found", _("There is nothing here.")),
        405: ("method_not_allowed", _("This cannot be done at this address.")),
        413: ("too_large", _("This is too large.")),
        415: ("unsupported_media_type", _("This kind of content is not read here.")),
        429: ("too_many", _("Too many tries. Please wait a minute.")),
    }
    code, title = known.get(problem.code, ("http_error", problem.name))
    response = answer(problem.code, code, title)
    for name in ("Allow", "Retry-After"):
        given = problem.get_response().headers.get(name)
        if given:
            response.headers[name] = given
    return response


def _our_fault(problem: Exception) -> ResponseReturnValue:
    db.session.rollback()
    number = g.get("request_id") or secrets.token_hex(6)
    log.error("unexpected_error", request_id=number, exc_info=problem)
    sentence = _(
        "Something went wrong on our side. It has been noted under the number %(number)s.",
        number=number,
    )
    return answer(InternalServerError.code, "our_fault", sentence)
