"""The pages of the mobilities: list, form, one mobility with its parts, documents."""

from app.mobilities.pages import downloads, listing, module, parts
from app.mobilities.pages.blueprint import bp

__all__ = ["bp", "downloads", "listing", "module", "parts"]
