"""Convergence: what everybody holds is what a fresh telling of the final facts would give them.

An event is decided when it is told, when a correction changes it, and when a person says yes: what
is held is compared with a telling at the last of these moments, by the agreement of then.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from wholepicture_agreement import KEPT_BACK
from wholepicture_agreement.seen.left_out import ANOTHER_SERVICE
from wholepicture_schemas.children import ChildConcernedData
from wholepicture_schemas.identifiers import RecipientId

from tests.consumers.histories.contents import values
from tests.consumers.histories.fresh import told_afresh
from tests.consumers.histories.stage_documents import changed_facts, facts_of
from tests.consumers.histories.world import Act, Item, World


@dataclass(frozen=True)
class Ending:
    """How an event stands at the end of a world."""

    world: World
    event: str
    act: Act
    """The last act by which it was decided."""
    facts: ChildConcernedData | None
    """The event as it is; none where it was taken back, or never came."""
    held: Mapping[RecipientId, Item]
    """What each recipient has of it: the newest item."""
    fresh: Mapping[RecipientId, Item]
    """What each recipient would get of it, were it told first by the last act."""

    @property
    def both(self) -> Iterator[tuple[RecipientId, Item, Item]]:
        """Whoever holds it and would get it, with the one item and the other.

        Less whoever is on duty for others: it is due only what is new to these.
        """
        for recipient, told in self.fresh.items():
            mine = self.held.get(recipient)
            if mine is not None and mine.is_open and not self.stands_in(recipient):
                yield recipient, mine, told

    def stands_in(self, recipient: RecipientId) -> bool:
        """Whether a recipient is one that is on duty for others."""
        return self.act.agreement.recipients[recipient].kind == "emergency-duty"


_OF_THE_TELLING = ("You are on duty for", "Also told: ")
"""Who stands in depends on the hour, and who else was told is said once: neither is corrected."""


def endings(world: World) -> Iterator[Ending]:
    """How each event stands at the end, as far as it was ever decided.

    Not of events on which a recipient decided: whom its answer had told, a fresh telling does not
    know. `invariants.py` has what holds of them.
    """
    turned_away = {act.about for act in world.acts if act.does == "decides"}
    decided = {
        act.about: act for act in world.acts if _decides(act) and act.about not in turned_away
    }
    for event, act in decided.items():
        held, fresh = world.held(event), told_afresh(world, act)
        yield Ending(world, event, act, facts_of(act), held, fresh)


def _decides(act: Act) -> bool:
    """Whether an act changed what is so of its event, or somebody was told because of a yes."""
    return changed_facts(act) or (act.says == "yes" and any(item.is_open for item in act.items))


def whoever_is_due_it_holds_it(ending: Ending) -> None:
    """Whoever a fresh telling would tell of an event holds it.

    But for whoever works with a child and was shown the event as told earlier: it is put right for
    it there. A yes decides for those alone who waited for it.
    """
    for recipient, told in ending.fresh.items():
        mine = ending.held.get(recipient)
        if (mine is not None and mine.is_open) or ending.stands_in(recipient):
            continue
        if not _waited(ending, recipient):
            continue
        if told.data["arrival"] == "news-on-open-case" and _was_shown(ending, recipient):
            continue
        raise AssertionError(f"after {ending.act} {recipient} lacks an event that it is due")


def whoever_is_told_first_is_due_it(ending: Ending) -> None:
    """Nobody is told first of an event by an act, unless a fresh telling would tell it too."""
    told = [
        recipient
        for recipient, mine in ending.held.items()
        if mine.act == ending.act.number and mine.is_new and mine.is_open
    ]
    undue = [recipient for recipient in told if recipient not in ending.fresh]
    assert not undue, f"{ending.act} told {undue} what they are not due"


def nobody_holds_what_was_taken_back(ending: Ending) -> None:
    """Of an event that was taken back nobody holds anything."""
    if ending.facts is None:
        still = [recipient for recipient, mine in ending.held.items() if mine.is_open]
        assert not still, f"after {ending.act} {still} hold what was taken back"


def what_is_held_is_so(ending: Ending) -> None:
    """No value that anybody holds of an event differs from what the event says now.

    But for a text from which something is kept back, and for the name of another service.
    """
    so = values(ending.facts.content) if ending.facts else {}
    for recipient, mine in ending.held.items():
        if ending.facts and mine.is_open:
            stale = [
                path
                for path, value in values(mine.data["told"]).items()
                if so.get(path) != value and not _is_cleaned(value)
            ]
            assert not stale, f"after {ending.act} {recipient} holds what is not so: {stale}"


def what_would_be_told_is_held(ending: Ending) -> None:
    """Whoever holds an event and would be told of it has every value that it would be told.

    A text may be cut where an earlier state of the event protects what it says.
    """
    for recipient, mine, told in ending.both:
        had = values(mine.data["told"])
        lacks = [
            path
            for path, value in values(told.data["told"]).items()
            if had.get(path) != value and not _was_protected(had.get(path), value)
        ]
        assert not lacks, f"after {ending.act} {recipient} lacks {lacks}"


def children_who_would_be_told_of_are_held(ending: Ending) -> None:
    """Whoever holds an event and would be told of it has it about each of these children."""
    for recipient, mine, told in ending.both:
        absent = told.persons - mine.persons
        assert not absent, f"after {ending.act} {recipient} was not told of {sorted(absent)}"


def children_held_are_in_the_event(ending: Ending) -> None:
    """Nobody holds an event about a child whom it is no longer about."""
    about = {link.person for link in ending.facts.links} if ending.facts else set()
    for recipient, mine in ending.held.items():
        if mine.is_open:
            gone = mine.persons - about
            assert not gone, f"after {ending.act} {recipient} holds it about {sorted(gone)}"


def what_is_said_to_be_missing_is_missing_now(ending: Ending) -> None:
    """Whoever holds an event and would be told of it knows what it lacks now, and nothing else."""
    for recipient, mine, told in ending.both:
        known, lacks = _missing(mine), _missing(told)
        assert known == lacks, f"after {ending.act} {recipient}: {known} missing, and not {lacks}"


def what_to_do_is_what_would_be_said(ending: Ending) -> None:
    """Whoever holds an event and would be told of it has the instructions of the event as it is."""
    for recipient, mine, told in ending.both:
        had = mine.data["instructions"]
        absent = [
            said
            for said in told.data["instructions"]
            if said not in had and not said.startswith(_OF_THE_TELLING)
        ]
        assert not absent, f"after {ending.act} {recipient} lacks an instruction: {absent}"


def the_head_is_what_would_be_said(ending: Ending) -> None:
    """Urgency, the sender and whom to call are those of the event as it is."""
    for recipient, mine, told in ending.both:
        for name in ("urgency", "told_by", "phone_first", "addressed_to"):
            same = mine.data[name] == told.data[name]
            assert same, f"after {ending.act} {recipient} has another {name}"


def _missing(item: Item) -> set[tuple[str, str]]:
    return {(one["field"], one["what"]) for one in item.data["incomplete"]}


def _waited(ending: Ending, recipient: RecipientId) -> bool:
    """Whether a recipient waited for the yes of the last act, where that is one."""
    question = ending.act.question
    one = ending.act.agreement.recipients[recipient]
    name = "the child's school" if one.kind == "setting" else one.name
    return question is None or name in question.data["question"]["whom"]


def _was_shown(ending: Ending, recipient: RecipientId) -> bool:
    """Whether a recipient was shown an event as told earlier, by the moment when it happened."""
    happened = {item.data["happened"] for item in ending.world.own_items(ending.event)}
    return any(
        earlier["happened"] in happened
        for item in ending.world.items()
        if item.recipient == recipient
        for earlier in item.data["earlier"]
    )


def _is_cleaned(value: Any) -> bool:
    return isinstance(value, str) and (KEPT_BACK in value or value == ANOTHER_SERVICE)


def _was_protected(had: Any, told: Any) -> bool:
    """Whether a text that would be told is held without what was protected before."""
    return isinstance(told, str) and (had is None or _is_cleaned(had)) and "Hidden" in told
