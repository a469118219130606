"""Why two entries may be the same, in words."""

from flask_babel import gettext as _

from app.duplicates.models import Verdict
from app.web.sentences import says


@says(Verdict)
def _verdict(verdict: Verdict) -> str:
    return {Verdict.MERGED: _("merged"), Verdict.DISTINCT: _("kept apart")}[verdict]


def because(code: str) -> str:
    """Return why two entries are proposed."""
    return {
        "same_oid": _("the same OID"),
        "same_name": _("the same name but for its spelling or legal form"),
        "alike": _("names that are nearly the same"),
    }[code]
