"""Whose organisation the reader may change."""

from flask_login import current_user

from app.accounts.permissions import Permission, may


def own_id() -> int | None:
    """Return the only organisation that the reader may change; None stands for all of them."""
    if may(Permission.EDIT_DIRECTORY):
        return None
    return current_user.organisation_id or 0


def may_edit(organisation_id: int) -> bool:
    """Say whether the reader may change an organisation."""
    return may(Permission.EDIT_OWN_ORGANISATION) and own_id() in (None, organisation_id)
