"""What became of a file: its events are found by it, by a day and by the agency's own number."""

import csv
import json
import stat
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from wholepicture_bus.spool import History, Spool

from tests.producers.exports import IRIS, MAPPING, OTIS
from tests.producers.published import (
    AGENCY,
    CALL_BACK,
    asked,
    corrections,
    hear,
    publish_without,
    run,
    state,
)

pytestmark = pytest.mark.usefixtures("spool_file")
SECOND = {**IRIS, "Log": "L-2", "First": "Amal", "Last": "Reyes", "Household": "H-2"}
BAD = {**OTIS, "Log": "0003", "Seen at": "soon"}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which an agency keeps its export."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def publish(*rows: dict[str, str], name: str = "export.csv") -> Any:
    """Publish a table of these rows by the command; its answer."""
    columns = [*MAPPING["columns"], "Household"]
    with Path(name).open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, columns)
        table.writeheader()
        table.writerows(rows)
    return published(name)


def published(name: str) -> Any:
    """Publish a file as it is; the answer."""
    Path("map.toml").write_text(_toml(), encoding="utf-8")
    result = run("publish", name, "--map", "map.toml", "--wait", "0", "--json")
    return json.loads(result.stdout)["files"][0]


def test_receipts_stand_beside_the_file_with_the_agencys_own_number() -> None:
    """Its owner alone reads them; a later export and the rejected rows add to them."""
    first = publish(IRIS)
    publish(IRIS, OTIS, SECOND, BAD)
    aside = Path("export.csv.rejected.csv")
    text = aside.read_text(encoding="utf-8-sig").replace("soon", "06/03/2026 10:00")
    aside.write_text(text, encoding="utf-8")
    published(str(aside))

    path = Path("export.csv.receipts.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.DictReader(file))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [row["Reference"].lstrip("'") for row in found] == ["L-1", "L-2", "0003"]
    assert found[0]["Receipt"] == first["receipts"][0]["receipt"]
    assert (found[0]["What"], bool(found[0]["Correction"])) == ("corrected", True)
    assert not list(Path().glob("*.rejected.csv.receipts*"))


@pytest.mark.parametrize("which", ["export.csv", "export.csv.receipts.csv", "l-1", "today"])
def test_events_are_found_by_what_the_agency_knows(which: str) -> None:
    """A file, its receipts, its own number in any case, a day."""
    done = publish(IRIS, SECOND)
    receipts = {one["receipt"] for one in done["receipts"]}
    (row, receipt), *_ = History(_spool()).events()
    day = receipt.appended.astimezone().date().isoformat()

    result = run("sent", day if which == "today" else which)

    assert row.event in result.stdout
    assert (receipts <= set(result.stdout.split())) is (which != "l-1")


def test_one_pass_says_what_is_asked_and_who_has_not_answered(spool_file: Path) -> None:
    """A line an event, only those that are asked for, as a table too."""
    for number in range(1, 4):
        publish_without(spool_file, "call_back", event=f"E-000{number}", sent=True)
        hear(spool_file, state(f"E-000{number}", "delivered", 3, "education"))
    hear(spool_file, asked("E-0002", CALL_BACK))
    hear(spool_file, state("E-0003", "acknowledged", 4, "education"))

    open_ones = run("sent", "--asked").stdout
    silent = run("sent", "--unanswered", "--csv").stdout
    both = json.loads(run("sent", "E-0002", "E-0003", "--json").stdout)

    assert "E-0002" in open_ones
    assert "asked: core.call_back" in open_ones
    assert not open_ones.startswith("E-0001")
    assert "1 event, 1 asked about" in open_ones
    assert [row["Receipt"] for row in csv.DictReader(silent.splitlines())] == ["E-0001", "E-0002"]
    assert [one["state"] for one in both["events"]] == ["delivered", "acknowledged"]


def test_one_answer_puts_a_whole_file_right(spool_file: Path) -> None:
    """What every row of an export lacked is answered once."""
    for number in (1, 2):
        publish_without(spool_file, "call_back", event=f"E-000{number}")
        hear(spool_file, asked(f"E-000{number}", CALL_BACK))
    publish_without(spool_file, event="E-0003")

    shown = run("fix", "--asked").stdout
    result = run("fix", "--asked", "--set", "core.call_back.phone=0117 496 0123")

    assert shown.count("wholepicture fix E-000") == 2
    assert result.exit_code == 0
    assert [len(corrections(spool_file, f"E-000{number}")) for number in (1, 2, 3)] == [1, 1, 0]
    assert "0 events" in run("sent", "--asked").stdout


def test_one_that_cannot_be_put_right_holds_back_no_other(spool_file: Path) -> None:
    """It is named, and the exit code says so."""
    publish_without(spool_file, "call_back", event="E-0001")
    publish_without(spool_file, event="E-0002")
    hear(spool_file, asked("E-0001", CALL_BACK))
    phone = "core.call_back.phone=0117 496 0123"

    result = run("fix", "E-0001", "E-0002", "--set", phone)

    assert result.exit_code == 1
    assert "E-0002: The event says so already" in result.stderr
    assert len(corrections(spool_file, "E-0001")) == 1


def test_a_file_without_receipts_is_said_to_have_none() -> None:
    """With what makes them, and nothing is sent twice by it."""
    Path("other.csv").write_text("a,b\n")

    result = run("sent", "other.csv")

    assert result.exit_code == 2
    assert "no file of receipts beside other.csv" in result.stderr


def test_a_whole_file_is_sent_once_more() -> None:
    """By its name, where the list of a day said that it never arrived."""
    publish(IRIS, SECOND)
    _mark_sent()

    result = run("spool", "again", "export.csv")

    assert "2 waiting" in result.stdout


def test_a_dry_run_writes_no_file() -> None:
    """Neither receipts nor rejects."""
    publish(IRIS)
    Path("export.csv.receipts.csv").unlink()

    run("publish", "export.csv", "--map", "map.toml", "--dry-run")

    assert sorted(path.name for path in Path().glob("export*")) == ["export.csv"]


def _spool() -> Path:
    return Path("data") / "spools" / AGENCY / "spool.db"


def _mark_sent() -> None:
    with closing(Spool(_spool())) as spool:
        spool.mark_sent(spool.unsent())


def _toml() -> str:
    top = {name: value for name, value in MAPPING.items() if isinstance(value, str)}
    lines = [f"{name} = {json.dumps(value)}" for name, value in top.items()]
    for name in ("constants", "columns"):
        lines += [f"[{name}]"]
        lines += [f"{json.dumps(key)} = {json.dumps(to)}" for key, to in MAPPING[name].items()]
    return "\n".join(lines)
