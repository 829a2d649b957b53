"""The agency's commands, as a person or a script runs them."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result
from wholepicture_bus import hold
from wholepicture_bus.cli import app
from wholepicture_bus.spool import Spool
from wholepicture_producers.template import example
from wholepicture_schemas.catalogue import TOLD, by_name

MARKER = "Zebedee-Marker"
NOBODY_LISTENS = "127.0.0.1:9"
EXPORT = Path(__file__).parents[2] / "examples" / "publisher"
TABLE = ["domestic-abuse.csv", "--map", "domestic-abuse.toml"]


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Files of these tests alone, and a Kafka that is away."""
    monkeypatch.setenv("WHOLEPICTURE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("WHOLEPICTURE_AGENCY", "avon-and-somerset-police")
    monkeypatch.setenv("KAFKA_BOOTSTRAP_SERVERS", NOBODY_LISTENS)
    for name in (TABLE[0], TABLE[2]):
        (tmp_path / name).write_bytes((EXPORT / name).read_bytes())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str, piped: str | None = None) -> Result:
    """The command with these arguments."""
    return CliRunner().invoke(app(), arguments, input=piped, catch_exceptions=False)


def told(result: Result) -> Any:
    """What the command answered in JSON."""
    return json.loads(result.stdout)


def event(**changes: Any) -> dict[str, Any]:
    """A practice event."""
    kind = by_name("child-concern")
    assert kind is not None
    return example(kind, "avon-and-somerset-police", minimal=True) | changes


def lines(path: Path, *events: Any) -> str:
    """The name of a file with an event a line."""
    path.write_text("\n".join(one if isinstance(one, str) else json.dumps(one) for one in events))
    return str(path)


def test_an_export_is_published_with_a_receipt_for_each_event() -> None:
    """With Kafka away, all is kept; the answer says so and the exit code is that of success."""
    result = run("publish", *TABLE, "--wait", "0", "--json")

    (file,) = told(result)["files"]
    assert (file["accepted"], file["rejected"]) == (3, 0)
    assert [one["number"] for one in file["receipts"]] == [2, 4, 5]
    assert told(result)["waiting"] == 3
    assert result.exit_code == 3


def test_rows_and_events_are_told_apart_and_only_new_receipts_are_listed() -> None:
    """Several rows may be one event; a dry run has kept nothing and has no receipts."""
    dry = run("publish", *TABLE, "--dry-run")
    first = run("publish", *TABLE)
    second = run("publish", *TABLE)

    counted = "Counted are events: 4 rows are of those accepted, 0 of those rejected."
    assert counted in first.stdout
    assert [result.stdout.count("  receipt ") for result in (dry, first, second)] == [0, 3, 0]
    assert "Of them 0 new, 0 changed, 3 unchanged since they were published." in second.stdout
    assert told(run("publish", *TABLE, "--dry-run", "--json"))["files"][0]["receipts"] == []


def test_without_wait_accepted_is_success(own_folder: Path) -> None:
    """Accepted is a promise; being sent is not waited for unless asked."""
    name = lines(own_folder / "a.ndjson", event())

    result = run("publish", name)

    assert result.exit_code == 0
    assert "1 accepted, 0 rejected." in result.stdout
    assert "0 sent to Kafka, 1 waiting." in result.stdout
    assert "wholepicture spool send" in result.stdout


def test_an_export_published_again_is_kept_once() -> None:
    """The incident's own number makes the id, so that tomorrow's export may repeat it."""
    first = run("publish", *TABLE, "--wait", "0", "--json")
    again = run("publish", *TABLE, "--wait", "0", "--json")

    assert told(again)["files"][0]["receipts"] == told(first)["files"][0]["receipts"]
    assert told(again)["waiting"] == 3


