"""Backups: one folder with a copy of the database and a manifest that proves what it holds.

SQLite is copied by its own backup interface while the service goes on; PostgreSQL by `pg_dump`.
A folder is complete or not there. The secret key and the queue are not in it: links and tokens
survive a restore, sessions of browsers do with the same key, and workers find their work in
the rows.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Engine, func, inspect, select
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session

from app import clock, migrations
from app.database import is_sqlite
from app.models import metadata

FORMAT = "netinvet-backup/1"
MANIFEST = "manifest.json"
PAGES_AT_ONCE = 512

Told = Callable[[int, int], None]
"""Hears how much is done, of how much."""


class BadBackup(Exception):
    """A backup that cannot be made, or that must not be restored; says why in a sentence."""


def make(engine: Engine, folder: Path, told: Told) -> dict[str, Any]:
    """Write a backup into a new folder, verify it, and return its manifest."""
    if folder.exists():
        raise BadBackup(f"{folder} exists already; a backup is written into a new folder.")
    unfinished = folder.with_name(f".{folder.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True, mode=0o700)
    try:
        manifest: dict[str, Any] = {
            "format": FORMAT,
            "engine": engine.dialect.name,
            "revision": migrations.current(engine),
            "made_at": clock.now().isoformat(timespec="seconds"),
            "rows": rows_of(engine),
        }
        file = unfinished / _file_name(engine.dialect.name)
        if is_sqlite(engine):
            _copy_sqlite(Path(str(engine.url.database)), file, told)
            _check_sqlite(file)
        else:
            _run("pg_dump", ["--format=custom", f"--file={file}"], engine.url)
        manifest |= {"file": file.name, "bytes": file.stat().st_size, "sha256": _sha256(file)}
        (unfinished / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n")
        unfinished.rename(folder)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    return manifest


def verified(folder: Path) -> dict[str, Any]:
    """Return the manifest of a backup that is what it says. Raises BadBackup."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
        file = folder / Path(manifest["file"]).name
        is_known, is_whole = manifest["format"] == FORMAT, manifest["sha256"] == _sha256(file)
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise BadBackup(f"{folder} holds no backup of this service.") from problem
    if not is_known:
        raise BadBackup(f"{folder} has the format {manifest['format']}; {FORMAT} is expected.")
    if not is_whole:
        raise BadBackup(f"{file} is not what was written: its checksum differs.")
    if manifest["engine"] == "sqlite":
        _check_sqlite(file)
    return manifest


def restore(engine: Engine, folder: Path, told: Told) -> dict[str, Any]:
    """Put a backup in the place of what the database holds, and bring it to the newest revision.

    Raises BadBackup, with nothing changed, for a faulty backup, one of another engine, or one
    of a newer service.
    """
    manifest = verified(folder)
    if manifest["engine"] != engine.dialect.name:
        raise BadBackup(f"This is a backup of {manifest['engine']}, not {engine.dialect.name}.")
    _check_revision(engine, manifest["revision"])
    file = folder / manifest["file"]
    engine.dispose()
    if is_sqlite(engine):
        target = Path(str(engine.url.database))
        target.parent.mkdir(parents=True, exist_ok=True)
        _copy_sqlite(file, target, told)
    else:
        options = ["--clean", "--if-exists", "--no-owner", "--single-transaction"]
        _run("pg_restore", [*options, f"--dbname={engine.url.database}", str(file)], engine.url)
    found = rows_of(engine)
    if found != manifest["rows"]:
        raise BadBackup("The restored tables do not hold what the backup's manifest says.")
    migrations.upgrade(engine)
    return manifest


def rows_of(engine: Engine) -> dict[str, int]:
    """Count the rows of every table that the database has."""
    with Session(engine) as session:
        present = set(inspect(session.connection()).get_table_names())
        return {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in metadata.sorted_tables
            if table.name in present
        }


def _file_name(engine_name: str) -> str:
    return "netinvet.db" if engine_name == "sqlite" else "netinvet.pgdump"


def _copy_sqlite(source: Path, target: Path, told: Told) -> None:
    if not source.exists():
        raise BadBackup(f"There is no database at {source}.")

    def tell(_status: int, remaining: int, total: int) -> None:
        told(total - remaining, total)

    with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(target)) as written:
        read.backup(written, pages=PAGES_AT_ONCE, progress=tell)


def _check_sqlite(file: Path) -> None:
    """Read every page of a copy. Raises BadBackup where one is broken."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        try:
            answer = connection.execute("PRAGMA integrity_check").fetchone()[0]
            orphans = connection.execute("PRAGMA foreign_key_check").fetchone()
        except sqlite3.DatabaseError as problem:
            raise BadBackup(f"{file} is no whole database: {problem}.") from problem
    if answer != "ok" or orphans is not None:
        raise BadBackup(f"{file} is no whole database: {answer}.")


def _check_revision(engine: Engine, revision: str | None) -> None:
    script = ScriptDirectory.from_config(migrations.config_for(engine))
    try:
        script.get_revision(revision or "base")
    except CommandError as problem:
        raise BadBackup(
            f"The backup was made by a newer service (revision {revision}); please update first."
        ) from problem


def _sha256(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as content:
        while chunk := content.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def _run(program: str, options: list[str], url: URL) -> None:
    """Run a program of PostgreSQL's; its password goes by the environment, where none sees it."""
    if shutil.which(program) is None:
        raise BadBackup(
            f"{program} is missing: please install PostgreSQL's client programs "
            "(Debian: apt-get install postgresql-client)."
        )
    environment = dict(os.environ)
    host = url.host or str(url.query.get("host", ""))
    given = {"PGHOST": host, "PGPORT": url.port, "PGUSER": url.username}
    given |= {"PGPASSWORD": url.password, "PGDATABASE": url.database}
    environment |= {name: str(value) for name, value in given.items() if value}
    done = subprocess.run(  # noqa: S603 -- a program of PostgreSQL's, options of our own
        [program, *options], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["no reason given"]
        raise BadBackup(f"{program} failed: {lines[0]}")
