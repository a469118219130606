"""The private links of hosts, by which they write their side of the visits. Callers commit."""

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import tokens
from app.accounts.models import AccessToken, Account, Purpose
from app.audit import actions as audit
from app.errors import Gone, NotFound
from app.forums.models import Forum
from app.itineraries import sides
from app.itineraries.links import end_of
from app.itineraries.values import Heard
from app.messages import actions as messages
from app.organisations.models import ContactRole, Organisation


def give_link(session: Session, actor: str, forum: Forum, organisation_id: int) -> str:
    """Make a new link for a host; the older ones stop. Return its secret, shown once."""
    if session.get(Organisation, organisation_id) is None:
        raise NotFound(_("There is no such organisation."))
    for token in session.scalars(
        select(AccessToken).where(
            AccessToken.organisation_id == organisation_id,
            AccessToken.purpose == Purpose.HOST_REPORT,
            AccessToken.revoked_at.is_(None),
        )
    ):
        tokens.revoke(token)
    audit.record(session, actor, "host_link.give", f"organisation:{organisation_id}")
    return tokens.issue(
        session,
        Purpose.HOST_REPORT,
        organisation_id=organisation_id,
        expires_at=end_of(forum),
    )


def opened(session: Session, secret: str) -> AccessToken:
    """Return the live token behind a host's link. Raises NotFound or Gone, naming nobody."""
    token = tokens.look_up(session, Purpose.HOST_REPORT, secret)
    if token is None or token.organisation_id is None:
        raise NotFound(_("This link is not right. Please check that you copied all of it."))
    if not tokens.is_live(token):
        raise Gone(_("This link has been taken back or has expired. Please ask the organisers."))
    return token


def ask_hosts(session: Session, actor: str, forum: Forum, base_url: str) -> int:
    """Write to every host that has not answered and has an address; return to how many."""
    waiting = {
        pair.offer.organisation_id
        for pair in sides.pairs_of(session, forum.id)
        if pair.heard in (Heard.NEITHER, Heard.SCHOOL_ONLY)
    }
    told = 0
    for host_id in sorted(waiting):
        address = _address_of(session, host_id)
        if address is None:
            continue
        email, locale = address
        secret = give_link(session, actor, forum, host_id)
        with force_locale(locale):
            messages.write(
                session,
                to=email,
                subject=_("Two minutes on your visitors: %(forum)s", forum=forum.name),
                body=_(
                    "Thank you for receiving our visitors. Five short questions, the same that "
                    "they answer about you, help to find partners for learners:\n\n%(link)s\n\n"
                    "No account is needed; the address is for your house alone.",
                    link=f"{base_url}/h/{secret}",
                ),
                kind="host_report",
                dedupe_key=f"host-link:{tokens.digest_of(secret)[:16]}",
            )
        told += 1
    return told


def _address_of(session: Session, organisation_id: int) -> tuple[str, str] | None:
    """Return where mail reaches a host, and in which language: its account, else its contact."""
    account = session.scalar(
        select(Account)
        .where(Account.organisation_id == organisation_id, Account.disabled_at.is_(None))
        .order_by(Account.id)
        .limit(1)
    )
    if account is not None:
        return account.email, account.locale
    email = session.scalar(
        select(ContactRole.email)
        .where(ContactRole.organisation_id == organisation_id, ContactRole.email != "")
        .order_by(ContactRole.id)
        .limit(1)
    )
    return (email, "en") if email else None
