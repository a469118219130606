"""The blueprint of the mobilities' pages, with the filters that its templates use."""

from flask import Blueprint

from app.consortia import wording as _consortia_wording  # noqa: F401 -- words the fields
from app.mobilities import wording

bp = Blueprint("mobilities", __name__, url_prefix="/mobilities")
bp.add_app_template_filter(wording.sentence, "blocker")
bp.add_app_template_global(wording.facts, "fact_labels")
