"""The day's chores: requests expire, digests go out, charters and stale entries are reminded of.

Each may run any number of times a day: what has been said is not said again.
"""

from datetime import timedelta

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.accounts.models import ROLES_OF_ORGANISATIONS, Account
from app.messages import stopping
from app.messages.stopping import Letter, Stoppable
from app.organisations.models import Charter, Organisation
from app.organisations.queries import FRESH_FOR, URGE_DAYS, WARN_DAYS
from app.partnerships import escalation, requests, searches
from app.web.sentences import said


def carry_out(session: Session, base_url: str) -> dict[str, int]:
    """Do all chores; return how many requests' hosts, digests and reminders there were."""
    return {
        "hosts": requests.settle_all(session),
        "digests": searches.send_digests(session, base_url),
        "charters": remind_of_charters(session, base_url),
        "stale": remind_of_stale_entries(session, base_url),
        "requests": escalation.carry_out(session, base_url),
    }


def remind_of_charters(session: Session, base_url: str) -> int:
    """Write to the keepers of charters that expire within 60 days, and again within 14."""
    today = clock.now().date()
    rows = session.execute(
        select(Charter, Organisation, Account)
        .join(Organisation, Organisation.id == Charter.organisation_id)
        .join(Account, Account.organisation_id == Organisation.id)
        .where(
            Charter.expires_on >= today,
            Charter.expires_on <= today + timedelta(days=WARN_DAYS),
            Organisation.archived_at.is_(None),
            Account.disabled_at.is_(None),
            Account.role.in_(ROLES_OF_ORGANISATIONS),
        )
        .order_by(Charter.id, Account.id)
    ).all()
    sent = 0
    for charter, organisation, account in rows:
        assert charter.expires_on is not None
        left = (charter.expires_on - today).days
        urgency = URGE_DAYS if left <= URGE_DAYS else WARN_DAYS
        with force_locale(account.locale):
            letter = Letter(
                kind=Stoppable.REMINDER,
                subject=_(
                    "%(charter)s: %(days)s days left", charter=said(charter.kind), days=left
                ),
                body=_(
                    "The %(charter)s of %(name)s expires on %(day)s. Without it no learners can "
                    "be received. Please renew it and record it here:\n\n%(link)s",
                    charter=said(charter.kind),
                    name=organisation.name,
                    day=charter.expires_on.isoformat(),
                    link=f"{base_url}/organisations/{organisation.id}/charters",
                ),
                dedupe_key=f"charter:{charter.id}:{charter.expires_on}:{urgency}:{account.id}",
            )
            sent += stopping.write(session, account, letter, base_url)
    return sent


def remind_of_stale_entries(session: Session, base_url: str) -> int:
    """Write once to the keepers of an entry that nobody has confirmed for a year."""
    rows = session.execute(
        select(Organisation, Account)
        .join(Account, Account.organisation_id == Organisation.id)
        .where(
            Organisation.confirmed_at < clock.now() - FRESH_FOR,
            Organisation.archived_at.is_(None),
            Account.disabled_at.is_(None),
            Account.role.in_(ROLES_OF_ORGANISATIONS),
        )
        .order_by(Organisation.id, Account.id)
    ).all()
    sent = 0
    for organisation, account in rows:
        assert organisation.confirmed_at is not None
        with force_locale(account.locale):
            letter = Letter(
                kind=Stoppable.REMINDER,
                subject=_("Is this still right? %(name)s", name=organisation.name),
                body=_(
                    "Nobody has confirmed the entry of %(name)s for a year; it now ranks lower. "
                    "One press of a button says that it is still right:\n\n%(link)s",
                    name=organisation.name,
                    link=f"{base_url}/organisations/{organisation.id}",
                ),
                dedupe_key=(
                    f"stale:{organisation.id}:{organisation.confirmed_at.date()}:{account.id}"
                ),
            )
            sent += stopping.write(session, account, letter, base_url)
    return sent
