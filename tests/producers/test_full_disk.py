"""A disk that is full, or not open to this user, under the spool: a sentence, and nothing half."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from wholepicture_bus.cli import main

from tests.producers.exports import IRIS, Exports, exports_in
from tests.support.small_disks import on_small_disk

ROWS = [{**IRIS, "Log": f"L-{number}", "Worry": "Alone at night. " * 20} for number in range(450)]


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Exports]:
    """An agency's machine."""
    with exports_in(tmp_path) as made:
        yield made


def room_for(machine: Exports, more: int) -> None:
    """Let the spool grow by this many pages, and no more."""
    with machine.spool.reading() as database:
        (pages,) = database.execute("PRAGMA page_count").fetchone()
        database.execute(f"PRAGMA max_page_count = {pages + more}").fetchone()


def test_a_disk_that_fills_up_leaves_each_row_kept_or_set_aside(machine: Exports) -> None:
    """No row is in neither, and the file published again publishes what was not kept, once."""
    room_for(machine, 150)

    full = machine.publish(*ROWS)
    kept = {row.event for row in machine.spool.unsent(1000)}
    room_for(machine, 10_000)
    again = machine.publish(*ROWS)

    assert 0 < full.new < len(ROWS)
    assert full.new + full.rejected == len(ROWS)
    assert kept == {receipt for _, receipt, _ in full.receipts}
    assert full.not_kept is not None
    assert "check that the disk has room" in full.not_kept
    assert (again.new, again.unchanged, again.rejected) == (full.rejected, full.new, 0)


def test_a_correction_is_kept_with_what_the_row_said_or_not_at_all(machine: Exports) -> None:
    """Else the next export would take for told what was not."""
    machine.publish(IRIS)
    room_for(machine, 0)
    text = " ".join(f"{number:x}" for number in range(20_000))
    changed = {**IRIS, "Summary": text[:9000]}

    full = machine.publish(changed)
    count = machine.count()
    room_for(machine, 10_000)
    again = machine.publish(changed)

    assert (full.rejected, count) == (1, 0)
    assert (len(again.changed), machine.count()) == (1, 1)


def test_a_real_disk_that_is_full_leaves_nothing_half_kept(tmp_path: Path) -> None:
    """It is said; a row is kept or set aside; once there is room, the rest goes, each row once."""
    found = on_small_disk("tests.producers.filling_a_disk", tmp_path, size=4 * 1024 * 1024)

    first, again = found["first"], found["again"]
    assert "check that the disk has room" in found["full"]
    assert "check that the disk has room" in first["said"]
    assert 0 < first["new"] < found["rows"]
    assert first["new"] + first["rejected"] == found["rows"]
    assert first["kept"] == first["receipts"]
    assert (again["new"], again["unchanged"], again["rejected"]) == (
        first["rejected"], first["new"], 0,
    )  # fmt: skip
    assert len(set(again["kept"])) == len(again["kept"]) == found["rows"]
    assert first["whole"] == again["whole"] == "ok"


@pytest.mark.parametrize(
    "command", [["publish", "-"], ["spool"], ["sent", "E-1"], ["spool", "send"]]
)
def test_a_folder_that_cannot_be_used_ends_in_a_sentence(
    spool_file: Path,
    command: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Whatever the command, what is wrong is said with the place and what to check."""
    spool_file.parent.parent.mkdir(parents=True)
    spool_file.parent.write_text("a file where the folder should be")
    monkeypatch.setattr("sys.argv", ["wholepicture", *command])

    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == 2
    assert f"{spool_file.parent} cannot be used" in capsys.readouterr().err


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
@pytest.mark.parametrize("command", [["spool"], ["sent", "E-1"], ["spool", "send"]])
def test_a_spool_that_is_read_only_ends_in_a_sentence(
    spool_file: Path,
    command: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A restored or foreign file that this user may only read."""
    spool_file.parent.mkdir(parents=True)
    spool_file.touch(0o400)
    monkeypatch.setattr("sys.argv", ["wholepicture", *command])

    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == 2
    assert "this user may write there" in capsys.readouterr().err
