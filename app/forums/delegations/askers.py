"""Whose colleagues the reader registers: those of their own organisation."""

from app.database import db
from app.forums.delegations import actions
from app.forums.models import Participant
from app.organisations import queries as directory
from app.organisations.askers import own_id
from app.organisations.models import Organisation


def own() -> Organisation:
    """Return the reader's organisation. Raises NotFound for who has none."""
    return directory.organisation(db.session(), own_id() or 0)


def own_person(forum_id: int, participant_id: int) -> Participant:
    """Return one of the reader's own people. Raises NotFound for anybody else."""
    return actions.person(db.session(), forum_id, own().id, participant_id)
