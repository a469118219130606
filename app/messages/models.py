"""The table of messages to people."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base


class MessageState(StrEnum):
    """Unsure: the connection or the worker was lost when the server may have taken it already."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNSURE = "unsure"


class Message(Base):
    """An e-mail to one person; `dedupe_key` makes sure that it exists once.

    `settled_at` is when a person said that nothing more need be done about a lost one.
    """

    __tablename__ = "message"
    __table_args__ = (UniqueConstraint("dedupe_key"),)

    recipient: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    stop_address: Mapped[str] = mapped_column(String(300), default="", server_default="")
    kind: Mapped[str] = mapped_column(String(40))
    dedupe_key: Mapped[str] = mapped_column(String(160))
    state: Mapped[MessageState] = mapped_column(default=MessageState.WAITING, index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    next_try_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
