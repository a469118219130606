"""The words for the matters of a day."""

from flask_babel import gettext as _

from app.today.matters import MatterKind
from app.web.sentences import says


@says(MatterKind)
def matter(value: MatterKind) -> str:
    return {
        MatterKind.NIGHT_LATE: _("The work of the night has not been done"),
        MatterKind.LOST_MAILS: _("Mails that did not arrive"),
        MatterKind.FAILED_RUNS: _("Searches for a plan that failed"),
        MatterKind.DEPARTURE_STEPS: _("Departures with a step overdue"),
        MatterKind.UNANSWERED_REQUESTS: _("Requests that no host has answered for ten days"),
        MatterKind.OVERDUE_STEPS: _("Partnerships whose next step is overdue"),
        MatterKind.JOIN_REQUESTS: _("Schools that ask to join a consortium"),
        MatterKind.EXPIRING_CHARTERS: _("Charters and labels that expire within 60 days"),
        MatterKind.STALE_ENTRIES: _("Entries that nobody has confirmed for a year"),
    }[value]
