"""Rows as the matcher's values: needs of schools and offers of hosts."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache

from sqlalchemy.orm import Session

import matching.profiles as values
import matching.requirements
from app.organisations.models import (
    Charter,
    CharterKind,
    LanguageSkill,
    Organisation,
    OrganisationKind,
)
from app.partnerships import availability, queries, records
from app.partnerships.bridge import vocabulary
from app.partnerships.models import Need, NeedLanguage, Offer, OfferLanguage
from app.partnerships.records import NOTHING, Record
from app.settings import ROOT

SCHEMES = {
    CharterKind.TRAINING_CENTRE_CHARTER: "charter",
    CharterKind.HOST_COMPANY_CHARTER: "charter",
    CharterKind.QUALITY_LABEL: "label",
    CharterKind.SBB_ACCREDITATION: "sbb",
    CharterKind.ERASMUS_ACCREDITATION: "erasmus",
}
"""Kind of charter → the scheme by which the rules know it."""
SOON = timedelta(days=400)
"""How far back a charter counts; nobody asks about stays that are over."""
FAR_AHEAD = timedelta(days=1400)
"""How far ahead a charter without an end counts: beyond every need."""


@cache
def requirements() -> Sequence[matching.requirements.Requirement]:
    """Return which accreditations hosts of which senders must hold."""
    path = ROOT / "seeds" / "reference" / "accreditation_rules.csv"
    return matching.requirements.read_requirements(path)


def required_schemes(country: str, day: date) -> frozenset[str]:
    """Return the schemes that hosts of a country's learners must hold on a day."""
    return matching.requirements.required_schemes(requirements(), country=country, day=day)


