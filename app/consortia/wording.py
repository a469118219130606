"""The words for the codes of consortia."""

from flask_babel import gettext as _

from app.consortia.models import ErasmusField, NoteKind
from app.web.sentences import says


@says(ErasmusField)
def erasmus_field(value: ErasmusField) -> str:
    return {
        ErasmusField.VET: _("Vocational education and training"),
        ErasmusField.HIGHER_EDUCATION: _("Higher education"),
    }[value]


@says(NoteKind)
def note_kind(value: NoteKind) -> str:
    return {
        NoteKind.GOOD_PRACTICE: _("Good practice"),
        NoteKind.MINUTES: _("Minutes of a meeting"),
    }[value]
