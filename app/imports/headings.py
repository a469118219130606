"""Which column is which: titles in English or French, whatever their case and accents."""

import difflib
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from app.imports.titles import TITLES

PROBLEM_COLUMNS = frozenset({"problem", "probleme"})
"""The column that the sheet of rows to mend has more; it is never read."""


@dataclass(frozen=True, slots=True)
class HeadingFault:
    """What is wrong with the first row, at the title in question."""

    typed: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Columns:
    """Place of a column → field; field → its title as typed; and what is wrong with the titles.

    `width` is the number of columns that the heading spans.
    """

    width: int
    fields: dict[int, str]
    titles: dict[str, str]
    faults: tuple[HeadingFault, ...]


def folded(text: str) -> str:
    """Return a title without case, accents and punctuation."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in plain if sign.isalnum())


def understand(
    heading: Sequence[str], wanted: Collection[str], required: Collection[str]
) -> Columns:
    """Return which of the wanted fields the columns of a sheet hold.

    Doubled, unknown and missing columns are faults; columns without a title are left out.
    """
    names = {folded(name): field for field in wanted for name in (field, *TITLES[field])}
    fields: dict[int, str] = {}
    titles: dict[str, str] = {}
    faults: list[HeadingFault] = []
    for place, typed in enumerate(heading):
        key = folded(typed)
        if not key or key in PROBLEM_COLUMNS:
            continue
        field = names.get(key)
        if field is None:
            faults.append(HeadingFault(typed, _unknown(key, names)))
        elif field in titles:
            faults.append(HeadingFault(typed, _doubled(titles[field], typed)))
        else:
            fields[place] = field
            titles[field] = typed.strip()
    for field in sorted(set(required) - set(titles)):
        english, french = TITLES[field]
        sentence = _(
            "A column named %(english)s or %(french)s is needed.", english=english, french=french
        )
        faults.append(HeadingFault(field, sentence))
    return Columns(len(heading), fields, titles, tuple(faults))


def _unknown(key: str, names: dict[str, str]) -> str:
    near = difflib.get_close_matches(key, names, n=1, cutoff=0.7)
    if not near:
        return _("This sheet has no such column. Please remove it or correct its name.")
    return _("This sheet has no such column. Is %(title)s meant?", title=TITLES[names[near[0]]][0])


def _doubled(first: str, second: str) -> str:
    return _(
        "The columns %(first)s and %(second)s mean the same. Please remove one.",
        first=first,
        second=second,
    )