def need_profile(
    need: Need,
    today: date,
    *,
    met: Mapping[str, str],
    hosts_too: bool,
    record: Record = NOTHING,
) -> values.Need:
    """Return a need as the matcher reads it. Raises matching's InvalidProfile for a contradiction.

    `met` names the forum at which colleagues met an organisation, by its key; `record` is what
    the school's past mobilities say.
    """
    programme = need.programme
    window = values.Period(need.starts_on, need.ends_on)
    return values.Need(
        key=need.key,
        organisation=need.organisation.key,
        country=need.organisation.country,
        window=window,
        weeks=min(-(-need.days // 7), len(window.weeks)),
        asked_on=today,
        learners=min(need.learners, values.LARGEST_GROUP),
        kind=values.Kind(need.kind.value),
        place=_wanted_place(need),
        sector=need.sector.value,
        concepts=understood(need),
        profile=(programme.profile or None) if programme else None,
        isced_field=(programme.field_of_education or None) if programme else None,
        eqf=need.eqf_level or (programme.eqf_level if programme else None),
        languages=_levels(need.languages),
        minors=need.has_minors,
        host_family=values.Wanted.MUST if need.needs_host_family else values.Wanted.NO,
        countries=frozenset(need.countries),
        max_kilometres=need.radius_km if need.latitude is not None else None,
        required=required_schemes(need.organisation.country, need.starts_on),
        wished=frozenset({"label"}),
        accreditations=_accreditations(need.organisation.charters, today),
        accompanied=need.accompanying > 0,
        hosts_too=hosts_too,
        record=_record(record),
        met=met,
    )


def _wanted_place(need: Need) -> values.Place | None:
    """Return the town that is asked for, else the school's own place."""
    if need.latitude is not None and need.longitude is not None:
        return values.Place(latitude=need.latitude, longitude=need.longitude)
    return _place_of(need.organisation)


def _place_of(organisation: Organisation) -> values.Place | None:
    sites = sorted(organisation.sites, key=lambda site: not site.is_main)
    for site in sites:
        if site.latitude is not None and site.longitude is not None:
            return values.Place(latitude=site.latitude, longitude=site.longitude)
    return None


def understood(row: Need | Offer) -> Mapping[str, float]:
    """Return what the texts of a need or an offer mean: concept → weight in 0..1."""
    programme = row.programme if isinstance(row, Need) else None
    names = [name.name for name in programme.names] if programme else []
    return vocabulary.concepts((row.title, row.description, *names), row.language)


def _record(record: Record) -> values.Record:
    return values.Record(done=record.done, went_well=record.went_well)


def offer_profiles(session: Session, offers: Iterable[Offer], today: date) -> list[values.Offer]:
    """Return offers as the matcher reads them, with their circles and records."""
    circles, known = queries.circles(session), records.records(session, today)
    return [
        offer_profile(
            offer,
            today,
            circles.get(offer.organisation_id, ()),
            known.get(offer.organisation_id, NOTHING),
        )
        for offer in offers
    ]


def offer_profile(
    offer: Offer, today: date, circles: Sequence[str], record: Record = NOTHING
) -> values.Offer:
    """Return an offer as the matcher reads it; `circles` are the keys of the host centres."""
    host, kind = offer.organisation, values.Kind(offer.kind.value)
    free = _open_weeks(offer, today)
    most = max((stated for stated, _free in free.values()), default=0)
    confirmed = max(filter(None, (offer.confirmed_at, host.confirmed_at)), default=None)
    eqf = _eqf_levels(offer)
    centres = dict.fromkeys([*([offer.centre.key] if offer.centre else []), *circles])
    return values.Offer(
        key=offer.key,
        organisation=host.key,
        country=host.country,
        periods=_runs(free),
        kinds=frozenset({kind}),
        places=most,
        booked={values.week_of(week): most - left for week, (_stated, left) in free.items()},
        place=_site_place(offer) or _place_of(host),
        sectors=frozenset({offer.sector.value}),
        concepts=understood(offer),
        profiles=frozenset(each.profile for each in host.programmes if each.profile),
        fields=frozenset(
            each.field_of_education for each in host.programmes if each.field_of_education
        ),
        eqf_levels=eqf,
        languages={kind: _levels(host.languages)},
        takes_minors=offer.accepts_minors,
        host_family=offer.has_host_family,
        accreditations=_accreditations(host.charters, today),
        record=_record(record),
        confirmed_on=confirmed.date() if confirmed else None,
        is_centre=host.kind in (OrganisationKind.SCHOOL, OrganisationKind.TRAINING_CENTRE),
        centres=tuple(centres) if host.kind is OrganisationKind.COMPANY else (),
        stands_alone=offer.centre is None,
        asks=values.Asks(
            languages=_levels(offer.languages),
            eqf_levels=eqf,
            shortest_stay=-(-offer.minimum_days // 7),
            smallest_group=min(offer.minimum_group, values.LARGEST_GROUP),
            countries=frozenset(offer.wanted_countries),
        ),
    )


def _site_place(offer: Offer) -> values.Place | None:
    site = offer.site
    if site is None or site.latitude is None or site.longitude is None:
        return None
    return values.Place(latitude=site.latitude, longitude=site.longitude)


def _eqf_levels(offer: Offer) -> frozenset[int]:
    lowest, highest = offer.eqf_from or offer.eqf_to, offer.eqf_to or offer.eqf_from
    return frozenset(range(lowest, highest + 1)) if lowest and highest else frozenset()


def _open_weeks(offer: Offer, today: date) -> dict[date, tuple[int, int]]:
    """Return the weeks from now on in which an offer is open: places stated, places free."""
    found: dict[date, tuple[int, int]] = {}
    horizon = today + FAR_AHEAD
    for period in offer.periods:
        first, last = max(period.starts_on, today), min(period.ends_on, horizon)
        for week in availability.weeks(first, last):
            end = week + timedelta(days=availability.WORKING_DAYS - 1)
            stated = availability.places_in(offer, week, week, end)
            if stated:
                left = stated - availability.booked_in(offer.placements, week)
                found[week] = (stated, max(0, left))
    return dict(sorted(found.items()))


def _runs(weeks: Iterable[date]) -> tuple[values.Period, ...]:
    """Return runs of weeks on end as periods from a Monday to a Sunday."""
    runs: list[list[date]] = []
    for week in weeks:
        if runs and week - runs[-1][1] == availability.WEEK:
            runs[-1][1] = week
        else:
            runs.append([week, week])
    return tuple(values.Period(first, last + timedelta(days=6)) for first, last in runs)


def _levels(
    skills: Iterable[NeedLanguage | OfferLanguage | LanguageSkill],
) -> tuple[values.LanguageLevel, ...]:
    return tuple(
        values.LanguageLevel(
            skill.language, values.Cefr[skill.level.value] if skill.level else None
        )
        for skill in skills
    )


def _accreditations(charters: Iterable[Charter], today: date) -> tuple[values.Accreditation, ...]:
    """Return the charters that are signed, with the days on which they count.

    The days are cut to those that anybody asks about, as a period has a greatest length.
    """
    earliest, latest = today - SOON, today + FAR_AHEAD
    return tuple(
        values.Accreditation(SCHEMES[charter.kind], values.Period(first, last))
        for charter in charters
        if charter.signed_on
        and (first := max(charter.signed_on, earliest))
        <= (last := min(charter.expires_on or latest, latest))
    )
