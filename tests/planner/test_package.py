"""The package's own example."""

import doctest

import planner


def test_the_example_of_the_package_runs() -> None:
    assert doctest.testmod(planner).failed == 0
