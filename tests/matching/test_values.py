"""Values of hosts for participants without wishes."""

from matching.matcher import Matcher
from matching.values import HostValue, host_values
from tests.matching.builders import make_need, make_offer


def test_a_host_is_worth_its_best_pair_and_the_need_behind_it_is_named() -> None:
    poor = make_offer("poor", organisation="host", concepts={"sales": 1.0})
    good = make_offer("good", organisation="host")
    need = make_need("need")
    (best,) = Matcher().fit([good]).suggest(need)

    values = host_values([make_need("other", concepts={"customs": 1.0}), need], [poor, good])

    assert values == {
        "host": HostValue("host", round(100 * best.score), "need", "good", has_obstacle=False)
    }


def test_an_obstacle_halves_the_value_and_a_veto_leaves_the_host_out() -> None:
    full = make_offer("full", organisation="full host", places=0)
    free = make_offer("free", organisation="free host", places=2)
    refused = make_offer("refused", organisation="refused host")

    values = host_values([make_need()], [full, free, refused], vetoes=[("refused host", "school")])

    assert set(values) == {"full host", "free host"}
    assert values["full host"].has_obstacle
    assert 0 < values["full host"].value < values["free host"].value / 1.8
    assert all(0 <= one.value <= 100 for one in values.values())


def test_without_needs_nothing_is_known_of_any_host() -> None:
    assert host_values([], [make_offer()]) == {}
