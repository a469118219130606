"""Input that no honest client sends, in one place, for every test that needs it."""

import json
from collections.abc import Iterator

DEEP = "[" * 100_000 + "]" * 100_000

BODIES: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "application/json"),
    "a million bytes": (b'{"x": "' + b"a" * 1_000_000 + b'"}', "application/json"),
    "too large": (b'{"x": "' + b"a" * 6_000_000 + b'"}', "application/json"),
    "too deep": (DEEP.encode(), "application/json"),
    "deep objects": (b'{"a":' * 50_000 + b"1" + b"}" * 50_000, "application/json"),
    "many names": (
        json.dumps({f"n{i}": i for i in range(100_000)}).encode(),
        "application/json",
    ),
    "a number of 5,000 digits": (b'{"x": ' + b"9" * 5000 + b"}", "application/json"),
    "NaN": (b'{"x": NaN}', "application/json"),
    "Infinity": (b'{"x": Infinity}', "application/json"),
    "minus Infinity": (b'{"x": -Infinity}', "application/json"),
    "a number too large": (b'{"x": 1e400}', "application/json"),
    "doubled names": (b'{"x": 1, "x": 2}', "application/json"),
    "a lone number": (b"7", "application/json"),
    "a lone text": (b'"text"', "application/json"),
    "null": (b"null", "application/json"),
    "a list": (b"[]", "application/json"),
    "a byte order mark": (b"\xef\xbb\xbf{}", "application/json"),
    "UTF-16": ('{"x": 1}'.encode("utf-16"), "application/json"),
    "latin-1": ('{"x": "é"}'.encode("latin-1"), "application/json"),
    "a trailing comma": (b'{"x": 1,}', "application/json"),
    "half an object": (b'{"x": ', "application/json"),
    "a lone surrogate": (b'{"x": "\\ud800"}', "application/json"),
    "a comment": (b'{"x": 1} // y', "application/json"),
    "text, not JSON": (b'{"x": 1}', "text/plain"),
    "a form, not JSON": (b"x=1", "application/x-www-form-urlencoded"),
    "XML": (b"<x/>", "application/xml"),
    "multipart without boundary": (b"x", "multipart/form-data"),
    "an unknown field": (b'{"no_such_field": 1}', "application/json"),
    "privileges": (
        b'{"role": "organiser", "is_admin": true, "org_id": 1, "id": 1, "version": 1}',
        "application/json",
    ),
}
"""Whole bodies; none of them is a thing that any operation asks for."""

WRONG_TYPES: tuple[object, ...] = (
    True,
    [1],
    {"a": {"b": 1}},
    [[]],
    1.5,
    -1,
    2**31,
    2**63,
    2**64,
    -(2**63) - 1,
    1e308,
)
"""JSON values that fit hardly any field."""

_SCRIPTS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<svg/onload=alert(1)>",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "'-alert(1)-'",
    "</textarea><script>alert(1)</script>",
    "<a href='javascript:alert(1)'>x</a>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "{{7*7}}",
    "{% raw %}",
    "${7*7}",
    "#{7*7}",
    "<%= 7*7 %>",
    "%s%s%s%n",
    "%(x)s",
    "{0}{x}",
    '#read("/etc/passwd")',
    "\\input{/etc/passwd}",
)
_PATHS = (
    "../../../../etc/passwd",
    "..\\..\\windows",
    "\\\\server\\share",
    "file:///etc/passwd",
    "http://127.0.0.1:1/",
    "http://169.254.169.254/latest/",
    "http://2130706433/",
    "http://[::ffff:127.0.0.1]/",
    "http://x@127.0.0.1/",
    "/dev/zero",
    "con",
    "a/b",
    ".",
    "..",
)
_FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0", "＝1+1")
_SIGNS = (
    "",
    " ",
    "   ",
    "\x00",
    "a\x00b",
    "a\r\nBcc: x@example.org",
    "a\nb",
    "a\u2028b",
    "\u202egnp.exe",
    "a\u200bb",
    "e" + "\u0301" * 500,
    "é",
    "e\u0301",
    "İstanbul",
    "ß",
    "👩‍👩‍👧‍👦",
    "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "مرحبا",
    "１２",
    "١٢",
    "1_000",
    "a" * 300,
    "a" * 10_000,
    "Ω≈ç√",
    "\ufeffa",
    "\ufffe",
    "' OR 1=1 --",
    "'; DROP TABLE account; --",
    '"',
    "\\",
    "NULL",
    "None",
    "undefined",
    "true",
    "0",
    "-0",
    "1e309",
    "NaN",
)
_TIMES = (
    "2027-02-30",
    "2026-02-29",
    "0000-01-01",
    "0001-01-01",
    "9999-12-31",
    "10000-01-01",
    "2026-W10-1",
    "2026-060",
    "20260301",
    "2026-3-1",
    "2027-13-01",
    "2027-03-28T02:30",
    "2026-10-25T02:30",
    "2027-03-18T24:00",
    "2027-03-18T23:59:60",
    "2027-03-18T09:00Z",
    "2027-03-18T09:00+25:00",
    "Europe/Nowhere",
    "Europe/Kiev",
    "../Europe/Paris",
    "2027-03-18 09:00",
    "٢٠٢٧-٠٣-١٨",
)
_PLACES = ("NaN", "181", "-181", "91", "0,0", "48.85341000000000000000", "1e2", "FRA", "XX", "fr ")

TEXTS: tuple[str, ...] = (*_SCRIPTS, *_PATHS, *_FORMULAS, *_SIGNS, *_TIMES, *_PLACES)
"""Texts that must be refused or kept as what they are: never obeyed, never an error of ours."""

NUMBERS: tuple[int, ...] = (-1, 0, 2**31 - 1, 2**31, 2**53 + 1, 10**9, -(2**31))

QUERIES: tuple[str, ...] = (
    "page=-1",
    "page=0",
    "page=1000000000000000000000",
    "page=x",
    "page=1&page=2",
    "per_page=1000000000",
    "sort=password_hash",
    "q=%00",
    "q=%ff",
    "q=%ED%A0%80",
    "q=" + "a" * 5000,
    "sector=none",
    "country=%27",
    "lat=NaN&lon=181",
    "from=2027-02-30",
    "unknown=1",
    "a[]=1&a[b]=2",
)


def values() -> Iterator[object]:
    """Yield every single value, of every type."""
    yield from TEXTS
    yield from NUMBERS
    yield from WRONG_TYPES
    yield None
