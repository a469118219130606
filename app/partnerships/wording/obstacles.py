"""Obstacles, and the changes that would take them away, as sentences by the matcher's codes."""

from flask_babel import gettext as _
from flask_babel import ngettext

from app.organisations.models import Sector
from app.partnerships.models import Kind
from app.partnerships.wording.words import Facts, Words, asked, schemes, tongue, written_day
from app.web.locales import country
from app.web.sentences import said

OBSTACLES: dict[str, Words] = {
    "other_kind": lambda _facts: _("another kind of stay is offered"),
    "not_abroad": lambda _facts: _("in the school's own country"),
    "other_country": lambda _facts: _("in a country that is not asked for"),
    "other_sector": lambda _facts: _("in another sector"),
    "no_shared_language": lambda _facts: _("no language in common"),
    "no_common_period": lambda _facts: _("not open long enough in the period"),
    "too_few_places": lambda _facts: _("too few places free"),
    "no_host_family": lambda _facts: _("no host family"),
    "not_accredited": lambda facts: (
        _("without a valid %(schemes)s", schemes=schemes(facts["schemes"]))
        if facts.get("schemes")
        else _("without a charter or accreditation that is required")
    ),
    "too_far": lambda _facts: _("further away than asked for"),
    "journey_too_long": lambda _facts: _("a longer journey than asked for"),
    "minors_not_taken": lambda _facts: _("the host takes no minors"),
    "language_below_asked": lambda facts: (
        _("the host asks for %(languages)s", languages=asked(facts["asked"]))
        if facts.get("asked")
        else _("the learners' language level is below what the host asks for")
    ),
    "stay_too_short": lambda _facts: _("the host takes longer stays only"),
    "eqf_not_taken": lambda _facts: _("the host takes other EQF levels"),
    "group_too_small": lambda _facts: _("the group is smaller than the host's smallest"),
    "group_too_large": lambda _facts: _("the group is larger than the host's largest"),
    "sender_not_accredited": lambda _facts: _("your school lacks what the host asks for"),
}
"""Code of a rule → why an offer cannot serve a need; with no facts, said of many offers."""


def _moved(facts: Facts) -> str:
    weeks = facts["weeks"]
    if weeks > 0:
        return ngettext("Start %(num)s week later", "Start %(num)s weeks later", weeks)
    return ngettext("Start %(num)s week earlier", "Start %(num)s weeks earlier", -weeks)


CHANGES: dict[str, Words] = {
    "move_window": _moved,
    "fewer_weeks": lambda facts: ngettext(
        "Stay only %(num)s week", "Stay only %(num)s weeks", facts["weeks"]
    ),
    "more_weeks": lambda facts: ngettext(
        "Stay %(num)s week", "Stay %(num)s weeks", facts["weeks"]
    ),
    "fewer_learners": lambda facts: ngettext(
        "Send only %(num)s learner", "Send only %(num)s learners", facts["learners"]
    ),
    "more_learners": lambda facts: ngettext(
        "Send %(num)s learner", "Send %(num)s learners", facts["learners"]
    ),
    "stay_in_country": lambda facts: _(
        "Accept hosts in %(country)s", country=country(facts["country"])
    ),
    "add_country": lambda facts: _(
        "Add %(country)s to the countries", country=country(facts["country"])
    ),
    "family_as_wish": lambda _facts: _("Do without a host family"),
    "raise_language": lambda facts: _("Reach %(language)s before leaving", language=tongue(facts)),
    "widen_distance": lambda facts: _(
        "Look as far as %(kilometres)s km", kilometres=facts["kilometres"]
    ),
    "widen_journey": lambda facts: _(
        "Accept a journey of %(minutes)s minutes", minutes=facts["minutes"]
    ),
    "sender_obtains": lambda facts: _(
        "Your school obtains: %(schemes)s", schemes=schemes(facts["schemes"])
    ),
    "host_offers_kind": lambda facts: _(
        "The host would offer: %(kind)s", kind=said(Kind(facts["kind"]))
    ),
    "host_adds_sector": lambda facts: _(
        "The host would open to: %(sector)s", sector=said(Sector(facts["sector"]))
    ),
    "host_opens_weeks": lambda facts: _(
        "The host would open %(weeks)s weeks from %(day)s",
        weeks=facts["weeks"],
        day=written_day(facts["first"]),
    ),
    "host_adds_places": lambda facts: _(
        "The host would offer %(places)s places", places=facts["places"]
    ),
    "host_obtains": lambda facts: _(
        "The host would hold: %(schemes)s, until %(day)s",
        schemes=schemes(facts["schemes"]),
        day=written_day(facts["until"]),
    ),
    "host_takes_minors": lambda _facts: _("The host would take minors"),
    "host_takes_eqf": lambda facts: _(
        "The host would take EQF level %(level)s", level=facts["eqf"]
    ),
    "host_shorter_stay": lambda facts: ngettext(
        "The host would take stays of %(num)s week",
        "The host would take stays of %(num)s weeks",
        facts["weeks"],
    ),
    "host_smaller_group": lambda facts: _(
        "The host would take a group of %(learners)s", learners=facts["learners"]
    ),
    "host_larger_group": lambda facts: _(
        "The host would take a group of %(learners)s", learners=facts["learners"]
    ),
}
"""Code of a change → what would help."""
