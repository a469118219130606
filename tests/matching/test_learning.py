"""Learning from decisions, on made-up answers whose true taste is known."""

from collections.abc import Mapping
from math import exp
from random import Random

import pytest

from matching.calibration import calibration, score_then
from matching.comparison import comparison
from matching.criteria import Criterion
from matching.decisions import Answer, Decision, DeclineCode, full_offers, values_shown
from matching.learning import learned_weights
from matching.matcher import Matcher
from matching.weights import HAND_SET_HOST, HAND_SET_SENDER, Weights
from tests.matching.builders import make_need, make_offer

CODES = [f"sender.{one}" for one in HAND_SET_SENDER] + [f"host.{one}" for one in HAND_SET_HOST]
TASTE: Mapping[str, float] = {"sender.language": 6.0, "sender.occupation": 2.0}
"""These people look at languages above all; position holds them off too."""


def decisions(count: int, lot: Random, taste: Mapping[str, float] = TASTE) -> list[Decision]:
    return [_decision(number, lot, taste) for number in range(count)]


def _decision(number: int, lot: Random, taste: Mapping[str, float]) -> Decision:
    values = {code: lot.random() for code in CODES}
    position = lot.randint(1, 20)
    odds = sum(taste.get(code, 0.0) * (values[code] - 0.5) for code in CODES) - 0.1 * position
    answer = Answer.ACCEPTED if lot.random() < 1 / (1 + exp(-odds)) else Answer.DECLINED
    return Decision(
        need=f"need {number // 5}",
        offer=f"offer {number}",
        answer=answer,
        position=position,
        weights_version="hand-1",
        values=values,
        declined_for=DeclineCode.TASKS if answer is Answer.DECLINED else None,
    )


def declined(code: DeclineCode, count: int = 50) -> list[Decision]:
    return [
        Decision(
            need="need",
            offer=f"offer {number}",
            answer=Answer.DECLINED,
            position=1,
            weights_version="hand-1",
            values=dict.fromkeys(CODES, 1.0),
            declined_for=code,
        )
        for number in range(count)
    ]


def unanswered(count: int) -> list[Decision]:
    return [
        Decision(
            need="need",
            offer=f"offer {number}",
            answer=Answer.UNANSWERED,
            position=1,
            weights_version="hand-1",
            values=dict.fromkeys(CODES, 1.0),
        )
        for number in range(count)
    ]


def test_without_decisions_the_hand_set_weights_stay() -> None:
    assert learned_weights([], Weights()) == Weights()
    assert learned_weights(unanswered(50), Weights()) == Weights()


def test_silence_and_full_houses_change_no_weight() -> None:
    taught = decisions(300, Random(1))
    more = [*taught, *unanswered(200), *declined(DeclineCode.FULL)]

    learned, same = learned_weights(taught, Weights()), learned_weights(more, Weights())

    assert (same.sender, same.host) == (learned.sender, learned.host)
    assert full_offers(more) == [(f"offer {number}", "need") for number in range(50)]


def test_what_people_look_at_gains_weight_and_the_sums_stay() -> None:
    learned = learned_weights(decisions(2000, Random(2)), Weights())

    language = Criterion.LANGUAGE
    assert learned.sender[language] > 2 * HAND_SET_SENDER[language]
    assert learned.sender[Criterion.FRESHNESS] < HAND_SET_SENDER[Criterion.FRESHNESS]
    assert min(*learned.sender.values(), *learned.host.values()) >= 0
    assert sum(learned.sender.values()) == pytest.approx(sum(HAND_SET_SENDER.values()), abs=0.02)
    assert sum(learned.host.values()) == pytest.approx(sum(HAND_SET_HOST.values()), abs=0.02)


def test_a_few_decisions_move_weights_less_than_many() -> None:
    few, many = (
        learned_weights(decisions(count, Random(3)), Weights()).sender[Criterion.LANGUAGE]
        for count in (20, 2000)
    )

    hand_set = HAND_SET_SENDER[Criterion.LANGUAGE]
    assert abs(few - hand_set) < abs(many - hand_set) / 2


def test_the_same_decisions_give_the_same_version() -> None:
    taught = decisions(200, Random(4))

    first, second = learned_weights(taught, Weights()), learned_weights(taught, Weights())

    assert first == second
    assert first.version.startswith("learned-200-")


def test_learned_weights_foretell_unseen_answers_better_than_the_hand_set_ones() -> None:
    found = comparison(decisions(1500, Random(5)), Weights())

    assert found is not None
    assert found.judged == 1500
    assert found.after.log_loss < found.before.log_loss - 0.02
    assert found.after.right_order > found.before.right_order + 0.03


def test_nothing_is_compared_before_both_answers_were_given() -> None:
    assert comparison(unanswered(20), Weights()) is None
    assert comparison(declined(DeclineCode.TASKS), Weights()) is None


def test_a_calibrated_chance_is_as_often_right_as_it_says() -> None:
    lot = Random(6)
    learned = learned_weights(decisions(2000, lot), Weights())
    sigmoid = calibration(decisions(2000, lot), learned)
    assert sigmoid is not None

    unseen = decisions(4000, lot)
    chances = [sigmoid.chance(score_then(one, learned)) for one in unseen]
    high = sorted(chances)[3000]
    for least, most in ((0.0, high), (high, 1.0)):
        met = [
            (chance, one.answer is Answer.ACCEPTED)
            for chance, one in zip(chances, unseen, strict=True)
            if least <= chance < most
        ]
        foretold, accepted = (sum(column) / len(met) for column in zip(*met, strict=True))
        assert foretold == pytest.approx(accepted, abs=0.05)
    assert sigmoid.slope > 0


def test_a_decision_keeps_the_facts_that_its_suggestion_showed() -> None:
    (found,) = Matcher().fit([make_offer()]).suggest(make_need())

    values = values_shown(found.worth)

    assert values["sender.occupation"] == 1.0
    assert set(values) == {reason.code for reason in found.worth.details}


def test_a_decline_needs_a_reason_and_nothing_else_has_one() -> None:
    for answer, code in ((Answer.DECLINED, None), (Answer.ACCEPTED, DeclineCode.FULL)):
        with pytest.raises(ValueError, match="reason"):
            Decision(
                need="need",
                offer="offer",
                answer=answer,
                position=1,
                weights_version="hand-1",
                values={},
                declined_for=code,
            )


def test_weights_come_back_from_their_record_and_nothing_else_does() -> None:
    learned = learned_weights(decisions(200, Random(7)), Weights())

    assert Weights.from_record(learned.as_record()) == learned
    for wrong in ({}, {"version": "x", "sender": {}, "host": {}}, {"version": "x", "sender": 1}):
        with pytest.raises(ValueError, match="weight"):
            Weights.from_record(wrong)


def test_a_negative_weight_is_refused() -> None:
    record = Weights().as_record()

    with pytest.raises(ValueError, match="negative"):
        Weights.from_record({**record, "host": dict.fromkeys(HAND_SET_HOST, -1)})


def test_what_people_seem_to_dislike_loses_its_weight_but_never_counts_against_anybody() -> None:
    learned = learned_weights(decisions(1000, Random(8), {"sender.freshness": -8.0}), Weights())

    assert learned.sender[Criterion.FRESHNESS] == 0
    assert min(*learned.sender.values(), *learned.host.values()) == 0
