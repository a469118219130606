"""Placings in words: where one stands, and what is proved about it."""

from flask_babel import gettext as _

from app.placings.models import Placing, PlacingState
from app.web.locales import number
from app.web.sentences import says


@says(PlacingState)
def _state(state: PlacingState) -> str:
    return {
        PlacingState.WAITING: _("waiting for a worker"),
        PlacingState.FINISHED: _("finished"),
        PlacingState.FAILED: _("failed"),
    }[state]


def outcome(row: Placing) -> str:
    """Return in a sentence how many needs have a place, and how good that is at least."""
    if row.state is PlacingState.WAITING:
        return _("Waiting for a worker; this page looks again by itself.")
    if row.state is PlacingState.FAILED:
        return _("This placing failed for a fault of the service. Please ask for it again.")
    figures = row.figures
    found = _(
        "%(placed)s of %(needs)s needs have a place.",
        placed=figures["placed"],
        needs=figures["needs"],
    )
    if figures["is_optimal"]:
        proof = _("No better placing of the pairs looked at exists: proved.")
    else:
        gap = number(figures["gap"] * 100, 2)
        proof = _("A better placing could be worth at most %(gap)s %% more.", gap=gap)
    return f"{found} {proof}"
