"""What holds after every act, whatever was done before it: each invariant a function of a world.

Each looks at the newest act, and says what is wrong by an AssertionError of its own.
"""

import json
from collections import Counter
from collections.abc import Callable
from datetime import datetime

from wholepicture_schemas.disclosures import GENESIS

from tests.consumers.both_stages import entries_in
from tests.consumers.histories.stage_documents import changed_facts, written
from tests.consumers.histories.world import Item, World

Invariant = Callable[[World], None]


def a_repeat_sends_nothing_and_writes_nothing(world: World) -> None:
    """The same event or answer twice: no record is made, and no document changes by a byte."""
    act = world.latest
    if act.does in {"tells again", "answers again"}:
        assert not act.made, f"{act} sent {[one.topic for one in act.made]}"
        assert not written(act), f"{act} wrote {list(written(act))}"


def what_changes_nothing_sends_nothing_and_writes_nothing(world: World) -> None:
    """A correction that says what is so: its sender hears that it was accepted, nobody else.

    To say again what could not be read does change something: the event lacks it no more.
    """
    act = world.latest
    if act.does == "says as it is" and not changed_facts(act):
        sent = [one.topic for one in act.made if not _is_word_back(one.topic)]
        assert not sent, f"{act} sent {sent}"
        assert not written(act), f"{act} wrote {list(written(act))}"


def nobody_gets_two_items_of_one_record(world: World) -> None:
    """One item for each recipient and record.

    Two are one where the first takes back what its recipient had, or says of a child that it is not
    about it, and the second comes in its place: a wrong child is told apart from the right one. A
    question is an item of its own, and so is its end. Of an event that was only shown as told
    earlier, each delivery that showed it is put right.
    """
    act = world.latest
    own = [item for item in act.items if world.kind(item) == "own"]
    counted = Counter(
        (item.recipient, item.record) for item in own if not _is_taken_back_and_replaced(item, own)
    )
    questions = Counter(
        (item.recipient, item.record, item.asks, *_asked_of(item))
        for item in act.items
        if world.kind(item) == "question"
    )
    others = Counter(
        (item.recipient, item.record, item.quotes)
        for item in act.items
        if world.kind(item) in {"settled", "shown"}
    )
    for counts in (counted, questions, others):
        twice = [whom for whom, count in counts.items() if count > 1]
        assert not twice, f"{act} sent more than one item to {twice}"


def the_ledgers_chain_has_no_gap(world: World) -> None:
    """Each entry has the next number of its chain and the hash of the one before."""
    ends: dict[int, tuple[int, str]] = {}
    for act in world.acts:
        for entry in act.entries:
            sequence, last = ends.get(entry.chain, (-1, GENESIS))
            assert entry.sequence == sequence + 1, f"{act} left a gap in the chain"
            assert entry.previous == last, f"{act} broke the chain"
            assert entry.intact, f"{act} made an entry with another hash"
            ends[entry.chain] = entry.sequence, entry.hash


def a_record_leads_to_one_entry_and_one_word_of_an_event(world: World) -> None:
    """All that is decided of an event because of a record is one entry; its sender hears it once.

    What the bus finds and tells by itself because of the record are events of their own.
    """
    for made in world.latest.led_to:
        named = Counter(
            {(one.event_source, one.event_id) for one in entry.decisions}.pop()
            for entry in entries_in(made)
        )
        heard = Counter(
            (one.topic, told["event"])
            for one in made
            if _is_word_back(one.topic)
            and (told := json.loads(one.value or b"{}")).get("state") == "delivered"
            and "to" in told
        )
        several = [what for what, count in (named + heard).items() if count > 1]
        assert not several, f"{world.latest} entered or said several times: {several}"


def each_delivery_is_on_the_ledger(world: World) -> None:
    """Each delivery has an entry of the same act for its recipient, one for each rule."""
    act = world.latest
    entered = Counter(
        (entry["delivery"], entry["recipient"], entry["rule"], tuple(entry["children"]))
        for entry in act.ledger
        if entry["delivery"]
    )
    named = {(delivery, recipient) for delivery, recipient, _, _ in entered}
    absent = [item for item in act.items if (item.id, item.recipient) not in named]
    assert not absent, f"{act} sent what is not on the ledger: {_called(absent)}"
    twice = [entry for entry, count in entered.items() if count > 1]
    assert not twice, f"{act} entered twice: {twice}"


def the_ledger_names_only_what_was_sent(world: World) -> None:
    """Each delivery that an entry names was sent by the same act to the same recipient."""
    act = world.latest
    sent = {(item.id, item.recipient) for item in act.items}
    unsent = [
        (entry["rule"], entry["recipient"])
        for entry in act.ledger
        if entry["delivery"] and (entry["delivery"], entry["recipient"]) not in sent
    ]
    assert not unsent, f"{act} entered deliveries that were not sent: {unsent}"


def no_due_time_has_passed(world: World) -> None:
    """An item is due later than it is sent, or has no due time."""
    act = world.latest
    for item in act.items:
        due = item.data["respond_by"]
        assert bool(due) == bool(item.data["respond_by_words"]), f"{act}: words without a time"
        if due:
            passed = datetime.fromisoformat(due) <= act.moment
            assert not passed, f"{act} was due before it was sent: {_called([item])}"


