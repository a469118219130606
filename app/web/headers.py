"""What every answer carries: security headers, a request number, no caching of the personal."""

import secrets
from time import perf_counter
from urllib.parse import urlsplit

import structlog
from flask import Flask, Response, abort, current_app, g, request, session
from flask_login import current_user
from structlog.contextvars import bind_contextvars, unbind_contextvars

from app.database import reading_only
from app.settings import Settings

log = structlog.get_logger()

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def set_up(app: Flask) -> None:
    """Run before and after every request."""
    app.before_request(_begin)
    app.after_request(_finish)
    app.teardown_request(_reset)


def _begin() -> None:
    g.request_id = secrets.token_hex(8)
    bind_contextvars(request_id=g.request_id)
    g.nonce = secrets.token_urlsafe(16)
    g.started = perf_counter()
    is_safe = request.method in SAFE_METHODS
    reading_only.set(is_safe)
    if not is_safe and not request.path.startswith("/api/"):
        _check_origin()


def _check_origin() -> None:
    """Refuse a change that another site's page sends; browsers name the origin of every POST."""
    origin = request.headers.get("Origin")
    if origin and origin != "null" and urlsplit(origin).netloc != request.host:
        abort(400)


def _reset(_problem: BaseException | None) -> None:
    reading_only.set(False)
    unbind_contextvars("request_id")


def _finish(response: Response) -> Response:
    settings: Settings = current_app.config["SETTINGS"]
    headers = response.headers
    headers["Content-Security-Policy"] = _policy(settings)
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "no-referrer"
    headers["Permissions-Policy"] = (
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()"
    )
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["X-Request-ID"] = g.get("request_id", "")
    if settings.secure:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if request.endpoint != "static" and "Cache-Control" not in headers:
        headers["Cache-Control"] = "no-store"
    if request.endpoint != "static":
        headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    _note(response)
    return response


def _policy(settings: Settings) -> str:
    nonce = g.get("nonce", "")
    images = "'self' data:"
    if settings.tiles_url and current_user and getattr(current_user, "account_id", None):
        images += " https://" + settings.tiles_url.split("/")[2].replace("{s}", "*")
    return (
        f"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; "
        f"img-src {images}; connect-src 'self'; font-src 'self'; manifest-src 'self'; "
        "worker-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; "
        "frame-ancestors 'none'"
    )


def _note(response: Response) -> None:
    """Write one line of log: the route's pattern, never the path, which may hold a secret."""
    rule = request.url_rule.rule if request.url_rule else "(none)"
    if request.endpoint == "static":
        return
    log.info(
        "request",
        method=request.method,
        route=rule,
        status=response.status_code,
        milliseconds=round((perf_counter() - g.get("started", perf_counter())) * 1000),
        actor=getattr(current_user, "label", "anonymous") if session is not None else "anonymous",
    )
