"""The words for the states of a message."""

from flask_babel import gettext as _

from app.messages.models import MessageState
from app.messages.stopping import Stoppable
from app.web.sentences import says


@says(MessageState)
def message_state(value: MessageState) -> str:
    return {
        MessageState.WAITING: _("Waiting to be sent"),
        MessageState.SENDING: _("Being sent"),
        MessageState.SENT: _("Sent"),
        MessageState.FAILED: _("Refused by the mail server"),
        MessageState.UNSURE: _("May have arrived: the connection was lost"),
    }[value]


@says(Stoppable)
def stoppable(value: Stoppable) -> str:
    return {
        Stoppable.REMINDER: _("Reminders of charters, entries and deadlines"),
        Stoppable.DIGEST: _("Digests of saved searches"),
        Stoppable.REQUEST: _("News of requests for places"),
    }[value]
