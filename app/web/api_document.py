"""The OpenAPI document: what every operation shares, said once."""

import re
from collections.abc import Callable
from typing import Any

from apiflask import APIFlask

PROBLEM = {
    "type": "object",
    "required": ["status", "code", "title", "fields"],
    "properties": {
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "title": {"type": "string"},
        "fields": {
            "type": "object",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
        "request_id": {"type": "string"},
    },
}
IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "The ETag of the answer in which you read what you change.",
    "schema": {"type": "string"},
}
IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "Of your own making, such as a UUID. The same request with the same key is "
    "carried out once within 48 hours; a repetition gets the first answer.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 120},
}
NEEDED = {"needs_match": IF_MATCH, "needs_key": IDEMPOTENCY_KEY}
"""The mark that a decorator leaves on a view → the header that the view then needs."""
SHARED = {
    "400": "The request cannot be read",
    "401": "No valid API token",
    "403": "The role does not allow it",
    "404": "No such thing",
    "405": "This cannot be done at this address",
    "409": "Not in the present state of things",
    "412": "Changed meanwhile by somebody else",
    "413": "Too large",
    "415": "Another content type is expected",
    "422": "Some values cannot be right",
    "428": "If-Match is needed",
    "429": "Too many tries",
}


def set_up(app: APIFlask) -> None:
    """Describe security and errors of all operations."""
    app.config["OPENAPI_VERSION"] = "3.1.0"
    app.config["AUTO_404_RESPONSE"] = False
    app.config["AUTO_VALIDATION_ERROR_RESPONSE"] = False
    app.config["SYNC_LOCAL_SPEC"] = False
    app.spec_processor(lambda spec: _complete(spec, _views(app)))


def _views(app: APIFlask) -> dict[tuple[str, str], Callable[..., Any]]:
    """Return every view by its address, as the document writes it, and its method."""
    return {
        (re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", r"{\1}", rule.rule), method.lower()): view
        for rule in app.url_map.iter_rules()
        for method in rule.methods or ()
        if (view := app.view_functions.get(rule.endpoint))
    }


def _complete(spec: Any, views: dict[tuple[str, str], Callable[..., Any]]) -> Any:  # noqa: ANN401 -- an apispec object or its dict
    components = spec.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = PROBLEM
    components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    spec["security"] = [{"token": []}]
    spec["paths"] = {
        path: operations
        for path, operations in spec.get("paths", {}).items()
        if path.startswith("/api/")
    }
    for path, operations in spec["paths"].items():
        for method, operation in operations.items():
            if isinstance(operation, dict) and "responses" in operation:
                view = views[path, method]
                marks = [header for mark, header in NEEDED.items() if getattr(view, mark, False)]
                operation["parameters"] = [*operation.get("parameters", []), *marks]
                _complete_operation(operation)
    return spec


def _complete_operation(operation: dict[str, Any]) -> None:
    if "requestBody" in operation:
        operation["requestBody"]["required"] = True
    for parameter in operation.get("parameters", []):
        if parameter["in"] == "path" and parameter["name"].endswith("_id"):
            parameter["schema"] = {"type": "integer", "minimum": 1, "maximum": 2**31 - 1}
    for status, description in SHARED.items():
        operation["responses"][status] = {
            "description": operation["responses"].get(status, {}).get("description", description),
            "content": {
                "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
            },
        }
