"""Files as answers, the same from pages and API."""

from flask import Response

from app.imports.writing import MIME, Format


def file_answer(content: bytes, name: str, format: Format) -> Response:
    """Return a file to be kept, not shown."""
    answer = Response(content, content_type=MIME[format])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{format.value}"'
    return answer
