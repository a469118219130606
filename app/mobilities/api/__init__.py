"""Mobilities over the API: the same sights, refusals and changes as their pages."""

from app.mobilities.api import emergency, files, keeping, proving
from app.mobilities.api.blueprint import bp

__all__ = ["bp", "emergency", "files", "keeping", "proving"]
