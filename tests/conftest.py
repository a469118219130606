"""The scene of every test that needs the service: both databases, the app, who is signed in."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextvars import Context
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from apiflask import APIFlask
from argon2 import PasswordHasher, profiles
from flask import has_app_context
from flask.testing import FlaskClient
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from sqlalchemy import event
from sqlalchemy.orm import Session

from app import migrations
from app.accounts import actions, passwords, tokens
from app.accounts.models import Account, Purpose, Role
from app.database import db
from app.factory import create_app
from app.models import metadata
from app.settings import ROOT, Settings
from tests import postgres
from tests.builders.accounts import make_account
from tests.builders.told import tables_written, untold
from tests.builders.trail import unguarded_trail

BAD_REQUEST = 400

hypothesis_settings.register_profile(
    "house",
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],  # pace is no law
    derandomize=bool(os.environ.get("CI")),  # a change is judged by the same examples twice
)
hypothesis_settings.load_profile("house")
passwords.hasher = PasswordHasher.from_parameters(profiles.CHEAPEST)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--db",
        choices=["both", "sqlite", "postgresql"],
        default="both",
        help="run what needs a database on one engine only",
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "engine_name" in metafunc.fixturenames:
        chosen = metafunc.config.getoption("--db")
        names = ["sqlite", "postgresql"] if chosen == "both" else [chosen]
        metafunc.parametrize("engine_name", names, scope="session")


@pytest.fixture(scope="session")
def data_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="netinvet-tests-"))
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("NETINVET_DATA", str(folder))
        yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[Callable[[], str]]:
    """Give the address of a PostgreSQL server, started when it is first asked for."""
    with postgres.lazy_server() as address:
        yield address


@pytest.fixture(scope="session")
def database_url(engine_name: str, data_folder: Path, postgres_url: Callable[[], str]) -> str:
    if engine_name == "postgresql":
        return postgres_url()
    return f"sqlite:///{data_folder / 'tests.db'}"


@pytest.fixture(scope="session")
def service_settings(database_url: str, data_folder: Path) -> Settings:
    return Settings(
        environment="test",
        data=data_folder,
        database_url=database_url,
        secret_key="only for tests",
        base_url="http://localhost",
        queue_url="immediate:",
        seeds=ROOT / "seeds",
    )


@pytest.fixture(scope="session")
def built_app(service_settings: Settings) -> Iterator[APIFlask]:
    app = create_app(service_settings, config={"TESTING": True, "WTF_CSRF_ENABLED": False})
    with app.app_context():
        migrations.upgrade(db.engine)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


MakeApp = Callable[..., APIFlask]


@pytest.fixture
def make_app(service_settings: Settings) -> Iterator[MakeApp]:
    """Give a function that builds another app on the same database, and close what it opened.

    Its arguments are settings that differ, and `config` for Flask's own.
    """
    built: list[APIFlask] = []

    def make(config: dict[str, object], **differing: object) -> APIFlask:
        settings = replace(service_settings, **differing)  # type: ignore[arg-type]
        built.append(create_app(settings, config={"TESTING": True} | config))
        return built[-1]

    yield make
    for app in built:
        with app.app_context():
            db.engine.dispose()


class CommittingClient(FlaskClient):
    """A client that lets the test's own transaction end before each request.

    A request runs in a context of its own, as it does in the service: neither `g` nor the
    database session is the test's. As a client of the API does, it gives each POST a key of
    its own, unless the test gives one. Whatever a request changes must be told by an event.
    """

    def open(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 -- werkzeug's signature
        if kwargs.get("method") == "POST" and str(args[:1]).startswith("('/api/"):
            given = dict(kwargs.get("headers") or {})
            kwargs["headers"] = {"Idempotency-Key": uuid4().hex} | given
        if not has_app_context():  # a redirect that is being followed
            return super().open(*args, **kwargs)
        db.session.commit()
        with tables_written(db.engine) as written:
            answer = Context().run(super().open, *args, **kwargs)
        if answer.status_code < BAD_REQUEST:
            assert untold(written) == set(), "changed without an event in the trail"
        db.session.expire_all()
        return answer


@pytest.fixture
def app(built_app: APIFlask) -> Iterator[APIFlask]:
    built_app.test_client_class = CommittingClient
    with built_app.app_context():
        yield built_app
        db.session.rollback()
        with unguarded_trail(db.session()):
            for table in reversed(metadata.sorted_tables):
                db.session.execute(table.delete())
        db.session.remove()


@pytest.fixture
def session(app: APIFlask) -> Session:
    return db.session()


@pytest.fixture
def client(app: APIFlask) -> FlaskClient:
    return app.test_client()


SignIn = Callable[[Account], FlaskClient]


@pytest.fixture
def sign_in(app: APIFlask, session: Session) -> SignIn:
    """Give a function that signs an account in, by its one-time link, on a client of its own."""

    def enter(account: Account) -> FlaskClient:
        client = app.test_client()
        secret = actions.send_sign_in_link(session, account.email, "http://localhost")
        answer = client.post(f"/sign-in/{secret}")
        assert answer.status_code == 303
        return client

    return enter


@pytest.fixture
def as_organiser(session: Session, sign_in: SignIn) -> FlaskClient:
    return sign_in(make_account(session, role=Role.ORGANISER))


@pytest.fixture
def api_token(session: Session) -> Callable[[Account], dict[str, str]]:
    """Give a function that returns the headers of an account's API requests."""

    def headers(account: Account) -> dict[str, str]:
        secret = tokens.issue(session, Purpose.API, account_id=account.id)
        session.commit()
        return {"Authorization": f"Bearer {secret}"}

    return headers


@pytest.fixture
def statements(app: APIFlask) -> Iterator[list[str]]:
    """Collect every SQL statement that runs while the test does."""
    seen: list[str] = []

    def note(_c: object, _cur: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)
