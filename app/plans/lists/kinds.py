"""Which lists there are, as which files, and in which order badges come."""

from enum import StrEnum


class ListKind(StrEnum):
    """Whom a list is for."""

    HOSTS = "hosts"
    COACHES = "coaches"
    SCHOOLS = "schools"


class ListFormat(StrEnum):
    """What kind of file a list can be."""

    PDF = "pdf"
    XLSX = "xlsx"


class BadgeOrder(StrEnum):
    """How badges follow each other."""

    NAME = "name"
    SCHOOL = "school"
    COACH = "coach"