def test_rejected_rows_are_set_aside_and_the_others_accepted(own_folder: Path) -> None:
    """A bad row costs itself: it is written down with number, problems and row, for its owner."""
    bad = event()
    bad["data"]["core"]["handling"] = {"address_protected": MARKER}
    name = lines(own_folder / "a.ndjson", event(), bad, f"{MARKER} {{", event())

    result = run("publish", name, "--wait", "0")

    aside = Path(f"{name}.rejected.ndjson")
    rows = [json.loads(line) for line in aside.read_text().splitlines()]
    assert result.exit_code == 1
    assert "2 accepted, 2 rejected." in result.stdout
    assert f"{aside}, readable by you alone" in result.stdout
    assert stat.S_IMODE(aside.stat().st_mode) == 0o600
    assert [row["number"] for row in rows] == [2, 3]
    assert rows[0]["problems"][0]["field"] == "core.handling.address_protected"
    assert rows[0]["row"] == bad


def test_rejected_rows_put_right_are_published_from_their_own_file(own_folder: Path) -> None:
    """The file of rejected rows can be corrected and published as it is."""
    bad = event(time="yesterday")
    run("publish", lines(own_folder / "a.ndjson", bad), "--wait", "0")
    aside = own_folder / "a.ndjson.rejected.ndjson"
    aside.write_text(aside.read_text().replace("yesterday", "2026-03-04T21:15:00Z"))

    result = run("publish", str(aside), "--wait", "0", "--json")

    assert told(result)["files"][0]["accepted"] == 1


def test_no_answer_and_no_error_holds_a_value_of_a_row(own_folder: Path) -> None:
    """Whatever is wrong with a file, what it says is in the file of rejected rows alone."""
    broken = event(time=MARKER, type=MARKER, source=MARKER)
    odd = event()
    odd["data"]["core"]["summary"] = [MARKER]
    odd["data"]["core"]["children"] = [{"person": MARKER, "name": MARKER}]
    big = event()
    big["data"]["core"]["summary"] = MARKER * 5000
    name = lines(own_folder / "a.ndjson", broken, odd, big, MARKER, f'"{MARKER}"')
    table = own_folder / "a.csv"
    text = (EXPORT / "domestic-abuse.csv").read_text()
    for known in ("04/03/2026", "17/09/1988", "Y,,Noah", "feeding tube", "Father", "52/1004533/26"):
        text = text.replace(known, MARKER)
    table.write_text(text)
    outputs = []

    for more in ([], ["--json"]):
        for command in (["validate"], ["publish", "--wait", "0"]):
            outputs.append(run(*command, name, *more))
            outputs.append(run(*command, str(table), *TABLE[1:], *more))
    outputs.append(run("spool"))

    assert all(MARKER not in result.output for result in outputs)
    assert {result.exit_code for result in outputs[:-1]} == {1}


def test_a_row_of_a_table_is_named_by_row_and_column(own_folder: Path) -> None:
    """The person who exported it finds the cell."""
    table = own_folder / "a.csv"
    text = (EXPORT / "domestic-abuse.csv").read_text()
    table.write_text(text.replace("999 000 0018", "999 000 0019").replace(",Out", ","))

    result = run("validate", str(table), *TABLE[1:])

    assert result.exit_code == 1, "the incident goes, and its sender can mend it before"
    assert "row 2, column Child NHS No: core.children.0.nhs_number" in result.stdout
    assert "Check the NHS number" in result.stdout


def test_a_needed_cell_that_is_empty_is_named_by_its_column(own_folder: Path) -> None:
    """An empty cell, and a field that no column leads to, are told apart."""
    table = own_folder / "a.csv"
    text = (EXPORT / "domestic-abuse.csv").read_text()
    table.write_text(text.replace("Other room", ""))
    mapping = own_folder / "a.toml"
    kept = [
        line
        for line in (EXPORT / "domestic-abuse.toml").read_text().splitlines()
        if not line.startswith('"core.call_back')
    ]
    mapping.write_text("\n".join(kept))

    result = run("validate", str(table), "--map", str(mapping))

    assert "row 2, column Where Was Child: core.children.0.exposure is missing" in result.stdout
    assert "core.call_back is missing" in result.stdout
    assert "name it under [columns] or [constants]" in result.stdout


