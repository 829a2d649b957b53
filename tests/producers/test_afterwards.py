"""What was published is put right and listed from this machine, as a person or a job does it."""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result
from wholepicture_bus.binding import outgoing
from wholepicture_bus.spool import History, Row, Spool
from wholepicture_producers.commands import add_commands
from wholepicture_producers.hearing import Hearing
from wholepicture_producers.publisher import Publisher
from wholepicture_producers.template import example
from wholepicture_schemas.any_agency import FeedManifestSent
from wholepicture_schemas.catalogue import by_name
from wholepicture_schemas.children import Missing
from wholepicture_schemas.feedback import FeedbackData, FixRequestData
from wholepicture_schemas.identifiers import AgencyId
from wholepicture_schemas.reading import read_closed, read_open

AGENCY = AgencyId("avon-and-somerset-police")
TOPIC = f"events.{AGENCY}"
BEGUN = datetime(2026, 3, 4, 21, 15, tzinfo=UTC)
DAY = datetime(2026, 3, 3, 12, tzinfo=UTC)
MARKER = "Zebedee-Marker"


@pytest.fixture(autouse=True)
def spool_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The spool of these tests alone, and no Kafka here."""
    monkeypatch.setenv("WHOLEPICTURE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("WHOLEPICTURE_AGENCY", AGENCY)
    monkeypatch.delenv("KAFKA_BOOTSTRAP_SERVERS", raising=False)
    return tmp_path / "data" / "spools" / AGENCY / "spool.db"


def run(*arguments: str) -> Result:
    """The command with these arguments."""
    app = typer.Typer()
    add_commands(app)
    return CliRunner().invoke(app, arguments, catch_exceptions=False)


def publish_without(
    spool_file: Path,
    *fields: str,
    event: str = "E-0001",
    at: datetime = BEGUN,
    sent: bool = False,
    system: str = "",
) -> None:
    """Keep an event that lacks these fields of its core, as a system without the kit sends it."""
    kind = by_name("child-concern")
    assert kind is not None
    document = example(kind, AGENCY, minimal=True)
    for name in fields:
        document["data"]["core"].pop(name)
    attributes = {
        "id": event,
        "source": f"/agencies/{AGENCY}{system}",
        "type": kind.TYPE,
        "time": document["time"],
        "partitionkey": "family-1",
    }
    found = read_open(attributes, json.dumps(document["data"]).encode()).event
    with closing(Spool(spool_file, now=lambda: at)) as spool:
        spool.append([outgoing(found, TOPIC, "family-1")])
        if sent:
            row = spool.row(event)
            assert row is not None
            spool.mark_sent([row])


def hear(spool_file: Path, told: FeedbackData | FixRequestData) -> None:
    """The agency has heard this."""
    Hearing(spool_file, AGENCY).about("")
    with closing(sqlite3.connect(spool_file)) as database, database:
        (count,) = database.execute("SELECT count(*) FROM heard").fetchone()
        row = ("/bus/wholepicture", str(count), told.event, told.at.timestamp())
        database.execute("INSERT INTO heard VALUES (?, ?, ?, ?, ?)", (*row, told.model_dump_json()))


def asked(event: str, *problems: tuple[str, str], delivered: bool = True) -> FixRequestData:
    """A fix request."""
    return FixRequestData(
        agency=AGENCY,
        event=event,
        at=BEGUN + timedelta(minutes=2),
        delivered=delivered,
        problems=tuple(Missing(field=one, what="is missing", fix=fix) for one, fix in problems),
    )


def state(event: str, name: Any, minute: int, to: str | None = None, **more: Any) -> FeedbackData:
    """Something that happened with an event."""
    at = BEGUN + timedelta(minutes=minute)
    said = {"says": f"It was {name}.", "to": to, **more}
    return FeedbackData(agency=AGENCY, event=event, at=at, state=name, **said)


def corrections(spool_file: Path, event: str = "E-0001") -> list[dict[str, Any]]:
    """The corrections of an event that were published from here."""
    return [_content(row) for row in History(spool_file).amending(event)]


def _content(row: Row) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(row.outgoing.value or b"{}")
    return content


CALL_BACK = ("core.call_back", "Name whom a recipient can call.")
WHY = ("--because", "It was left out.")
LEGAL = ("core.sharing", "Say why you share this, and under what power.")


def test_without_set_it_shows_what_was_asked_with_a_line_that_answers_it(spool_file: Path) -> None:
    """Each problem with its fix, and a command to copy; the receipt may be written in short."""
    publish_without(spool_file, "call_back")
    hear(spool_file, asked("E-0001", CALL_BACK))

    result = run("fix", "E-0")

    assert result.exit_code == 0
    assert "core.call_back is missing. Name whom a recipient can call." in result.stdout
    line = next(one for one in result.stdout.splitlines() if "--set" in one)
    assert line.strip() == "wholepicture fix E-0001 --set core.call_back.phone='0117 496 0123'"
    assert corrections(spool_file) == []


def test_the_line_that_it_shows_is_accepted(spool_file: Path) -> None:
    """What is suggested can be sent as it stands, and then nothing is asked any more."""
    publish_without(spool_file, "call_back")
    hear(spool_file, asked("E-0001", CALL_BACK))

    result = run("fix", "E-0001", "--set", "core.call_back.phone=0117 496 0123", "--wait", "0")

    assert "Still asked" not in result.stdout
    (correction,) = corrections(spool_file)
    assert correction["detail"]["corrects"] == "E-0001"
    assert correction["detail"]["changes"] == [
        {"field": "core.call_back.phone", "value": "0117 496 0123"}
    ]
    assert correction["core"]["call_back"] == {"phone": "0117 496 0123"}
    assert "Nothing is asked about it." in run("fix", "E-0001").stdout


def test_the_correction_is_one_that_would_be_published(spool_file: Path) -> None:
    """It is held to every rule for producers, and comes behind what it corrects."""
    publish_without(spool_file, "local_reference")
    run("fix", "E-0001", "--set", "core.local_reference=A-17", *WHY)

    (row,) = History(spool_file).amending("E-0001")
    attributes = {
        name.removeprefix("ce_"): (value or b"").decode()
        for name, value in row.outgoing.headers
        if name.startswith("ce_")
    }
    event = read_closed({**attributes, "data": _content(row)})
    assert event.partitionkey == "family-1"
    assert event.data.detail.because == "It was left out."


def test_what_nobody_asked_for_is_put_right_with_a_reason(spool_file: Path) -> None:
    """Practitioners read why: never that it was asked for where it was not, or not any more."""
    publish_without(spool_file, "call_back")
    hear(spool_file, asked("E-0001", CALL_BACK))
    answer = ("--set", "core.call_back.phone=0117 496 0123")
    more = ("--set", "core.summary=One.")

    refused = run("fix", "E-0001", *answer, *more)
    run("fix", "E-0001", *answer)
    again = run("fix", "E-0001", "--set", "core.call_back.phone=0117 496 0124")
    run("fix", "E-0001", *more, *WHY)

    assert refused.exit_code == again.exit_code == 1
    assert "--because is missing, and nothing was asked about core.summary. Write" in refused.stderr
    assert "Nothing was sent." in refused.stderr
    assert "--because is missing" in again.stderr
    assert [one["detail"]["because"] for one in corrections(spool_file)] == [
        "It was asked for, and is put right here.",
        "It was left out.",
    ]


def test_what_it_does_not_answer_stays_asked(spool_file: Path) -> None:
    """After it, the person reads what is still missing."""
    publish_without(spool_file, "local_reference")
    hear(
        spool_file, asked("E-0001", ("core.local_reference", "Give it."), ("core.asks", "Say it."))
    )

    result = run("fix", "E-0001", "--set", "core.local_reference=A-17")

    assert "Still asked: core.asks is missing. Say it." in result.stdout
    assert "Still asked: core.local_reference" not in result.stdout


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ("core.children.0.nhs_number=9990000019", "core.children.0.nhs_number cannot be right"),
        ("core.urgency=at once", "core.urgency is not one of the codes. Use one of immediate"),
        ("core.children.0.sex_code=F", "core.children.0.sex_code is no field of the event"),
        ("core.children.7.sex=F", "core.children.7.sex is not there. Count from 0"),
        ("core.exercise=false", "core.exercise cannot be corrected. Take the event back"),
        ("time=2026-03-04", "time is no part of what was told"),
        ("core.children.0.birth_date=2316-03-04", "core.children.0.birth_date"),
        (f"core.call_back={MARKER}", "core.call_back holds more than one value. Write it as JSON"),
        (f"{MARKER.lower().replace('-', '.')}=1", "--set names no field of the event"),
        (f"{MARKER}", "--set is not of the form field=value"),
        ("core.summary=", "core.summary is given no value"),
        ("core.history=yes", "core.history cannot be corrected"),
        ("core.children.0.exposure=null", "core.children.0.exposure is missing"),
    ],
)
def test_what_cannot_be_right_is_refused_before_anything_is_sent(
    spool_file: Path, setting: str, says: str
) -> None:
    """The field and the fix are named, never the value."""
    publish_without(spool_file)

    result = run("fix", "E-0001", "--set", setting)

    assert result.exit_code == 1
    assert says in result.output
    assert "Nothing was sent." in result.output
    assert not {MARKER, "zebedee"} & set(result.output.replace(".", " ").split())
    assert corrections(spool_file) == []


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("core.children.0.exposure=was in another room", "PRESENT_OTHER_ROOM"),
        ("core.children.0.exposure=present_heard", "PRESENT_HEARD"),
        ('core.children.0.disability=["COMM", "autism"]', ["COMM", "AUT"]),
        ("core.children.0.disability=MOB", ["MOB"]),
        ("core.children.0.birth_date=09/03/2016", "2016-03-09"),
        ('core.call_back={"phone": "0117 496 0001"}', {"phone": "0117 496 0001"}),
    ],
)
def test_a_value_is_read_as_its_fields_own_type(
    spool_file: Path, setting: str, value: object
) -> None:
    """Codes by their label or themselves, dates as people write them, lists and objects as JSON."""
    publish_without(spool_file)

    result = run("fix", "E-0001", "--set", setting, *WHY)

    assert result.exit_code == 0
    (correction,) = corrections(spool_file)
    assert correction["detail"]["changes"][0]["value"] == value


def test_a_correction_from_here_is_built_upon(spool_file: Path) -> None:
    """The event is taken as it stands; to say the same again is no correction."""
    publish_without(spool_file)
    run("fix", "E-0001", "--set", "core.summary=One.", *WHY)
    run("fix", "E-0001", "--set", "core.summary=Two.", *WHY)

    result = run("fix", "E-0001", "--set", "core.summary=Two.", *WHY)

    assert len(corrections(spool_file)) == 2
    assert "The event says so already" in result.output
    assert result.exit_code == 2


@pytest.mark.parametrize("from_here", [True, False])
def test_what_could_not_be_read_is_to_be_published_again(
    spool_file: Path, *, from_here: bool
) -> None:
    """There is nothing to correct in it: the person reads what was wrong and what to do."""
    publish_without(spool_file, event="E-0001" if from_here else "E-0002")
    hear(spool_file, asked("E-0001", ("data", "Write JSON."), delivered=False))

    result = run("fix", "E-0001", "--set", "core.summary=One.", *WHY)

    assert result.exit_code == 2
    assert "data is missing. Write JSON." in result.output
    assert "publish it again, with a new id" in result.output


def test_a_correction_leads_to_what_it_corrects(spool_file: Path) -> None:
    """Only an event is corrected: the person is told which."""
    publish_without(spool_file)
    run("fix", "E-0001", "--set", "core.summary=One.", *WHY)
    (row,) = History(spool_file).amending("E-0001")

    result = run("fix", row.event, "--set", "core.summary=Two.")

    assert "wholepicture fix E-0001" in result.output


@pytest.mark.parametrize("field", ["corrects", "retracts"])
def test_what_names_an_event_that_is_not_known_is_no_dead_end(spool_file: Path, field: str) -> None:
    """Whoever corrects what never came is told the three things that it can be, and what to do."""
    kind = by_name("correction" if field == "corrects" else "retraction")
    assert kind is not None
    document = example(kind, AGENCY, minimal=True)
    document["data"]["detail"][field] = "E-0404"
    with closing(Spool(spool_file)) as spool:
        publisher = Publisher(AGENCY, spool, None, send_in_background=False)
        receipt = publisher.publish(document).event

    result = run("fix", receipt)

    assert result.exit_code == 2
    assert f"the right one in detail.{field}" in result.output
    assert "in detail.source" in result.output
    assert "wholepicture fix E-0404" not in result.output


def test_a_correction_from_elsewhere_that_names_nothing_is_published_anew(spool_file: Path) -> None:
    """Nothing was wrong with reading it: the person reads what was asked."""
    publish_without(spool_file, event="E-0002")
    hear(
        spool_file,
        asked("C-0001", ("detail.corrects", "Check the id."), delivered=False),
    )

    result = run("fix", "C-0001")

    assert "Check the id." in result.output
    assert "Publish it anew, as was asked" in result.output


def test_what_publish_refused_has_no_receipt_and_says_where_it_is(spool_file: Path) -> None:
    """It was never sent: it is put right in the file of rejected rows, and nothing is doubled."""
    publish_without(spool_file)

    result = run("fix", "CASE-17")

    assert result.exit_code == 2
    assert "put it right in the file of rejected rows that publish named" in result.output
    assert "nothing is doubled" in result.output


def test_what_kafka_refused_is_published_again(spool_file: Path) -> None:
    """Nobody has it, so a correction of it would wait for ever."""
    publish_without(spool_file)
    with closing(Spool(spool_file)) as spool:
        spool.mark_failed(spool.unsent(1), "MessageSizeTooLargeError", refused=True)

    result = run("fix", "E-0001", "--set", "core.summary=One.", *WHY)

    assert result.exit_code == 2
    assert "publish it again, with a new id" in result.output
    assert corrections(spool_file) == []


def test_several_receipts_that_begin_alike_are_told_apart(spool_file: Path) -> None:
    """A beginning that fits several is refused with how many there are."""
    publish_without(spool_file)
    publish_without(spool_file, event="E-0002")

    result = run("sent", "E-00")

    assert result.exit_code == 2
    assert "2 receipts begin with E-00: write more of it." in result.output
    assert "Neither this machine" in run("sent", "X").output


def test_the_way_of_an_event_is_one_timeline(spool_file: Path) -> None:
    """In order of time, its correction under its own receipt, at the end who has not answered."""
    publish_without(spool_file, sent=True)
    run("fix", "E-0001", "--set", "core.summary=One.", *WHY)
    (row,) = History(spool_file).amending("E-0001")
    hear(spool_file, state("E-0001", "decided", 5, "children's social care", outcome="nfa"))
    hear(spool_file, state("E-0001", "accepted", 1))
    hear(spool_file, state("E-0001", "delivered", 3, "children's social care"))
    hear(spool_file, state("E-0001", "delivered", 3, "education"))
    hear(spool_file, state("E-0001", "acknowledged", 4, "children's social care"))
    hear(spool_file, state(row.event, "correction-applied", 9, "children's social care"))

    shown = run("sent", "E-0001").stdout
    told = json.loads(run("sent", "E-0001", "--json").stdout)

    words = ["kept on this machine", "sent to Kafka", "It was accepted.", "It was delivered.",
             "It was acknowledged.", "It was decided.", f"    Receipt {row.event}",
             "It was correction-applied."]  # fmt: skip
    places = [shown.index(word) for word in words]
    assert places == sorted(places)
    assert (
        "4 March 2026, 21:20  It was decided. (children's social care, no further action)" in shown
    )
    assert "No answer so far: education." in shown
    assert told["not_answered"] == ["education"]
    assert [one["receipt"] for one in told["corrections"]] == [row.event]
    assert told["timeline"][0]["state"] == "accepted"


def test_a_notice_is_not_called_unanswered(spool_file: Path) -> None:
    """Whether it was one the sender does not hear; a correction is to be answered by everybody."""
    publish_without(spool_file, sent=True)
    run("fix", "E-0001", "--set", "core.summary=One.", *WHY)
    (row,) = History(spool_file).amending("E-0001")
    hear(spool_file, state("E-0001", "delivered", 3, "education"))
    hear(spool_file, state(row.event, "delivered", 9, "education"))

    lines = [line.strip() for line in run("sent", "E-0001").stdout.splitlines()]

    assert (
        "No answer so far: education. "
        "Whoever was sent it as a notice need not answer; the bus does not say who that is."
    ) in lines
    assert lines.count("Not answered yet: education.") == 1
    assert "\nNot answered yet: education.\n" in run("sent", row.event).stdout


def test_an_event_of_which_nobody_is_told_is_promised_no_delivery(spool_file: Path) -> None:
    """Before the bus has spoken, and after; a list goes to nobody at all."""
    publish_without(spool_file, sent=True)
    before = run("sent", "E-0001").stdout.splitlines()[-2]
    hear(spool_file, state("E-0001", "accepted", 1))
    after = run("sent", "E-0001").stdout.splitlines()[-2]
    receipt = run("manifest").stdout.splitlines()[0].rpartition(" ")[2]
    hear(spool_file, state(receipt, "accepted", 1))

    assert before == "Nothing was heard of it from the bus yet."
    assert after.startswith("No delivery of it is known. Where nobody is to be told")
    assert (
        "the bus compares it with what came, and sends it to nobody." in run("sent", receipt).stdout
    )
    assert "yet" not in after


def _list(spool_file: Path) -> dict[str, Any]:
    with closing(Spool(spool_file)) as spool:
        rows = [row for row in spool.unsent(50) if b"feed-manifest" in _type_of(row)]
    return _content(rows[-1])


def _type_of(row: Row) -> bytes:
    return dict(row.outgoing.headers)["ce_type"] or b""


def test_the_list_of_a_day_names_what_was_sent_on_it(spool_file: Path) -> None:
    """In London's days, by receipt and by type; what was sent before or after is not in it."""
    for at, name in ((DAY, "A"), (DAY + timedelta(hours=11, minutes=59), "B")):
        publish_without(spool_file, event=name, at=at, sent=True)
    publish_without(spool_file, event="C", at=DAY + timedelta(hours=12), sent=True)
    publish_without(spool_file, event="D", at=DAY)

    result = run("manifest", "--day", "2026-03-03", "--wait", "0")

    assert "List of 2026-03-03: 2 events." in result.stdout
    detail = _list(spool_file)["detail"]
    assert (detail["total"], detail["events"]) == (2, ["A", "B"])
    assert detail["sent"] == [{"type": "child-concern", "count": 2}]
    assert _list(spool_file)["core"]["call_back"]["phone"]


