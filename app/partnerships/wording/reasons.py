"""The reasons of a score as sentences, by the matcher's codes."""

from flask_babel import gettext as _
from flask_babel import ngettext

from app.partnerships.wording.words import Facts, Words, concepts, schemes, tongue, written_day
from app.web.locales import country


def _occupation(facts: Facts) -> str:
    """Say the work in common; work without a common name may still be related."""
    if facts.get("concepts"):
        return _("same work: %(concepts)s", concepts=concepts(facts["concepts"]))
    return _("related work") if facts["value"] else _("other work")


def _language(facts: Facts) -> str:
    if facts.get("language"):
        return _("a common language: %(language)s", language=tongue(facts))
    return _("no common language is stated")


def _places(facts: Facts) -> str:
    return _(
        "%(places)s places free for %(learners)s learners",
        places=facts.get("places", "?"),
        learners=facts["learners"],
    )


CRITERIA: dict[str, Words] = {
    "sender.occupation": lambda _facts: _("the work"),
    "sender.profile": lambda _facts: _("the shared profile"),
    "sender.field": lambda _facts: _("the field of education"),
    "sender.eqf": lambda _facts: _("the EQF level"),
    "sender.language": lambda _facts: _("level of the common language"),
    "sender.period": lambda _facts: _("the period"),
    "sender.places": lambda _facts: _("number of places"),
    "sender.minors": lambda _facts: _("whether minors are taken"),
    "sender.host_family": lambda _facts: _("whether there are host families"),
    "sender.distance": lambda _facts: _("the distance"),
    "sender.travel_time": lambda _facts: _("the travel time"),
    "sender.accreditation": lambda _facts: _("charter and label"),
    "sender.past_success": lambda _facts: _("the host's past mobilities"),
    "sender.met_before": lambda _facts: _("whether you have met"),
    "sender.freshness": lambda _facts: _("when the entry was last confirmed"),
    "host.occupation": lambda _facts: _("the work, for the host"),
    "host.asked_occupation": lambda _facts: _("the work that the host looks for"),
    "host.asked_field": lambda _facts: _("the field that the host looks for"),
    "host.asked_language": lambda _facts: _("level of the language that the host asks for"),
    "host.sender_country": lambda _facts: _("the country that the host looks for"),
    "host.accompanied": lambda _facts: _("whether the group is accompanied"),
    "host.return_flow": lambda _facts: _("whether you host in return"),
    "host.sender_record": lambda _facts: _("your past mobilities"),
}
"""Code of a reason → what it is about, where the fact is unknown."""

REASONS: dict[str, Words] = {
    "sender.occupation": _occupation,
    "sender.profile": lambda facts: _("the shared profile %(profile)s", profile=facts["profile"]),
    "sender.field": lambda facts: _("the field of education %(field)s", field=facts["field"]),
    "sender.eqf": lambda facts: _("EQF level %(level)s", level=facts["eqf"]),
    "sender.language": _language,
    "sender.period": lambda facts: _(
        "open in %(open)s of the %(all)s weeks asked for",
        open=facts["open_weeks"],
        all=facts["window_weeks"],
    ),
    "sender.places": _places,
    "sender.minors": lambda _facts: _("minors are taken"),
    "sender.host_family": lambda _facts: _("lodging with host families"),
    "sender.distance": lambda facts: _(
        "%(kilometres)s km as the crow flies", kilometres=facts.get("kilometres", "?")
    ),
    "sender.travel_time": lambda facts: _(
        "%(minutes)s minutes of travel", minutes=facts.get("minutes", "?")
    ),
    "sender.accreditation": lambda facts: _(
        "holds: %(schemes)s", schemes=schemes(facts.get("schemes", "")) or "–"
    ),
    "sender.past_success": lambda facts: _(
        "%(good)s of %(all)s mobilities there went well",
        good=facts["went_well"],
        all=facts["done"],
    ),
    "sender.met_before": lambda facts: (
        _("you met at %(forum)s", forum=facts["forum"])
        if facts.get("forum")
        else _("you have not met yet")
    ),
    "sender.freshness": lambda facts: _(
        "the entry was confirmed on %(day)s", day=written_day(facts["confirmed_on"])
    ),
    "host.occupation": lambda facts: _("for the host: %(what)s", what=_occupation(facts)),
    "host.asked_occupation": lambda facts: _(
        "the host looks for this work: %(what)s", what=_occupation(facts)
    ),
    "host.asked_field": lambda facts: _(
        "the host looks for the field %(field)s", field=facts["field"]
    ),
    "host.asked_language": lambda facts: _(
        "you speak what the host asks for: %(language)s", language=tongue(facts)
    ),
    "host.sender_country": lambda facts: _(
        "the host's wish about countries, for %(country)s", country=country(facts["country"])
    ),
    "host.accompanied": lambda _facts: _("the host wants accompanied groups"),
    "host.return_flow": lambda _facts: _("the host wants learners in return"),
    "host.sender_record": lambda facts: _(
        "%(good)s of your %(all)s mobilities went well",
        good=facts["went_well"],
        all=facts["done"],
    ),
    "rest": lambda facts: ngettext(
        "%(num)s further criterion", "%(num)s further criteria", facts["count"]
    ),
}
"""Code of a reason → its sentence, where the fact is known."""
