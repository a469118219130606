"""When nobody answers: a host hears of a request, is reminded, and learns who can help.

Nobody gets more than three messages about one request, and everybody can stop them. May run any
number of times: what has been said is not said again, and what is overtaken is left out.
"""

from collections.abc import Iterator
from datetime import timedelta

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app import clock
from app.accounts.models import ROLES_OF_ORGANISATIONS, Account, Role
from app.messages import stopping
from app.messages.stopping import Letter, Stoppable
from app.organisations.models import Organisation
from app.partnerships.models import Need, Offer, Placement, PlacementState
from app.partnerships.requests import ANSWER_WITHIN
from app.web.locales import day

REMIND_AFTER = timedelta(days=10)
NAME_CONTACT_AFTER = timedelta(days=20)
NEWS_FOR = timedelta(days=3)
"""How long after a decision the school is still told of it."""
DECIDED = (PlacementState.ACCEPTED, PlacementState.DECLINED, PlacementState.EXPIRED)


def carry_out(session: Session, base_url: str) -> int:
    """Write what is due about every request; return how many messages there were."""
    contact = session.scalar(
        select(Account)
        .where(Account.role == Role.ORGANISER, Account.disabled_at.is_(None))
        .order_by(Account.id)
        .limit(1)
    )
    sent = 0
    for account, letter in (*_open(session, contact), *_decided(session)):
        body = f"{letter.body}\n\n{base_url}/partners"
        full = Letter(
            kind=letter.kind, subject=letter.subject, body=body, dedupe_key=letter.dedupe_key
        )
        with force_locale(account.locale):
            sent += stopping.write(session, account, full, base_url)
    return sent


def _requests(session: Session, *conditions: object) -> list[Placement]:
    return list(
        session.scalars(
            select(Placement)
            .where(*conditions)  # type: ignore[arg-type]  # SQL conditions
            .options(
                joinedload(Placement.need).joinedload(Need.organisation),
                joinedload(Placement.offer).joinedload(Offer.organisation),
            )
            .order_by(Placement.id)
        )
    )


def _open(session: Session, contact: Account | None) -> Iterator[tuple[Account, Letter]]:
    for row in _requests(session, Placement.state == PlacementState.REQUESTED):
        assert row.expires_at is not None, "what a host sees has a deadline"
        age = clock.now() - (row.expires_at - ANSWER_WITHIN)
        step = 1 + (age >= REMIND_AFTER) + (age >= NAME_CONTACT_AFTER)
        for account in _keepers(session, row.offer.organisation):
            with force_locale(account.locale):
                yield account, _to_host(row, step, contact, account)
        if age < NAME_CONTACT_AFTER:
            continue
        for account in _keepers(session, row.need.organisation):
            with force_locale(account.locale):
                yield account, _to_school(row, contact, account)


def _keepers(session: Session, organisation: Organisation) -> list[Account]:
    return list(
        session.scalars(
            select(Account)
            .where(
                Account.organisation_id == organisation.id,
                Account.disabled_at.is_(None),
                Account.role.in_(ROLES_OF_ORGANISATIONS),
            )
            .order_by(Account.id)
        )
    )


def _to_host(row: Placement, step: int, contact: Account | None, account: Account) -> Letter:
    school = row.need.organisation.name
    asked = _(
        "%(school)s asks you for places: %(offer)s, %(learners)s learners, %(first)s to %(last)s. "
        "Please answer until %(deadline)s; a no with its reason helps as well.",
        school=school,
        offer=row.offer.title,
        learners=row.learners,
        first=day(row.starts_on),
        last=day(row.ends_on),
        deadline=day(row.expires_at, "UTC") if row.expires_at else "",
    )
    subject = {
        1: _("A request for places from %(school)s", school=school),
        2: _("%(school)s still waits for your answer", school=school),
        3: _("%(school)s has waited twenty days for your answer", school=school),
    }[step]
    parts = [asked] + ([_help(contact)] if step == 3 and contact else [])  # noqa: PLR2004 -- the last of three
    return Letter(
        kind=Stoppable.REQUEST,
        subject=subject,
        body="\n\n".join(parts),
        dedupe_key=f"request:{row.id}:{step}:{account.id}",
    )


def _help(contact: Account) -> str:
    return _(
        "If something stands in the way: %(name)s of the network helps, %(email)s.",
        name=contact.name,
        email=contact.email,
    )


def _to_school(row: Placement, contact: Account | None, account: Account) -> Letter:
    said = _(
        "%(host)s has not answered your request for twenty days. It expires on %(deadline)s; "
        "you may withdraw it and ask elsewhere.",
        host=row.offer.organisation.name,
        deadline=day(row.expires_at, "UTC") if row.expires_at else "",
    )
    return Letter(
        kind=Stoppable.REQUEST,
        subject=_("No answer yet from %(host)s", host=row.offer.organisation.name),
        body="\n\n".join([said] + ([_help(contact)] if contact else [])),
        dedupe_key=f"request:{row.id}:waiting:{account.id}",
    )


def _decided(session: Session) -> Iterator[tuple[Account, Letter]]:
    """Tell schools what became of their requests."""
    recent = Placement.decided_at > clock.now() - NEWS_FOR
    for row in _requests(session, Placement.state.in_(DECIDED), recent):
        for account in _keepers(session, row.need.organisation):
            with force_locale(account.locale):
                yield account, _answer(row, account)


def _answer(row: Placement, account: Account) -> Letter:
    host = row.offer.organisation.name
    subject = {
        PlacementState.ACCEPTED: _("%(host)s has accepted your request", host=host),
        PlacementState.DECLINED: _("%(host)s has declined your request", host=host),
        PlacementState.EXPIRED: _("Your request to %(host)s has expired", host=host),
    }[row.state]
    return Letter(
        kind=Stoppable.REQUEST,
        subject=subject,
        body=_(
            "%(offer)s, %(first)s to %(last)s.",
            offer=row.offer.title,
            first=day(row.starts_on),
            last=day(row.ends_on),
        ),
        dedupe_key=f"request:{row.id}:{row.state.value}:{account.id}",
    )
