"""The kit passes the stream, and a subscriber that does wrong fails the points that it should."""

import json
import re
import sys
import threading
import time
from collections.abc import Iterator
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result
from wholepicture_bus.errors import StopError
from wholepicture_schemas.reading import read_closed
from wholepicture_subscribers.conformance.commands import conform
from wholepicture_subscribers.conformance.kit import Desk
from wholepicture_subscribers.conformance.replied import wrong_with
from wholepicture_subscribers.conformance.stream import RECIPIENT, stream
from wholepicture_subscribers.conformance.subscribers import replies_in

from tests.subscribers.conformance import recorded

PAGE = Path("docs/conformance.md")
ENOUGH = 10
"""Seconds; the whole stream would take far longer."""
KIT = f"{sys.executable} -m wholepicture_subscribers.conformance.kit"
WRONG = f"{sys.executable} {Path(__file__).parent / 'wrong_subscriber.py'}"


def _conform(*words: str) -> Result:
    app = typer.Typer()
    app.command()(conform)
    named = ("--product", "Made Up Cases", "--product-version", "7.1")
    return CliRunner().invoke(app, [*words, *named], env={"COLUMNS": "120"})


def _results(report: Path) -> dict[str, str]:
    return {one["name"]: one["result"] for one in json.loads(report.read_text())["points"]}


def test_the_stream_is_what_the_stages_send_today() -> None:
    """It is recorded from them: python -m tests.subscribers.conformance.recorded writes it anew."""
    assert recorded.FILE.read_text("utf-8") == recorded.text()


def test_the_stream_shows_everything_that_it_is_for() -> None:
    """Each kind of item is in it, valid but for the one that cannot be read, and all practice."""
    steps = stream().steps

    assert {step.shows for step in steps} >= {
        "repeat", "correction", "retraction", "another child", "kept back", "unborn child",
        "restricted", "withdrawal", "gap", "question", "own reference", "many children",
    }  # fmt: skip
    for step in steps:
        if step.shows not in {"unreadable", "newer version"}:
            assert read_closed(step.event).data.exercise
    by_kind = {step.shows: step.data for step in steps}
    assert by_kind["kept back"]["told"] == {}
    assert by_kind["own reference"]["children"][0]["your_reference"] == "CASE-0001"
    assert by_kind["question"]["question"]["kind"] == "phone"
    assert len(by_kind["many children"]["children"]) == 50


def test_the_kit_passes(tmp_path: Path) -> None:
    """Killed in the middle of an item, too; its record holds each item once."""
    record = tmp_path / "record.db"
    report, page = tmp_path / "report.json", tmp_path / "report.html"

    ran = _conform(
        "--command", f"{KIT} {record}", "--record-command", f"{KIT} {record} --list",
        "--report", str(report), "--html", str(page), "--within", "60",
    )  # fmt: skip

    assert set(_results(report).values()) == {"pass"}, ran.output
    assert ran.exit_code == 0
    assert ran.stdout.endswith("22 items were played. Passed: 11. Failed: 0. Not shown: 0.\n")
    assert "<h1>Conformance of a subscriber</h1>" in page.read_text()
    assert "Made Up Cases 7.1, tried on" in page.read_text()
    said = json.loads(report.read_text())
    assert (said["product"], said["product_version"]) == ("Made Up Cases", "7.1")
    assert said["stream"] == stream().version
    assert datetime.fromisoformat(said["tried"]).tzinfo is not None


def test_a_report_names_what_it_is_about(tmp_path: Path) -> None:
    """Product and version are asked for before anything is played."""
    app = typer.Typer()
    app.command()(conform)

    ran = CliRunner().invoke(app, ["--command", "cat", "--report", str(tmp_path / "report.json")])

    assert "--product NAME --product-version NUMBER" in str(ran.exception)


def test_a_wrong_subscriber_fails_what_it_does_wrong(tmp_path: Path) -> None:
    """It answers repeats anew, applies no correction and dies; the rest it passes."""
    report = tmp_path / "report.json"

    ran = _conform("--command", WRONG, "--within", "30", "--report", str(report))

    assert ran.exit_code == 1
    failed = {name for name, result in _results(report).items() if result == "fail"}
    assert failed == {
        "goes on after what it cannot read",
        "handles an item once",
        "applies corrections",
        "applies retractions",
        "reads what is newer",
    }
    assert _results(report)["answers questions"] == "not shown"
    said = " ".join(ran.output.split())
    assert "items 2, 4, 22: it was answered with acknowledged before, under another id" in said


