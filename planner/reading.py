"""Strict reading of JSON: every fault is kept with its path, and reading goes on past it."""

import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from planner.faults import Fault, InvalidProblem

FILE_LIMIT_BYTES = 32_000_000
"""A larger file is refused unread; the largest forum known takes a fifth of a megabyte."""

TEXT_LIMIT = 500
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}", re.ASCII)
_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*", re.ASCII)


class _Object(dict[str, Any]):
    """A JSON object that remembers which keys came twice."""

    repeated: tuple[str, ...] = ()


def _object(pairs: list[tuple[str, Any]]) -> _Object:
    made = _Object(pairs)
    times = Counter(key for key, _ in pairs)
    made.repeated = tuple(key for key, number in times.items() if number > 1)
    return made


def read_json(path: Path) -> "Node":
    """Return the root of a JSON file; raise InvalidProblem when it is no JSON at all."""
    try:
        if path.stat().st_size > FILE_LIMIT_BYTES:
            raise _refusal("file_too_large", f"The file is larger than {FILE_LIMIT_BYTES} bytes.")
        return read_text(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise _refusal("not_utf8", "The file is not UTF-8 text.") from None
    except OSError as error:
        raise _refusal(
            "unreadable", f"The file cannot be read: {error.strerror or error}."
        ) from None


def read_text(text: str) -> "Node":
    """Return the root of a JSON text; raise InvalidProblem when it is no JSON at all."""
    try:
        return Node(json.loads(text, object_pairs_hook=_object), "$", [])
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise _refusal("not_json", f"The file is not JSON: {error.msg} at {where}.") from None
    except RecursionError:
        raise _refusal("too_deep", "The file is nested too deeply.") from None
    except ValueError:
        raise _refusal("number_too_long", "The file holds a number that is too long.") from None


def _refusal(code: str, text: str) -> InvalidProblem:
    return InvalidProblem([Fault("$", code, text)])


@dataclass(frozen=True, slots=True)
class Node:
    """A value of the file with its path; a value that is wrong reads as a harmless one."""

    value: Any
    path: str
    faults: list[Fault] = field(repr=False)

    def wrong(self, code: str, text: str, **parameters: str | float) -> None:
        self.faults.append(Fault(self.path, code, text, parameters))

    def __getitem__(self, key: str) -> "Node":
        """Return what stands under a key that must be there."""
        child = self.get(key)
        if child is None:
            child = self._child(key, _Missing)
            child.wrong("missing", f"The key “{key}” is missing.", key=key)
        return child

    def get(self, key: str) -> "Node | None":
        """Return what stands under a key, None when nothing or null does."""
        if not isinstance(self.value, dict) or self.value.get(key) is None:
            return None
        return self._child(key, self.value[key])

    def _child(self, key: str, value: object) -> "Node":
        step = f".{key}" if _KEY.fullmatch(key) else f"[{json.dumps(key)}]"
        return Node(value, self.path + step, self.faults)

    def record(self) -> "Node":
        """Return this node, once it is sure that it is an object without repeated keys."""
        if isinstance(self.value, _Object):
            for key in self.value.repeated:
                self._child(key, None).wrong(
                    "repeated_key", f"The key {json.dumps(key)} stands here twice.", key=key
                )
            return self
        self._expected("an object")
        return Node(_Object(), self.path, self.faults)

    def fields(self) -> Iterator[tuple[str, "Node"]]:
        for key, value in self.record().value.items():
            child = self._child(key, value)
            if _can_be_written(key):
                yield key, child
            else:
                child.wrong("not_text", "The key holds characters that cannot be written.")

    def items(self) -> Iterator["Node"]:
        if not isinstance(self.value, list):
            self._expected("a list")
            return
        for i, value in enumerate(self.value):
            yield Node(value, f"{self.path}[{i}]", self.faults)

    def text(self) -> str:
        if isinstance(self.value, str):
            if not _can_be_written(self.value):
                self.wrong("not_text", "The text holds characters that cannot be written.")
                return ""
            if len(self.value) <= TEXT_LIMIT:
                return self.value
            self.wrong("text_too_long", f"A text of at most {TEXT_LIMIT} characters is expected.")
            return ""
        self._expected("a text")
        return ""

    def texts(self) -> tuple[str, ...]:
        return tuple(item.text() for item in self.items())

    def identifier(self) -> str:
        text = self.text()
        if isinstance(self.value, str) and not self.value.strip():
            self.wrong("empty_id", "An id may not be empty.")
        return text

    def number(self, low: float, high: float) -> float:
        """Return a finite number between two limits, both included; `low` when it is wrong."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            self._expected("a number")
        elif not math.isfinite(self.value):
            self.wrong("not_finite", "The number is not finite.")
        elif not low <= self.value <= high:
            self.wrong(
                "out_of_range",
                f"The number must lie between {low} and {high}.",
                low=low,
                high=high,
            )
        else:
            return self.value
        return low

    def whole(self, low: int, high: int) -> int:
        number = self.number(low, high)
        if number != int(number):
            self.wrong("not_whole", "The number must be whole.")
        return int(number)

    def time(self) -> datetime | None:
        """Return a local time to the minute; None when it is none."""
        if isinstance(self.value, str) and _TIME.fullmatch(self.value):
            try:
                return datetime.fromisoformat(self.value)
            except ValueError:
                pass
        self._expected("a time such as 2027-04-14T09:30")
        return None

    def minute(self, epoch: datetime) -> int:
        moment = self.time()
        return 0 if moment is None else (moment - epoch) // timedelta(minutes=1)

    def _expected(self, what: str) -> None:
        if self.value is not _Missing:
            self.wrong("unexpected", f"Here {what} is expected.", expected=what)


def _can_be_written(text: str) -> bool:
    """Say whether a text has neither NUL nor half a character, so that files can hold it."""
    return "\x00" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


class _Missing:
    """Stands for a value that is not there, so that it is reported once."""