def a_stand_in_is_told_only_what_is_new_to_whom_it_stands_in_for(world: World) -> None:
    """Whoever is on duty for others gets an item only beside a new one for one of these.

    New is also what gives more children, and what hurries since this act.
    """
    act = world.latest
    new = {
        item.recipient for item in act.items if world.kind(item) == "own" and _is_news(item, world)
    }
    for item in act.items:
        if item.is_new and world.kind(item) == "own":
            recipients = act.agreement.recipients
            if recipients[item.recipient].kind != "emergency-duty":
                continue
            closed = {
                name
                for name in recipients
                if name != item.recipient
                and act.agreement.on_duty(name, act.moment) == item.recipient
            }
            assert new & closed, f"{act} called {item.recipient} for what is not new to anybody"


def what_is_amended_was_had(world: World) -> None:
    """What an item amends or replaces is a delivery that its recipient was sent before it."""
    act = world.latest
    had = {(item.id, item.recipient) for past in world.acts[:-1] for item in past.items}
    for item in act.items:
        for name in (item.quotes, item.replaces):
            assert name is None or (name, item.recipient) in had, (
                f"{act} quotes a delivery that {item.recipient} never had"
            )
        had.add((item.id, item.recipient))


def whoever_is_turned_away_by_all_is_asked_about(world: World) -> None:
    """After each decision: somebody is asked who acts for a child whom all who act turned away.

    Of anybody else nobody is, but where all of one kind of agency that were told for their
    information said so.
    """
    act = world.latest
    if act.does != "decides" or act.question is None:
        return
    item = act.question
    answers = _answers(world, act.about)
    if act.agreement.recipients[item.recipient].kind == "emergency-duty":
        return  # whoever is closed may answer otherwise yet
    newest = world.held(act.about)
    acting = {
        name
        for name, held in newest.items()
        if held.data["kind"] == "referral" and held.is_open and item.persons & held.persons
    }
    turned_away = acting and all(answers.get(name) in _END_NOTHING for name in acting)
    asked = [one for one in _open_questions(world, act.about) if one.asks == "not-taken-on"]
    if turned_away and not _is_taken_on(world, act.about):
        assert asked, f"{act} left a child with nobody"


def a_no_after_a_yes_is_said(world: World) -> None:
    """Whoever was told on a yes is told that the answer is no now, with what it has as it was."""
    act = world.latest
    question = act.question
    if act.does != "answers" or act.says != "no" or question is None:
        return
    if question.asks in {"not-taken-on", None}:
        return
    for item in act.items:
        assert item.is_open, f"{act} took back from {item.recipient} what was told on a yes"
        assert item.quotes, f"{act} told {item.recipient} something new"


_END_NOTHING = frozenset({"not-ours", "cannot-identify", "cannot-process"})


def _asked_of(item: Item) -> list[str]:
    """Of the question whether a child is a team's: of which child it is asked."""
    return sorted(item.persons) if item.asks == "same-child" else []


def _answers(world: World, event: str) -> dict[str, str]:
    """The newest decision of each recipient on an event."""
    return {
        act.question.recipient: act.says
        for act in world.acts_on(event)
        if act.does == "decides" and act.question is not None
    }


def _open_questions(world: World, event: str) -> list[Item]:
    """What persons are asked about an event and was not settled."""
    items = [item for act in world.acts_on(event) for item in act.items]
    settled = {item.quotes for item in items if world.kind(item) == "settled"}
    return [item for item in items if item.asks and item.id not in settled]


def _is_taken_on(world: World, event: str) -> bool:
    """Whether somebody has ever said who acts for a child of it."""
    return any(
        act.says == "yes" and act.question is not None and act.question.asks == "not-taken-on"
        for act in world.acts_on(event)
    )


def _is_news(item: Item, world: World) -> bool:
    """Whether a recipient gets an event by an item, more children of it, or in a hurry now."""
    if item.is_new:
        return True
    before = [one for one in world.own_items(world.about(item)) if one.recipient == item.recipient]
    before = [one for one in before if one.act < item.act and one.is_open]
    if not item.is_open or not before:
        return item.is_open
    newest = before[-1]
    hurries = item.data["urgency"] != "routine" and newest.data["urgency"] == "routine"
    return hurries or bool(item.persons - newest.persons)


def _is_taken_back_and_replaced(item: Item, others: list[Item]) -> bool:
    """Whether an item takes back what its recipient had, and another comes in its place."""
    amends = item.data["amends"] or {}
    takes_back = amends.get("how") == "retraction" or bool(amends.get("no_longer_about"))
    same = [one for one in others if (one.recipient, one.record) == (item.recipient, item.record)]
    return takes_back and len(same) > 1 and same.index(item) == 0


def _is_word_back(topic: str) -> bool:
    return topic.startswith(("feedback.", "children"))


def _called(items: list[Item]) -> list[tuple[str, str]]:
    return [(item.recipient, item.data["headline"]) for item in items]
