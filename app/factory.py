"""Builds the web application; a new subject is one line in `DOORS`."""

import importlib
from collections.abc import Mapping
from datetime import timedelta

from apiflask import APIFlask
from flask import Flask, Request
from flask_login import LoginManager
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map

import app.models  # noqa: F401 -- all tables are known before the first query
from app.accounts import actors
from app.database import db, prepare
from app.jobs import queue
from app.settings import Settings, settings_from
from app.web import (
    api_document,
    errors,
    headers,
    health,
    locales,
    logs,
    reading_json,
    sentences,
    templating,
)
from app.web.limits import limiter

DOORS = (
    "app.today.pages",
    "app.today.api",
    "app.accounts.pages",
    "app.accounts.second_factor_pages",
    "app.accounts.managing_pages",
    "app.accounts.api",
    "app.messages.pages",
    "app.messages.stop_pages",
    "app.messages.api",
    "app.organisations.pages",
    "app.organisations.api",
    "app.duplicates.pages",
    "app.duplicates.api",
    "app.partnerships.pages",
    "app.partnerships.api",
    "app.placings.pages",
    "app.placings.api",
    "app.vocabulary.pages",
    "app.vocabulary.api",
    "app.imports.pages",
    "app.imports.api",
    "app.forums.pages",
    "app.forums.delegations.pages",
    "app.forums.delegations.api",
    "app.plans.pages",
    "app.plans.pages.versions",
    "app.plans.worth_pages",
    "app.consortia.pages",
    "app.consortia.api",
    "app.grants.pages",
    "app.grants.api",
    "app.grants.forum_pages",
    "app.mobilities.pages",
    "app.forums.api",
    "app.plans.api",
    "app.mobilities.api",
    "app.reports.pages",
    "app.reports.api",
    "app.itineraries.pages",
    "app.itineraries.link_pages",
    "app.itineraries.host_pages",
    "app.itineraries.note_pages",
    "app.itineraries.checkin_pages",
    "app.itineraries.api",
    "app.help.pages",
)
"""Every module with a blueprint `bp`; a new subject adds its lines here."""

LARGEST_BODY = 5 * 1024 * 1024
"""Bytes of a request, uploads included."""


class Key(IntegerConverter):
    """A row's number in an address, within what every engine can store."""

    def __init__(self, map: Map) -> None:
        super().__init__(map, min=1, max=2**31 - 1)


class BoundedRequest(Request):
    """A request with limits that Flask leaves open."""

    max_form_parts = 200
    max_form_memory_size = 2 * 1024 * 1024


def create_app(
    settings: Settings | None = None, *, config: Mapping[str, object] | None = None
) -> APIFlask:
    """Return the application for the given settings, or for those of the environment.

    `config` overrides Flask's own configuration, for tests.
    """
    settings = settings or settings_from()
    logs.set_up(is_quiet=settings.environment == "test")
    app = APIFlask(
        __name__,
        title="NETINVET",
        version="1",
        json_errors=False,
        docs_path=None,
        spec_path="/api/openapi.json",
    )
    reading_json.set_up(app)
    app.request_class = BoundedRequest
    app.config.from_mapping(_config(settings))
    app.config.from_mapping(config or {})
    app.url_map.converters["key"] = Key
    if settings.proxy_hops:
        hops = settings.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]  # Flask's own way
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)
    headers.set_up(app)
    login = LoginManager(app)
    actors.set_up(login)
    csrf = CSRFProtect(app)
    limiter.init_app(app)
    locales.set_up(app)
    errors.set_up(app)
    sentences.set_up(app)
    templating.set_up(app)
    queue.set_up(app)
    api_document.set_up(app)
    health.set_up(app)
    _mount(app, csrf)
    return app


def _config(settings: Settings) -> dict[str, object]:
    return {
        "SETTINGS": settings,
        "SECRET_KEY": settings.secret_key,
        "SECRET_KEY_FALLBACKS": [settings.previous_secret_key]
        if settings.previous_secret_key
        else [],
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": {
            "pool_pre_ping": True,
            "hide_parameters": True,  # what a failed statement was given is nothing for a log
        },
        "MAX_CONTENT_LENGTH": LARGEST_BODY,
        "TRUSTED_HOSTS": list(settings.trusted_hosts) or None,
        "SESSION_COOKIE_NAME": "__Host-session" if settings.secure else "netinvet-session",
        "SESSION_COOKIE_SECURE": settings.secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": timedelta(days=60),
        "SESSION_REFRESH_EACH_REQUEST": False,
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": False,
        "RATELIMIT_STORAGE_URI": settings.limits_url,
        "RATELIMIT_ENABLED": settings.environment != "test",
        "BABEL_TRANSLATION_DIRECTORIES": "translations",
        "SEND_FILE_MAX_AGE_DEFAULT": timedelta(hours=1),
    }


def _mount(app: Flask, csrf: CSRFProtect) -> None:
    """Register the doors of every subject; the API carries tokens, so it needs no CSRF token."""
    for name in DOORS:
        door = importlib.import_module(name)
        app.register_blueprint(door.bp)
        if name.endswith(".api"):
            csrf.exempt(door.bp)
        for view in getattr(door, "WITHOUT_TOKEN", ()):
            csrf.exempt(view)
