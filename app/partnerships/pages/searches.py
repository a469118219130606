"""Saved searches: kept, opened, taken away."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.permissions import Permission, allow
from app.database import db
from app.organisations.pages.blueprint import bp as directory
from app.partnerships import searches
from app.partnerships.pages.blueprint import bp
from app.partnerships.schemas import SavedSearchIn
from app.web.editing import attempt
from app.web.forms import read_form


@bp.post("/searches")
@allow(Permission.SEARCH_PARTNERS)
def save_search() -> ResponseReturnValue:
    form = read_form(SavedSearchIn())
    saved = attempt(
        form, lambda value: searches.save(db.session(), current_user.account_id, value)
    )
    if saved is None:
        flash(_("This search cannot be saved: please give it a name."))
        return redirect(url_for(f"{directory.name}.index"), code=303)
    db.session.commit()
    flash(_("Saved. You will hear of new entries once a day at most."))
    return redirect(url_for("partnerships.home"), code=303)


@bp.post("/searches/<key:search_id>/open")
@allow(Permission.SEARCH_PARTNERS)
def follow_search(search_id: int) -> ResponseReturnValue:
    """Open a search and loosen its brake; a post, as it changes something."""
    row = searches.search_of(db.session(), current_user.account_id, search_id)
    searches.opened(db.session(), row)
    db.session.commit()
    return redirect(f"{url_for(f'{directory.name}.index')}?{row.query}", code=303)


@bp.get("/searches/<key:search_id>")
@allow(Permission.SEARCH_PARTNERS)
def open_search(search_id: int) -> ResponseReturnValue:
    """Lead from a digest to the home page, where the search is opened with one press."""
    searches.search_of(db.session(), current_user.account_id, search_id)
    return redirect(f"{url_for('partnerships.home')}#searches", code=303)


@bp.post("/searches/<key:search_id>/drop")
@allow(Permission.SEARCH_PARTNERS)
def drop_search(search_id: int) -> ResponseReturnValue:
    row = searches.search_of(db.session(), current_user.account_id, search_id)
    searches.drop(db.session(), row)
    db.session.commit()
    return redirect(url_for("partnerships.home"), code=303)
