"""What every template may use."""

import hashlib

from flask import Flask, current_app, session
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from app.accounts.permissions import Permission, may
from app.settings import Settings


def set_up(app: Flask) -> None:
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        may=may,
        Permission=Permission,
        current_user=current_user,
        csrf=csrf,
        exists=exists,
        keeper=keeper,
    )
    app.context_processor(_shared)


def csrf() -> Markup:
    """Return the hidden field that every form carries."""
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())


def keeper() -> str:
    """Return under which name this device keeps what the reader types; empty where it must not.

    It says nothing about the reader, and another reader of the same device has another one.
    """
    if not current_user.is_authenticated or session.get("shared"):
        return ""
    return hashlib.sha256(current_user.session_key.encode()).hexdigest()[:12]


def exists(endpoint: str) -> bool:
    """Say whether a subject with this page is mounted."""
    return endpoint in current_app.view_functions


def _shared() -> dict[str, object]:
    settings: Settings = current_app.config["SETTINGS"]
    has_outbox = settings.mail_url == "outbox:" and settings.environment != "production"
    return {"show_outbox": has_outbox}
