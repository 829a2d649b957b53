"""What could not be read is dealt with by a person: put right, sent on, or closed; never twice."""

import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result
from wholepicture_bus.cli import app
from wholepicture_consumers.invalid.counting import open_by_sender
from wholepicture_consumers.invalid.entries import Entry, kept
from wholepicture_schemas.envelope import new_id

from tests.journeys.house import House
from tests.journeys.stories import FRONT_DOOR, POLICE, child, family, incident

pytestmark = pytest.mark.broker

_TOPIC = f"events.{POLICE}"
Command = Callable[..., Result]


@pytest.fixture
def command(house: House, monkeypatch: pytest.MonkeyPatch) -> Command:
    """The operator's commands on the running house."""
    monkeypatch.setenv("KAFKA_BOOTSTRAP_SERVERS", house.bootstrap)
    monkeypatch.setenv("COLUMNS", "300")
    return lambda *words: CliRunner().invoke(app(), ("invalid", *words), catch_exceptions=False)


def _come(house: House, mark: str) -> Entry:
    """The open record of this key, as soon as it is there."""

    def found() -> list[Any]:
        own = (entry.record.key for entry in kept(house.bootstrap, house.agreement).open)
        return [key for key in own if key == mark.encode()]

    house.wait(found)
    (entry,) = (
        entry
        for entry in kept(house.bootstrap, house.agreement).open
        if entry.record.key == mark.encode()
    )
    return entry


def _without_time(event: str, told: dict[str, Any]) -> tuple[tuple[str, bytes], ...]:
    return (
        ("ce_id", event.encode()),
        ("ce_source", f"/agencies/{POLICE}".encode()),
        ("ce_type", told["type"].encode()),
        ("ce_partitionkey", event.encode()),
    )


def test_one_is_put_right_and_told_once(house: House, command: Command) -> None:
    """Shown before it is sent, sent once though asked for twice, marked as put right."""
    told, event = incident([child(family(), "Fen", "2014-02-02")]), str(new_id())
    value = json.dumps(told["data"]).encode()
    house.raw(_TOPIC, value, _without_time(event, told), event.encode())
    entry = _come(house, event)
    setting = ("--set", "time=2026-11-18T09:00:00Z", "--by", "on-call engineer")

    shown = command("show", entry.name)
    listed = command("list", entry.group)
    tried = command("fix", entry.name, *setting)
    still = [one.name for one in kept(house.bootstrap, house.agreement).open]
    done = command("fix", entry.name, *setting, "--because", "The unit said when.", "--yes")
    found = house.wait(lambda: house.deliveries(event))
    again = command("fix", entry.name, *setting, "--because", "Once more.", "--yes")

    assert "Fen" in shown.output
    assert "Add the header ce_time" in shown.output
    assert event in listed.output
    assert "Fen" not in listed.output
    assert "1 would be sent" in tried.output
    assert "changed: time" in tried.output
    assert entry.name in still
    assert (done.exit_code, again.exit_code) == (0, 2)
    item = next(one.data for one in found if one.data["recipient"] == FRONT_DOOR)
    assert [one["what"] for one in item["incomplete"]] == [
        "was put right by the bus, as it could not be read"
    ]
    (sent,) = (
        one
        for one in house.read([_TOPIC])
        if one.key == event.encode() and "wp_sent_on" in dict(one.headers)
    )
    assert dict(sent.headers)["wp_by"] == b"on-call engineer"
    because = [one.because for one in house.ledger(event)]
    assert because
    assert all("sent on by the on-call engineer with time put right" in one for one in because)


def test_one_that_can_be_read_now_is_sent_on_as_it_is(house: House, command: Command) -> None:
    """What still cannot be read is not sent."""
    told, event = incident([child(family(), "Bay", "2014-02-02")]), str(new_id())
    house.raw(f"events.{POLICE}", b"{", _without_time(event, told), event.encode())
    entry = _come(house, event)

    refused = command("redrive", entry.name, "--by", "on-call engineer", "--yes")

    assert refused.exit_code == 1
    assert "0 sent on" in refused.output
    assert entry.name in {one.name for one in kept(house.bootstrap, house.agreement).open}


def test_one_in_no_form_is_put_right_in_a_file(
    house: House, command: Command, tmp_path: Path
) -> None:
    """Its text is written for the operator alone, edited, and sent as a whole event."""
    told, event = incident([child(family(), "Lark", "2014-02-02")]), str(new_id())
    house.raw(_TOPIC, b"Lark; 2014-02-02", (("ce_id", event.encode()),), event.encode())
    entry, file = _come(house, event), tmp_path / "event.json"

    command("show", entry.name, "--to", str(file))
    text, mode = file.read_text("utf-8"), file.stat().st_mode & 0o777
    attributes = {"id": event, "source": f"/agencies/{POLICE}", "type": told["type"]}
    whole = {**attributes, "time": "2026-11-18T09:00:00Z", "data": told["data"]}
    file.write_text(json.dumps(whole), "utf-8")
    command(
        "fix", entry.name, "--from", str(file), "--by", "duty engineer", "--because", "x", "--yes"
    )

    assert (text, mode) == ("Lark; 2014-02-02", 0o600)
    house.wait(lambda: house.deliveries(event))


def test_many_are_closed_with_a_reason_and_open_no_more(house: House, command: Command) -> None:
    """A group is closed at once; nothing is sent, and nobody is needed for it any more."""
    event = str(new_id())
    house.raw(_TOPIC, b"no", (("ce_id", event.encode()),), event.encode())
    entry = _come(house, event)

    closed = command("close", entry.group, "--by", "on-call engineer", "--because", "A test.")

    assert re.search(r"[1-9][0-9]* closed", closed.output)
    kept_now = kept(house.bootstrap, house.agreement)
    assert entry.group not in {one.group for one in kept_now.open}
    assert kept_now.settled[entry.key].because == "A test."


def test_status_counts_on_from_its_note(house: House, command: Command, tmp_path: Path) -> None:
    """What came and what was closed since is counted as where all is read at once."""
    counted = []
    for close in (False, True):
        event = str(new_id())
        house.raw(_TOPIC, b"no", (("ce_id", event.encode()),), event.encode())
        entry = _come(house, event)
        if close:
            command("close", entry.name, "--by", "on-call engineer", "--because", "A test.")
        now = kept(house.bootstrap, house.agreement).open
        whole = dict(Counter(one.sender for one in now))
        counted.append((open_by_sender(house.bootstrap, house.agreement, tmp_path), whole))

    assert all(on == whole for on, whole in counted)
    assert counted[0][1][POLICE] >= 1
