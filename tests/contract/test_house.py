"""The house is in order: small files, each saying what it is for, one head of migrations."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from app.migrations import config_for

ROOT = Path(__file__).parents[2]
LONGEST = 300
MODULES = sorted(
    path
    for folder in ("app", "matching", "planner", "tests")
    for path in (ROOT / folder).rglob("*.py")
    if "versions" not in path.parts and path.stat().st_size
)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_short_and_says_what_it_is_for(path: Path) -> None:
    text = path.read_text()

    assert len(text.splitlines()) <= LONGEST
    assert ast.get_docstring(ast.parse(text)), "a module begins with what it is for"


def test_the_top_level_holds_only_the_owners_folders() -> None:
    folders = {path.name for path in ROOT.iterdir() if path.is_dir() and path.name[0] != "."}

    made_by_tools = {"var", "build", "netinvet.egg-info", "__pycache__"}
    assert folders - made_by_tools == {"app", "matching", "planner", "seeds", "tests"}


def test_migrations_have_one_head() -> None:
    script = ScriptDirectory.from_config(config_for(create_engine("sqlite://")))

    assert len(script.get_heads()) == 1


def test_imports_point_one_way() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout
