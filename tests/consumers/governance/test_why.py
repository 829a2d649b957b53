"""Why somebody was told: read from the ledger, with its chain checked, and nothing of the event."""

from dataclasses import replace
from io import StringIO
from typing import Any

import pytest
from rich.console import Console
from wholepicture_bus.errors import StopError
from wholepicture_bus.records import Place, Record
from wholepicture_consumers.governance.answers import answers
from wholepicture_consumers.governance.ledger import Account, account
from wholepicture_consumers.governance.why import as_page, as_text

from tests.consumers.both_stages import AGREEMENT, START, Followed, Stages
from tests.consumers.governance.ledgers import after, ledger, one_by_one, records
from tests.journeys.stories import EDUCATION, FRONT_DOOR, adult, child, family, incident

PEOPLE = family()


@pytest.fixture(scope="module")
def told() -> list[Followed]:
    """Three incidents; the second is of a restricted kind, so education does not get it."""
    known = child(PEOPLE, "Ivy", "2016-05-04")
    father = adult(PEOPLE, "Dan", "a1", "father", offence_history="Known for assault.")
    stages = Stages()
    return [
        stages.publish(incident([known], [father]), "event-one"),
        stages.publish(
            incident([known], [father], handling={"restricted_kinds": ["live-investigation"]}),
            "event-two",
        ),
        stages.publish(incident([known], [father]), "event-three"),
    ]


def _text(found: Account) -> str:
    console = Console(record=True, width=200, file=StringIO())
    console.print(as_text(found, AGREEMENT))
    return " ".join(console.export_text().split())


def test_every_decision_about_the_event_of_a_delivery_is_shown(told: list[Followed]) -> None:
    """From the beginning of one delivery's id: everybody who was told of that event, and why."""
    delivery = next(one["delivery"] for one in told[0].ledger if one["recipient"] == EDUCATION)

    found = account(lambda: records(ledger(told)), delivery=delivery[:13])

    assert found.event == "event-one"
    assert {entry.recipient for entry in found.entries} == {
        FRONT_DOOR,
        EDUCATION,
        "public-health-nursing",
    }
    for words in (
        "Told: First Response (front-door-bristol)",
        "rule considered, 3 were told",
        "contact-child-not-certain, version 1",
        "version 2026-11-01",
        "UK GDPR Article 6(1)(e), public task",
        "of a child: reference in this event, name, date of birth",
        delivery,
        "each follows the one before",
    ):
        assert words in _text(found), words


def test_what_was_withheld_is_shown_with_its_reason(told: list[Followed]) -> None:
    """By the event's own id, since nothing was delivered to whoever did not get it."""
    found = account(lambda: records(ledger(told)), event="event-two")

    said = _text(found)
    assert "Not told: withheld: Safeguarding in Education Team" in said
    assert "It is of a restricted kind that this rule does not name." in said


def test_the_page_stands_by_itself_and_says_nothing_of_the_event(told: list[Followed]) -> None:
    """No resource from outside, and no name, address or text of what was told."""
    page = as_page(account(lambda: records(ledger(told)), event="event-one"), AGREEMENT)

    assert page.startswith("<!DOCTYPE html>")
    assert '<html lang="en-GB">' in page
    for word in (*PEOPLE.words, "Ivy", "assault", "broke a door", "src=", "@import", "<script"):
        assert word not in page


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda one: one[1].update(event_type="else"), "is not what it was when written"),
        (lambda one: one[1]["decisions"].pop(0), "is not what it was when written"),
        (lambda one: one[1]["grounds"][0].update(rule="else"), "is not what it was when written"),
        (lambda one: one.pop(1), "some lack"),
        (lambda one: one[1].update(previous="0" * 64), "does not follow the one before"),
        (lambda one: one[1].update(chain="one"), "cannot be read"),
        (lambda one: one[1]["decisions"][0].update(ground=9), "cannot be read"),
    ],
)
def test_a_chain_that_was_touched_is_said(told: list[Followed], spoil: Any, says: str) -> None:
    """An entry that was changed, taken out or put in shows, and the page says so first."""
    entries = ledger(told)
    spoil(entries)

    found = account(lambda: records(entries), event="event-one")

    assert any(says in fault for fault in found.chains.faults)
    assert "does not hold together" in as_page(found, AGREEMENT)


def test_a_repeat_and_a_beginning_that_is_gone_are_no_faults(told: list[Followed]) -> None:
    """Entries may come twice after a crash, and the oldest are removed in time."""
    first, *rest = ledger(told)

    found = account(lambda: records([*rest, *rest[-1:]]), event="event-two")

    assert found.chains.faults == []
    assert found.chains.cut
    assert len(found.entries) == len(told[1].ledger)
    assert first["event_id"] == "event-one"


