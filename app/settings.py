"""Where the service runs and with what: read once from the environment."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).parent.parent
"""The folder that holds the packages and `seeds/`."""


SHORTEST_SECRET = 32
"""Characters below which a secret could be guessed."""


class BadSettings(Exception):
    """The environment asks for something that cannot or must not run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings of one running service; /help/settings explains each."""

    environment: str = "demo"
    data: Path = Path("var")
    database_url: str = ""
    secret_key: str = ""
    previous_secret_key: str = ""
    base_url: str = "http://127.0.0.1:8000"
    trusted_hosts: tuple[str, ...] = ()
    proxy_hops: int = 0
    mail_url: str = "outbox:"
    mail_from: str = "NETINVET <noreply@localhost>"
    queue_url: str = ""
    limits_url: str = "memory://"
    tiles_url: str = ""
    nominatim_domain: str = ""
    lease_seconds: int = 15
    solve_seconds: int = 60
    grant_rounding: str = "half-up"
    needs_second_factor: bool = False
    seeds: Path = field(default=ROOT / "seeds")

    @property
    def secure(self) -> bool:
        """Whether readers reach the service over https, so that cookies may insist on it."""
        return self.base_url.startswith("https://")


def settings_from(environ: Mapping[str, str] | None = None) -> Settings:
    """Return the settings that the environment states.

    Raises BadSettings for a production service that would run unsafely.
    """
    given = os.environ if environ is None else environ
    read = _reader(given)
    data = Path(read("DATA", "var")).absolute()
    environment = read("ENV", "demo")
    if environment == "production" and given.get("FLASK_DEBUG", "0") not in ("", "0"):
        raise BadSettings("FLASK_DEBUG must be off when NETINVET_ENV is production.")
    base_url = read("BASE_URL", "http://127.0.0.1:8000").rstrip("/")
    if environment == "production" and not base_url.startswith("https://"):
        raise BadSettings("NETINVET_BASE_URL must begin with https:// in production.")
    stated_secret = read("SECRET_KEY", "")
    if environment == "production" and 0 < len(stated_secret) < SHORTEST_SECRET:
        raise BadSettings(f"NETINVET_SECRET_KEY needs at least {SHORTEST_SECRET} characters.")
    return Settings(
        environment=environment,
        data=data,
        database_url=read("DATABASE_URL", f"sqlite:///{data / 'netinvet.db'}"),
        secret_key=stated_secret or _kept_secret(data),
        previous_secret_key=read("PREVIOUS_SECRET_KEY", ""),
        base_url=base_url,
        trusted_hosts=_hosts(read("TRUSTED_HOSTS", ""), base_url, environment),
        proxy_hops=int(read("PROXY_HOPS", "0")),
        mail_url=read("MAIL_URL", "outbox:"),
        mail_from=read("MAIL_FROM", "NETINVET <noreply@localhost>"),
        queue_url=read("QUEUE_URL", f"sqlite:///{data / 'queue.db'}"),
        limits_url=read("LIMITS_URL", "memory://"),
        tiles_url=read("TILES_URL", ""),
        nominatim_domain=read("NOMINATIM_DOMAIN", ""),
        lease_seconds=int(read("LEASE_SECONDS", "15")),
        solve_seconds=int(read("SOLVE_SECONDS", "60")),
        grant_rounding=read("GRANT_ROUNDING", "half-up"),
        needs_second_factor=environment == "production",
    )


def _hosts(stated: str, base_url: str, environment: str) -> tuple[str, ...]:
    """Return the hosts that requests may name: in production at least, only our own."""
    hosts = tuple(host for host in stated.split(",") if host)
    return hosts or ((urlsplit(base_url).netloc,) if environment == "production" else ())


def _reader(given: Mapping[str, str]):  # type: ignore[no-untyped-def]  # noqa: ANN202 -- a closure of one line
    return lambda name, default: given.get(f"NETINVET_{name}", default)


def _kept_secret(data: Path) -> str:
    """Return the secret of this data folder; make it at the first start, readable by us alone."""
    path = data / "secret-key"
    data.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()
