"""What an item says to its recipient: by when, to whom, which questions, and what to do first."""

import json
import time
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from wholepicture_agreement import Agreement, Item, decide

from tests.agreement.incidents import (
    CASES,
    OPEN_CASE_AND_UNKNOWN,
    Case,
    document,
    of_document,
    situation,
)

_ONE = {"children": [{"person": "c1", "born": "2015-03-09", "urn": "100001"}]}


def item_for(recipient: str, case: Case, agreement: Agreement) -> Item:
    """What a recipient gets in a case."""
    items = decide(situation(case), agreement).items
    return next(one for one in items if one.recipient == recipient)


def with_core(changes: dict[str, Any], case: Case, recipient: str, agreement: Agreement) -> Item:
    """What a recipient gets where the core says something else."""
    event = document(case)
    event["data"]["core"].update(changes)
    items = decide(of_document(event, case), agreement).items
    return next(one for one in items if one.recipient == recipient)


@pytest.mark.finding("F4")
def test_an_open_case_is_addressed_to_worker_and_manager(agreement: Agreement) -> None:
    """The item names the team, the child's worker and the manager."""
    item = item_for("social-work-bristol-3", OPEN_CASE_AND_UNKNOWN, agreement)

    to = item.addressed_to
    assert to.team == "social-work-bristol-3"
    assert to.worker is not None
    assert to.worker.name == "Worker"
    assert to.manager is not None
    assert to.manager.name == "Manager"
    assert item.kind == "referral"


@pytest.mark.finding("F4")
def test_a_contact_is_decided_within_one_working_day(agreement: Agreement) -> None:
    """Wednesday's contact is due at the end of Thursday, in words that people use."""
    item = item_for("front-door-bristol", OPEN_CASE_AND_UNKNOWN, agreement)

    assert item.respond_by == datetime.fromisoformat("2026-11-19T17:00:00+00:00")
    assert item.respond_by_words == "by 5pm Thursday 19 November"
    assert "by 5pm Thursday 19 November" in item.headline


def test_a_headline_says_what_who_and_by_when(agreement: Agreement) -> None:
    """No two items of a list read alike, and it holds no more of a child than the item tells."""
    case = {"children": [{"person": "c1"}, {"person": "c2", "born": "2014-05-01"}]}
    event = document(case)
    (first, second) = event["data"]["core"]["children"]
    first["birth_date"] = "2015-03-09"
    first["name"] = {"given": "Tia", "family": "Example"}
    second["name"], second["nhs_number"] = None, "9990000018"

    items = decide(of_document(event, case), agreement).items

    door = next(one for one in items if one.recipient == "front-door-bristol")
    assert door.headline == (
        "Police report of domestic abuse: Tia Example, 11; a child of 12. "
        "Decide by 5pm Thursday 19 November."
    )


def test_what_needs_no_answer_asks_for_none(agreement: Agreement) -> None:
    """A notice on an open case is for information: nobody waits for an answer or a decision."""
    told = [item for case in CASES if _is_open(case) and "event" in case
            for item in decide(situation(case), agreement).items]  # fmt: skip
    notices = [i for i in told if (i.kind, i.arrival) == ("notice", "news-on-open-case")]

    assert notices
    assert all("for your information" in item.headline for item in notices)
    for item in told:
        asks = any(words in item.headline for words in ("Say what you do", "Decide"))
        assert item.kind == "referral" or not asks, item.headline


def _is_open(case: Case) -> bool:
    return any("open" in child for child in case.get("children", ()))


def test_a_headline_of_many_children_counts_the_rest(agreement: Agreement) -> None:
    """Five children are two names and a number, so that the headline is read at once."""
    case = {"children": [{"person": f"c{at}"} for at in range(5)]}

    headline = item_for("front-door-bristol", case, agreement).headline

    assert headline.count(";") == 2
    assert "; 3 more children. Decide by" in headline


@pytest.mark.finding("F4")
def test_a_school_knows_before_its_next_day(agreement: Agreement) -> None:
    """A Friday night's notice is there on Monday at half past eight."""
    item = item_for("setting-100001", _ONE | {"at": "2026-11-20T23:00:00Z"}, agreement)

    assert item.respond_by_words == "by 8:30am Monday 23 November"
    assert item.carrier == "education-bristol"
    assert item.addressed_to.setting == "Harbourside Primary (made up)"


