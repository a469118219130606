"""The API does everything that the pages do, with the same permission."""

from fnmatch import fnmatch

from apiflask import APIFlask

from tests.contract.test_routes import permission_of, rules_of
from tests.contract.twins import ALONE, TWINS

ADVICE = (
    "Each page needs an operation of the API that does the same, and a line "
    "'page.endpoint': 'subject_api.endpoint' in TWINS of tests/contract/twins.py; "
    "or a line in ALONE there with the reason why it has none. Without either: "
)


def endpoints(app: APIFlask, *, of_api: bool) -> set[str]:
    return {rule.endpoint for rule in rules_of(app) if rule.rule.startswith("/api/v1/") is of_api}


def test_every_page_has_a_twin_or_a_reason(app: APIFlask) -> None:
    untold = endpoints(app, of_api=False) - TWINS.keys() - ALONE.keys()

    assert not untold, ADVICE + ", ".join(sorted(untold))


def test_every_line_of_the_table_is_about_something(app: APIFlask) -> None:
    pages, operations = endpoints(app, of_api=False), endpoints(app, of_api=True)

    assert (TWINS.keys() | ALONE.keys()) - pages == set(), "there is no such page any more"
    assert TWINS.keys() & ALONE.keys() == set()
    missing = [
        twin for twin in TWINS.values() if not any(fnmatch(name, twin) for name in operations)
    ]
    assert missing == [], "there is no such operation of the API"


def test_a_twin_asks_for_the_same_permission(app: APIFlask) -> None:
    permissions = {rule.endpoint: permission_of(app, rule) for rule in rules_of(app)}
    different = {
        page: name
        for page, twin in TWINS.items()
        for name in permissions
        if fnmatch(name, twin) and permissions[page] is not permissions[name]
    }

    assert different == {}
