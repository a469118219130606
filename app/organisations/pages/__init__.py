"""The directory's pages: looking around, and keeping one's own entry true."""

from app.organisations.pages import browse, edit
from app.organisations.pages.blueprint import bp

__all__ = ["bp", "browse", "edit"]
