"""What the consortia of the demo share: good practice and minutes. Invented."""

import csv
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.consortia import membership
from app.consortia.actions import consortium_by_key
from app.consortia.models import NoteKind, SharedNote
from app.organisations.keys import organisation_by_key


def share_notes(session: Session, folder: Path) -> None:
    """Write the notes of `notes.csv`, once."""
    with (folder / "notes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        consortium = consortium_by_key(session, row["consortium"])
        assert consortium is not None, "the demo's sheets hold this consortium"
        known = {"consortium_id": consortium.id, "title": row["title"]}
        if session.scalar(select(SharedNote.id).filter_by(**known)) is not None:
            continue
        writer = organisation_by_key(session, row["organisation"])
        wanted = {
            "kind": NoteKind(row["kind"]),
            "title": row["title"],
            "topics": row["topics"].split("; "),
            "held_on": date.fromisoformat(row["held_on"]),
            "body": row["body"],
        }
        own = writer.id if writer else None
        membership.share(session, "demo", consortium, wanted, own=own)
