"""A backup is taken while everything runs, is whole or refused, and puts back what it holds."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner
from wholepicture_bus.backups import back_up, restore
from wholepicture_bus.cli import app
from wholepicture_bus.errors import StopError
from wholepicture_bus.records import Outgoing
from wholepicture_bus.spool import Spool

POLICE = "spools/avon-and-somerset-police/spool.db"


def _event(name: str) -> Outgoing:
    headers = (("ce_id", name.encode()), ("ce_source", b"/agencies/avon-and-somerset-police"))
    return Outgoing(
        "events.avon-and-somerset-police", b"k", b'{"id": "%s"}' % name.encode(), headers
    )


def _count(file: Path) -> int:
    with closing(sqlite3.connect(file)) as found:
        return int(found.execute("SELECT count(*) FROM told").fetchone()[0])


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with one file that is being written."""
    folder = tmp_path / "data"
    (folder / "subscriptions" / "desk").mkdir(parents=True)
    with closing(sqlite3.connect(folder / "subscriptions" / "desk" / "record.db")) as made:
        made.execute("PRAGMA journal_mode=WAL")
        made.execute("CREATE TABLE told (id TEXT)")
        made.execute("INSERT INTO told VALUES ('one')")
        made.commit()
    return folder


def test_drill_of_a_spool_restored_older_sends_what_it_holds_and_forgets_nothing(
    data: Path, tmp_path: Path
) -> None:
    """Dump, go on, restore, count: what waited then waits again, under the ids that it had."""
    with closing(Spool(data / POLICE)) as spool:
        (first,) = spool.append([_event("e-1")])
        back_up(data, tmp_path / "backup")
        spool.append([_event("e-2")])
    _, aside = restore(tmp_path / "backup", data)

    with closing(Spool(data / POLICE)) as spool, closing(Spool(aside / POLICE)) as before:
        assert (spool.counts().waiting, before.counts().waiting) == (1, 2)
        assert spool.row(first.event) is not None


def test_a_file_that_is_being_written_is_copied_as_of_one_moment(
    data: Path, tmp_path: Path
) -> None:
    """What another process has not committed is not in it, and the process is not disturbed."""
    file = data / "subscriptions" / "desk" / "record.db"
    with closing(sqlite3.connect(file)) as writing:
        writing.execute("INSERT INTO told VALUES ('two')")
        back_up(data, tmp_path / "backup")
        writing.commit()

    copy = tmp_path / "backup" / "subscriptions" / "desk" / "record.db"
    assert (_count(copy), _count(file)) == (1, 2)
    assert copy.stat().st_mode & 0o077 == 0


def test_a_damaged_backup_restores_nothing(data: Path, tmp_path: Path) -> None:
    """Every file is checked before the first is touched."""
    kept = back_up(data, tmp_path / "backup")
    (name,) = kept.files
    (tmp_path / "backup" / name).write_bytes(b"half of it")

    with pytest.raises(StopError, match="missing or damaged: nothing was restored"):
        restore(tmp_path / "backup", data)
    assert _count(data / name) == 1
    assert not list(data.glob("before-restore-*"))


def test_a_backup_names_no_file_outside_itself(data: Path, tmp_path: Path) -> None:
    """A list that was tampered with replaces no other file of the machine."""
    back_up(data, tmp_path / "backup")
    (tmp_path / "backup" / "backup.json").write_text(
        json.dumps({"made": "now", "files": {"../outside.db": "0"}}), encoding="utf-8"
    )

    with pytest.raises(StopError, match="outside the backup"):
        restore(tmp_path / "backup", data)


@pytest.mark.parametrize(
    ("place", "says"), [("data/inside", "outside the data folder"), ("full", "is not empty")]
)
def test_a_folder_that_cannot_take_a_backup_is_refused(
    data: Path, tmp_path: Path, place: str, says: str
) -> None:
    """A backup beside the originals is lost with them; one over another is neither."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").touch()

    with pytest.raises(StopError, match=says):
        back_up(data, tmp_path / place)


def test_commands_say_what_was_copied_and_what_to_do_next(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And a house that runs keeps its files."""
    monkeypatch.setenv("WHOLEPICTURE_DATA", str(data))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    run = CliRunner()
    folder = str(tmp_path / "backup")

    made = run.invoke(app(), ["backup", folder])
    back = run.invoke(app(), ["restore", folder])
    (data / "running.json").write_text('{"pid": 1}', encoding="utf-8")

    assert "1 files copied" in made.output
    assert "wholepicture recover intake" in back.output
    with pytest.raises(StopError, match="end it first"):
        run.invoke(app(), ["restore", folder], catch_exceptions=False)
