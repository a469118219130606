"""The data map names every column, and only columns that exist, in words that it knows."""

from app.models import metadata
from app.privacy.data_map import LEVELS, LINKS, RETENTIONS, Column, columns


def lines() -> list[Column]:
    return [line for table in columns().values() for line in table]


def test_every_column_stands_in_the_map_once() -> None:
    wanted = sorted((t.name, c.name) for t in metadata.tables.values() for c in t.columns)

    assert sorted((line.table, line.column) for line in lines()) == wanted


def test_the_map_uses_only_known_words() -> None:
    for line in lines():
        assert line.level in LEVELS, line
        assert line.link in LINKS, line
        assert line.retention in RETENTIONS, line
        assert line.purpose, line
        assert line.erase in ("keep", "blank", "row", "number") or line.erase.startswith("="), line


def test_what_is_sensitive_or_secret_never_outlives_the_person() -> None:
    kept = [line for line in lines() if line.level == "sensitive" and line.erase == "keep"]

    assert kept == []
