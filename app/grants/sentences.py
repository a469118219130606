"""Sentences for the reasons that the rules give, in the reader's language."""

from collections.abc import Mapping
from decimal import Decimal

from babel import Locale
from flask_babel import LazyString, get_locale
from flask_babel import lazy_gettext as _

from app.grants.rules import Code, Estimate, Reason, Verdict

SENTENCES: Mapping[Code, LazyString] = {
    Code.NO_WHOLE_NUMBER: _(
        "“%(value)s” in column %(column)s cannot be read: give a whole number."
    ),
    Code.NO_YES_OR_NO: _("“%(value)s” in column %(column)s cannot be read: give yes or no."),
    Code.DATE_IMPOSSIBLE: _(
        "“%(value)s” in column %(column)s is no date: write year, month and day as 2026-10-12."
    ),
    Code.END_BEFORE_START: _("The end, %(end)s, lies before the start, %(start)s."),
    Code.BEFORE_CALL_YEAR: _(
        "The start, %(start)s, lies before the call year %(year)s: no project has begun by then."
    ),
    Code.MORE_DAYS_THAN_DATES: _(
        "%(days)s days of activity do not fit between start and end, which span %(dates)s."
    ),
    Code.NO_DAYS: _("Neither the days of activity nor start and end are given."),
    Code.NO_SUCH_ACTIVITY: _(
        "The rules of call year %(year)s (%(field)s) know no activity “%(activity)s”."
    ),
    Code.WRONG_PARTICIPANT: _(
        "%(activity)s is not for participants of the kind “%(participant)s” but for: %(allowed)s."
    ),
    Code.OWN_COUNTRY: _("A mobility goes abroad; start and destination are both in %(country)s."),
    Code.SENDER_OUTSIDE: _(
        "%(country)s is not associated to the programme, so %(action)s cannot send from there."
    ),
    Code.OUTSIDE_ACTION: _(
        "%(country)s is not associated to the programme; a project without accreditation"
        " (%(action)s) cannot involve it."
    ),
    Code.OUTSIDE_ACTIVITY: _(
        "%(activity)s takes place between EU and associated countries only;"
        " %(country)s is neither."
    ),
    Code.TOO_SHORT: _(
        "%(activity)s lasts at least %(least)s days without travel; here: %(days)s."
    ),
    Code.TOO_SHORT_OUTSIDE: _(
        "With a country not associated to the programme %(activity)s lasts at least"
        " %(least)s days; here: %(days)s."
    ),
    Code.TOO_LONG: _("%(activity)s lasts at most %(most)s days; here: %(days)s."),
    Code.TOO_SHORT_MONTHS: _(
        "%(activity)s lasts at least %(least)s months without travel; here: %(days)s days."
    ),
    Code.TOO_LONG_MONTHS: _("%(activity)s lasts at most %(most)s months; here: %(days)s days."),
    Code.TOO_MANY_PERSONS: _("%(activity)s takes at most %(most)s persons; here: %(persons)s."),
    Code.TOO_FEW_PERSONS: _("%(activity)s takes at least %(least)s persons; here: %(persons)s."),
    Code.PROJECT_CAP: _(
        "A project of the kind %(action)s has at most %(most)s participants; here: %(persons)s."
    ),
    Code.RULES_NOT_LOADED: _("Rules not loaded for call year %(year)s, field %(field)s."),
    Code.NO_ACTIVITY: _("No activity is named, so only travel can be worked out."),
    Code.ACTION_NOT_LISTED: _(
        "The rules of call year %(year)s (%(field)s) know no action “%(action)s”."
    ),
    Code.COUNTRY_NOT_LISTED: _(
        "The rules of call year %(year)s list no group for the country “%(country)s”."
    ),
    Code.PLACE_NOT_FOUND: _("The place “%(place)s” was not found."),
    Code.PLACE_AMBIGUOUS: _("“%(place)s” may be any of: %(candidates)s. Say which."),
    Code.DURATION_FITS: _("%(activity)s: %(days)s days, within %(least)s to %(most)s."),
    Code.JUSTIFY_FEWER_OPPORTUNITIES: _(
        "Under %(least)s days only for participants with fewer opportunities, if justified."
    ),
    Code.NEAR_EDGE: _(
        "At %(kilometres)s km the distance lies within 2 km of a band’s edge (%(edge)s km):"
        " confirm it with the Commission’s calculator."
    ),
    Code.TRAVEL_DAYS_CAPPED: _("%(given)s travel days are given, %(paid)s are paid for."),
    Code.OUTSIDE_NOT_STATED: _(
        "The table does not say whether %(activity)s may go to %(country)s: ask the agency."
    ),
    Code.AGENCY_RATE_OUTSIDE_RANGE: _(
        "The agency’s rate of %(euros)s EUR lies outside the guide’s range,"
        " %(low)s to %(high)s EUR: check it."
    ),
    Code.AGENCY_LATER_RATE_DIFFERS: _(
        "From day 15 the agency prints %(later)s EUR, the guide’s 70 %% would be %(share)s EUR."
    ),
    Code.CONDITIONAL_EXTRA: _(
        "Possible in addition under the guide’s conditions, not counted: %(item)s,"
        " %(euros)s EUR a participant."
    ),
    Code.CONDITIONAL_SHARE: _(
        "Possible under the guide’s conditions, not counted: %(item)s,"
        " %(percent)s %% of real cost."
    ),
    Code.NOTE_MENTOR: _("A main mentor is named, for at most 2 participants at a time."),
    Code.NOTE_COURSE_2023: _(
        "Participants come from at least two countries; attending a conference does not count."
    ),
    Code.NOTE_COURSE_2026: _(
        "One course a person and project; courses take at most half of the grant;"
        " attending a conference does not count."
    ),
    Code.NOTE_GROUP: _(
        "Learners of at least two countries take part; qualified staff stay throughout."
    ),
    Code.NOTE_WORK_BASED: _("A strong work-based part is required."),
    Code.NOTE_VENUE: _("The venue is the beneficiary or a member of its consortium."),
    Code.NOTE_SENDER_PAYS: _("Travel and subsistence are paid by the sending organisation."),
    Code.NOTE_SENDER_MAY_PAY: _(
        "Travel and subsistence only if the sending organisation gives none; not counted."
    ),
    Code.NOTE_PREPARATORY: _(
        "One preparatory visit a host, none for courses; for staff who organise,"
        " for learners exceptionally."
    ),
    Code.NOTE_ACCOMPANYING: _(
        "For minors, participants with fewer opportunities, or those needing supervision."
    ),
    Code.NOTE_TRAINEE: _("A month counts as 30 days."),
    Code.NOTE_VIRTUAL_PART: _("A blended mobility needs its virtual part."),
    Code.NOTE_TEACHING_HOURS: _(
        "At least 8 hours of teaching a week or shorter stay, 4 if combined with training."
    ),
    Code.NOTE_CONSECUTIVE: _("The minimum days are consecutive."),
    Code.NOTE_BLENDED: _("Within a blended intensive programme."),
    Code.DAY_OF_VISITS: _("Training: visits abroad: %(visits)s."),
    Code.DAY_OF_TRAVEL: _("Travel to or from the visits; does not count towards the minimum."),
    Code.DAY_OF_CONFERENCE: _("Not counted: attending a conference is no training."),
    Code.DAY_AT_HOME: _("Not counted: the visits are in %(country)s, the participant’s country."),
    Code.DAY_MISSED: _("Not counted: the participant was at none of the visits."),
    Code.DAY_OF_TRAVEL_BETWEEN: _("Not counted: a journey between days of training."),
    Code.DAY_OF_TRAVEL_ALONE: _("Not counted: a journey without any day of training."),
    Code.DAY_OF_TRAVEL_TOO_MANY: _("Not counted: %(paid)s travel days at most are paid for."),
    Code.DAY_FREE: _("Not counted: nothing takes place."),
    Code.DAYS_ENOUGH: _("%(days)s days of training; %(activity)s needs at least %(least)s."),
    Code.DAYS_TOO_FEW: _(
        "Only %(days)s days of training; %(activity)s needs at least %(least)s:"
        " %(missing)s missing."
    ),
    Code.DAYS_TOO_MANY: _("%(days)s days of training; %(activity)s lasts at most %(most)s."),
    Code.DAYS_NOT_CONSECUTIVE: _(
        "%(activity)s needs %(least)s days of training in a row; the longest run is %(longest)s."
    ),
    Code.TRAVEL_STANDARD: _(
        "Travel: %(persons)s × %(euros)s EUR, band of %(band)s km, standard travel."
    ),
    Code.TRAVEL_GREEN: _(
        "Travel: %(persons)s × %(euros)s EUR, band of %(band)s km, green travel."
    ),
    Code.TRAVEL_TOO_NEAR: _("No travel support below %(least)s km."),
    Code.TRAVEL_NOT_PAID: _("%(activity)s comes without travel support here."),
    Code.TRAVEL_UNKNOWN: _("Travel support is unknown without the distance."),
    Code.TRAVEL_GREEN_NOT_PRINTED: _(
        "Green travel support is unknown: the source prints the standard amount only."
    ),
    Code.SUPPORT_RANGE: _(
        "Individual support is bounded by the guide’s range until the agency’s rate is entered:"
        " %(low_total)s to %(high_total)s EUR (%(persons)s × %(days)s days at %(low)s–%(high)s EUR"
        " for group %(group)s, after %(full)s days at %(low_later)s–%(high_later)s EUR)."
    ),
    Code.SUPPORT_FIXED: _(
        "Individual support: %(persons)s × %(days)s days at %(low)s EUR,"
        " after %(full)s days at %(low_later)s EUR."
    ),
    Code.SUPPORT_AGENCY: _(
        "Individual support at the agency’s rate: %(persons)s × %(days)s days at %(euros)s EUR"
        " for group %(group)s, after %(full)s days at %(later)s EUR."
    ),
    Code.SUPPORT_NO_RATE: _(
        "Individual support is unknown: the tables hold no rate for it; enter the agency’s."
    ),
    Code.SUPPORT_MONTHS_RANGE: _(
        "Individual support is bounded by the guide’s range until the agency’s rate is entered:"
        " %(low_total)s to %(high_total)s EUR (%(persons)s × %(days)s days at %(low)s–%(high)s EUR"
        " a month)."
    ),
    Code.SUPPORT_MONTHS_FIXED: _(
        "Individual support: %(persons)s × %(days)s days at %(low)s EUR a month."
    ),
    Code.SUPPORT_MONTHS_AGENCY: _(
        "Individual support at the agency’s rate: %(persons)s × %(days)s days"
        " at %(euros)s EUR a month."
    ),
    Code.TOP_UP: _("%(item)s: %(persons)s × %(days)s days at %(euros)s EUR a month."),
    Code.COURSE_FEE: _(
        "Course fee: %(persons)s × %(each)s EUR (%(days)s days at %(euros)s EUR, capped"
        " where the guide says so)."
    ),
    Code.REINFORCED_LINGUISTIC_SUPPORT: _(
        "Reinforced linguistic support: %(persons)s × %(euros)s EUR."
    ),
    Code.PREPARATORY_VISIT: _(
        "Preparatory visit, travel and subsistence included: %(persons)s × %(euros)s EUR."
    ),
    Code.GREEN_TOP_UP: _(
        "Green travel without travel support, once: %(persons)s × %(euros)s EUR."
    ),
    Code.ORGANISATIONAL_SUPPORT: _(
        "Organisational support, not in the total: %(total)s EUR (participants: %(persons)s;"
        " %(euros)s EUR each at first)."
    ),
    Code.ORGANISATIONAL_NOT_LISTED: _(
        "The tables hold no organisational support for %(activity)s under %(action)s."
    ),
    Code.INCLUSION_SUPPORT: _(
        "Inclusion support to the organisation, not in the total: %(persons)s × %(euros)s EUR."
    ),
}

