"""Everybody who is eligible is seen."""

from collections import Counter
from datetime import timedelta

from matching.matcher import Matcher
from matching.newcomers import seated
from tests.matching.builders import TODAY, make_need, make_offer

GOOD = [make_offer(f"good {number}") for number in range(30)]
WEAK = [make_offer(f"weak {number}", concepts={"sales": 1.0}) for number in range(60)]
HOME = make_offer("home", country="FR")


def test_no_eligible_newcomer_stays_unseen_in_a_thousand_searches() -> None:
    matcher = Matcher().fit([*GOOD, *WEAK, HOME])
    views: Counter[str] = Counter()

    for search in range(1_000):
        day = TODAY + timedelta(days=search // 10)
        page = matcher.page(make_need(f"need {search}"), views=views, day=day, limit=10)
        views.update(one.offer.key for one in page)

    assert min(views[offer.key] for offer in WEAK) > 0
    assert "home" not in views


def test_a_page_is_the_ranking_with_its_last_seats_for_those_seen_least() -> None:
    matcher = Matcher().fit([*GOOD, *WEAK])
    views = {offer.key: 9 for offer in [*GOOD, *WEAK[1:]]}
    need = make_need()

    page = matcher.page(need, views=views, day=TODAY, limit=10)

    assert page[:9] == matcher.suggest(need, limit=9)
    assert [(one.offer.key, one.has_seat) for one in page[9:]] == [("weak 0", True)]


def test_the_same_search_on_the_same_day_gives_the_same_page_in_any_order() -> None:
    pages = [
        Matcher().fit(offers).page(make_need(), views={}, day=TODAY)
        for offers in ([*GOOD, *WEAK], [*WEAK, *GOOD])
    ]

    assert pages[0] == pages[1]


def test_without_newcomers_a_page_is_the_ranking() -> None:
    matcher = Matcher().fit(GOOD)
    views = {offer.key: 5 for offer in GOOD}

    assert matcher.page(make_need(), views=views, day=TODAY) == matcher.suggest(make_need())


def test_among_newcomers_those_seen_least_come_first() -> None:
    views = {"seen": 4, "also seen": 4}

    for number in range(20):
        day = TODAY + timedelta(days=number)
        assert seated(["seen", "new", "also seen"], views, "need", day)[0] == "new"
