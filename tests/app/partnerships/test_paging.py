"""Long lists go on, page by page; none of their rows is left out."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.accounts.models import Account, Role
from app.partnerships import paging
from tests.builders.accounts import make_account
from tests.builders.partnerships import make_need


@pytest.fixture(autouse=True)
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "PER_PAGE", 2)


@pytest.fixture
def titles(session: Session) -> set[str]:
    return {make_need(session, title=f"Need number {n}").title for n in range(5)}


def test_every_need_is_on_some_page(
    session: Session, as_organiser: FlaskClient, titles: set[str]
) -> None:
    address, seen, pages = "/partners", set(), 0
    while address:
        page = as_organiser.get(address).text
        seen |= {title for title in titles if title in page}
        following = re.search(r'<a rel="next" href="([^"]+)"', page)
        address, pages = following[1] if following else "", pages + 1

    assert (seen, pages) == (titles, 3)


def test_every_need_is_on_some_page_of_the_api(
    client: FlaskClient,
    session: Session,
    api_token: Callable[[Account], dict[str, str]],
    titles: set[str],
) -> None:
    headers = api_token(make_account(session, role=Role.ORGANISER))

    pages = [
        client.get(f"/api/v1/needs?page={page}", headers=headers).get_json()
        for page in (1, 2, 3, 4)
    ]

    assert [len(page) for page in pages] == [2, 2, 1, 0]
    assert {need["title"] for page in pages for need in page} == titles
