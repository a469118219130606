"""The help pages; journeys are texts in `help/LANGUAGE`, the rest is read from the code."""

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from app.accounts.permissions import Permission, allow
from app.errors import NotFound
from app.help import operations, reference
from app.imports.explaining import columns
from app.imports.targets import TARGETS
from app.imports.wording import sheet_about, sheet_name

bp = Blueprint("help", __name__, template_folder=".")

JOURNEYS = ("organiser", "school", "staff")
TEXTS = (*JOURNEYS, "api")
"""Pages whose text stands in a file for each language."""


def _titles() -> dict[str, str]:
    return {
        "organiser": _("Plan the visits of a forum"),
        "school": _("Find partners for learners"),
        "staff": _("Your week on the phone"),
        "api": _("Use the API"),
    }


@bp.get("/help")
@allow(Permission.OPEN_TO_ALL)
def index() -> ResponseReturnValue:
    return render_template("help/index.html", titles=_titles(), journeys=JOURNEYS)


@bp.get("/help/<name>")
@allow(Permission.OPEN_TO_ALL)
def text(name: str) -> ResponseReturnValue:
    """Show a journey, or how the API is used."""
    if name not in TEXTS:
        raise NotFound(_("There is nothing here."))
    return render_template(
        "help/text.html",
        title=_titles()[name],
        file=f"{str(get_locale() or 'en')[:2]}/{name}.html",
        codes=reference.error_codes() if name == "api" else [],
    )


@bp.get("/help/settings")
@allow(Permission.OPEN_TO_ALL)
def settings() -> ResponseReturnValue:
    return render_template("help/settings.html", settings=reference.settings())


@bp.get("/help/commands")
@allow(Permission.OPEN_TO_ALL)
def commands() -> ResponseReturnValue:
    return render_template("help/commands.html", commands=reference.commands())


@bp.get("/help/sheets")
@allow(Permission.OPEN_TO_ALL)
def sheets() -> ResponseReturnValue:
    """Show every kind of sheet with its columns."""
    found = [
        (name, sheet_name(name), sheet_about(name), columns(target))
        for name, target in TARGETS.items()
    ]
    return render_template("help/sheets.html", sheets=found)


@bp.get("/help/operations")
@allow(Permission.OPEN_TO_ALL)
def api_operations() -> ResponseReturnValue:
    """Show what the API's description says, without a script and from nowhere else."""
    groups = operations.groups(current_app.spec)  # type: ignore[attr-defined]  # APIFlask's
    return render_template("help/operations.html", groups=groups)


@bp.get("/api/docs")
@allow(Permission.OPEN_TO_ALL)
def api_docs() -> ResponseReturnValue:
    """Lead to the pages about the API from where people look for them."""
    return redirect(url_for("help.api_operations"), code=303)