def test_an_immediate_item_says_phone_first(agreement: Agreement) -> None:
    """With the sender's number, or its agency's where the sender gave none."""
    case = _ONE | {"urgency": "immediate"}

    item = item_for("front-door-bristol", case, agreement)
    without = with_core({"call_back": None}, case, "front-door-bristol", agreement)

    assert item.phone_first == "0117 496 0199"
    assert without.phone_first == "0117 496 0100"
    assert item_for("front-door-bristol", _ONE, agreement).phone_first is None


@pytest.mark.parametrize("identity", ["probable", "not-confirmed"])
def test_a_doubt_about_the_child_is_a_question(agreement: Agreement, identity: str) -> None:
    """Whoever gets a child that is not certain is asked who it is."""
    case = {"children": [_ONE["children"][0] | {"identity": identity}]}

    item = item_for("front-door-bristol", case, agreement)

    question = item.children[0].question
    assert question
    assert question.endswith("?")
    assert item_for("front-door-bristol", _ONE, agreement).children[0].question is None


def test_an_unborn_child_is_asked_about_by_its_mother(agreement: Agreement) -> None:
    """Nobody knows a child who is not born; its mother may be known."""
    case: Case = {
        "children": [{"person": "c1", "expected": "2026-07-01", "identity": "not-confirmed"}]
    }
    (child,) = item_for("front-door-bristol", case, agreement).children

    assert child.question is not None
    assert "Do you know the mother?" in child.question


def test_handling_comes_first_as_instructions(agreement: Agreement) -> None:
    """Who must not learn of it, whom to call, what to keep it out of: before all other words."""
    handling = {
        "do_not_disclose_to": [{"person": "a1", "because": "He would find her."}],
        "call_before_speaking_to_family": {"who": "DC Made Up", "phone": "0117 496 0188"},
        "not_visible_online": True,
        "not_in_shared_records": True,
    }

    item = with_core({"handling": handling}, _ONE, "front-door-bristol", agreement)

    wanted = (
        "Do not let Robin Example learn of this: He would find her.",
        "To reach Alex Example safely, never: phone the home.",
        (
            "Where Alex Example lives must not become known: keep it out of what others can read, "
            "and take it out where you were told it earlier."
        ),
        "Keep this out of every website, app or account that a parent or carer can open.",
        (
            "Keep this out of records that parents see, conference papers and court bundles until "
            "it has been reviewed."
        ),
        "To reach Alex Example safely: text only.",
        "Call DC Made Up on 0117 496 0188 before you speak to anyone in the family.",
    )
    order, *handling_first = item.instructions
    assert order.startswith("In force: bail condition on Robin Example")
    assert tuple(handling_first[: len(wanted)]) == wanted


def test_an_instruction_names_nobody_whom_the_recipient_is_not_told_of(
    agreement: Agreement,
) -> None:
    """A recipient without the name hears of the relation, and never of the reason."""
    handling = {"do_not_disclose_to": [{"person": "a2", "because": "She went to a house."}]}

    item = with_core({"handling": handling}, _ONE, "setting-100001", agreement)

    assert item.instructions[1] == "Do not let the mother of Given-c1 Example learn of this."
    assert "went to a house" not in " ".join(item.instructions)


@pytest.mark.finding("F4b")
def test_an_unconsidered_vulnerability_is_a_question_to_the_receiver(agreement: Agreement) -> None:
    """What the sender did not consider or does not know is put to whoever decides."""
    event = document(_ONE)
    del event["data"]["core"]["children"][0]["vulnerability_considered"]

    items = decide(of_document(event, _ONE), agreement).items

    door = next(one for one in items if one.recipient == "front-door-bristol")
    asked = (
        "The sender does not say whether it considered what makes Given-c1 Example vulnerable: ask."
    )
    assert asked in door.instructions


@pytest.mark.finding("F4b")
def test_what_the_sender_told_is_not_said_to_be_unknown(agreement: Agreement) -> None:
    """Whoever gives a child's disability knows that it has one, whatever else is left open."""
    event = document(_ONE)
    child = event["data"]["core"]["children"][0]
    child["vulnerability_considered"] = {"considered": True, "rationale": "Asked the school."}
    child["disability"] = ["AUT"]

    items = decide(of_document(event, _ONE), agreement).items

    door = next(one for one in items if one.recipient == "front-door-bristol")
    (asked,) = [one for one in door.instructions if "does not know whether" in one]
    assert "a communication need, a medical dependence" in asked
    assert "a disability" not in asked


