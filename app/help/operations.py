"""The API's description as people read it: operations by subject, with their fields."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A value that goes in or comes out."""

    name: str
    kind: str
    is_needed: bool
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Field, ...]
    body: tuple[Field, ...]
    answers: tuple[tuple[str, str], ...]
    gives: tuple[Field, ...]


def groups(document: Document) -> dict[str, list[Operation]]:
    """Return the operations of each subject, in the order of the document."""
    found: dict[str, list[Operation]] = {tag["name"]: [] for tag in document.get("tags", [])}
    for path, described in document["paths"].items():
        for method, operation in described.items():
            if method not in ("get", "post", "put", "patch", "delete"):
                continue
            for tag in operation.get("tags", ["API"]):
                found.setdefault(tag, []).append(_operation(document, path, method, operation))
    return {tag: rows for tag, rows in found.items() if rows}


def _operation(document: Document, path: str, method: str, one: Document) -> Operation:
    content = one.get("requestBody", {}).get("content", {})
    body: Document = next((described.get("schema", {}) for described in content.values()), {})
    success: Document = next(
        (a for code, a in one["responses"].items() if code.startswith("2")), {}
    )
    given = success.get("content", {}).get("application/json", {}).get("schema", {})
    return Operation(
        method=method.upper(),
        path=path,
        summary=one.get("summary", ""),
        description=one.get("description", ""),
        parameters=tuple(
            Field(
                name=parameter["name"],
                kind=_kind(document, parameter.get("schema", {})),
                is_needed=bool(parameter.get("required")),
                note=parameter.get("description", "") or _place(parameter["in"]),
            )
            for parameter in one.get("parameters", [])
        ),
        body=_fields(document, body),
        answers=tuple((code, a["description"]) for code, a in sorted(one["responses"].items())),
        gives=_fields(document, given),
    )


def _place(where: str) -> str:
    return {"path": "in the address", "query": "after the ?", "header": "a header"}[where]


def _fields(document: Document, schema: Document) -> tuple[Field, ...]:
    schema = _resolved(document, schema)
    if schema.get("type") == "array":
        schema = _resolved(document, schema.get("items", {}))
    needed = set(schema.get("required", []))
    return tuple(
        Field(
            name=name,
            kind=_kind(document, inner),
            is_needed=name in needed,
            note=inner.get("description", ""),
        )
        for name, inner in schema.get("properties", {}).items()
    )


def _resolved(document: Document, schema: Document) -> Document:
    """Follow a reference to a named schema."""
    if "$ref" in schema:
        found: Document = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
        return found
    for one in schema.get("anyOf", []) or schema.get("allOf", []):
        if "$ref" in one:
            return _resolved(document, one)
    return schema


def _kind(document: Document, schema: Document) -> str:
    """Return what a value may be, in a few words."""
    inner = _resolved(document, schema)
    if "enum" in inner:
        return " | ".join(str(one) for one in inner["enum"] if one is not None)
    kind = inner.get("type", "text")
    kinds = [kind] if isinstance(kind, str) else list(kind)
    if "array" in kinds:
        return f"list of {_kind(document, inner.get('items', {}))}"
    words = " or ".join("text" if one == "string" else one for one in kinds)
    limits = [
        f"{word} {inner[name]}"
        for name, word in (("minimum", "from"), ("maximum", "to"), ("maxLength", "at most"))
        if name in inner
    ]
    if inner.get("format"):
        limits.insert(0, str(inner["format"]))
    return f"{words} ({', '.join(limits)})" if limits else words
