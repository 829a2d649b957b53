"""An event that was published is put right from this machine, as a person does it."""

import re
from contextlib import closing
from pathlib import Path

import pytest
from wholepicture_bus.spool import History, Spool
from wholepicture_producers.after.blanks import looks_like
from wholepicture_producers.publisher import Publisher
from wholepicture_producers.shape import leaves
from wholepicture_producers.template import example
from wholepicture_schemas.catalogue import TOLD, by_name
from wholepicture_schemas.reading import read_closed

from tests.producers.published import (
    AGENCY,
    CALL_BACK,
    MARKER,
    WHY,
    asked,
    content_of,
    corrections,
    hear,
    publish_without,
    run,
)

pytestmark = pytest.mark.usefixtures("spool_file")


def test_without_set_it_shows_what_was_asked_with_a_line_that_answers_it(spool_file: Path) -> None:
    """Each problem with its fix, and a command to copy; the receipt may be written in short."""
    publish_without(spool_file, "call_back")
    hear(spool_file, asked("E-0001", CALL_BACK))

    result = run("fix", "E-0")

    assert result.exit_code == 0
    assert "core.call_back is missing. Name whom a recipient can call." in result.stdout
    at = next(at for at, one in enumerate(result.stdout.splitlines()) if "--set" in one)
    assert [one.strip() for one in result.stdout.splitlines()[at : at + 2]] == [
        "wholepicture fix E-0001 --set core.call_back.phone=...",
        "core.call_back.phone: a telephone number",
    ]
    assert corrections(spool_file) == []


def test_the_line_that_it_shows_has_to_be_filled_in(spool_file: Path) -> None:
    """No made-up value can be sent of several children; as it stands nothing is sent."""
    publish_without(spool_file, "local_reference")
    hear(spool_file, asked("E-0001", CALL_BACK))

    result = run("fix", "E-0001", "--set", "core.local_reference=...", *WHY)

    assert result.exit_code == 1
    assert "core.local_reference is not filled in. Write what is right" in result.output
    assert corrections(spool_file) == []


def test_what_a_field_looks_like_is_said_in_words_and_never_as_a_value() -> None:
    """What is valid would be pasted, and one number of two children makes one child of them."""
    every = {field for kind in TOLD.values() for field in leaves(kind) if not field.codes}
    words = {field.path: looks_like(field) for field in every}

    assert {path for path, told in words.items() if re.search(r"\d{5}|[A-Z]\d{3}", told)} == set()
    assert words["core.children.+.upn"] == "a letter, 11 digits and a digit or letter"


def test_the_line_filled_in_is_accepted(spool_file: Path) -> None:
    """What answers is sent, and then nothing is asked any more."""
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
    event = read_closed({**attributes, "data": content_of(row)})
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


def test_a_reason_without_a_change_is_refused(spool_file: Path) -> None:
    """Who gives one takes the event for put right, and nothing would have been sent."""
    publish_without(spool_file, sent=True)

    result = run("fix", "E-0001", "--because", "It was left out.")

    assert "add --set FIELD=VALUE" in result.stderr
    assert result.exit_code == 2


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
        ("core.sharing.power=common law powers of the police", "common-law-policing"),
        ("core.referral_source=housing", "4"),
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


def test_the_event_stands_as_a_correction_of_its_correction_left_it(spool_file: Path) -> None:
    """What another program of this machine corrected further is seen, in the order of telling."""
    publish_without(spool_file)
    run("fix", "E-0001", "--set", "core.summary=One.", *WHY)
    (first,) = History(spool_file).amending("E-0001")
    further = corrections(spool_file)[0]
    further["detail"] |= {
        "corrects": first.event,
        "changes": [{"field": "core.summary", "value": "Two."}],
    }
    kind = by_name("correction")
    assert kind is not None
    document = {**example(kind, AGENCY, minimal=True), "data": further}
    with closing(Spool(spool_file)) as spool:
        second = Publisher(AGENCY, spool, None, send_in_background=False).publish(document)

    result = run("fix", "E-0001", "--set", "core.summary=Two.", *WHY)

    told = [row.event for row in History(spool_file).amending("E-0001")]
    assert told == [first.event, second.event]
    assert "The event says so already" in result.output


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


def test_what_kafka_refused_is_replaced_and_not_corrected(spool_file: Path) -> None:
    """Nobody has it, so a correction would wait for ever: it goes anew under its own receipt."""
    publish_without(spool_file)
    with closing(Spool(spool_file)) as spool:
        spool.mark_failed(spool.unsent(1), "MessageSizeTooLargeError", refused=True)

    result = run("fix", "E-0001", "--set", "core.summary=One.")

    with closing(Spool(spool_file)) as spool:
        (row,) = spool.unsent()
    assert result.exit_code == 0
    assert "Receipt E-0001" in result.stdout
    assert content_of(row)["core"]["summary"] == "One."
    assert corrections(spool_file) == []


def test_several_receipts_that_begin_alike_are_told_apart(spool_file: Path) -> None:
    """A beginning that fits several is refused with how many there are."""
    publish_without(spool_file)
    publish_without(spool_file, event="E-0002")

    result = run("sent", "E-00")

    assert result.exit_code == 2
    assert "2 receipts begin with E-00: write more of it." in result.output
    assert "Neither this machine" in run("sent", "X").output
