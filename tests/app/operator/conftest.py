"""A service of its own in a folder, as an operator has it, with an edition that is planned."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy.orm import Session

from app.cli import main
from app.database import db
from app.factory import create_app

Run = Callable[..., tuple[int, str]]
Service = Callable[[], AbstractContextManager[Session]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Give a function that runs a command of a fresh service: exit code and what was printed."""
    monkeypatch.setenv("NETINVET_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("NETINVET_ENV", "test")
    monkeypatch.setenv("NETINVET_QUEUE_URL", "immediate:")

    def command(*arguments: str, typed: str | None = None) -> tuple[int, str]:
        result = CliRunner().invoke(main, list(arguments), input=typed)
        return result.exit_code, result.output

    assert command("migrate")[0] == 0
    return command


@pytest.fixture
def service(run: Run) -> Service:
    """Give the database of that service, to fill it and to look at it."""

    @contextmanager
    def opened() -> Iterator[Session]:
        app = create_app()
        with app.app_context():
            yield db.session()
            db.session.commit()

    return opened