def test_a_ledger_of_one_entry_is_said_as_one(told: list[Followed]) -> None:
    """After the first event that a partnership tells."""
    found = account(lambda: records(ledger(told[:1])), event="event-one")

    assert "The one entry of the ledger was read, and it is unchanged." in _text(found)


def test_entries_of_one_decision_are_read_in_the_same_chain(told: list[Followed]) -> None:
    """The ledger goes on in another form than it began in: the page is the same."""
    once = one_by_one(told[:1])
    mixed = once + after(once[-1], ledger(told[1:]))

    one, two = (account(lambda: records(mixed), event=f"event-{n}") for n in ("one", "two"))

    assert one.chains.faults == two.chains.faults == []
    assert one.chains.read == len(once) + 2
    assert [entry.recipient for entry in one.entries] == [
        entry["recipient"] for entry in told[0].ledger
    ]
    assert "Told: First Response (front-door-bristol)" in _text(one)
    assert "Not told: withheld: Safeguarding in Education Team" in _text(two)


def test_an_entry_of_one_decision_that_was_touched_is_said(told: list[Followed]) -> None:
    """What was written in the older form is held to its hash like anything else."""
    entries = one_by_one(told)
    entries[1].update(because="Somebody asked.")

    found = account(lambda: records(entries), event="event-two")

    assert any("is not what it was when written" in fault for fault in found.chains.faults)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"event": "event"}, "More than one event begins so"),
        ({"event": "nothing-like-it"}, "no entry of an event whose id begins"),
        ({"delivery": "abcd-efgh"}, "no entry of a delivery whose id begins"),
        ({"delivery": "abc"}, "at least the first 4"),
    ],
)
def test_what_leads_nowhere_is_answered_with_a_sentence(
    told: list[Followed], asked: dict[str, str], says: str
) -> None:
    """Too short, of several, or of none."""
    with pytest.raises(StopError, match=says):
        account(lambda: records(ledger(told)), **asked)


SENDER, SCHOOL = "safeguarding-police", "setting-100001"


@pytest.fixture(scope="module")
def asked() -> list[Followed]:
    """What its sender controls: the school waits for a no, which becomes a yes; and another."""
    pupil = child(PEOPLE, "Ivy", "2016-05-04", school={"urn": "100001"})
    stages = Stages()
    controlled = incident([pupil], handling={"originator_control": True}, urgency="routine")
    followed = [stages.publish(controlled, "event-one"), stages.publish(controlled, "event-two")]
    question = str(stages.questions("event-one")[0])
    said = {"delivery": question, "reason": "Ivy must not hear of the interview."}
    for says, by, reply in (("no", None, "r1"), ("yes", "duty sergeant [b]", "r2")):
        more = {"by": by} if by else {}
        followed.append(stages.answer(SENDER, "answered", reply, answer=says, **said, **more))
    other = str(stages.questions("event-two")[0])
    said = {"delivery": other, "reason": "Yes.", "by": "inspector"}
    followed.append(stages.answer(SENDER, "answered", "r3", answer="yes", **said))
    return followed


def _on_children(followed: list[Followed]) -> list[Record]:
    made = [one for each in followed for one in each.made if one.topic == "children"]
    return [
        Record(Place("children", "", 0, at), None, one.value, one.headers, START)
        for at, one in enumerate([*made, *made[-1:]])
    ]


def test_who_answered_is_shown_as_the_answer_says(asked: list[Followed]) -> None:
    """Team, role and time of each answer to this event's question, in their order; once each."""
    found = account(lambda: records(ledger(asked)), event="event-one")
    told = answers(_on_children(asked), found)

    assert found.asked
    assert [(one.recipient, one.says, one.by) for one in told] == [
        (SENDER, "no", None),
        (SENDER, "yes", "duty sergeant [b]"),
    ]
    console = Console(record=True, width=200, file=StringIO())
    console.print(as_text(found, AGREEMENT, told))
    page = as_page(found, AGREEMENT, told)
    for text in (" ".join(console.export_text().split()), page):
        assert "Answered no: Lighthouse Safeguarding Unit (safeguarding-police)" in text
        assert "the reply does not say in which role" in text
        assert "duty sergeant [b]" in text
        assert "18 November 2026, 10:04:00" in text
        assert "in the reply r2" in text
        assert "interview" not in text
        assert "inspector" not in text


def test_an_answer_to_what_a_correction_asked_is_found_by_its_question(
    asked: list[Followed],
) -> None:
    """The ledger has the question under the correction's id, and the reply that of the event."""
    found = account(lambda: records(ledger(asked)), event="event-one")
    of_correction = replace(found, event="a-correction")

    assert len(answers(_on_children(asked), of_correction)) == 2
