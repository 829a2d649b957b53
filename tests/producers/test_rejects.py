"""Rejected rows are put right where they stand, and published again by the same command."""

import csv
import json
import shlex
import stat
from collections.abc import Callable
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result
from wholepicture_bus.cli import app

EXPORT = Path(__file__).parents[2] / "examples" / "publisher"
MAPPING = "domestic-abuse.toml"
"""The mapping of the example, of which a wrong NHS number refuses its event."""
GOOD = (EXPORT / "domestic-abuse.csv").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Files of these tests alone, and a Kafka that is away."""
    monkeypatch.setenv("WHOLEPICTURE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("WHOLEPICTURE_AGENCY", "avon-and-somerset-police")
    monkeypatch.setenv("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:9")
    monkeypatch.chdir(tmp_path)
    mapping = (EXPORT / MAPPING).read_text(encoding="utf-8")
    number = '"core.children.+.nhs_number"'
    refusing = mapping.replace(number, f'{{ to = {number}, unreadable = "refuse" }}')
    Path(MAPPING).write_text(refusing, encoding="utf-8")
    return tmp_path


def run(*arguments: str, piped: str | None = None) -> Result:
    """The command with these arguments."""
    return CliRunner().invoke(app(), arguments, input=piped, catch_exceptions=False)


def published(*arguments: str, piped: str | None = None) -> Any:
    """What publishing a file answers in JSON."""
    result = run("publish", *arguments, "--wait", "0", "--json", piped=piped)
    return json.loads(result.stdout)["files"][0]


def rows(path: Path, encoding: str = "utf-8-sig", delimiter: str = ",") -> list[dict[str, str]]:
    """The rows of a table as a spreadsheet has them."""
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def saved(path: Path, change: Callable[[str], str]) -> None:
    """The file with its text changed."""
    path.write_bytes(change(path.read_bytes().decode()).encode())


def test_a_tables_rejected_rows_are_a_table_that_can_be_put_right_and_published() -> None:
    """Its own columns stand behind the reasons, so that the cell is corrected and that is all."""
    table = Path("a.csv")
    table.write_text(GOOD.replace("999 000 0018", "999 000 0019"), encoding="utf-8")
    first = published("a.csv", "--map", MAPPING)
    aside = Path(first["rejects"])

    saved(aside, lambda text: text.replace("999 000 0019", "999 000 0018"))
    again = published(str(aside), "--map", MAPPING)

    assert (first["accepted"], first["rejected"]) == (2, 1)
    assert (again["accepted"], again["rejected"]) == (1, 0)
    whole = published("a.csv", "--map", MAPPING)
    assert whole["rejected"] == 1, "the export itself was not changed"
    assert len(again["receipts"]) == 1


def test_each_row_stands_beside_what_is_wrong_with_it() -> None:
    """All rows of a rejected event are there, and of the accepted ones none."""
    Path("a.csv").write_text(GOOD.replace("999 000 0018", "999 000 0019"), encoding="utf-8")

    aside = Path(published("a.csv", "--map", MAPPING)["rejects"])

    found = rows(aside)
    assert aside.name == "a.csv.rejected.csv"
    assert stat.S_IMODE(aside.stat().st_mode) == 0o600
    assert list(found[0])[2:] == GOOD.splitlines()[0].split(",")
    assert [row["Rejected row"] for row in found] == ["2", "3"]
    assert found[0]["Rejected because"].startswith("Child NHS No: core.children.0.nhs_number ")
    assert "Check the NHS number" in found[0]["Rejected because"]
    assert found[1]["Rejected because"] == "It is of one event with row 2."
    assert {row["Occurrence No"] for row in found} == {"52/1004417/26"}


@pytest.mark.parametrize(
    ("encoding", "kept", "delimiter", "head"),
    [
        ("cp1252", "utf-8-sig", ";", ""),
        ("utf-8-sig", "utf-8-sig", "\t", ""),
        ("utf-16", "utf-16", ",", ""),
        ("cp1252", "cp1252", ";", 'encoding = "windows-1252"\ndelimiter = ";"\n'),
    ],
)
def test_rejected_rows_are_written_as_their_mapping_reads_them(
    encoding: str, kept: str, delimiter: str, head: str
) -> None:
    """Delimiter and encoding are the export's; a guessed encoding becomes UTF-8."""
    Path("a.toml").write_text(
        f'type = "child-concern"\n{head}[columns]\n"Name" = "core.children.0.name.given"\n'
    )
    text = f"No{delimiter}Name\r\n1{delimiter}Zoë\r\n"
    Path("a.csv").write_bytes(text.encode(encoding))

    aside = Path(published("a.csv", "--map", "a.toml")["rejects"])

    assert rows(aside, kept, delimiter)[0]["Name"] == "Zoë"
    again = published(str(aside), "--map", "a.toml")
    assert (again["accepted"], again["rejected"]) == (0, 1)
    assert not [remark for remark in again["remarks"] if "Windows-1252" in remark]


