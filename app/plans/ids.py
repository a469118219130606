"""How rows are called in problems and plans: a letter for the kind and the row's number.

Problems and plans hold no names, so that they can be given away and replayed.
"""

ADDED_TOUR = "t0"
"""A tour that only a what-if copy has; rows begin at 1."""


def of_participant(number: int) -> str:
    return f"p{number}"


def of_visit_offer(number: int) -> str:
    return f"v{number}"


def of_tour(number: int) -> str:
    return f"t{number}"


def of_session(number: int) -> str:
    return f"e{number}"


def of_forum_place(number: int) -> str:
    return f"f{number}"


def of_site(number: int) -> str:
    return f"s{number}"


def of_organisation(number: int) -> str:
    return f"o{number}"


def number_in(id: str) -> int:
    """Return the row's number in an id such as `p12`."""
    return int(id[1:])