def test_each_feed_lists_its_own(spool_file: Path) -> None:
    """What another system of the agency sent from this machine stands on that one's list."""
    publish_without(spool_file, event="A", at=DAY, sent=True)
    publish_without(spool_file, event="B", at=DAY, sent=True, system="/custody")

    run("manifest", "--day", "2026-03-03")
    own = _list(spool_file)["detail"]["events"]
    run("manifest", "--day", "2026-03-03", "--feed", f"/agencies/{AGENCY}/custody")

    assert (own, _list(spool_file)["detail"]["events"]) == (["A"], ["B"])


def test_a_day_on_which_nothing_was_sent_is_told_too(spool_file: Path) -> None:
    """Zero is a list: else silence would look like an ordinary day."""
    publish_without(spool_file, sent=True)

    run("manifest", "--day", "2026-02-01")

    assert _list(spool_file)["detail"]["total"] == 0


def test_a_job_that_runs_twice_publishes_one_list(spool_file: Path) -> None:
    """The same day gives the same list under the same receipt."""
    publish_without(spool_file, at=DAY, sent=True)
    first, second = (run("manifest", "--day", "2026-03-03").stdout for _ in range(2))

    assert first.splitlines()[0] == second.splitlines()[0]
    assert "0 sent to Kafka, 1 waiting." in second


