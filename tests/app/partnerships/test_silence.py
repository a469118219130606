"""A quiet "no thanks" leaves no trace: the other side reads, exports and is mailed the same."""

import re
from collections.abc import Callable, Iterator

from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from app.accounts.models import Account, Role
from app.messages.models import Message
from app.organisations.models import Organisation
from app.partnerships import chores
from app.partnerships.entries import veto
from tests.builders.accounts import make_account
from tests.builders.forums import make_forum, make_participant, make_visit_offer
from tests.builders.organisations import make_organisation
from tests.builders.partnerships import make_host, make_need, make_offer

MISSING = 2_000_000_000
CHANGING = re.compile(
    r"nonce=.*?>|csrf_token.*?>|[0-9a-f]{16,}|\d{4}-\d\d-\d\dT[\d:.]+|\d+ seconds? ago|now"
)
"""What differs between two readings of one page."""

DESCRIPTION = "/api/openapi.json"
"""The description of the API, which says nothing of any row."""


def paths(app: APIFlask, rows: dict[str, int]) -> Iterator[str]:
    """Yield the address of every page and operation that only reads, with rows that exist."""
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            if "GET" in (rule.methods or ()) and rule.endpoint != "static":
                yield adapter.build(rule.endpoint, _values(rule, rows), method="GET")


def _values(rule: Rule, rows: dict[str, int]) -> dict[str, object]:
    return {
        name: rows.get(name, MISSING) if type(converter).__name__ == "Key" else "missing"
        for name, converter in rule._converters.items()  # noqa: SLF001 -- the only way to the converters
    }


def read(
    client: FlaskClient, headers: dict[str, str], addresses: list[str]
) -> dict[str, tuple[int, str]]:
    found = {}
    for path in addresses:
        answer = client.get(path, headers=headers if path.startswith("/api/") else None)
        text = answer.data.decode("utf-8", errors="replace")
        answer.close()
        found[path] = (answer.status_code, CHANGING.sub("", text))
    return found


def test_the_other_side_sees_no_difference_on_any_page_operation_or_mail(
    app: APIFlask,
    session: Session,
    sign_in: Callable[[Account], FlaskClient],
    api_token: Callable[[Account], dict[str, str]],
) -> None:
    school, host = make_organisation(session), make_host(session)
    need, offer = make_need(session, school), make_offer(session, host)
    forum = make_forum(session)
    make_visit_offer(session, forum, host=host)
    make_participant(session, forum, school=school)
    account = make_account(session, role=Role.SCHOOL, organisation=host)
    client, headers = sign_in(account), api_token(account)
    chores.carry_out(session, "http://localhost")
    mails = session.scalar(select(func.count(Message.id)))
    own_need = make_need(session, host, countries=["FR"])
    make_offer(session, school)
    for ids in _rows(school, host):
        addresses = list(
            paths(app, {**ids, "need_id": own_need.id, "offer_id": offer.id, "forum_id": forum.id})
        )
        before = read(client, headers, addresses)
        session.commit()

        row = veto(session, "account:1", school.id, host)
        session.commit()
        after = read(client, headers, addresses)

        assert any(status == 200 for status, _text in before.values())
        changed = {path for path in addresses if before[path] != after[path]} - {DESCRIPTION}
        assert changed <= {f"/needs/{own_need.id}", f"/api/v1/needs/{own_need.id}/suggestions"}
        for path in changed:
            assert school.name not in after[path][1]
            assert "thanks" not in after[path][1].replace("No thanks", "")
        chores.carry_out(session, "http://localhost")
        assert session.scalar(select(func.count(Message.id))) == mails
        session.delete(row)
        session.commit()
    assert need.id


def _rows(school: Organisation, host: Organisation) -> list[dict[str, int]]:
    return [{"organisation_id": school.id}, {"organisation_id": host.id}]
