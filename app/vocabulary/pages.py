"""Pages on what texts mean: say that a title means something else, and curate what was said."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from app.accounts.permissions import Permission, allow, may
from app.database import db
from app.vocabulary import actions, queries, wording  # noqa: F401 -- words its states
from app.vocabulary.current import linker
from app.vocabulary.models import LabelCorrection
from app.vocabulary.schemas import CorrectionIn, StateIn, TextIn
from app.web.editing import attempt
from app.web.forms import Form, filled, read_form, read_query

bp = Blueprint("vocabulary", __name__, url_prefix="/vocabulary")

Decide = Callable[[Session, str, str, LabelCorrection], LabelCorrection]


def _name(concept: str) -> str:
    locale = get_locale()
    return linker().vocabulary.preferred(concept, locale.language if locale else "en")


def _form_page(form: Form) -> str:
    vocabulary = linker().vocabulary
    text, language = str(form.typed.get("text", "")), str(form.typed.get("language", ""))
    concepts = [(each, _name(each)) for each in vocabulary.concepts]
    return render_template(
        "vocabulary/new.html",
        form=form,
        links=queries.links(text[:200], language),
        concepts=sorted(concepts, key=lambda each: each[1].casefold()),
        languages=vocabulary.languages,
        name=_name,
    )


@bp.get("/new")
@allow(Permission.EDIT_PARTNERSHIPS)
def new() -> ResponseReturnValue:
    asked = read_query(TextIn())
    return _form_page(filled(asked.value or {}))


@bp.post("")
@allow(Permission.EDIT_PARTNERSHIPS)
def propose() -> ResponseReturnValue:
    form = read_form(CorrectionIn())
    row = attempt(
        form,
        lambda value: actions.propose(db.session(), current_user.label, current_user.name, value),
    )
    if row is None:
        return _form_page(form), 422
    db.session.commit()
    flash(_("Thank you. A curator looks at it; until then nothing changes."))
    curates = may(Permission.CURATE_VOCABULARY)
    return redirect(url_for("vocabulary.index" if curates else "partnerships.home"), code=303)


@bp.get("")
@allow(Permission.CURATE_VOCABULARY)
def index() -> ResponseReturnValue:
    form = read_query(StateIn())
    state = form.value["state"] if form.value else None
    return render_template(
        "vocabulary/index.html",
        corrections=queries.corrections(db.session(), state),
        name=_name,
    )


def _decide(correction_id: int, decide: Decide) -> ResponseReturnValue:
    row = queries.correction(db.session(), correction_id)
    decide(db.session(), current_user.label, current_user.name, row)
    db.session.commit()
    actions.publish(db.session())
    return redirect(url_for("vocabulary.index"), code=303)


@bp.post("/<key:correction_id>/confirm")
@allow(Permission.CURATE_VOCABULARY)
def confirm(correction_id: int) -> ResponseReturnValue:
    return _decide(correction_id, actions.confirm)


@bp.post("/<key:correction_id>/refuse")
@allow(Permission.CURATE_VOCABULARY)
def refuse(correction_id: int) -> ResponseReturnValue:
    return _decide(correction_id, actions.refuse)


@bp.post("/<key:correction_id>/take-back")
@allow(Permission.CURATE_VOCABULARY)
def take_back(correction_id: int) -> ResponseReturnValue:
    return _decide(correction_id, actions.take_back)