def test_one_bad_code_of_several_in_a_cell_is_named_by_its_column(own_folder: Path) -> None:
    """The column leads to the list, and so to each entry of it."""
    table, mapping = own_folder / "a.csv", own_folder / "a.toml"
    table.write_text("No,Needs\n1,MOB;walks badly\n")
    mapping.write_text(
        'type = "child-concern"\nonce = "No"\n[columns]\n"No" = "core.local_reference"\n'
        '"Needs" = { to = "core.children.0.disability", split = ";" }\n'
    )

    result = run("validate", str(table), "--map", str(mapping))

    place = "row 2, column Needs: core.children.0.disability is not one of the codes."
    assert place in result.stdout


def test_a_cell_that_could_not_be_read_is_told_once(own_folder: Path) -> None:
    """That its field is missing then follows from it."""
    mapping = own_folder / "a.toml"
    mapping.write_text(Path(TABLE[2]).read_text().replace('"Other room"', '"Next door"'))
    mapping.write_text(mapping.read_text().replace('"*" = "UNKNOWN"', ""))

    (file,) = told(run("validate", TABLE[0], "--map", str(mapping), "--json"))["files"]

    (problem,) = [one for one in file["asked"] if "exposure" in one]
    assert "is not in the column's table of codes" in problem


def test_a_value_that_cannot_be_read_is_left_out_and_asked_about(own_folder: Path) -> None:
    """The incident is told all the same; the question names row and column, and no value."""
    table = own_folder / "a.csv"
    text = Path(TABLE[0]).read_text(encoding="utf-8").replace("09/03/2016", MARKER)
    table.write_text(text, encoding="utf-8")

    result = run("publish", str(table), *TABLE[1:], "--wait", "0", "--json")

    (file,) = told(result)["files"]
    assert (file["accepted"], file["rejected"], file["problems"]) == (3, 0, [])
    (question,) = file["asked"]
    assert question.startswith("row 2, column Child DOB: core.children.0.birth_date is not a date")
    assert MARKER not in result.stdout
    shown = run("validate", str(table), *TABLE[1:]).stdout
    assert "3 accepted, 1 of them incomplete, 0 rejected." in shown
    assert "Asked for:\n  row 2, column Child DOB" in shown


def test_an_incomplete_event_is_published_and_the_question_shown(own_folder: Path) -> None:
    """A slip in one value keeps nobody from being told; many of one cause are one line."""
    bad = event()
    bad["data"]["core"]["children"][0]["birth_date"] = MARKER
    name = lines(own_folder / "a.ndjson", event(), *[bad] * 25)

    result = run("publish", name, "--wait", "0")

    assert "26 accepted, 25 of them incomplete, 0 rejected." in result.stdout
    assert "core.children.0.birth_date cannot be right" in result.stdout
    assert "(and 24 more like it)" in result.stdout
    assert MARKER not in result.stdout


def test_whoever_mends_first_publishes_strictly(own_folder: Path) -> None:
    """What lacks anything is then rejected, and ``validate`` does not pass it."""
    bad = event()
    del bad["data"]["core"]["call_back"]
    name = lines(own_folder / "a.ndjson", bad)

    strict = run("publish", name, "--strict", "--wait", "0")

    assert strict.exit_code == 1
    assert "0 accepted, 1 rejected." in strict.stdout
    assert "wholepicture publish" in strict.stdout
    assert "--strict" in strict.stdout
    assert run("validate", name).exit_code == 1
    assert run("publish", name).exit_code == 0


def test_a_file_of_which_nothing_can_be_read_is_exit_two(own_folder: Path) -> None:
    """A script tells a wrong file from a rejected row."""
    result = run("publish", str(own_folder / "absent.json"), "--wait", "0")

    assert result.exit_code == 2
    assert "cannot be read" in result.stdout


def test_a_wrong_mapping_is_exit_two_with_every_sentence(own_folder: Path) -> None:
    """Nothing is published by a mapping with a mistake."""
    mapping = own_folder / "a.toml"
    mapping.write_text('type = "child-concern"\n[columns]\n"A" = "core.summry"\n')

    result = run("publish", TABLE[0], "--map", str(mapping))

    assert result.exit_code == 2
    assert "Did you mean core.summary?" in result.output


