"""Needs, offers, suggestions, partnerships and requests over the API."""

from app.partnerships.api import following, keeping, requesting, weighing
from app.partnerships.api.blueprint import bp

__all__ = ["bp", "following", "keeping", "requesting", "weighing"]