def test_a_row_of_another_length_stays_so_until_it_is_put_right() -> None:
    """A short row does not become a whole one by being set aside."""
    Path("a.csv").write_text(f"{GOOD}52/1/26,FF-1\n", encoding="utf-8")
    aside = published("a.csv", "--map", MAPPING)["rejects"]

    again = published(aside, "--map", MAPPING)

    assert (again["accepted"], again["rejected"]) == (0, 1)


def test_what_was_put_right_by_hand_is_never_written_over() -> None:
    """Another run sets its rows aside beside it; the same rows again make no second file."""
    Path("a.csv").write_text(GOOD.replace("999 000 0018", "999 000 0019"), encoding="utf-8")
    first = Path(published("a.csv", "--map", MAPPING)["rejects"])
    same = Path(published("a.csv", "--map", MAPPING)["rejects"])
    saved(first, lambda text: text.replace("999 000 0019", "999 000 0017"))

    other = Path(published("a.csv", "--map", MAPPING)["rejects"])
    left = Path(published(str(first), "--map", MAPPING)["rejects"])

    assert same == left == first
    assert other.name == "a.csv.rejected-2.csv"
    assert "999 000 0017" in first.read_text(encoding="utf-8")
    assert len(list(Path().glob("a.csv.rejected*"))) == 2


def test_lines_that_were_no_json_are_put_right_where_they_stand() -> None:
    """The text of the line is in the file, and counts once it is an event."""
    template = json.loads(run("template", "child-concern", "--minimal").stdout)
    whole = json.dumps({name: told for name, told in template.items() if name[:2] != "//"})
    Path("a.ndjson").write_text(f"{whole}\n{whole[:-1]}\n[1]\n", encoding="utf-8")
    first = published("a.ndjson")
    aside = Path(first["rejects"])

    entries = [json.loads(line) for line in aside.read_text(encoding="utf-8").splitlines()]
    entries[0]["row"] += "}"
    aside.write_text("\n".join(map(json.dumps, entries)), encoding="utf-8")
    again = published(str(aside))

    assert (first["accepted"], first["rejected"]) == (1, 2)
    assert (again["accepted"], again["rejected"]) == (1, 1)


def test_the_report_says_the_command_that_publishes_them_again(own_folder: Path) -> None:
    """It can be copied as it stands, blanks in names and all."""
    (own_folder / "an export.csv").write_text(GOOD.replace(",21:15,", ",21:75,"), encoding="utf-8")
    arguments = ["an export.csv", "--map", MAPPING, "--agency", "devon-and-cornwall-police"]

    told = run("publish", *arguments, "--wait", "0").stdout

    (line,) = [one for one in told.splitlines() if "wholepicture publish" in one]
    command = shlex.split(line.strip())
    assert command[1:] == [
        "publish",
        "an export.csv.rejected.csv",
        *("--map", MAPPING),
        *("--agency", "devon-and-cornwall-police"),
    ]
    assert run(*command[1:], "--wait", "0").exit_code == 1


def test_once_all_of_them_are_published_the_file_can_go() -> None:
    """It holds personal data, so it is said when nobody needs it any more."""
    Path("a.csv").write_text(GOOD.replace("999 000 0018", "999 000 0019"), encoding="utf-8")
    aside = Path(published("a.csv", "--map", MAPPING)["rejects"])
    saved(aside, lambda text: text.replace("999 000 0019", "999 000 0018"))

    told = run("publish", str(aside), "--map", MAPPING, "--wait", "0").stdout

    assert f"All of {aside} is published now: delete it." in told


def test_two_files_set_their_rows_aside_in_a_file_each() -> None:
    """One name for several files must not make the second write over the first."""
    for name in ("a.csv", "b.csv"):
        Path(name).write_text(GOOD.replace("999 000 0018", f"999 {name}"), encoding="utf-8")

    options = ["--rejects", "r.csv", "--wait", "0", "--json"]

    result = run("publish", "a.csv", "b.csv", "--map", MAPPING, *options)

    files = json.loads(result.stdout)["files"]
    assert [file["rejects"] for file in files] == ["r.csv", "r-2.csv"]


@pytest.mark.parametrize("ending", ["csv", "ndjson"])
def test_rejected_rows_are_never_committed(ending: str) -> None:
    """They hold what was told of people, numbered or not."""
    ignored = (EXPORT.parents[1] / ".gitignore").read_text().split()

    for name in (f"a.csv.rejected.{ending}", f"a.csv.rejected-2.{ending}"):
        assert any(fnmatch(name, pattern) for pattern in ignored)


def test_rejected_rows_go_into_a_folder_that_is_named(own_folder: Path) -> None:
    """Where a folder is named, each file has its own name in it."""
    (own_folder / "aside").mkdir()
    Path("a.csv").write_text(GOOD.replace("999 000 0018", "999"), encoding="utf-8")

    told = published("a.csv", "--map", MAPPING, "--rejects", "aside")

    assert told["rejects"] == str(Path("aside") / "a.csv.rejected.csv")


