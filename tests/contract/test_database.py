"""Migrations go up and down on both databases, and say what the tables say."""

from apiflask import APIFlask
from sqlalchemy import inspect

from app import migrations
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