@pytest.fixture
def endpoint(tmp_path: Path) -> Iterator[str]:
    """The address of a subscriber that takes requests, with the kit's record behind it."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            event = body if "json" in self.headers["content-type"].split("+")[-1:] else None
            if event is None or "specversion" not in body:
                named = {
                    name.lower().removeprefix("ce-"): value
                    for name, value in self.headers.items()
                    if name.lower().startswith("ce-")
                }
                event = {**named, "data": body}
            desk = Desk(tmp_path / "record.db")
            self._say({"replies": desk.take(event)})

        def _say(self, said: Any) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(said).encode())

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/items"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("mode", [[], ["--structured"]], ids=["binary", "structured"])
def test_an_endpoint_is_tried_in_either_mode(
    endpoint: str, mode: list[str], tmp_path: Path
) -> None:
    """It passes but for its death, which cannot be brought about from outside."""
    report = tmp_path / "report.json"

    ran = _conform("--url", endpoint, *mode, "--report", str(report))

    results = _results(report)
    assert ran.exit_code == 3, ran.output
    assert results.pop("survives its own death") == "not shown"
    assert results.pop("holds each item once") == "not shown"
    assert set(results.values()) == {"pass"}


def test_an_endpoint_that_is_not_there_is_said() -> None:
    """Nothing was tried, so nothing passes and nothing fails."""
    ran = _conform("--url", "http://127.0.0.1:9/", "--within", "1")

    assert isinstance(ran.exception, StopError)
    assert "Nothing could be tried: the subscriber could not be reached" in str(ran.exception)


def test_a_subscriber_that_leaves_answers_to_people_is_shown_nothing_about_them() -> None:
    """Whether it has kept anything nobody can see, so nothing passes; nothing fails either."""
    silent = f"{sys.executable} {Path(__file__).parent / 'silent_subscriber.py'}"

    ran = _conform("--command", silent)

    assert ran.exit_code == 3, ran.output
    assert ran.stdout.endswith("22 items were played. Passed: 0. Failed: 0. Not shown: 11.\n")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "either --url or --command"),
        (["--url", "http://a", "--command", "b"], "either --url or --command"),
        (["--url", "file:///etc/passwd"], "http:// or https://"),
        (["--command", "no-such-command-here"], "cannot be started"),
    ],
)
def test_what_cannot_be_tried_is_said(words: list[str], says: str) -> None:
    """A sentence, and nothing is played."""
    ran = _conform(*words)

    assert isinstance(ran.exception, StopError)
    assert says in str(ran.exception)


def test_an_answer_without_replies_fails(tmp_path: Path) -> None:
    """What echoes its input has answered nothing; it is said once, of all the items."""
    report = tmp_path / "report.json"

    ran = _conform("--command", "cat", "--report", str(report))

    assert ran.exit_code == 1
    points = {one["name"]: one for one in json.loads(report.read_text())["points"]}
    (said,) = points["gives valid replies"]["found"]
    assert said.startswith("items 1 to 22: the subscriber ")
    assert 'answered with no list of replies: write {"replies": []}' in said
    assert points["takes every item in"]["result"] == "fail"


def test_a_silent_subscriber_is_given_up_early() -> None:
    """After the first items, with what to do; each item is shown as it is played."""
    began = time.monotonic()

    ran = _conform("--command", "sleep 100", "--within", "0.2")

    assert time.monotonic() - began < ENOUGH
    assert isinstance(ran.exception, StopError)
    assert "wrote no line within 0.2 seconds. So it was with the first 3 of 22" in str(
        ran.exception
    )
    assert "more time by --within" in str(ran.exception)
    assert "Item 1 of 22: first contact" in ran.stderr
    assert "Item 4 of 22" not in ran.stderr


def test_the_field_of_a_reply_is_named_by_its_whole_path() -> None:
    """So that it is found: most are inside data."""
    reply = {
        "specversion": "1.0", "id": "r-1", "source": f"/recipients/{RECIPIENT}", "time": "today",
        "type": "uk.wholepicture.recipient.decided.v1", "by": "Zebedee",
        "data": {"delivery": "d-1", "name": "Zebedee", "recipient_reference": {"c": "1"}},
    }  # fmt: skip

    named = {said.split()[0] for said in wrong_with(reply, RECIPIENT, "d-1")}

    assert named == {"time", "by", "data.name", "data.outcome", "data.recipient_reference.c"}
    assert next(wrong_with({**reply, "data": []}, RECIPIENT, "d-1")).startswith("time ")


def test_the_page_shows_a_reply_that_is_valid() -> None:
    """The example of docs/conformance.md answers the first item of the stream."""
    (shown,) = re.findall(r"```json\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)

    (reply,) = replies_in(shown)

    assert list(wrong_with(reply, RECIPIENT, stream().steps[0].delivery)) == []


def test_a_stream_that_is_none_names_its_line(tmp_path: Path) -> None:
    """And quotes nothing of it."""
    wrong = tmp_path / "stream.jsonl"
    wrong.write_text(recorded.text().splitlines()[0] + "\n{}\n")

    with pytest.raises(StopError, match="Line 2"):
        stream(wrong)
    assert RECIPIENT == "front-door-bristol"