def test_what_is_published_between_two_runs_makes_no_second_list(spool_file: Path) -> None:
    """Whom to call is that of what was published last; the day is the same, and so is its list."""
    publish_without(spool_file, at=DAY, sent=True)
    first = run("manifest", "--day", "2026-03-03").stdout
    publish_without(spool_file, event="E-0002")
    run("fix", "E-0002", "--set", "core.call_back.phone=0117 496 0999", *WHY)

    second = run("manifest", "--day", "2026-03-03").stdout
    chosen = run("manifest", "--day", "2026-03-03", "--phone", "0117 496 0111").stdout

    assert first.splitlines()[0] == second.splitlines()[0] != chosen.splitlines()[0]
    assert _list(spool_file)["core"]["call_back"]["phone"] == "0117 496 0111"


def test_a_day_that_has_changed_has_a_second_list_beside_the_first(spool_file: Path) -> None:
    """What is new on it would else be looked for by nobody; it is again one, however often run."""
    publish_without(spool_file, at=DAY, sent=True)
    first = run("manifest", "--day", "2026-03-03").stdout
    publish_without(spool_file, event="E-0002", at=DAY, sent=True)
    second = run("manifest", "--day", "2026-03-03").stdout
    publish_without(spool_file, event="E-0003")
    run("fix", "E-0003", "--set", "core.call_back.phone=0117 496 0999", *WHY)

    third = run("manifest", "--day", "2026-03-03").stdout

    assert first.splitlines()[0] != second.splitlines()[0] == third.splitlines()[0]
    assert _list(spool_file)["detail"]["events"] == ["E-0001", "E-0002"]


