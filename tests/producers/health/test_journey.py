"""An export in FHIR through the spool: again, changed, entered in error, put right, taken back."""

import json
import tomllib
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from wholepicture_bus.binding import attributes_of
from wholepicture_bus.spool import History, Spool

from tests.producers.health.fhir_files import appointment, bundle, flag, mother, patient
from tests.producers.published import content_of, run

SETTINGS = """
reads = "fhir-r4"

[constants]
"core.exercise" = true
"core.asks" = "information"
"core.call_back.phone" = "0117 496 0520"
"core.sharing.power" = "children-act-2004-s11"
"core.sharing.because" = "Those who work with the child judge it together."
"core.sharing.family_informed" = "not-yet"
"""


class Machine:
    """A hospital's machine: a file of FHIR, the settings for it, and a spool."""

    def __init__(self, folder: Path, spool_file: Path) -> None:
        self.file = folder / "export.json"
        self.settings = folder / "health.toml"
        self.settings.write_text(SETTINGS)
        self.spool_file = spool_file

    def publish(self, *resources: dict[str, Any], more: tuple[str, ...] = ()) -> dict[str, Any]:
        """What publishing these resources answers."""
        self.file.write_text(json.dumps(bundle(*resources)))
        return self.command("publish", str(self.file), *more)

    def command(self, name: str, file: str, *more: str) -> dict[str, Any]:
        """What a command answers about a file."""
        result = run(name, file, "--map", str(self.settings), "--json", *more)
        told, *_ = json.loads(result.stdout)["files"]
        return dict(told)

    def kept(self) -> list[tuple[str, dict[str, Any]]]:
        """The type and the content of everything in the spool, in order."""
        with closing(Spool(self.spool_file)) as spool:
            rows = list(spool.unsent())
        return [
            (attributes_of(row.outgoing.headers)["type"].split(".")[3], content_of(row))
            for row in rows
        ]


@pytest.fixture
def machine(tmp_path: Path, spool_file: Path) -> Machine:
    """A machine from which nothing was published."""
    return Machine(tmp_path, spool_file)


RECORD = (patient(), mother())
PLAN = flag("342191000000101")


def test_an_export_grows_changes_and_is_taken_back(machine: Machine) -> None:
    """Only what changed is published again; a mistake is named first, and taken back when asked."""
    first = machine.publish(*RECORD, appointment(), PLAN)
    again = machine.publish(*RECORD, appointment(), PLAN)
    moved = patient(address=[{"use": "home", "line": ["9 Old Row"], "postalCode": "BS99 1AC"}])
    changed = machine.publish(moved, mother(), appointment(), PLAN, appointment(id="ap2"))
    mistake = appointment(status="entered-in-error")
    named = machine.publish(moved, mother(), mistake, PLAN)
    taken = machine.publish(moved, mother(), mistake, PLAN, more=("--removals",))
    once_more = machine.publish(moved, mother(), mistake, PLAN, more=("--removals",))

    assert (first["new"], again["new"], again["unchanged"]) == (2, 0, 2)
    assert (changed["new"], [growth["state"] for growth in changed["changed"]]) == (
        1,
        ["corrected", "corrected"],
    )
    assert set(changed["changed"][0]["fields"]) == {
        "core.children.0.lives_at.lines",
        "core.children.0.lives_at.postcode",
    }
    assert [one["state"] for one in named["taken_back"]] == ["left"]
    assert [one["state"] for one in taken["taken_back"]] == ["taken-back"]
    assert once_more["taken_back"] == []
    kinds = [kind for kind, _ in machine.kept()]
    assert kinds.count("retraction") == 1
    (retraction,) = [content for kind, content in machine.kept() if kind == "retraction"]
    assert retraction["detail"]["retracts"] == first["receipts"][0]["receipt"]
    assert retraction["detail"]["because"] == "The record says that it was entered in error."
    assert retraction["core"]["call_back"]["phone"] == "0117 496 0520"
    assert not retraction["core"].get("children")


def test_a_mistake_about_two_children_is_taken_back_for_both(machine: Machine) -> None:
    """Each of them has an event of their own, under a key of their own."""
    sister = patient(id="p2", identifier=[], name=[{"given": ["Ida"], "family": "Quillfeather"}])
    both = [
        {"actor": {"reference": f"Patient/{name}"}, "status": "accepted"} for name in ("p1", "p2")
    ]
    first = machine.publish(patient(), sister, appointment(participant=both))

    mistake = appointment(participant=both, status="entered-in-error")
    taken = machine.publish(patient(), sister, mistake, more=("--removals",))

    assert {one["receipt"] for one in taken["taken_back"]} == {
        one["receipt"] for one in first["receipts"]
    }
    assert len(taken["taken_back"]) == 2


