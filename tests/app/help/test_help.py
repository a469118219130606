"""Help explains everything that there is: settings, errors, commands, columns, operations."""

import ast
import re
from pathlib import Path
from types import ModuleType
from typing import Any, cast

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient

from app.cli import COMMANDS
from app.help import operations, reference
from app.help.pages import TEXTS
from app.imports.targets import TARGETS
from app.web import errors
from app.web.locales import LOCALES

ROOT = Path(__file__).parents[3]
HELP = ROOT / "app" / "help"


def codes_written_in(module: ModuleType) -> set[str]:
    """Return the codes that a module of answers writes down itself."""
    found = set()
    for node in ast.walk(ast.parse(Path(str(module.__file__)).read_text())):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "answer":
            found |= {str(one.value) for one in node.args[1:2] if isinstance(one, ast.Constant)}
        if isinstance(node, ast.Tuple) and len(node.elts) == 2:
            first = node.elts[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                found.add(first.value)
    return {code for code in found if re.fullmatch(r"[a-z_]+", str(code))}


def test_every_setting_is_explained_with_its_default(client: FlaskClient) -> None:
    shown = client.get("/help/settings").text

    names = {one.name.removeprefix("NETINVET_") for one in reference.settings()}
    assert names == reference.SETTINGS.keys()
    assert all(f"NETINVET_{name}" in shown for name in names)
    assert "http://127.0.0.1:8000" in shown


def test_every_code_of_an_error_is_explained(client: FlaskClient) -> None:
    shown = client.get("/help/api").text

    known = {code for code, _status, _words in reference.error_codes()}
    there_are = reference.codes_of_refusals() | codes_written_in(errors)
    assert there_are - {"refused", "http_error"} <= known
    assert all(f"<code>{code}</code>" in shown for code in known)


def test_every_command_is_explained(client: FlaskClient) -> None:
    shown = client.get("/help/commands").text

    described = reference.commands()
    assert {one.name.split()[1] for one in described} == COMMANDS.keys()
    assert [one.name for one in described if not one.explanation] == []
    assert all(f"<code>{one.name}</code>" in shown for one in described)


def test_every_column_of_every_sheet_is_explained(client: FlaskClient) -> None:
    shown = client.get("/help/sheets").text

    assert all(f'id="{name}"' in shown for name in TARGETS)
    columns = {field for target in TARGETS.values() for field in target.fields}
    assert [name for name in columns if f"<code>{name}</code>" not in shown] == []


def test_every_operation_is_shown_with_its_fields(app: APIFlask, client: FlaskClient) -> None:
    shown = client.get("/api/docs", follow_redirects=True).text

    document = cast("dict[str, Any]", app.spec)
    paths = document["paths"]
    assert [path for path in paths if path not in shown] == []
    described = [one for rows in operations.groups(document).values() for one in rows]
    assert len(described) == sum(len(one.keys() - {"parameters"}) for one in paths.values())
    saving = next(one for one in described if one.path.endswith("/needs") and one.method == "POST")
    assert {"learners", "starts_on"} <= {field.name for field in saving.body if field.is_needed}
    assert "Idempotency-Key" in {field.name for field in saving.parameters}


@pytest.mark.parametrize("name", TEXTS)
def test_each_text_says_the_same_in_every_language(name: str) -> None:
    shapes = {
        language: re.findall(
            r"<(h2|p|code|strong)\b", (HELP / language / f"{name}.html").read_text()
        )
        for language in LOCALES
    }

    assert len({tuple(shape) for shape in shapes.values()}) == 1, shapes


@pytest.mark.parametrize("language", sorted(LOCALES))
def test_a_reader_gets_their_language(client: FlaskClient, language: str) -> None:
    client.post("/language", data={"locale": language})

    shown = client.get("/help/organiser").text

    opening = (HELP / language / "organiser.html").read_text().splitlines()[0]
    assert opening in shown


def test_the_help_is_in_the_navigation_and_leads_everywhere(client: FlaskClient) -> None:
    front = client.get("/").text
    index = client.get("/help").text

    assert 'href="/help"' in front
    leads_to = set(re.findall(r'href="(/help/[a-z]+)"', index))
    assert leads_to == {f"/help/{name}" for name in (*TEXTS, "settings", "commands", "sheets")} | {
        "/help/operations"
    }
    assert {client.get(path).status_code for path in leads_to} == {200}
    assert client.get("/help/nothing").status_code == 404


def test_the_readme_names_every_command_and_no_other() -> None:
    text = (ROOT / "README.md").read_text()
    rows = [line for line in text.splitlines() if line.startswith("| `netinvet ")]
    named = {
        part.split()[0]
        for line in rows
        for part in re.findall(r"`(?:netinvet )?([^`]+)`", line.split("|")[1])
    }

    assert named == COMMANDS.keys()
