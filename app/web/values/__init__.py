"""Values that enter at any door: what a field may hold, and the sentence when it may not.

The same schemas read JSON, forms and spreadsheets. JSON states its types; forms and sheets
carry text, so numbers and booleans may then be written as text (`as_typed`).
"""

from app.web.values.base import InSchema, QueryIn, as_typed, sentences, typed_by_hand
from app.web.values.numbers import LARGEST, Number, Whole, YesNo
from app.web.values.texts import (
    Choice,
    Code,
    Country,
    Email,
    Language,
    Several,
    Text,
    folded,
    normal_email,
)
from app.web.values.times import Day, Moment, WallClock, Zone

__all__ = [
    "LARGEST",
    "Choice",
    "Code",
    "Country",
    "Day",
    "Email",
    "InSchema",
    "Language",
    "Moment",
    "Number",
    "QueryIn",
    "Several",
    "Text",
    "WallClock",
    "Whole",
    "YesNo",
    "Zone",
    "as_typed",
    "folded",
    "normal_email",
    "sentences",
    "typed_by_hand",
]
