"""Changing the parts of a mobility: hosts, adults, steps, signatures."""

from collections.abc import Callable
from typing import Any

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from marshmallow import Schema

from app.accounts.permissions import Permission, allow
from app.database import db
from app.jobs import queue
from app.mobilities import actions, queries, rounds
from app.mobilities.models import Mobility
from app.mobilities.pages.blueprint import bp
from app.mobilities.pages.listing import show_page
from app.mobilities.schemas import AdultIn, HostIn, RoundIn, SignatureIn, StepIn
from app.organisations.askers import own_id
from app.web.editing import attempt
from app.web.forms import read_form

Change = Callable[[Mobility, dict[str, Any]], object]


def _change(mobility_id: int, schema: Schema, part: str, change: Change) -> ResponseReturnValue:
    """Carry out one form of the page; what is wrong is shown where it was typed."""
    row = queries.mobility(db.session(), mobility_id, own_id())
    form = read_form(schema)
    if attempt(form, lambda value: change(row, value)) is None:
        return show_page(mobility_id, form, part), 422
    db.session.commit()
    return _back(mobility_id, part)


def _back(mobility_id: int, part: str) -> ResponseReturnValue:
    return redirect(f"{url_for('mobilities.show', mobility_id=mobility_id)}#{part}", code=303)


@bp.post("/<key:mobility_id>/hosts")
@allow(Permission.EDIT_MOBILITIES)
def add_host(mobility_id: int) -> ResponseReturnValue:
    return _change(
        mobility_id,
        HostIn(),
        "hosts",
        lambda row, value: actions.put_host(db.session(), current_user.label, row, value),
    )


@bp.post("/<key:mobility_id>/hosts/<key:host_id>/drop")
@allow(Permission.EDIT_MOBILITIES)
def drop_host(mobility_id: int, host_id: int) -> ResponseReturnValue:
    row = queries.mobility(db.session(), mobility_id, own_id())
    actions.drop_host(db.session(), current_user.label, row, host_id)
    db.session.commit()
    return _back(mobility_id, "hosts")


@bp.post("/<key:mobility_id>/adults")
@allow(Permission.EDIT_MOBILITIES)
def add_adult(mobility_id: int) -> ResponseReturnValue:
    return _change(
        mobility_id,
        AdultIn(),
        "adults",
        lambda row, value: actions.put_adult(db.session(), current_user.label, row, value),
    )


@bp.post("/<key:mobility_id>/adults/<key:adult_id>/drop")
@allow(Permission.EDIT_MOBILITIES)
def drop_adult(mobility_id: int, adult_id: int) -> ResponseReturnValue:
    row = queries.mobility(db.session(), mobility_id, own_id())
    actions.drop_adult(db.session(), current_user.label, row, adult_id)
    db.session.commit()
    return _back(mobility_id, "adults")


@bp.post("/<key:mobility_id>/steps")
@allow(Permission.EDIT_MOBILITIES)
def put_step(mobility_id: int) -> ResponseReturnValue:
    return _change(
        mobility_id,
        StepIn(),
        "pipeline",
        lambda row, value: actions.put_step(db.session(), current_user.label, row, value),
    )


@bp.post("/<key:mobility_id>/signatures")
@allow(Permission.EDIT_MOBILITIES)
def sign(mobility_id: int) -> ResponseReturnValue:
    return _change(
        mobility_id,
        SignatureIn(),
        "documents",
        lambda row, value: actions.sign(db.session(), current_user.label, row, value),
    )


@bp.post("/<key:mobility_id>/rounds")
@allow(Permission.EDIT_MOBILITIES)
def ask_round(mobility_id: int) -> ResponseReturnValue:
    """Let a worker plan a relay's round of companies and families."""
    row = queries.mobility(db.session(), mobility_id, own_id())
    form = read_form(RoundIn())
    if form.value is None:
        return show_page(mobility_id, form, "rounds"), 422
    found = rounds.ask_round(db.session(), current_user.label, row, form.value["relay"])
    db.session.commit()
    queue.wake_rounds(found.id)
    return _back(mobility_id, "adults")