@pytest.mark.parametrize("agency", ["", "../another", "Avon Police"])
def test_who_speaks_must_be_said_rightly(agency: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An id is never made into a path or a topic unchecked."""
    monkeypatch.setenv("WHOLEPICTURE_AGENCY", agency)

    result = run("publish", *TABLE)

    assert result.exit_code == 2


def test_another_process_that_sends_is_named(own_folder: Path) -> None:
    """Two publishes at once are no error: one sends for both."""
    folder = own_folder / "data" / "spools" / "avon-and-somerset-police"
    Spool(folder / "spool.db").close()
    other = hold.take(folder / "spool.db.lock", wait=hold.AT_ONCE)
    assert other is not None

    result = run("publish", *TABLE, "--wait", "0.1")

    other.close()
    assert "Another process is sending" in result.stdout
    assert result.exit_code == 3


def test_the_spool_tells_what_waits_and_why() -> None:
    """The status has counts, the oldest, and a sentence for the trouble."""
    run("publish", *TABLE, "--wait", "0.1")
    sent = run("spool", "send", "--wait", "0.1")
    shown = run("spool", "--json")

    assert sent.exit_code == 3
    assert (told(shown)["waiting"], told(shown)["sent_in_all"]) == (3, 0)
    assert "could not be reached" in told(shown)["troubles"][0]


def test_the_spool_is_in_a_folder_of_its_owner_alone(own_folder: Path) -> None:
    """The data folder may be shared; the spool is not."""
    run("publish", *TABLE, "--wait", "0")

    folder = own_folder / "data" / "spools" / "avon-and-somerset-police"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "spool.db").stat().st_mode) == 0o600


def test_pruning_leaves_what_waits() -> None:
    """Nothing that Kafka does not have is removed."""
    run("publish", *TABLE, "--wait", "0")

    result = run("spool", "prune", "--older-than-days", "0")

    assert "0 events removed." in result.stdout
    assert told(run("spool", "--json"))["waiting"] == 3


def test_a_receipt_is_told_with_kafka_away() -> None:
    """What this machine knows is shown, and that Kafka was not asked."""
    published = run("publish", *TABLE, "--wait", "0", "--json")
    receipt = told(published)["files"][0]["receipts"][0]["receipt"]

    result = run("sent", receipt)

    assert result.exit_code == 0
    assert "kept on this machine" in result.stdout
    assert "waiting to be sent" in result.stdout
    assert "Kafka could not be reached" in result.stdout


@pytest.mark.parametrize("more", [[], ["--minimal"]])
def test_a_template_is_valid_as_it_stands(more: list[str]) -> None:
    """What is printed can be piped back."""
    printed = run("template", "child-concern", *more)

    result = run("validate", "-", piped=printed.stdout)

    assert result.exit_code == 0
    assert "1 accepted, 0 rejected." in result.stdout


@pytest.mark.parametrize("command", [["validate"], ["publish", "--wait", "0"]])
def test_a_template_that_was_not_filled_in_is_said_to_be_one(command: list[str]) -> None:
    """As practice it is accepted, and what has to be written is named, once of a file."""
    printed = run("template", "child-concern", "--minimal").stdout
    one = json.dumps({key: value for key, value in json.loads(printed).items() if key[0] != "/"})

    result = run(*command, "-", piped=f"{one}\n{one}")

    assert "core.sharing.because" in json.loads(printed)["// made up"]
    assert "line 1 still says what its template made up, in core.local_reference, " in result.stdout
    assert result.stdout.count("Write your own there") == 1
    assert "2 accepted, 0 rejected." in result.stdout


def test_nothing_live_says_what_a_template_made_up(own_folder: Path) -> None:
    """A form half filled in would reach people who take it for a child: each field is named."""
    half = event()
    half["data"]["core"]["exercise"] = False
    half["data"]["core"]["local_reference"] = "DA-17"
    half["data"]["core"]["children"][0]["name"] = {"given": "Una", "family": "Marlow"}

    result = run("publish", lines(own_folder / "a.ndjson", half), "--wait", "0")

    assert result.exit_code == 1
    assert "0 accepted, 1 rejected." in result.stdout
    assert (
        "core.sharing.because still says what the template says. Write your own." in result.stdout
    )
    assert "core.local_reference" not in result.stdout
    assert "core.children.0.name" not in result.stdout


def test_without_a_type_a_template_names_the_types() -> None:
    """Each with what it is: nobody has to guess a name first."""
    result = run("template")

    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == len(TOLD)
    assert (
        "retraction (any): An agency takes an event back: whoever was told of it is told so."
        in result.stdout.splitlines()
    )


@pytest.mark.parametrize(
    ("name", "field"), [("correction", "corrects"), ("retraction", "retracts")]
)
def test_what_amends_an_event_names_it_and_no_child(
    own_folder: Path, name: str, field: str
) -> None:
    """The receipt of a template is made up: practice is told so, and nothing live names it."""
    printed = json.loads(run("template", name, "--minimal").stdout)
    live = {key: value for key, value in printed.items() if not key.startswith("//")}
    live["data"]["core"] |= {"exercise": False}

    result = run("validate", lines(own_folder / "a.ndjson", live))

    assert not [one for one in printed["// needed"] if one.startswith("core.children")]
    assert "children" not in printed["data"]["core"]
    assert f"detail.{field}" in printed["// made up"]
    assert f"detail.{field} still says what the template says. Write your own." in result.stdout


def test_a_column_that_the_mapping_does_not_use_is_remarked_on(own_folder: Path) -> None:
    """Whoever tries a mapping sees what it leaves out; the reasons of rejected rows are not."""
    table = own_folder / "a.csv"
    table.write_text("Rejected row,No,Shoes,Hat\n1,1,a,b\n")
    mapping = own_folder / "a.toml"
    mapping.write_text(
        'type = "child-concern"\nonce = "No"\n[columns]\n"No" = "core.local_reference"'
    )

    (file,) = told(run("validate", str(table), "--map", str(mapping), "--json"))["files"]

    assert "The mapping does not use: Shoes, Hat." in file["remarks"]


def test_a_template_of_a_table_has_its_header_on_top() -> None:
    """The mapping's template says which header fits it."""
    printed = run("template", "child-concern", "--csv", "--minimal").stdout

    assert '\ntype = "child-concern"' in printed
    assert "core.children.+.name.given" in printed.split("\ntype")[0]


def test_a_mistyped_type_is_told_what_may_be_meant() -> None:
    """In a sentence, and not in a list of all."""
    result = run("template", "child-concerns")

    assert result.exit_code == 2
    assert "Did you mean child-concern" in result.output


@pytest.mark.parametrize("command", [("validate",), ("publish", "--dry-run"), ("publish",)])
def test_a_type_of_another_kind_of_agency_is_refused_before_the_bus_does(
    own_folder: Path, command: tuple[str, ...]
) -> None:
    """Else a whole export would be accepted here, and go to nobody."""
    (own_folder / "partnership").mkdir()
    (own_folder / "partnership" / "agencies.toml").write_text(
        '[[agency]]\nid = "avon-and-somerset-police"\nkind = "education"\n', encoding="utf-8"
    )

    result = run(*command, lines(own_folder / "a.ndjson", event()))

    assert result.exit_code == 1
    assert "type is for another kind of agency. Use a type of your agency." in result.stdout


def test_as_a_program_the_answer_alone_is_on_standard_output(own_folder: Path) -> None:
    """In a pipe there is no progress bar, and JSON can be parsed."""
    program = "from wholepicture_bus.cli import main; main()"
    name = lines(own_folder / "a.ndjson", event())

    done = subprocess.run(
        [sys.executable, "-c", program, "publish", name, "--wait", "0", "--json"],
        check=False,
        capture_output=True,
        text=True,
        env=dict(os.environ),
        timeout=60,
    )

    assert json.loads(done.stdout)["waiting"] == 1
    assert done.returncode == 3
