"""Plans over the API: everything that the organiser's pages do."""

from app.plans.api import drafts, events, lists, runs, versions, worth
from app.plans.api.blueprint import bp

__all__ = ["bp", "drafts", "events", "lists", "runs", "versions", "worth"]
