"""Below which addresses a private link counts instead of an account."""

from flask import Request

from app.accounts.models import Purpose

LINK_PATHS = {"/me": ("link", Purpose.ITINERARY), "/host": ("host_link", Purpose.HOST_REPORT)}
"""Path → where the session keeps the private link that counts below it, and its purpose.

Elsewhere the account counts: all may live in one browser. Hosts with an account need no link.
"""


def below(asked: Request, path: str) -> bool:
    """Say whether a request is for a path or something below it."""
    return asked.path == path or asked.path.startswith(f"{path}/")
