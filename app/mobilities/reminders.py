"""Deadlines remind: steps a week before and when overdue; reports and expiries 90, 30 and 7 days.

May run any number of times a day: what has been said is not said again.
"""

from datetime import date, timedelta

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app import clock
from app.accounts.models import Account, Role
from app.consortia.models import Consortium
from app.grants.models import GrantAgreement
from app.messages import stopping
from app.messages.stopping import Letter, Stoppable
from app.mobilities import evidence
from app.mobilities import wording as _wording  # noqa: F401 -- words the steps
from app.mobilities.models import Mobility, Signature, Step
from app.web.sentences import said

SOON_DAYS = 7
REPORT_DAYS = (7, 30, 90)
LISTED_DAYS = 30
"""From how many days before the report on what is missing is listed."""
READERS = (Role.SCHOOL, Role.COORDINATOR)


def remind(session: Session, base_url: str) -> int:
    """Write what is due to the people of the school or the coordinator; return how many."""
    today = clock.now().date()
    return (
        _steps(session, base_url, today)
        + _reports(session, base_url, today)
        + _agreements(session, base_url, today)
    )


def _steps(session: Session, base_url: str, today: date) -> int:
    rows = session.execute(
        select(Step, Mobility, Account)
        .join(Mobility, Mobility.id == Step.mobility_id)
        .join(Account, Account.organisation_id == Mobility.sending_id)
        .where(
            Step.done_on.is_(None),
            Step.due_on <= today + timedelta(days=SOON_DAYS),
            Mobility.cancelled_at.is_(None),
            Account.disabled_at.is_(None),
            Account.role.in_(READERS),
        )
        .order_by(Step.id, Account.id)
    ).all()
    for step, mobility, account in rows:
        urgency = "overdue" if step.due_on < today else "soon"
        with force_locale(account.locale):
            letter = Letter(
                subject=_("%(step)s: due %(day)s", step=said(step.kind), day=step.due_on),
                body=_(
                    "%(step)s of the mobility %(key)s is due on %(day)s; owner: %(owner)s."
                    "\n\n%(link)s",
                    step=said(step.kind),
                    key=mobility.key,
                    day=step.due_on.isoformat(),
                    owner=step.owner or _("nobody"),
                    link=f"{base_url}/mobilities/{mobility.id}",
                ),
                kind=Stoppable.REMINDER,
                dedupe_key=f"step:{step.id}:{step.due_on}:{urgency}:{account.id}",
            )
            stopping.write(session, account, letter, base_url)
    return len(rows)


def _reports(session: Session, base_url: str, today: date) -> int:
    rows = session.execute(
        select(GrantAgreement, Account)
        .join(Consortium, Consortium.id == GrantAgreement.consortium_id)
        .join(Account, Account.organisation_id == Consortium.coordinator_id)
        .options(joinedload(GrantAgreement.consortium))
        .where(
            GrantAgreement.report_due_on >= today,
            GrantAgreement.report_due_on <= today + timedelta(days=REPORT_DAYS[-1]),
            Account.disabled_at.is_(None),
            Account.role == Role.COORDINATOR,
        )
        .order_by(GrantAgreement.id, Account.id)
    ).all()
    for agreement, account in rows:
        due = agreement.report_due_on
        assert due is not None, "asked for above"
        left = next(days for days in REPORT_DAYS if (due - today).days <= days)
        with force_locale(account.locale):
            letter = Letter(
                subject=_(
                    "Final report of %(number)s: due %(day)s", number=agreement.reference, day=due
                ),
                body=_(
                    "The final report of %(number)s is due on %(day)s.\n\n%(link)s",
                    number=agreement.reference,
                    day=due.isoformat(),
                    link=f"{base_url}/grants/agreements/{agreement.id}",
                )
                + (_lacking(session, agreement) if left <= LISTED_DAYS else ""),
                kind=Stoppable.REMINDER,
                dedupe_key=f"report:{agreement.id}:{due}:{left}:{account.id}",
            )
            stopping.write(session, account, letter, base_url)
    return len(rows)


def _agreements(session: Session, base_url: str, today: date) -> int:
    """Write to the sending school before something that was signed expires."""
    rows = session.execute(
        select(Signature, Mobility, Account)
        .join(Mobility, Mobility.id == Signature.mobility_id)
        .join(Account, Account.organisation_id == Mobility.sending_id)
        .where(
            Signature.valid_until_on >= today,
            Signature.valid_until_on <= today + timedelta(days=REPORT_DAYS[-1]),
            Mobility.cancelled_at.is_(None),
            Account.disabled_at.is_(None),
            Account.role.in_(READERS),
        )
        .order_by(Signature.id, Account.id)
    ).all()
    for signature, mobility, account in rows:
        until = signature.valid_until_on
        assert until is not None, "asked for above"
        left = next(days for days in REPORT_DAYS if (until - today).days <= days)
        with force_locale(account.locale):
            words = {"document": said(signature.document), "day": until.isoformat()}
            letter = Letter(
                subject=_("%(document)s: valid until %(day)s", **words),
                body=_(
                    "%(document)s of the mobility %(key)s is valid until %(day)s."
                    " Agree on a new one in time.\n\n%(link)s",
                    key=mobility.key,
                    link=f"{base_url}/mobilities/{mobility.id}",
                    **words,
                ),
                kind=Stoppable.REMINDER,
                dedupe_key=f"expiry:{mobility.id}:{signature.document.value}:{until}:{left}:{account.id}",
            )
            stopping.write(session, account, letter, base_url)
    return len(rows)


def _lacking(session: Session, agreement: GrantAgreement) -> str:
    """Return what the evidence of the agreement's mobilities lacks, a line each."""
    rows = session.scalars(
        select(Mobility)
        .where(
            Mobility.consortium_id == agreement.consortium_id,
            Mobility.call_year == agreement.call_year,
            Mobility.cancelled_at.is_(None),
        )
        .order_by(Mobility.starts_on, Mobility.id)
    )
    lines = [
        f"{row.key}: {sentence}" for row in rows for sentence in evidence.missing(session, row)
    ]
    return "\n\n" + _("The evidence still lacks:") + "\n" + "\n".join(lines) if lines else ""
