"""What the help pages read from the code: settings, commands, codes of errors."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import click
from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.cli import COMMANDS, main
from app.errors import Refusal
from app.settings import settings_from
from app.web.problems import status_of

SETTINGS: Mapping[str, LazyString] = {
    "ENV": _("“demo”, or “production”, which refuses to run unsafely."),
    "DATA": _("The folder of the database, the queue and the secret key."),
    "DATABASE_URL": _("Another database: postgresql+psycopg://user:password@host/name."),
    "QUEUE_URL": _("Another queue, for workers on several machines: postgresql:// or redis://."),
    "BASE_URL": _("The address that readers use; it stands in links. https:// in production."),
    "TRUSTED_HOSTS": _("Names under which the service may be asked for, with commas between."),
    "PROXY_HOPS": _("How many proxies of your own stand before the service."),
    "SECRET_KEY": _("The key that signs sessions; made at the first start if you give none."),
    "PREVIOUS_SECRET_KEY": _("The key before, so that a new one signs nobody out."),
    "MAIL_URL": _(
        "The mail server: smtp://, smtps:// or smtp+starttls://user:password@host:port."
    ),
    "MAIL_FROM": _("The sender of all mails."),
    "LIMITS_URL": _("Where tries are counted; redis:// where several web processes run."),
    "TILES_URL": _("Map tiles instead of the base map that is shipped."),
    "NOMINATIM_DOMAIN": _("A Nominatim server that finds street addresses; towns need none."),
    "LEASE_SECONDS": _("After so many seconds of silence another worker takes a search over."),
    "SOLVE_SECONDS": _("How long the planner searches where nobody says otherwise."),
    "GRANT_ROUNDING": _("How grants are rounded to whole euros: half-up or half-even."),
}
"""What each setting is for; each is read from the environment with NETINVET_ before it."""

ERRORS: Mapping[str, LazyString] = {
    "bad_request": _("The request cannot be read: check that the body is JSON in UTF-8."),
    "idempotency_key_needed": _("Send an Idempotency-Key of your own making."),
    "unreadable_file": _("The file is not a sheet that can be read; the title says why."),
    "csrf": _("A form of the pages has expired; the API never answers so."),
    "unauthenticated": _("Send “Authorization: Bearer TOKEN” with a token that is valid."),
    "not_allowed": _("Your role does not allow it."),
    "not_found": _("There is no such thing, or it is none of yours."),
    "method_not_allowed": _("The address takes other methods; the header Allow names them."),
    "conflict": _("Fine in itself, but not as things stand; the title says why."),
    "gone": _("It was there, and has been taken back or has expired."),
    "stale": _("Somebody has changed it since: read it again and send the new ETag."),
    "too_large": _("A request holds at most 5 MB."),
    "unsupported_media_type": _("Send application/json, or a form with a file where one is due."),
    "invalid": _("Some values cannot be right; “fields” says which and why."),
    "precondition_required": _("Send If-Match with the ETag that you read."),
    "too_many": _("Too often: wait as long as Retry-After says, or a day for lists of people."),
    "http_error": _("Something that HTTP itself refuses; the status says what."),
    "unavailable": _("The service is busy or its database away: try again in a moment."),
    "our_fault": _("An error of ours; “request_id” helps to find it."),
    "refused": _("Refused; the title says why."),
}
"""What to do about each code of an error."""

OTHERS: Mapping[str, int] = {
    "bad_request": 400,
    "csrf": 400,
    "unauthenticated": 401,
    "method_not_allowed": 405,
    "too_large": 413,
    "unsupported_media_type": 415,
    "unavailable": 503,
    "our_fault": 500,
}
"""Codes that no refusal of ours carries → their status."""


@dataclass(frozen=True, slots=True)
class Setting:
    name: str
    default: str
    explanation: LazyString


class _Recorder(dict[str, str]):
    """An environment that states nothing and notes what is asked for, with its default."""

    def get(self, name: str, default: str = "") -> str:  # type: ignore[override]  # notes as well
        self[name] = default
        return "x" if name == "NETINVET_SECRET_KEY" else default


def settings() -> list[Setting]:
    """Return every setting that the service reads, with its default."""
    asked = _Recorder()
    settings_from(asked)
    return [
        Setting(name, _shown(default), SETTINGS[name.removeprefix("NETINVET_")])
        for name, default in asked.items()
        if name.startswith("NETINVET_")
    ]


def _shown(default: str) -> str:
    """Return a default without the folder in which this service happens to run."""
    return "sqlite" if default.startswith("sqlite:") else default


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    name: str
    usage: str
    explanation: str
    options: tuple[tuple[str, str], ...]


def commands() -> list[Command]:
    """Return every command, those of groups one by one, with their options."""
    context = click.Context(main, info_name="netinvet")
    return [
        one
        for name in sorted(COMMANDS)
        if (found := main.get_command(context, name)) is not None
        for one in _described(f"netinvet {name}", found)
    ]


def _described(name: str, command: click.Command) -> Iterator[Command]:
    if isinstance(command, click.Group):
        for inner, found in command.commands.items():
            yield from _described(f"{name} {inner}", found)
        return
    context = click.Context(command, info_name=name)
    options = [param for param in command.params if isinstance(param, click.Option)]
    yield Command(
        name=name,
        usage=" ".join([name, *command.collect_usage_pieces(context)[1:]]),
        explanation=command.help or "",
        options=tuple((", ".join(one.opts), one.help or "") for one in options),
    )


def error_codes() -> list[tuple[str, int, LazyString]]:
    """Return every code that an error may carry, with its status and what to do about it."""
    ours = {kind.code: status_of(kind("")) for kind in _kinds_of_refusals()} | dict(OTHERS)
    return [(code, status, ERRORS[code]) for code, status in sorted(ours.items(), key=_by_status)]


def _by_status(pair: tuple[str, int]) -> tuple[int, str]:
    return pair[1], pair[0]


def codes_of_refusals() -> set[str]:
    """Return the code of every kind of refusal that there is."""
    return {kind.code for kind in _kinds_of_refusals()}


def _kinds_of_refusals() -> list[type[Refusal]]:
    found = Refusal.__subclasses__()
    for kind in found:
        found += kind.__subclasses__()
    return found
