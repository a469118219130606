"""Rows of an edition by the keys that people know them by, and faults of local times."""

from datetime import datetime
from typing import TypeVar

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.forums import models
from app.web.faults import Faults

Row = TypeVar(
    "Row", models.ForumPlace, models.Session, models.VisitOffer, models.Participant, models.Tour
)


def forum_by_key(session: Session, key: str) -> models.Forum | None:
    return session.scalar(select(models.Forum).where(models.Forum.key == key))


def row_by_key(session: Session, table: type[Row], forum: models.Forum, key: str) -> Row | None:
    """Return the row of an edition with this key."""
    return session.scalar(select(table).where(table.forum_id == forum.id, table.key == key))


def note_times(faults: Faults, forum: models.Forum, **times: datetime | None) -> None:
    """Note local times that the clock change skips or repeats, each at its field."""
    for field, local in times.items():
        if local is None:
            continue
        shown = f"{local:%Y-%m-%d %H:%M}"
        try:
            clock.moment(local, forum.zone)
        except clock.NoSuchTime:
            faults.add(field, _("The clock change skips %(time)s.", time=shown))
        except clock.TwoSuchTimes:
            faults.add(field, _("The clock change makes %(time)s happen twice.", time=shown))
        except OverflowError:
            faults.add(field, _("There is no such time."))
