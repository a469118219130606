"""A school's pages: its needs and offers, suggestions, partnerships, requests and searches."""

from app.partnerships.pages import following, home, needs, offers, requesting, searches, weighing
from app.partnerships.pages.blueprint import bp

__all__ = ["bp", "following", "home", "needs", "offers", "requesting", "searches", "weighing"]
