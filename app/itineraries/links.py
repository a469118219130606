"""The private links of participants: given, sent, used and taken back. Callers commit."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app import clock
from app.accounts import tokens
from app.accounts.models import AccessToken, Purpose
from app.audit import actions as audit
from app.errors import Gone, Invalid, NotFound
from app.forums.models import Forum, Participant
from app.messages import actions as messages
from app.plans import queries as plans
from app.plans.models import Reading

DAYS_AFTER = 30
"""A link lives until so many days after the forum, for notes and certificates."""


def give_link(session: Session, actor: str, participant_id: int) -> str:
    """Make a new private link; the older ones stop. Return its secret, shown once."""
    participant = _participant(session, participant_id)
    _revoke_all(session, participant_id, Purpose.ITINERARY)
    secret = tokens.issue(
        session,
        Purpose.ITINERARY,
        participant_id=participant.id,
        expires_at=end_of(participant.forum),
    )
    audit.record(session, actor, "itinerary_link.give", f"participant:{participant.id}")
    return secret


def send_link(session: Session, actor: str, participant_id: int, base_url: str) -> None:
    """Give a new private link and put it into the outbox. Raises Invalid without an address."""
    participant = _participant(session, participant_id)
    if not participant.email:
        raise Invalid(
            _("%(name)s has no e-mail address; please hand the link over.", name=participant.name)
        )
    secret = give_link(session, actor, participant_id)
    with force_locale(participant.locale):
        messages.write(
            session,
            to=participant.email,
            subject=_("Your itinerary: %(forum)s", forum=participant.forum.name),
            body=_(
                "Please open your personal itinerary on your phone:\n\n%(link)s\n\n"
                "The address is private: whoever has it sees where you will be. "
                "Open it once with a connection; it then works offline as well.",
                link=f"{base_url}/i/{secret}",
            ),
            kind="itinerary_link",
            dedupe_key=f"itinerary-link:{tokens.digest_of(secret)[:16]}",
        )


def send_missing(session: Session, actor: str, forum_id: int, base_url: str) -> int:
    """Send a link to everybody of a forum who has none and has an address; return how many."""
    if session.get(Forum, forum_id) is None:
        raise NotFound(_("There is no such forum."))
    known = links_of(session, forum_id)
    people = session.scalars(
        select(Participant).where(
            Participant.forum_id == forum_id,
            Participant.withdrawn_at.is_(None),
            Participant.email != "",
        )
    ).all()
    waiting = [person for person in people if person.id not in known]
    for person in waiting:
        send_link(session, actor, person.id, base_url)
    return len(waiting)


def revoke_links(session: Session, actor: str, participant_id: int) -> None:
    """Take back the page link and the calendar link of a participant; sessions end with them."""
    participant = _participant(session, participant_id)
    _revoke_all(session, participant.id, Purpose.ITINERARY)
    _revoke_all(session, participant.id, Purpose.CALENDAR)
    audit.record(session, actor, "itinerary_link.revoke", f"participant:{participant.id}")


def give_calendar(session: Session, participant_id: int) -> str:
    """Make a new calendar address; the older one stops. Return its secret, shown once."""
    participant = _participant(session, participant_id)
    _revoke_all(session, participant_id, Purpose.CALENDAR)
    audit.record(
        session, f"participant:{participant.id}", "calendar.give", f"participant:{participant.id}"
    )
    return tokens.issue(
        session,
        Purpose.CALENDAR,
        participant_id=participant_id,
        expires_at=end_of(participant.forum),
    )


def opened(session: Session, purpose: Purpose, secret: str) -> AccessToken:
    """Return the live token behind a link.

    Raises NotFound for a wrong link and Gone for one that was taken back or has expired;
    neither says whose it was.
    """
    token = tokens.look_up(session, purpose, secret)
    if token is None or token.participant_id is None:
        raise NotFound(_("This link is not right. Please check that you copied all of it."))
    if not tokens.is_live(token):
        raise Gone(_("This link has been taken back or has expired. Please ask the organisers."))
    return token


def links_of(session: Session, forum_id: int) -> dict[int, AccessToken]:
    """Return the live page link of every participant of a forum that has one."""
    rows = session.scalars(
        select(AccessToken)
        .join(Participant, Participant.id == AccessToken.participant_id)
        .where(
            Participant.forum_id == forum_id,
            AccessToken.purpose == Purpose.ITINERARY,
            AccessToken.revoked_at.is_(None),
            AccessToken.expires_at > clock.now(),
        )
    )
    return {row.participant_id: row for row in rows if row.participant_id is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkState:
    """A participant with the link that opens, and when they opened the newest version."""

    participant: Participant
    link: AccessToken | None
    opened_at: datetime | None


def states(session: Session, forum_id: int) -> list[LinkState]:
    """Return how every participant of a forum stands with their link, in order of names.

    Raises NotFound.
    """
    if session.get(Forum, forum_id) is None:
        raise NotFound(_("There is no such forum."))
    people = session.scalars(
        select(Participant)
        .options(joinedload(Participant.organisation))
        .where(Participant.forum_id == forum_id, Participant.withdrawn_at.is_(None))
        .order_by(Participant.name, Participant.id)
    ).all()
    version, live = plans.version_in_force(session, forum_id), links_of(session, forum_id)
    readings = session.scalars(
        select(Reading).where(Reading.plan_version_id == (version.id if version else None))
    )
    opened = {reading.participant_id: reading.opened_at for reading in readings}
    return [
        LinkState(participant=person, link=live.get(person.id), opened_at=opened.get(person.id))
        for person in people
    ]


def _participant(session: Session, participant_id: int) -> Participant:
    found = session.get(Participant, participant_id)
    if found is None:
        raise NotFound(_("There is no such participant."))
    return found


def _revoke_all(session: Session, participant_id: int, purpose: Purpose) -> None:
    for token in session.scalars(
        select(AccessToken).where(
            AccessToken.participant_id == participant_id,
            AccessToken.purpose == purpose,
            AccessToken.revoked_at.is_(None),
        )
    ):
        tokens.revoke(token)


def end_of(forum: Forum) -> datetime:
    """Return when the links of a forum end."""
    last = datetime.combine(forum.ends_on, datetime.min.time()) + timedelta(days=DAYS_AFTER)
    return max(clock.moment(last, forum.zone, later=True), clock.now() + timedelta(days=1))
