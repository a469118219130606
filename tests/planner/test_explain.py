"""Why wishes are not met, and what would meet them: judged by trying all plans."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings

from planner import Host, Participant, Plan, Problem, Remedy, Span, Unmet, score, violations
from planner.explain import explain, resolve
from planner.remedies import MINUTES, NUMBERS
from planner.search.nearby import Variants
from planner.search.reseat import Aim, seat
from tests.planner.brute_force import best_plan, tiny
from tests.planner.examples import make_host, make_person, make_problem, make_tour
from tests.planner.strategies import fresh_problems

WISHER = make_person("p1", value={"h1": 10}, must=("h1",))
NEAR = 1e-3


def only_unmet(problem: Problem) -> Unmet:
    plan = best_plan(problem)
    assert plan is not None
    (unmet,) = explain(problem, plan).unmet
    return unmet


def test_a_host_that_no_tour_can_reach_is_never_open_together() -> None:
    problem = make_problem(
        hosts=(make_host("h1", open=(Span(1050, 1130),)),), participants=(WISHER,)
    )

    unmet = only_unmet(problem)

    assert (unmet.reason, unmet.text) == (
        "never_open_together",
        "No tour can visit h1 while it is open.",
    )
    assert unmet.remedy is not None
    assert (unmet.remedy.change, unmet.remedy.party, unmet.remedy.amount) == (
        "opens_earlier",
        "h1",
        60,
    )


def test_a_person_who_arrives_too_late_is_told_what_would_do() -> None:
    problem = make_problem(
        hosts=(make_host("h1", open=(Span(780, 840),)),),
        participants=(replace(WISHER, available=(Span(775, 1440),)),),
    )

    unmet = only_unmet(problem)

    assert unmet.reason == "no_shared_time"
    assert unmet.remedy is not None
    assert (unmet.remedy.change, unmet.remedy.amount) == ("closes_later", 30)


def test_a_group_that_cannot_be_gathered_is_named_with_its_size() -> None:
    problem = make_problem(hosts=(make_host("h1", min_group=2),), participants=(WISHER,))

    unmet = only_unmet(problem)

    assert (unmet.reason, unmet.parameters) == ("group_too_small", {"least": 2, "people": 1})
    assert unmet.remedy is not None
    assert (unmet.remedy.change, unmet.remedy.amount) == ("smaller_group", 1)


def test_a_full_host_is_named_with_one_more_place() -> None:
    problem = make_problem(
        hosts=(make_host("h1", max_group=1),),
        participants=(WISHER, replace(WISHER, id="p2", name="p2", value={"h1": 90})),
    )

    unmet = only_unmet(problem)

    assert (unmet.participant, unmet.reason) == ("p1", "full")
    assert unmet.parameters == {"visits": 1, "people": 1, "loss": 80.0}
    assert unmet.remedy is not None
    assert (unmet.remedy.change, unmet.remedy.text) == (
        "larger_group",
        "p1 could visit h1 if h1 took groups with one more place.",
    )


def test_a_plan_that_is_better_without_says_by_how_much() -> None:
    problem = make_problem(participants=(WISHER,), tours=(make_tour("bus", cost_fixed=1000),))

    unmet = only_unmet(problem)

    assert (unmet.reason, unmet.parameters) == ("better_without", {"loss": 90.0})


def test_a_poor_plan_is_called_so() -> None:
    problem = make_problem(participants=(WISHER,))

    (unmet,) = explain(problem, Plan(problem=problem.name)).unmet

    assert (unmet.reason, unmet.parameters, unmet.remedy) == (
        "search_longer",
        {"gain": 110.0},
        None,
    )


def test_a_wish_that_no_time_is_left_for_says_so() -> None:
    problem = make_problem(participants=(WISHER,))
    plan = explain(problem, Plan(problem=problem.name, reproducible=True), seconds=-1.0)
    (unmet,) = plan.unmet
    assert (unmet.reason, unmet.remedy) == ("no_time", None)
    assert plan.reproducible is False


@pytest.mark.slow
def test_reasons_and_remedies_of_two_hundred_cases_are_true_and_few_are_not_known() -> None:
    reasons: Counter[str] = Counter()

    @given(fresh_problems())
    @settings(max_examples=200, suppress_health_check=[HealthCheck.filter_too_much])
    def judge(drawn: Problem) -> None:
        problem = tiny(drawn)
        assume(problem.tours)
        plan = best_known(problem)
        told = explain(problem, plan).unmet
        assume(told)
        for unmet in told:
            reasons[unmet.reason] += 1
            judge_reason(problem, plan, unmet)
            if unmet.remedy is not None:
                judge_remedy(problem, plan, unmet, unmet.remedy)

    judge()
    assert reasons.total() >= 200
    assert reasons["no_plan_found"] < 0.1 * reasons.total()


def best_known(problem: Problem) -> Plan:
    """Return the better of the plan by trying all and the plan seated over all rides."""
    tried = best_plan(problem)
    assert tried is not None
    rides = Variants(problem, problem.participants).every(10_000)
    seated = seat(problem, rides, Aim(), tried)
    assert seated is not None
    return max(tried, seated, key=lambda plan: plan.objective)


def judge_reason(problem: Problem, plan: Plan, unmet: Unmet) -> None:
    with_it = best_plan(problem, (unmet.participant, unmet.host))
    impossible = {"never_open_together", "group_too_small", "no_shared_time", "no_plan_found"}
    if unmet.reason in impossible:
        assert with_it is None
        return
    if unmet.reason == "search_longer":
        judge_gain(problem, plan, unmet)
        return
    loss = unmet.parameters.get("loss", 0.0)
    assert isinstance(loss, float)
    assert unmet.reason in {"full", "better_without"}
    if with_it is not None:
        assert plan.objective - loss >= with_it.objective - 0.01
    if unmet.reason == "full":
        host = next(host for host in problem.hosts if host.id == unmet.host)
        rides = [r for r in plan.rides if any(s.host == host.id for s in r.visits)]
        assert len(rides) == host.max_visits
    else:
        assert loss >= 0


def judge_gain(problem: Problem, plan: Plan, unmet: Unmet) -> None:
    """The plan by trying all misses some times of day: then a better one must be shown."""
    wish = (unmet.participant, unmet.host)
    host = next(host for host in problem.hosts if host.id == unmet.host)
    better = resolve(problem, plan, Aim(wish=wish), host)
    assert better is not None
    assert violations(problem, better) == []
    assert score(problem, better).objective > plan.objective


def judge_remedy(problem: Problem, plan: Plan, unmet: Unmet, remedy: Remedy) -> None:
    wish = (unmet.participant, unmet.host)
    after = changed(problem, remedy, remedy.amount)
    host = next(host for host in after.hosts if host.id == unmet.host)
    met = resolve(after, plan, Aim(wish=wish), host)  # trying all misses some times of day
    assert met is not None
    assert violations(after, met) == []
    assert wish in {(p, s.host) for r in met.rides for s in r.visits for p in r.participants}
    assert score(after, met).objective >= plan.objective - NEAR
    ladder = MINUTES if remedy.unit == "minutes" else NUMBERS
    for less in ladder[: ladder.index(remedy.amount)]:
        before = best_plan(changed(problem, remedy, less), wish)
        assert before is None or before.objective < plan.objective + NEAR


def changed(problem: Problem, remedy: Remedy, by: int) -> Problem:
    """Make the change of a remedy by hand."""

    def host(entry: Host) -> Host:
        spans = entry.open
        early = tuple(Span(max(0, span.start - by), span.end) for span in spans)
        late = tuple(Span(span.start, span.end + by) for span in spans)
        return {
            "larger_group": replace(entry, max_group=entry.max_group + by),
            "more_visits": replace(entry, max_visits=entry.max_visits + by),
            "smaller_group": replace(entry, min_group=max(0, entry.min_group - by)),
            "opens_earlier": replace(entry, open=early),
            "closes_later": replace(entry, open=late),
        }[remedy.change]

    def person(entry: Participant) -> Participant:
        spans = entry.available
        early = tuple(Span(max(0, span.start - by), span.end) for span in spans)
        late = tuple(Span(span.start, span.end + by) for span in spans)
        return replace(entry, available=early if remedy.change == "arrives_earlier" else late)

    return replace(
        problem,
        hosts=tuple(host(h) if h.id == remedy.party else h for h in problem.hosts),
        participants=tuple(person(p) if p.id == remedy.party else p for p in problem.participants),
        tours=tuple(
            {
                "more_seats": replace(t, seats=t.seats + by),
                "starts_earlier": replace(t, earliest=max(0, t.earliest - by)),
                "ends_later": replace(t, latest=t.latest + by),
            }[remedy.change]
            if t.id == remedy.party
            else t
            for t in problem.tours
        ),
    )


@pytest.mark.parametrize("effort", [0.05, 0.5])
def test_seating_keeps_every_rule(effort: float) -> None:
    problem = make_problem(
        hosts=(make_host("h1", max_group=1), make_host("h2")),
        participants=tuple(make_person(f"p{i}", value={"h1": 10 + i, "h2": 5}) for i in range(4)),
    )
    few = tiny(problem)
    plan = best_plan(few)
    assert plan is not None

    found = seat(few, plan.rides, Aim(effort=effort), plan)

    assert found is not None
    assert violations(few, found) == []
    assert found.objective >= plan.objective
