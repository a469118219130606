"""The table of uploaded spreadsheets that wait for confirmation."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base


class ImportDraft(Base):
    """An uploaded sheet, what was found wrong in it, and whether it has been applied."""

    __tablename__ = "import_draft"

    target: Mapped[str] = mapped_column(String(40))
    forum_id: Mapped[int | None] = mapped_column(ForeignKey("forum.id", ondelete="CASCADE"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    filename: Mapped[str] = mapped_column(String(160))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    report: Mapped[dict[str, Any]]
    uploaded_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]
    undo: Mapped[dict[str, Any] | None]
    undone_at: Mapped[datetime | None]
