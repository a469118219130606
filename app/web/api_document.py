"""The OpenAPI document: what every operation shares, said once."""

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
    app.spec_processor(_complete)


def _complete(spec: Any) -> Any:  # noqa: ANN401 -- an apispec object or its dict
    components = spec.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = PROBLEM
    components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    spec["security"] = [{"token": []}]
    spec["paths"] = {
        path: operations
        for path, operations in spec.get("paths", {}).items()
        if path.startswith("/api/")
    }
    for operations in spec["paths"].values():
        for operation in operations.values():
            if isinstance(operation, dict) and "responses" in operation:
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
