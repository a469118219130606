"""The organiser's pages about plans: the workbench, runs, pins, drafts."""

from app.plans.pages import drafts, events, lists, pins, runs, workbench
from app.plans.pages.blueprint import bp

__all__ = ["bp", "drafts", "events", "lists", "pins", "runs", "workbench"]
