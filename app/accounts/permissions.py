"""Who may do what, as one table; `allow` is how a route names its permission."""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.link_paths import LINK_PATHS, below
from app.accounts.models import Role
from app.errors import Gone, NotAllowed
from app.web.problems import Unauthenticated

P = ParamSpec("P")
R = TypeVar("R")


class Permission(StrEnum):
    """A kind of thing that a person may do; on which rows, the queries decide."""

    OPEN_TO_ALL = "open_to_all"
    SEE_DIRECTORY = "see_directory"
    EDIT_DIRECTORY = "edit_directory"
    EDIT_OWN_ORGANISATION = "edit_own_organisation"
    IMPORT_SHEETS = "import_sheets"
    EXPORT_SHEETS = "export_sheets"
    SEARCH_PARTNERS = "search_partners"
    EDIT_PARTNERSHIPS = "edit_partnerships"
    SET_WEIGHTS = "set_weights"
    PLACE_NEEDS = "place_needs"
    CURATE_VOCABULARY = "curate_vocabulary"
    SEE_FORUMS = "see_forums"
    EDIT_FORUMS = "edit_forums"
    REGISTER_COLLEAGUES = "register_colleagues"
    PLAN_VISITS = "plan_visits"
    PUBLISH_PLANS = "publish_plans"
    SEE_OWN_ITINERARY = "see_own_itinerary"
    MANAGE_ITINERARY_LINKS = "manage_itinerary_links"
    WRITE_HOST_NOTES = "write_host_notes"
    SEE_CONSORTIA = "see_consortia"
    EDIT_CONSORTIA = "edit_consortia"
    EDIT_MOBILITIES = "edit_mobilities"
    SEE_INCIDENTS = "see_incidents"
    SEE_REPORTS = "see_reports"
    MANAGE_ACCOUNTS = "manage_accounts"
    OWN_ACCOUNT = "own_account"


_SCHOOL = frozenset(
    {
        Permission.SEE_DIRECTORY,
        Permission.EDIT_OWN_ORGANISATION,
        Permission.SEARCH_PARTNERS,
        Permission.EDIT_PARTNERSHIPS,
        Permission.SEE_FORUMS,
        Permission.REGISTER_COLLEAGUES,
        Permission.WRITE_HOST_NOTES,
        Permission.SEE_CONSORTIA,
        Permission.EDIT_MOBILITIES,
        Permission.SEE_INCIDENTS,
        Permission.OWN_ACCOUNT,
    }
)
_ORGANISER = frozenset(Permission) - {
    Permission.SEE_OWN_ITINERARY,
    Permission.REGISTER_COLLEAGUES,  # organisers edit everybody's rows
}

GRANTED: dict[Role, frozenset[Permission]] = {
    Role.ORGANISER: _ORGANISER,
    Role.PLANNER: _ORGANISER
    - {
        Permission.PUBLISH_PLANS,
        Permission.MANAGE_ACCOUNTS,
        Permission.SET_WEIGHTS,
        Permission.SEE_INCIDENTS,
    },
    Role.COORDINATOR: _SCHOOL | {Permission.EDIT_CONSORTIA, Permission.SEE_REPORTS},
    Role.SCHOOL: _SCHOOL,
    Role.HOST: frozenset(
        {
            Permission.SEE_DIRECTORY,
            Permission.EDIT_OWN_ORGANISATION,
            Permission.EDIT_PARTNERSHIPS,
            Permission.WRITE_HOST_NOTES,
            Permission.OWN_ACCOUNT,
        }
    ),
    Role.STAFF: frozenset({Permission.SEE_OWN_ITINERARY}),
}
"""Role → what it grants. The matrix test walks every route with every role."""


def needs_second_factor(role: Role) -> bool:
    """Say whether a role reaches so much that a password or a mailbox must not be enough."""
    return bool(GRANTED[role] & {Permission.EXPORT_SHEETS, Permission.MANAGE_ACCOUNTS})


def may(permission: Permission) -> bool:
    """Say whether whoever asks may do this kind of thing.

    Who still has to set up a second factor may do nothing but that.
    """
    if permission is Permission.OPEN_TO_ALL:
        return True
    if not current_user.is_authenticated or permission not in GRANTED[current_user.role]:
        return False
    return permission is Permission.OWN_ACCOUNT or not current_user.lacks_second_factor


def allow(permission: Permission) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let a route run only for people whose role grants the permission.

    Anonymous readers of pages are sent to sign in (303); of the API, told so (401).
    """

    def mark(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R | ResponseReturnValue:
            if may(permission):
                return view(*args, **kwargs)
            if not current_user.is_authenticated:
                return _ask_to_sign_in()
            if current_user.lacks_second_factor:
                return redirect(url_for("second_factor.show"), code=303)
            raise NotAllowed(_("Your role does not allow this."))

        guarded.permission = permission  # type: ignore[attr-defined]  # read by the route test
        return guarded  # type: ignore[return-value]  # a redirect is a response as well

    return mark


def _ask_to_sign_in() -> ResponseReturnValue:
    if any(name in session and below(request, path) for path, (name, _p) in LINK_PATHS.items()):
        raise Gone(_("This link has been taken back or has expired. Please ask the organisers."))
    if request.path.startswith("/api/"):
        raise Unauthenticated
    if request.method == "GET":
        session["next"] = request.full_path.rstrip("?")
    return redirect(url_for("accounts.sign_in"), code=303)
