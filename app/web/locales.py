"""Which language and zone a reader sees."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, format_time, format_timedelta
from babel.numbers import format_decimal
from flask import Flask, redirect, request, session
from flask.typing import ResponseReturnValue
from flask_babel import Babel, get_locale
from flask_babel import gettext as _
from flask_login import current_user

from app import clock

CATALOGUES = Path(__file__).parent.parent / "translations"


def _known_locales() -> dict[str, str]:
    """Return English and every language with a catalogue, each by its own name."""
    codes = [
        "en",
        *sorted(path.parts[-3] for path in CATALOGUES.glob("*/LC_MESSAGES/messages.po")),
    ]
    return {code: str(Locale.parse(code).get_display_name()).capitalize() for code in codes}


LOCALES = _known_locales()
"""The languages of the interface; a further one is one file in `translations`."""


LANGUAGES = (
    *("bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr", "hu", "is"),
    *("it", "lt", "lv", "mt", "nl", "no", "pl", "pt", "ro", "sk", "sl", "sv", "tr"),
)
"""Languages in which members write, offered for choice."""


def languages_by_name() -> list[tuple[str, str]]:
    """Return the languages to choose from, by their names in the reader's language."""
    return sorted(((code, language(code)) for code in LANGUAGES), key=lambda one: one[1].lower())


def countries_by_name(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Return countries to choose from, by their names in the reader's language."""
    return sorted(((code, country(code)) for code in set(codes)), key=lambda one: one[1].lower())


def set_up(app: Flask) -> None:
    app.config.setdefault("BABEL_DEFAULT_LOCALE", "en")
    Babel(app, locale_selector=chosen_locale)
    app.jinja_env.globals.update(get_locale=get_locale, LOCALES=LOCALES)
    app.jinja_env.filters.update(
        day=day,
        local_day=local_day,
        moment=moment,
        clock=wall_time,
        country=country,
        language=language,
        ago=ago,
        duration=duration,
        number=number,
    )
    app.add_url_rule("/language", "language", switch, methods=["POST"])


def chosen_locale() -> str:
    """Return the reader's language: chosen now, or of the account, or of the browser."""
    chosen = session.get("locale") if request else None
    if chosen in LOCALES:
        return str(chosen)
    if (
        request
        and current_user
        and current_user.is_authenticated
        and current_user.locale in LOCALES
    ):
        return str(current_user.locale)
    best = request.accept_languages.best_match(LOCALES) if request else None
    return best or "en"


def switch() -> ResponseReturnValue:
    """Change the language and stay on the page."""
    wanted = request.form.get("locale", "")
    if wanted in LOCALES:
        session["locale"] = wanted
    return redirect(local_path(request.form.get("next", "/")), code=303)


switch.permission = "open_to_all"  # type: ignore[attr-defined]  # read by the route test


def local_path(path: str) -> str:
    """Return the path if it is one of ours, else the front page: no open redirects."""
    is_ours = path.startswith("/") and not path.startswith(("//", "/\\"))
    return path if is_ours and "\\" not in path and path.isprintable() else "/"


def _locale() -> Locale:
    return get_locale() or Locale("en")


def _british(locale: Locale) -> Locale:
    return Locale("en", "GB") if locale.language == "en" else locale


def day(value: date | datetime, zone: str | None = None, style: str = "EEE d MMM y") -> str:
    """Show a day; of a moment, the day in a zone."""
    if isinstance(value, datetime) and zone:
        value = value.astimezone(ZoneInfo(zone))
    return format_date(value, style, locale=_british(_locale()))


def local_day(text: str) -> str:
    """Show the day of a local time such as 2027-03-18T09:00."""
    return day(date.fromisoformat(text[:10]), style="EEE d MMM")


def moment(value: datetime, zone: str) -> str:
    """Show a moment as day, time and the zone's name."""
    local = value.astimezone(ZoneInfo(zone))
    text = format_datetime(
        local, "EEE d MMM y, HH:mm", tzinfo=local.tzinfo, locale=_british(_locale())
    )
    return f"{text} ({zone})"


def wall_time(value: datetime | time, zone: str | None = None) -> str:
    """Show hours and minutes on the clock of a zone."""
    if isinstance(value, datetime) and zone:
        value = value.astimezone(ZoneInfo(zone)).time()
    return format_time(value, "HH:mm", locale=_british(_locale()))


def ago(value: datetime) -> str:
    """Show how long ago a moment was."""
    passed: timedelta = value - clock.now()
    return format_timedelta(passed, add_direction=True, locale=_british(_locale()))


def duration(minutes: int) -> str:
    """Show minutes as hours and minutes."""
    hours, rest = divmod(minutes, 60)
    if hours and rest:
        return _("%(hours)d h %(minutes)d min", hours=hours, minutes=rest)
    return _("%(hours)d h", hours=hours) if hours else _("%(minutes)d min", minutes=rest)


def number(value: float, decimals: int = 1) -> str:
    """Show a number with so many decimals, as the reader's language writes it."""
    return format_decimal(value, "#,##0." + "0" * decimals, locale=_british(_locale()))


def country(code: str) -> str:
    """Show a country's name in the reader's language."""
    return str(_locale().territories.get(code, code))


def language(code: str) -> str:
    """Show a language's name in the reader's language."""
    return str(_locale().languages.get(code, code))
