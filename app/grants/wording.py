"""The words for the codes of grants."""

import re
from decimal import Decimal

from babel.numbers import format_decimal
from flask_babel import get_locale
from flask_babel import gettext as _
from markupsafe import Markup, escape

from app.grants.days import Tag
from app.grants.rules import Amount, Heading, Verdict
from app.grants.schemas import Group, Participant
from app.web.sentences import says


@says(Heading)
def heading(value: Heading) -> str:
    return {
        Heading.TRAVEL: _("Travel"),
        Heading.INDIVIDUAL_SUPPORT: _("Individual support"),
        Heading.OTHER: _("Other"),
        Heading.ORGANISATIONAL_SUPPORT: _("Organisational support"),
        Heading.INCLUSION_SUPPORT: _("Inclusion support"),
    }[value]


@says(Verdict)
def verdict(value: Verdict) -> str:
    return {
        Verdict.YES: _("Eligible"),
        Verdict.NO: _("Not eligible"),
        Verdict.UNKNOWN: _("Not known"),
    }[value]


@says(Tag)
def tag(value: Tag) -> str:
    return {
        Tag.TRAINING: _("Training"),
        Tag.TRAVEL: _("Travel"),
        Tag.NOT_COUNTED: _("Not counted"),
    }[value]


@says(Participant)
def participant(value: Participant) -> str:
    return {
        Participant.STAFF: _("Staff and accompanying persons"),
        Participant.LEARNER: _("Learners"),
        Participant.STUDENT: _("Students"),
    }[value]


@says(Group)
def group(value: Group) -> str:
    return {
        Group.ONE: _("Group 1"),
        Group.TWO: _("Group 2"),
        Group.THREE: _("Group 3"),
        Group.MEDIUM: _("Same living cost"),
        Group.HIGHER: _("Higher living cost"),
        Group.LOWER: _("Lower living cost"),
    }[value]


def euros(value: Decimal) -> str:
    """Return an amount as readers write it, with cents only where there are any."""
    pattern = "#,##0" if value == value.to_integral_value() else "#,##0.00"
    text = format_decimal(value, pattern, locale=get_locale() or "en")
    return _("%(amount)s EUR", amount=text)


GUIDE = re.compile(r"\[(https://\S+/programme-guide-(\d{4})_en\.pdf#page=(\S+))\]")
"""The address of pages in a year's Programme Guide, as the tables and their sentences name it."""


def cited(sentence: str) -> Markup:
    """Return a sentence whose Programme Guide is named as people cite it, and linked."""
    parts, at = [], 0
    for found in GUIDE.finditer(sentence):
        address, year, pages = found.groups()
        link = Markup('[<a href="{}" rel="noreferrer">Erasmus+ Programme Guide {}, p. {}</a>]')
        parts += [escape(sentence[at : found.start()]), link.format(address, year, pages)]
        at = found.end()
    return Markup().join([*parts, escape(sentence[at:])])


def amount(value: Amount) -> str:
    """Return what is settled, or the bounds labelled as such, or that nothing is known."""
    if value.exact is not None:
        return euros(value.exact)
    if value.low is None or value.high is None:
        return _("not known")
    return _(
        "between %(low)s and %(high)s (bounds of the guide)",
        low=euros(value.low),
        high=euros(value.high),
    )
