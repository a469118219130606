"""How often one address, or one account, may knock."""

from collections.abc import Callable, Iterable
from functools import wraps
from ipaddress import IPv6Address, ip_address

from flask import current_app, request
from flask.typing import ResponseReturnValue
from flask_limiter import Limiter
from limits import RateLimitItem, parse_many
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter
from werkzeug.exceptions import TooManyRequests

from app.errors import NotFound

GUESSES = parse_many("10 per 15 minutes; 50 per day")
"""How often somebody may guess at what only one person knows."""
WRONG_LINKS = parse_many("20 per 5 minutes")
"""How many links that never were one neighbourhood may try."""


def neighbourhood() -> str:
    """Return whom a request counts for: an IPv4 address, or the /64 that one household has."""
    given = request.remote_addr or "127.0.0.1"
    try:
        address = ip_address(given)
    except ValueError:
        return given
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or int(address) >> 64)
    return given


limiter = Limiter(key_func=neighbourhood, default_limits=[], headers_enabled=False)


def count_guess(kind: str, *whose: object) -> None:
    """Count a guess at somebody's secret. Raises TooManyRequests."""
    _count(GUESSES, kind, *whose)


def few_wrong(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """Refuse more wrong links of a neighbourhood; right ones open whatever its others tried."""

    @wraps(view)
    def counted(*arguments: object, **named: object) -> ResponseReturnValue:
        try:
            return view(*arguments, **named)
        except NotFound:
            _count(WRONG_LINKS, "link", neighbourhood())
            raise

    return counted


def _count(limits: Iterable[RateLimitItem], kind: str, *whose: object) -> None:
    if not current_app.config["RATELIMIT_ENABLED"]:
        return
    counter = _counter()
    if not all(counter.hit(limit, kind, *map(str, whose)) for limit in limits):
        raise TooManyRequests


def _counter() -> FixedWindowRateLimiter:
    """Return this application's counter, made at first use."""
    counter: FixedWindowRateLimiter | None = current_app.extensions.get("guesses")
    if counter is None:
        counter = FixedWindowRateLimiter(
            storage_from_string(current_app.config["RATELIMIT_STORAGE_URI"])
        )
        current_app.extensions["guesses"] = counter
    return counter
