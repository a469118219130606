"""Which organisation may ask to join a consortium."""

from app.accounts.permissions import Permission, may
from app.organisations.askers import own_id


def joining_id() -> int | None:
    """Return the reader's school; None for coordinators, who see no consortium but their own."""
    return None if may(Permission.EDIT_CONSORTIA) else own_id()
