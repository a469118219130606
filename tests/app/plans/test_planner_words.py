"""What the planner says by codes is said in every language of the service, with names."""

import pytest
from apiflask import APIFlask
from flask_babel import force_locale

from app.plans.names import Names
from app.plans.planner_words import fault_words, reason_words, remedy_words

NAMES = Names({"p1": "A teacher", "v2": "Port company", "t3": "Coach 3"})
CHANGES = {
    "larger_group": "v2",
    "more_visits": "v2",
    "smaller_group": "v2",
    "more_seats": "t3",
    "opens_earlier": "v2",
    "closes_later": "v2",
    "arrives_earlier": "p1",
    "leaves_later": "p1",
    "starts_earlier": "t3",
    "ends_later": "t3",
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("amount", [1, 30])
def test_every_remedy_is_said_in_each_language(app: APIFlask, change: str, amount: int) -> None:
    remedy = {"change": change, "party": CHANGES[change], "amount": amount, "text": "?"}
    unmet = {"participant": "p1", "host": "v2", "remedy": remedy}

    said = set()
    for language in ("en", "fr", "de"):
        with app.test_request_context(), force_locale(language):
            said.add(remedy_words(unmet, NAMES))

    assert len(said) == 3
    assert all("A teacher" in text and "Port company" in text for text in said)


def test_a_reason_says_its_figures(app: APIFlask) -> None:
    figures = {"visits": 1, "people": 8, "loss": 12.5}
    unmet = {"participant": "p1", "host": "v2", "reason": "full", "parameters": figures}

    with app.test_request_context():
        said = reason_words(unmet, NAMES)

    assert said == "All places at Port company are taken: visits 1, people 8."


def test_a_clash_of_pins_is_said_with_names(app: APIFlask) -> None:
    figures = {"person": "p1", "host": "v2", "tour": "t3"}

    with app.test_request_context():
        said = fault_words("pin_avoided", figures, NAMES)

    assert said == "A teacher avoids Port company, which Coach 3 is pinned to visit."
