"""Every sentence that a person reads exists in every language of the interface."""

import io
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from app.web.locales import LOCALES

ROOT = Path(__file__).parents[2]
METHODS = [("app/**.py", "python"), ("app/templates/**.html", "jinja2")]
KEYWORDS = {"_": None, "_l": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}
TRANSLATED = [code for code in LOCALES if code != "en"]


@pytest.fixture(scope="module")
def wanted() -> Catalog:
    """Give what the code says, read from the code itself."""
    catalog = Catalog()
    for name, _line, message, comments, context in extract_from_dir(
        ROOT, method_map=METHODS, keywords=KEYWORDS, directory_filter=_is_ours
    ):
        catalog.add(message, locations=[(name, _line)], auto_comments=comments, context=context)
    return catalog


def _is_ours(folder: str) -> bool:
    return not any(part.startswith(".") for part in Path(folder).parts[-1:])


def catalogue(locale: str) -> Catalog:
    path = ROOT / "app" / "translations" / locale / "LC_MESSAGES" / "messages.po"
    return read_po(io.BytesIO(path.read_bytes()), locale=locale)


@pytest.mark.parametrize("locale", TRANSLATED)
def test_nothing_is_left_untranslated(locale: str, wanted: Catalog) -> None:
    translated = catalogue(locale)

    missing = [message.id for message in wanted if message.id and not _has(translated, message.id)]

    assert missing == []


def _has(translated: Catalog, key: Any) -> bool:  # noqa: ANN401 -- Babel's message ids
    found = translated.get(key)
    if found is None or found.fuzzy:
        return False
    texts = [found.string] if isinstance(found.string, str) else list(found.string or [""])
    return all(texts)


@pytest.mark.parametrize("locale", TRANSLATED)
def test_translations_keep_every_placeholder(locale: str) -> None:
    translated = catalogue(locale)

    wrong = {
        str(message.id): [str(problem) for problem in message.check(translated)]
        for message in translated
        if message.id and message.string
    }

    assert {key: problems for key, problems in wrong.items() if problems} == {}


@pytest.mark.parametrize("locale", TRANSLATED)
def test_no_translation_is_left_over(locale: str, wanted: Catalog) -> None:
    spare = [m.id for m in catalogue(locale) if m.id and wanted.get(m.id) is None]

    assert spare == []


def test_templates_leave_the_writing_of_numbers_to_the_readers_language() -> None:
    """A French reader expects a comma: the filter `number` writes it, a format does not."""
    by_hand = [
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "app/templates").rglob("*.html"))
        if 'f"|format(' in path.read_text(encoding="utf-8")
    ]
    assert by_hand == []