def test_a_machine_that_never_published_says_whom_to_call(spool_file: Path) -> None:
    """With nothing to take it from it asks, and with it the list is made."""
    assert "add --phone NUMBER" in run("manifest").output

    result = run("manifest", "--phone", "0117 496 0110", "--live")

    assert result.exit_code == 0
    core = _list(spool_file)["core"]
    assert (core["call_back"], core["exercise"]) == ({"phone": "0117 496 0110"}, False)


def test_a_day_that_is_not_over_has_no_list_yet() -> None:
    """A list of half a day would hide what comes later."""
    today = datetime.now(UTC).date() + timedelta(days=1)

    assert "not over yet" in run("manifest", "--day", today.isoformat()).output


def test_another_agencys_feed_is_refused(spool_file: Path) -> None:
    """A list is of one's own systems."""
    publish_without(spool_file, sent=True)

    result = run("manifest", "--feed", "/agencies/bristol-city-council")

    assert "source must be your own" in result.output
    assert result.exit_code == 2


def test_what_never_arrived_is_sent_again(spool_file: Path) -> None:
    """It waits once more as it was; what is not here is named."""
    publish_without(spool_file, sent=True)

    result = run("spool", "again", "E-0001", "E-9")

    assert "0 sent to Kafka, 1 waiting." in result.stdout
    assert "E-9 is not in the spool of this machine." in result.stdout
    assert result.exit_code == 1


def test_a_list_is_not_corrected(spool_file: Path) -> None:
    """The person is told to publish what is missing, or the list anew."""
    run("manifest", "--phone", "0117 496 0110", "--live")
    with closing(Spool(spool_file)) as spool:
        (row,) = spool.unsent(5)
    assert _type_of(row).decode() == FeedManifestSent.TYPE

    assert "wholepicture spool again" in run("fix", row.event).output
