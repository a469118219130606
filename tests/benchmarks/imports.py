"""How long a sheet of 10,000 rows with 300 wrong ones takes, and how much memory.

    python -m tests.benchmarks.imports --rows 10000 --wrong 300

Each step runs in a process of its own on an empty SQLite database: the dry run that must name
exactly the wrong rows, the import of the right ones, the same import again, and its undoing.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlalchemy import func, select

from app import migrations
from app.accounts.actors import Actor
from app.accounts.models import Role
from app.database import db, reading
from app.factory import create_app
from app.imports import actions
from app.imports.models import ImportDraft
from app.imports.targets import TARGETS
from app.imports.writing import Format, sheet
from app.settings import Settings
from tests.builders.accounts import make_account

TOWNS = (("Roanne", "FR"), ("Kerava", "FI"), ("Legnica", "PL"), ("Bilbao", "ES"), ("Gent", "BE"))
WRONG: tuple[dict[str, str], ...] = (
    {"kind": "circus"},
    {"country": "XX"},
    {"latitude": "95", "longitude": "2"},
    {"latitude": "north", "longitude": "2"},
    {"oid": "12345"},
    {"website": "javascript:alert(1)"},
    {"name": ""},
    {"name": "x" * 500},
    {"requests_per_season": "-1"},
    {"key": "school-1"},
    {"languages": "en:Z9"},
    {"sectors": "witchcraft"},
)
"""What is wrong with a wrong row, in turn."""


def rows_of(number: int, wrong: int) -> tuple[list[dict[str, str]], set[int]]:
    """Return rows of organisations, and the numbers of the wrong ones as a spreadsheet counts."""
    step = number // wrong if wrong else number + 1
    rows: list[dict[str, str]] = []
    bad: set[int] = set()
    for place in range(1, number + 1):
        city, country = TOWNS[place % len(TOWNS)]
        row = {
            "key": f"school-{place}",
            "name": f"School {place} of {city}",
            "kind": ("school", "company", "training_centre")[place % 3],
            "city": city,
            "country": country,
            "address": f"{place} rue de la Gare",
            "sectors": "transport_logistics; automotive",
            "languages": "en:B2; fr:C1",
            "website": f"https://school-{place}.example.org",
            "about": "Forklift drivers, warehouse clerks and mechanics learn here.",
            "is_fictional": "yes",
        }
        if place % step == 0 and len(bad) < wrong:
            row |= WRONG[len(bad) % len(WRONG)]
            bad.add(place + 1)
        rows.append(row)
    return rows, bad


def in_own_process(step: str, *arguments: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.benchmarks.imports", "--step", step, *arguments]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def carry_out(step: str, folder: Path, file: Path) -> dict[str, Any]:
    """Carry out one step as the pages do, and measure it."""
    app = create_app(
        Settings(
            environment="test",
            data=folder,
            database_url=f"sqlite:///{folder / 'bench.db'}",
            secret_key="only for benchmarks",
            queue_url="immediate:",
        )
    )
    with app.app_context(), app.test_request_context():
        if step == "prepare":
            migrations.upgrade(db.engine)
            make_account(db.session())
            return {}
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        wall = perf_counter()
        cpu = _processor()
        found = STEPS[step](file)
        return found | {
            "wall": round(perf_counter() - wall, 1),
            "cpu": round(_processor() - cpu, 1),
            "base_mb": before,
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            "child_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
        }


def _processor() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _upload(file: Path) -> tuple[actions.Upload, Actor]:
    actor = Actor(role=Role.ORGANISER, account_id=1)
    given = actions.Upload(
        target="organisations", forum="", filename=file.name, content=file.read_bytes()
    )
    return given, actor


def dry_run(file: Path) -> dict[str, Any]:
    given, actor = _upload(file)
    with reading() as session:
        examined = actions.examine(session, given)
    draft = actions.keep(db.session(), actor, given, examined)
    db.session.commit()
    report = draft.report
    named = sorted({problem["row"] for problem in report["problems"]})
    return {"named": named, "created": report["created"], "changed": report["changed"]}


def write(file: Path) -> dict[str, Any]:
    found = dry_run(file)
    actor = _upload(file)[1]
    number = newest()
    with reading() as session:
        examined = actions.examine_again(session, actor, number)
    actions.confirm(db.session(), actor, number, examined)
    db.session.commit()
    return found


def undo(_file: Path) -> dict[str, Any]:
    actor = Actor(role=Role.ORGANISER, account_id=1)
    actions.undo(db.session(), actor, newest())
    db.session.commit()
    return {}


def newest() -> int:
    return db.session.scalars(select(func.max(ImportDraft.id))).one()


STEPS: dict[str, Callable[[Path], dict[str, Any]]] = {
    "dry": dry_run,
    "write": write,
    "undo": undo,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--wrong", type=int, default=300)
    parser.add_argument("--step", default="")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--file", type=Path)
    given = parser.parse_args()
    if given.step:
        print(json.dumps(carry_out(given.step, given.folder, given.file)))
        return
    with tempfile.TemporaryDirectory() as name:
        measure(Path(name), given.rows, given.wrong)


def measure(folder: Path, number: int, wrong: int) -> None:
    rows, bad = rows_of(number, wrong)
    target = TARGETS["organisations"]
    for form in Format:
        (folder / f"wrong.{form.value}").write_bytes(sheet(target, rows, form, "en"))
    right = [row for place, row in enumerate(rows, start=2) if place not in bad]
    (folder / "right.csv").write_bytes(sheet(target, right, Format.CSV, "en"))
    place = ("--folder", str(folder), "--file")
    in_own_process("prepare", *place, "none")
    for step, file in (
        ("dry", "wrong.csv"),
        ("dry", "wrong.xlsx"),
        ("write", "right.csv"),
        ("write", "right.csv"),
        ("undo", "none"),
    ):
        found = in_own_process(step, *place, str(folder / file))
        if "wrong" in file:
            assert set(found["named"]) == bad, "exactly the wrong rows are named"
        found.pop("named", None)
        print(f"{step} {file}: {found}", flush=True)


if __name__ == "__main__":
    main()
