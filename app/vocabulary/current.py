"""The linker that the service uses, made anew when a curator or operator changes the files."""

import logging
import time
from functools import lru_cache
from pathlib import Path

from app.vocabulary.folders import SHIPPED, data_folder
from matching.vocabulary import Linker, Vocabulary, VocabularyFault
from matching.vocabulary.store import ADDED, CORRECTIONS, read_added, read_corrections

SECONDS_BETWEEN_LOOKS = 5.0
"""How soon a change of the files is noticed."""

State = tuple[tuple[str, int], ...]
"""The files and when each was changed."""

log = logging.getLogger(__name__)


def linker() -> Linker:
    """Return the linker over the present files; over the last good ones while they have a fault.

    Raises `VocabularyFault` if there never were good ones.
    """
    return _CURRENT.linker()


def read_vocabulary(folder: Path, data: Path) -> Vocabulary:
    """Read the vocabulary of a folder, with what ESCO adds to it and curators corrected."""
    return Vocabulary.load(folder).with_labels(read_added(data)).corrected(read_corrections(data))


@lru_cache(maxsize=2)
def _linker(folder: Path, data: Path, state: State) -> Linker:  # noqa: ARG001 -- the state is what the answer depends on
    return Linker(read_vocabulary(folder, data))


class Current:
    """Remembers the linker of a folder, and looks now and then whether its files have changed."""

    def __init__(self, folder: Path = SHIPPED, *, seconds: float = SECONDS_BETWEEN_LOOKS) -> None:
        self._folder, self._seconds = folder, seconds
        self._looked_at = float("-inf")
        self._last: Linker | None = None

    def linker(self) -> Linker:
        """Return the linker, made anew if the files have changed since the last look."""
        if self._last is None or time.monotonic() - self._looked_at >= self._seconds:
            self._looked_at = time.monotonic()
            self._last = self._made()
        return self._last

    def _made(self) -> Linker:
        data = data_folder()
        files = [*self._folder.rglob("*.tsv"), *data.glob(ADDED), *data.glob(CORRECTIONS)]
        state = tuple(sorted((str(path), path.stat().st_mtime_ns) for path in files))
        try:
            return _linker(self._folder, data, state)
        except VocabularyFault as fault:
            if self._last is None:
                raise
            log.warning("the vocabulary is kept as it was: %s", fault)
            return self._last


_CURRENT = Current()