@pytest.mark.parametrize(
    "now", [appointment("prov"), appointment(status="fulfilled"), appointment("oth-err")]
)
def test_a_child_who_was_brought_after_all_is_named(machine: Machine, now: dict[str, Any]) -> None:
    """A record that says otherwise since is shown, and what it told is taken back when asked."""
    first = machine.publish(*RECORD, appointment())
    dry = machine.publish(*RECORD, now, more=("--removals", "--dry-run"))
    taken = machine.publish(*RECORD, now, more=("--removals",))

    receipt = first["receipts"][0]["receipt"]
    assert [(one["receipt"], one["state"]) for one in dry["taken_back"]] == [
        (receipt, "to-take-back")
    ]
    assert [one["receipt"] for one in taken["taken_back"]] == [receipt]


def test_a_flag_that_ended_takes_nothing_back(machine: Machine) -> None:
    """It was so at the time: that it is over makes nothing wrong that was told."""
    machine.publish(*RECORD, PLAN)
    ended = machine.publish(*RECORD, {**PLAN, "status": "inactive"}, more=("--removals",))

    assert ended["taken_back"] == []
    assert [kind for kind, _ in machine.kept()] == ["concern"]


def test_an_appointment_of_another_child_corrects_nothing(machine: Machine) -> None:
    """Nothing of one child gets into the event of another."""
    machine.publish(*RECORD, appointment())
    other = patient(
        id="p2",
        identifier=[],
        name=[{"given": ["Amal"], "family": "Reyes"}],
        birthDate="2016-01-01",
    )
    theirs = [{"actor": {"reference": "Patient/p2"}, "status": "accepted"}]

    refused = machine.publish(other, appointment(participant=theirs))

    assert refused["rejected"] == 1
    assert "was used for another incident" in refused["problems"][0]


def test_what_was_refused_is_put_right_and_published(machine: Machine) -> None:
    """The file of rejected events has the bundle of each, and publishing it finishes the job."""
    nobody = [{"actor": {"reference": "Patient/p1"}, "status": "accepted"}]
    born = patient()
    del born["birthDate"]
    first = machine.publish(born, mother(), appointment(participant=nobody))
    rejected = Path(first["rejects"])
    line = json.loads(rejected.read_text())
    line["row"]["entry"][1]["resource"]["birthDate"] = "2017-04-12"
    rejected.write_text(json.dumps(line) + "\n")

    put_right = machine.command("publish", str(rejected))
    whole = machine.publish(*RECORD, appointment(participant=nobody))

    assert (first["accepted"], first["rejected"]) == (0, 1)
    assert (put_right["new"], put_right["rejected"]) == (1, 0)
    assert (whole["new"], whole["unchanged"]) == (0, 1)
    assert "Marisol" in json.dumps(machine.kept())


def test_what_became_of_an_export_is_asked_by_its_file(machine: Machine) -> None:
    """The receipts stand beside the file, and `sent` and `fix` take it."""
    told = machine.publish(*RECORD, appointment())

    fixed = run(
        "fix", str(machine.file), "--set", "detail.meaning_for_health=The hip may be harmed.",
        "--because", "The clinician said so.",
    )  # fmt: skip

    assert fixed.exit_code == 0, fixed.output
    amending = History(machine.spool_file).amending(told["receipts"][0]["receipt"])
    assert [content_of(row)["detail"]["changes"][0]["field"] for row in amending] == [
        "detail.meaning_for_health"
    ]


def test_validate_says_what_would_be_asked(machine: Machine) -> None:
    """Nothing is kept, and the exit code says that something lacks."""
    machine.file.write_text(json.dumps(bundle(*RECORD, appointment())))

    told = machine.command("validate", str(machine.file))

    assert (told["accepted"], told["rejected"]) == (1, 0)
    assert "entry 3: detail.meaning_for_health is missing" in told["asked"][0]
    assert not machine.spool_file.exists()


def test_a_child_who_moved_corrects_all_their_events(machine: Machine) -> None:
    """That one child's events all say so is no column sorted on its own; many children's is."""
    visits = [appointment(id=f"ap{at}") for at in range(6)]
    machine.publish(*RECORD, *visits)
    moved = patient(address=[{"use": "home", "line": ["9 Old Row"], "postalCode": "BS99 1AC"}])

    corrected = machine.publish(moved, mother(), *visits)

    assert [growth["state"] for growth in corrected["changed"]] == ["corrected"] * 6


def test_without_settings_it_is_said_what_lacks(machine: Machine) -> None:
    """The events are asked about, and the remark says where settings begin."""
    machine.file.write_text(json.dumps(bundle(*RECORD, appointment())))

    result = run("validate", str(machine.file))

    assert "wholepicture template --fhir" in result.stdout
    assert tomllib.loads(run("template", "--fhir").stdout)["reads"] == "fhir-r4"
