"""The words for the indicators of a forum."""

from flask_babel import gettext as _

from app.reports.indicators import Kind
from app.web.sentences import says


@says(Kind)
def kind(value: Kind) -> str:
    return {
        Kind.WISHES: _("Wishes met"),
        Kind.KEPT: _("Visits kept"),
        Kind.ANSWERS: _("Answers in 10 days"),
        Kind.AGREEMENTS: _("Agreements in 12 months"),
    }[value]
