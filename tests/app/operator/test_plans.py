"""An operator searches for a plan, publishes it and goes back, from the command line."""

from tests.app.operator.conftest import Run, Service
from tests.builders.plans import small_forum


def test_a_plan_is_searched_published_and_restored(run: Run, service: Service) -> None:
    with service() as session:
        edition = small_forum(session).key

    started = run("plans", "start", edition, "--seconds", "1")
    status = run("plans", "status", "1")
    published = run("plans", "publish", "1", "--note", "First")
    second = run("plans", "start", edition, "--seconds", "1", "--seed", "2", "--keep-published")
    published_again = run("plans", "publish", "2")
    restored = run("plans", "restore", edition, "1")
    versions = run("plans", "versions", edition)

    assert started[0] == 0
    assert "Run 1 is finished: objective" in started[1]
    assert status[1] in started[1]
    assert published == (0, "Version 1 is published.\n")
    assert second[0] == 0
    assert published_again == (0, "Version 2 is published.\n")
    assert restored == (0, "Version 1 is published again, as version 3.\n")
    assert versions[0] == 0
    assert "First" in versions[1]
    assert run("plans", "list", edition)[1].count("finished") == 2


def test_what_cannot_be_done_is_said(run: Run, service: Service) -> None:
    with service() as session:
        edition = small_forum(session).key
    run("plans", "start", edition, "--seconds", "1")

    assert run("plans", "status", "7") == (1, "Error: There is no such plan run.\n")
    assert run("plans", "stop", "1") == (1, "Error: This search is over already.\n")
    assert run("plans", "retry", "1")[0] == 1
    assert run("plans", "restore", edition, "9")[0] == 1
    assert run("plans", "start", "nowhere")[0] == 1
    assert run("plans", "start", edition, "--seconds", "0")[0] == 2
    assert run("plans", "wait", "1")[0] == 0
