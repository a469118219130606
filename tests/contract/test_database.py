"""Migrations go up and down on both databases, and say what the tables say."""

from apiflask import APIFlask
from sqlalchemy import inspect
from sqlalchemy.orm import Session

from app import migrations
from app.audit import actions as audit
from app.audit.models import AuditEvent
from app.database import db
from app.models import metadata


def test_the_tables_and_the_migrated_database_agree(app: APIFlask) -> None:
    assert migrations.differences(db.engine) == []
    assert migrations.current(db.engine) == migrations.newest()


def test_migrations_go_down_and_up_again(app: APIFlask) -> None:
    db.session.remove()
    try:
        migrations.downgrade(db.engine, "base")
        left = set(inspect(db.engine).get_table_names()) - {"alembic_version"}
    finally:
        migrations.upgrade(db.engine)

    assert left == set()
    assert set(metadata.tables) <= set(inspect(db.engine).get_table_names())


def test_a_changed_audit_event_is_found(session: Session) -> None:
    for number in range(3):
        audit.record(session, "account:1", "thing.change", f"thing:{number}", {"to": number})
    assert audit.first_broken(session) is None

    session.query(AuditEvent).filter_by(subject="thing:1").update({"details": {"to": 7}})
    session.expire_all()
    broken = audit.first_broken(session)

    assert broken is not None
    assert broken.subject == "thing:1"
