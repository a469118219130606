"""The states of corrections in words."""

from flask_babel import gettext as _

from app.vocabulary.models import CorrectionState
from app.web.sentences import says


@says(CorrectionState)
def _state(state: CorrectionState) -> str:
    return {
        CorrectionState.PROPOSED: _("proposed"),
        CorrectionState.CONFIRMED: _("confirmed"),
        CorrectionState.REFUSED: _("refused"),
        CorrectionState.TAKEN_BACK: _("taken back"),
    }[state]
