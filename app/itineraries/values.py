"""Values of what happens on the road."""

from enum import StrEnum


class Answer(StrEnum):
    """Whether a host would take learners."""

    YES = "yes"
    PERHAPS = "perhaps"
    NO = "no"


class Heard(StrEnum):
    """Which side of a visit has answered."""

    BOTH = "both"
    SCHOOL_ONLY = "school_only"
    HOST_ONLY = "host_only"
    NEITHER = "neither"
