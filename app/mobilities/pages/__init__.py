"""The pages of the mobilities: list, form, one mobility with its parts, documents."""

from app.mobilities.pages import downloads, emergency, listing, module, parts
from app.mobilities.pages.blueprint import bp

__all__ = ["bp", "downloads", "emergency", "listing", "module", "parts"]
