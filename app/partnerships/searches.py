"""Saved searches: one digest a day at most, only with what is new, and a brake. Callers commit."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from flask_babel import force_locale
from flask_babel import gettext as _
from marshmallow import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.accounts.models import Account
from app.audit import actions as audit
from app.errors import Invalid, NotFound
from app.messages import stopping
from app.messages.stopping import Letter, Stoppable
from app.organisations import bridge as directory
from app.organisations.search import Entry, SearchIn
from app.partnerships.models import SavedSearch

BRAKE = 5
"""After so many digests that nobody followed, the reader is asked to narrow the search."""


def save(session: Session, account_id: int, wanted: Mapping[str, Any]) -> SavedSearch:
    """Save a search; what it finds today counts as seen. Raises Invalid for a wrong one."""
    row = SavedSearch(
        account_id=account_id,
        title=wanted["title"],
        query=wanted["query"].lstrip("?"),
        sends_digest=wanted["sends_digest"],
        unanswered_digests=0,
    )
    row.seen_keys = sorted(entry.key for entry in results(session, row))
    session.add(row)
    session.flush()
    _note(session, row, "search.save")
    return row


def _note(session: Session, row: SavedSearch, action: str) -> None:
    audit.record(session, f"account:{row.account_id}", action, f"search:{row.id}")


def results(session: Session, row: SavedSearch) -> list[Entry]:
    """Return what a saved search finds now. Raises Invalid when it no longer can be read."""
    try:
        wanted = SearchIn().load(dict(parse_qsl(row.query)))
    except ValidationError as problem:
        raise Invalid(
            _("Some values cannot be right."),
            fields={"query": [_("This is not the address of a search.")]},
        ) from problem
    return list(directory.found(session, wanted).entries)


def search_of(session: Session, account_id: int | None, search_id: int) -> SavedSearch:
    """Return a person's saved search. Raises NotFound, also for somebody else's."""
    row = session.get(SavedSearch, search_id)
    if row is None or row.account_id != account_id:
        raise NotFound(_("There is no such search."))
    return row


def drop(session: Session, row: SavedSearch) -> None:
    """Take a saved search away."""
    _note(session, row, "search.drop")
    session.delete(row)
    session.flush()


def opened(session: Session, row: SavedSearch) -> None:
    """Note that the reader has followed a search: the brake is loosened."""
    row.unanswered_digests = 0
    _note(session, row, "search.open")


def send_digests(session: Session, base_url: str) -> int:
    """Write today's digests into the outbox; return how many. A second run writes none."""
    today, sent = clock.now().date(), 0
    pairs = session.execute(
        select(SavedSearch, Account)
        .join(Account, Account.id == SavedSearch.account_id)
        .where(
            SavedSearch.sends_digest,
            SavedSearch.unanswered_digests <= BRAKE,
            Account.disabled_at.is_(None),
            (SavedSearch.last_digest_on.is_(None)) | (SavedSearch.last_digest_on < today),
        )
        .order_by(SavedSearch.id)
    ).all()
    for row, account in pairs:
        with force_locale(account.locale):
            sent += _send_one(session, row, account, base_url)
    return sent


def _send_one(session: Session, row: SavedSearch, account: Account, base_url: str) -> int:
    try:
        found = results(session, row)
    except Invalid:
        return 0
    seen = set(row.seen_keys)
    new = [entry for entry in found if entry.key not in seen]
    if not new:
        return 0
    link = f"{base_url}/searches/{row.id}"
    if row.unanswered_digests >= BRAKE:
        subject = _("Is this search too wide? %(title)s", title=row.title)
        body = _(
            "You have followed none of the last %(number)s digests of this search. "
            "There will be no more until you open it, and perhaps narrow it:\n\n%(link)s",
            number=BRAKE,
            link=link,
        )
    else:
        subject = _("New for your search: %(title)s", title=row.title)
        listed = "\n".join(f"- {entry.name}, {entry.city} ({entry.country})" for entry in new[:20])
        body = f"{listed}\n\n{link}"
    today = clock.now().date()
    letter = Letter(
        kind=Stoppable.DIGEST,
        subject=subject,
        body=body,
        dedupe_key=f"digest:{row.id}:{today.isoformat()}",
    )
    stopping.write(session, account, letter, base_url)
    row.seen_keys = sorted(seen | {entry.key for entry in new})
    row.last_digest_on = today
    row.unanswered_digests += 1
    return 1
