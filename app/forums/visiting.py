"""Changing who shows what to visitors and who visits: visit offers and participants.

`…_faults` says what stands in the way, `set_…` writes. Callers commit.
"""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from app import clock
from app.forums.keys import note_times, row_by_key
from app.forums.models import Forum, OpenSpan, Participant, VisitOffer, Wish, WishKind
from app.forums.values import USUAL_VALUE
from app.organisations.actions import note_organisation
from app.organisations.keys import organisation_by_key, site_by_name
from app.web.faults import Faults

Wanted = Mapping[str, Any]
"""Values as a schema has read them."""

_OFFER = (
    "minutes",
    "minimum_group",
    "maximum_group",
    "maximum_visits",
    "languages",
    "shown",
    "site_rules",
    "dress",
    "ask_for",
    "phone",
    "meeting_point",
    "names_due_days",
)
_PERSON = (
    "name",
    "email",
    "phone",
    "locale",
    "languages",
    "minimum_visits",
    "lodging",
    "access_needs",
    "diet",
    "shares_name",
    "shares_phone",
)


def visit_offer_faults(session: Session, forum: Forum, wanted: Wanted) -> Faults:
    faults = Faults()
    organisation = note_organisation(session, faults, wanted)
    site = wanted.get("site")
    if organisation and site and site_by_name(organisation, site) is None:
        faults.add(
            "site",
            _("%(name)s has no site called %(site)s.", name=organisation.name, site=site),
        )
    for span in wanted.get("open_spans", ()):
        found = Faults()
        note_times(found, forum, open_spans=span["starts_at"])
        note_times(found, forum, open_spans=span["ends_at"])
        minutes = wanted.get("minutes")
        if not found and minutes and _length(forum, span) < minutes:
            found.add(
                "open_spans",
                _("A visit of %(minutes)d minutes does not fit in this span.", minutes=minutes),
            )
        for sentence in found.get("open_spans", ()):
            faults.add("open_spans", sentence)
    return faults


def _length(forum: Forum, span: Wanted) -> float:
    """Return the minutes that really pass in an open span."""
    start, end = (clock.moment(span[name], forum.zone) for name in ("starts_at", "ends_at"))
    return (end - start).total_seconds() / 60


def set_visit_offer(session: Session, forum: Forum, wanted: Wanted) -> VisitOffer:
    """Create or change what a host shows."""
    organisation = organisation_by_key(session, wanted["organisation"])
    assert organisation is not None, "faults are asked first"
    row = row_by_key(session, VisitOffer, forum, wanted["key"])
    if row is None:
        row = VisitOffer(key=wanted["key"], organisation=organisation, open_spans=[])
    row.organisation = organisation
    row.site = site_by_name(organisation, wanted["site"]) if wanted["site"] else None
    for name in _OFFER:
        setattr(row, name, wanted[name])
    row.open_spans = [
        OpenSpan(
            starts_at=clock.moment(span["starts_at"], forum.zone),
            ends_at=clock.moment(span["ends_at"], forum.zone),
            zone=forum.zone,
        )
        for span in wanted["open_spans"]
    ]
    if row.id is None:
        forum.visit_offers.append(row)
    else:
        flag_modified(row, "minutes")
    session.flush()
    return row


def participant_faults(session: Session, forum: Forum, wanted: Wanted) -> Faults:
    faults = Faults()
    note_organisation(session, faults, wanted)
    note_times(
        faults,
        forum,
        arrives_at=wanted.get("arrives_at"),
        departs_at=wanted.get("departs_at"),
    )
    seen: set[str] = set()
    for field, host in _wished(wanted):
        if row_by_key(session, VisitOffer, forum, host) is None:
            faults.add(field, _("This edition has no host with the key %(key)s.", key=host))
        elif host in seen:
            faults.add(field, _("%(name)s has been wished already.", name=host))
        seen.add(host)
    return faults


def _wished(wanted: Wanted) -> list[tuple[str, str]]:
    return [
        *(("must", host) for host in wanted.get("must", ())),
        *(("want", want["host"]) for want in wanted.get("want", ())),
        *(("avoid", host) for host in wanted.get("avoid", ())),
    ]


def set_participant(session: Session, forum: Forum, wanted: Wanted) -> Participant:
    """Create or change a participant with all their wishes."""
    organisation = organisation_by_key(session, wanted["organisation"])
    assert organisation is not None, "faults are asked first"
    row = row_by_key(session, Participant, forum, wanted["key"])
    if row is None:
        row = Participant(key=wanted["key"], wishes=[], zone=forum.zone)
    row.organisation = organisation
    for name in _PERSON:
        setattr(row, name, wanted[name])
    row.sectors = [sector.value for sector in wanted["sectors"]]
    row.arrives_at = clock.moment(wanted["arrives_at"], forum.zone)
    row.departs_at = clock.moment(wanted["departs_at"], forum.zone)
    if row.id is None:
        forum.participants.append(row)
    else:
        flag_modified(row, "name")
    _renew_wishes(session, forum, row, wanted)
    session.flush()
    return row


def _renew_wishes(session: Session, forum: Forum, row: Participant, wanted: Wanted) -> None:
    """Change wishes in place, so that what hangs on one that stays is kept."""
    values = {want["host"]: want["value"] for want in wanted["want"]}
    kinds = {host: WishKind(field) for field, host in _wished(wanted)}
    by_host = {wish.visit_offer.key: wish for wish in row.wishes}
    row.wishes = [by_host[host] for host in kinds if host in by_host]
    for host, kind in kinds.items():
        wish = by_host.get(host)
        if wish is None:
            wish = Wish(visit_offer=row_by_key(session, VisitOffer, forum, host))
            row.wishes.append(wish)
        wish.kind = kind
        wish.value = values.get(host, USUAL_VALUE)
