"""The Erasmus+ rules of each call year: may a mobility be funded, and with how much.

Pure: knows neither Flask nor the database. The rules are rows of `seeds/reference/erasmus`, one
set a call year and field; a further year is further rows. `estimate(case, book)` answers a
`Case` with an `Estimate`: a verdict with its reasons, and one line an amount, each with the page
it comes from. Reasons are codes with parameters; `app.grants.sentences` says them.

    >>> from datetime import date
    >>> from app.grants.rules import Case, Place, estimate, read_book
    >>> lyon, barcelona = Place("FR", 45.74906, 4.84789), Place("ES", 41.38879, 2.15899)
    >>> case = Case(call_year="2026", field="VET", action="KA121", activity="SM-JOB-SHDW",
    ...             participant="staff", origin=lyon, destination=barcelona,
    ...             activity_days=5, travel_days=2)
    >>> answer = estimate(case, read_book())
    >>> answer.verdict.value, answer.project.low, answer.project.high
    ('yes', Decimal('974'), Decimal('1492'))
"""

from app.grants.rules.answers import Amount, Code, Estimate, Heading, Line, Reason, Verdict
from app.grants.rules.cases import Case, Place, kilometres
from app.grants.rules.estimates import Settings, estimate
from app.grants.rules.rates import AgencyRate, AgencyRates, Ties, read_agency_rates
from app.grants.rules.reading import BadTable, read_book
from app.grants.rules.tables import Activity, Band, CallRules, RuleBook

__all__ = [
    "Activity",
    "AgencyRate",
    "AgencyRates",
    "Amount",
    "BadTable",
    "Band",
    "CallRules",
    "Case",
    "Code",
    "Estimate",
    "Heading",
    "Line",
    "Place",
    "Reason",
    "RuleBook",
    "Settings",
    "Ties",
    "Verdict",
    "estimate",
    "kilometres",
    "read_agency_rates",
    "read_book",
]
