"""The table of replies kept for repeated requests."""

from datetime import datetime

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base


class KeptReply(Base):
    """The answer to a request with an `Idempotency-Key`, given again when it is repeated."""

    __tablename__ = "kept_reply"
    __table_args__ = (UniqueConstraint("actor", "key"),)

    actor: Mapped[str] = mapped_column(String(80))
    key: Mapped[str] = mapped_column(String(120))
    body_digest: Mapped[str] = mapped_column(String(64))
    status: Mapped[int | None]
    reply: Mapped[str] = mapped_column(Text, default="")
    etag: Mapped[str] = mapped_column(String(24), default="", server_default="")
    created_at: Mapped[datetime]
