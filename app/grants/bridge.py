"""The service's way to the pure rules: the book of all call years, and the rates entered."""

from functools import lru_cache
from pathlib import Path

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.grants import rules
from app.grants.models import AgencyRate
from app.settings import Settings

TIES = {"half-up": rules.Ties.UP, "half-even": rules.Ties.EVEN, "half-down": rules.Ties.DOWN}


def book() -> rules.RuleBook:
    """Return the rules of every call year that is loaded."""
    settings: Settings = current_app.config["SETTINGS"]
    return _read(settings.seeds / "reference" / "erasmus")


@lru_cache(maxsize=4)
def _read(folder: Path) -> rules.RuleBook:
    return rules.read_book(folder)


def settings_of(session: Session) -> rules.Settings:
    """Return the rates that organisers entered, and where half a euro goes."""
    service: Settings = current_app.config["SETTINGS"]
    rates = {
        (str(row.call_year), row.field.value, row.sending_country, row.participant, row.group): (
            rules.AgencyRate(row.euros, row.later, row.source)
        )
        for row in session.scalars(select(AgencyRate))
    }
    return rules.Settings(rules.AgencyRates(rates), TIES[service.grant_rounding])


def call_years() -> list[tuple[str, str]]:
    """Return the call years and fields whose rules are loaded."""
    return sorted(book().calls)