def test_an_export_is_never_written_over_by_its_own_rejected_rows() -> None:
    """A slip in the options costs nothing."""
    bad = GOOD.replace("999 000 0018", "999")
    Path("a.csv").write_text(bad, encoding="utf-8")

    told = published("a.csv", "--map", MAPPING, "--rejects", "a.csv")

    assert Path("a.csv").read_text(encoding="utf-8") == bad
    assert told["rejects"] == "a-2.csv"


def test_where_they_cannot_be_kept_the_others_are_published_and_it_is_said() -> None:
    """The rows are still in the export; the sentence says so and what to do."""
    Path("a.csv").write_text(GOOD.replace("999 000 0018", "999"), encoding="utf-8")

    options = ["--rejects", "no/such/folder/r.csv", "--wait", "0"]

    result = run("publish", "a.csv", "--map", MAPPING, *options)

    assert result.exit_code == 1
    assert "2 accepted, 1 rejected." in result.stdout
    assert "could not be written to no/such/folder/r.csv" in result.stdout
    assert "--rejects" in result.stdout


def test_what_was_accepted_is_told_where_the_rest_cannot_be_read() -> None:
    """Rows before a quote that is never closed have their receipts; the rest is set aside."""
    head, *events = (line for line in GOOD.splitlines() if not line.startswith("52/1004417"))
    many = [events[0].replace("52/1004533/26", f"52/{number}/26") for number in range(250)]
    Path("a.csv").write_text("\n".join([head, *many, '"' + "x" * 5_000_000]), encoding="utf-8")
    mapping = Path(MAPPING).read_text(encoding="utf-8")
    singly = [line for line in mapping.splitlines() if ".+." not in line]
    Path("a.toml").write_text("\n".join(singly).replace("group_by", "once"), encoding="utf-8")

    told = published("a.csv", "--map", "a.toml")

    assert told["accepted"] == len(told["receipts"]) == 250
    assert told["rejected"] == 1
    assert "row 252, column Occurrence No: line 252 has a quote that is not closed" in str(told)
    assert Path(told["rejects"]).stat().st_size > 5_000_000


def test_rejected_rows_of_the_standard_input_are_kept_in_this_folder() -> None:
    """What was piped in is nowhere else."""
    told = published("-", "--map", MAPPING, piped=GOOD.replace("999 000 0018", "999"))

    assert told["rejects"] == "stdin.rejected.csv"
    assert rows(Path("stdin.rejected.csv"))[0]["Child NHS No"] == "999"


@pytest.mark.parametrize("ending", ["json", "txt", "csv", "ndjson"])
def test_rejected_events_are_published_again_from_a_file_of_any_ending(ending: str) -> None:
    """What the report says to do next works, whatever --rejects was called."""
    good = json.loads(run("template", "child-concern", "--minimal").stdout)
    bad = [good | {"time": "yesterday"}, good | {"time": "yesterday", "id": "b"}]
    Path("two.json").write_text(json.dumps(bad), encoding="utf-8")
    first = published("two.json", "--rejects", f"rr.{ending}")

    saved(Path(first["rejects"]), lambda text: text.replace("yesterday", "2026-03-04T21:15:00Z"))
    again = published(*shlex.split(first["next"])[2:])

    assert (first["rejected"], again["accepted"], again["rejected"]) == (2, 2, 0)


@pytest.mark.parametrize("ending", ["json", "txt", "ndjson"])
def test_a_tables_rejected_rows_are_published_again_from_a_file_of_any_ending(ending: str) -> None:
    """They are read as the table that they are."""
    Path("a.csv").write_text(GOOD.replace("999 000 0018", "999 000 0019"), encoding="utf-8")
    first = published("a.csv", "--map", MAPPING, "--rejects", f"rr.{ending}")

    saved(Path(first["rejects"]), lambda text: text.replace("999 000 0019", "999 000 0018"))
    again = published(*shlex.split(first["next"])[2:])

    assert (again["accepted"], again["rejected"]) == (1, 0)


def test_two_events_in_a_file_of_one_are_told_where_they_belong() -> None:
    """Its sentence names the ending, and no place in a file that is right but for its name."""
    good = json.dumps({"type": "child-concern"})
    Path("two.json").write_text(f"{good}\n{good}\n", encoding="utf-8")

    told = run("publish", "two.json", "--wait", "0").stdout

    assert "one event a line belongs into a file that ends in .ndjson" in told
    assert "look at line" not in told


def test_a_row_that_was_published_otherwise_corrects_it_and_is_not_set_aside() -> None:
    """What was sent does not come back into the rejects: neither the changed row nor the others."""
    Path("a.csv").write_text(GOOD, encoding="utf-8")
    first = published("a.csv", "--map", MAPPING)
    Path("a.csv").write_text(GOOD.replace("999 000 0018", "999 000 0026"), encoding="utf-8")

    again = published("a.csv", "--map", MAPPING)

    (changed,) = again["changed"]
    assert (again["accepted"], again["rejected"], again["unchanged"]) == (3, 0, 2)
    assert changed["receipt"] == first["receipts"][0]["receipt"]
    assert changed["fields"] == ["core.children.0.nhs_number"]
    assert not {"rejects", "next"} & again.keys()
    assert not list(Path().glob("*rejected*"))