NAMES: Mapping[str, LazyString] = {
    "staff": _("staff"),
    "learner": _("learner"),
    "student": _("student"),
    "expert": _("expert"),
    "teacher in training": _("teacher in training"),
    "enterprise": _("invited enterprise staff"),
    "accompanying": _("accompanying person"),
    "linguistic_support": _("linguistic support"),
    "inclusion_organisation": _("inclusion support to the organisation"),
    "inclusion_participant": _("inclusion support to the participant"),
    "expensive_travel": _("expensive travel"),
    "traineeship_top_up": _("Top-up for a traineeship"),
    "fewer_opportunities_top_up": _("Top-up for fewer opportunities"),
}


def sentence(reason: Reason) -> str:
    """Return the sentence of a reason, followed by the page of its rule."""
    values = {name: _named(name, value) for name, value in reason.values.items()}
    text = str(SENTENCES[reason.code]) % values
    return f"{text} [{reason.source}]" if reason.source else text


def _named(name: str, value: object) -> object:
    """Return what a person calls a value: countries and kinds by name, all else as it is."""
    if name == "country":
        locale = get_locale() or Locale("en")
        return locale.territories.get(str(value), value)
    if isinstance(value, Decimal):
        return plain(value)
    return NAMES.get(str(value), value) if name in {"participant", "item"} else value


def plain(euros: Decimal) -> str:
    """Return an amount without needless zeros: 675, 1081.67."""
    whole = euros.to_integral_value()
    return str(whole if euros == whole else euros)


def sentences(answer: Estimate) -> list[str]:
    """Return what an answer says, each sentence once: what decides first, then the rest."""
    reasons: list[Reason] = list(answer.reasons)
    amounts = [line.reason for line in answer.lines]
    told = [*amounts, *reasons] if answer.verdict is Verdict.YES else [*reasons, *amounts]
    return list(dict.fromkeys(sentence(reason) for reason in told))
