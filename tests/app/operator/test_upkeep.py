"""An operator backs up, restores, checks and verifies a service."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.organisations.models import Organisation
from tests.app.operator.conftest import Run, Service
from tests.builders.organisations import make_organisation


def test_a_restored_backup_is_what_was_backed_up(
    run: Run, service: Service, tmp_path: Path
) -> None:
    folder = tmp_path / "kept"
    with service() as session:
        make_organisation(session, name="Before")
    made = run("backup", str(folder))
    with service() as session:
        make_organisation(session, name="After")

    restored = run("restore", str(folder), "--yes")

    manifest = json.loads((folder / "manifest.json").read_text())
    assert made[0] == 0
    assert manifest["rows"]["organisation"] == 1
    assert restored[0] == 0, restored[1]
    with service() as session:
        assert [row.name for row in session.query(Organisation)] == ["Before"]
    kept = next((tmp_path / "data" / "backups").glob("before-restore-*"))
    assert json.loads((kept / "manifest.json").read_text())["rows"]["organisation"] == 2
    assert run("audit", "verify")[0] == 0
    assert "service.restore" in run("audit", "list")[1]


@pytest.mark.parametrize("fault", ["changed", "cut", "missing", "newer"])
def test_a_faulty_backup_changes_nothing(
    run: Run, service: Service, tmp_path: Path, fault: str
) -> None:
    folder = tmp_path / "kept"
    run("backup", str(folder))
    with service() as session:
        make_organisation(session, name="After")
    file, manifest = folder / "netinvet.db", folder / "manifest.json"
    if fault == "changed":
        content = bytearray(file.read_bytes())
        content[5000] ^= 255
        file.write_bytes(content)
    elif fault == "cut":
        file.write_bytes(file.read_bytes()[:4096])
    elif fault == "missing":
        manifest.unlink()
    else:
        facts = json.loads(manifest.read_text()) | {"revision": "ffffffffffff"}
        manifest.write_text(json.dumps(facts))

    code, text = run("restore", str(folder), "--yes")

    assert code == 1
    assert text.splitlines()[-1].startswith("Error: ")
    with service() as session:
        assert [row.name for row in session.query(Organisation)] == ["After"]


def test_a_backup_never_overwrites_and_is_asked_about(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    run("backup", str(folder))

    assert run("backup", str(folder))[0] == 1
    assert run("restore", str(folder), typed="n\n")[0] == 1
    assert run("restore", str(folder), "--check")[0] == 0
    assert run("restore", str(tmp_path / "nothing"))[0] == 2
    assert run("backup")[0] == 0


def test_check_says_what_works_and_what_does_not(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    well = run("check")
    monkeypatch.setenv("NETINVET_MAIL_URL", "smtp://127.0.0.1:9")
    without_mail = run("check")
    monkeypatch.setenv("NETINVET_PROXY_HOPS", "many")
    without_settings = run("check")

    assert well[0] == 0
    assert all(line.startswith("ok ") for line in well[1].splitlines())
    assert without_mail[0] == 1
    assert [line for line in without_mail[1].splitlines() if line.startswith("wrong")] != []
    assert without_settings[0] == 1
    assert without_settings[1].startswith("Error: The settings are wrong")
    assert (tmp_path / "data").exists()


def test_an_edited_trail_is_found(run: Run, tmp_path: Path) -> None:
    run("accounts", "add", "ada@example.org", "--name", "Ada", "--role", "organiser")
    run("accounts", "end", "ada@example.org")
    whole = run("audit", "verify")
    with closing(sqlite3.connect(tmp_path / "data" / "netinvet.db")) as connection:
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE audit_event SET action = 'nothing' WHERE id = 1")
        connection.commit()

    edited = run("audit", "verify")

    assert whole[0] == 0
    assert edited[0] == 1
    assert edited[1].startswith("Error: Event 1 of ")
    assert run("check")[0] == 1


def test_every_sheet_goes_out_and_comes_in_again(
    run: Run, service: Service, tmp_path: Path
) -> None:
    with service() as session:
        make_organisation(session, name="Alfa")
    folder = tmp_path / "sheets"

    out = run("export-all", str(folder))
    back = run("import-all", str(folder))
    (folder / "needs.csv").write_text("key\nx\n")
    faulty = run("import-all", str(folder))

    assert out[0] == 0
    assert (folder / "organisations.csv").exists()
    assert back[0] == 0
    assert "0 rows new or changed" in " ".join(back[1].split())
    assert faulty[0] == 1
    assert "needs.csv" in faulty[1]