@pytest.mark.finding("F4b")
def test_an_incomplete_event_is_told_with_what_is_missing(agreement: Agreement) -> None:
    """Each recipient learns what is missing of what it would have been told, and no more."""
    event = document(_ONE)
    del event["data"]["core"]["children"][0]["exposure"]
    del event["data"]["core"]["sharing"]

    items = {str(one.recipient): one for one in decide(of_document(event, _ONE), agreement).items}

    door = {one.field for one in items["front-door-bristol"].incomplete}
    school = {one.field for one in items["setting-100001"].incomplete}
    assert {"core.children.0.exposure", "core.sharing"} <= door
    assert school == {"core.children.0.exposure"}


def test_a_child_who_does_not_speak_is_met_prepared(agreement: Agreement) -> None:
    """How a child communicates stands among the instructions of everyone who is told of it."""
    event = document(_ONE)
    event["data"]["core"]["children"][0]["communication"] = ["NON_VERBAL", "EYE_GAZE"]

    items = decide(of_document(event, _ONE), agreement).items

    sentence = (
        "Given-c1 Example does not speak and uses eye gaze: "
        "arrange for that before you see the child."
    )
    assert all(sentence in item.instructions for item in items)


def test_a_sibling_is_told_of_within_its_own_grant(agreement: Agreement) -> None:
    """The worker of one child sees of the other what finds it, and nothing of its needs."""
    item = item_for("social-work-bristol-3", OPEN_CASE_AND_UNKNOWN, agreement)

    core: Any = item.told["core"]
    own, sibling = core["children"]
    assert "voice" in own
    assert "voice" not in sibling
    assert set(sibling) == {"person", "name", "birth_date"}


def test_no_item_holds_a_system_word(agreement: Agreement) -> None:
    """Practitioners never read the words of the machinery, nor that all is well."""
    items = decide(situation(OPEN_CASE_AND_UNKNOWN), agreement).items

    for item in items:
        said = " ".join((item.headline, *item.instructions)).lower()
        for word in (
            "dead letter",
            "parked",
            "epoch",
            "offset",
            "no concerns",
            "no alert",
            "topic",
        ):
            assert word not in said


def test_the_manifest_goes_to_the_safeguarding_unit_as_counts_only(agreement: Agreement) -> None:
    """The day's list of references stays with the bus; the unit sees the counts."""
    event = document({"event": "child-linked-incident-manifest"})
    event["data"]["core"]["children"] = []
    event["data"]["detail"] = {
        "day": "2026-11-17",
        "named": 1,
        "none": 0,
        "not_asked": 0,
        "unknown": 0,
        "incidents": [{"local_reference": "AS-1", "children_check": "named"}],
    }

    decision = decide(of_document(event, {}), agreement)

    (item,) = decision.items
    assert item.recipient == "safeguarding-police"
    assert "AS-1" not in json.dumps(item.told)
    assert item.told["detail"] == {
        "day": "2026-11-17", "named": 1, "none": 0, "not_asked": 0, "unknown": 0,
    }  # fmt: skip


def test_an_exercise_never_reaches_a_live_recipient(agreement: Agreement) -> None:
    """Practice data is withheld from a recipient that takes part live, and the ledger says why."""
    recipients = {
        name: one.model_copy(update={"exercise": False}) if name == "front-door-bristol" else one
        for name, one in agreement.recipients.items()
    }

    decision = decide(situation(_ONE), replace(agreement, recipients=recipients))

    assert {item.recipient for item in decision.items} == {
        "setting-100001",
        "public-health-nursing",
    }
    (kept_back, _) = [entry for entry in decision.entries if entry.decision == "withhold"]
    assert kept_back.because == "It is practice data, and this recipient takes part live."


def test_deciding_is_quick(agreement: Agreement) -> None:
    """A decision takes a few milliseconds of the processor at the most."""
    one = situation(OPEN_CASE_AND_UNKNOWN)
    decide(one, agreement)

    spent = []
    for _ in range(20):
        began = time.process_time()
        decide(one, agreement)
        spent.append(time.process_time() - began)
    assert min(spent) < 0.005


def test_a_time_in_the_future_makes_no_child_too_old_for_anybody(agreement: Agreement) -> None:
    """A year mistyped as 2062 takes no recipient away."""
    event = document(_ONE)
    told = {item.recipient for item in decide(of_document(event, _ONE), agreement).items}
    event["time"] = "2062-11-18T21:15:00Z"

    found = {item.recipient for item in decide(of_document(event, _ONE), agreement).items}

    assert "setting-100001" in told
    assert found == told
