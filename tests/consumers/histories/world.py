"""A world: both stages, what was done to them act by act, and every record that they made."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Literal

from wholepicture_agreement import Agreement
from wholepicture_bus.binding import attributes_of
from wholepicture_bus.records import Outgoing
from wholepicture_schemas.deliveries import DeliveryData
from wholepicture_schemas.identifiers import RecipientId
from wholepicture_schemas.ledger import EntryRead

from tests.consumers.both_stages import AGREEMENT, Followed, Stages, entries_in
from tests.journeys.stories import POLICE

Does = Literal[
    "tells",
    "tells again",
    "corrects",
    "says as it is",
    "takes back",
    "answers",
    "answers again",
    "decides",
]
Kind = Literal["own", "question", "settled", "shown"]
_DELIVERIES = ("referrals.", "notices.")


@dataclass(frozen=True)
class Item:
    """A delivery as its recipient has it."""

    id: str
    act: int
    record: int
    """The number of the record of ``children`` that it followed from, among those of its act."""
    data: Mapping[str, Any]

    @property
    def recipient(self) -> RecipientId:
        """For whom it is."""
        return RecipientId(self.data["recipient"])

    @property
    def quotes(self) -> str | None:
        """The delivery that it amends."""
        return (self.data.get("amends") or {}).get("delivery")

    @property
    def replaces(self) -> str | None:
        """The delivery whose place it takes."""
        return self.data.get("replaces")

    @property
    def is_new(self) -> bool:
        """Whether it amends nothing and takes nothing's place."""
        return self.quotes is None and self.replaces is None

    @property
    def is_open(self) -> bool:
        """Whether its recipient is told anything of the event by it."""
        return bool(self.data["told"])

    @property
    def persons(self) -> frozenset[str]:
        """The children that it is about."""
        return frozenset(child["person"] for child in self.data["children"])

    @property
    def asks(self) -> str | None:
        """What a person is asked before somebody is told; nothing where it is no such question."""
        question = self.data.get("question") or {}
        matter = question.get("about") or question.get("kind")
        return None if matter == "phone" else matter


@dataclass(frozen=True)
class Act:
    """One thing that was done, and everything that followed."""

    number: int
    does: Does
    about: str
    """Source and id of the event that it is about: of a correction, the one that it corrects."""
    name: str
    """Its own source and id."""
    says: str
    moment: datetime
    agreement: Agreement = field(repr=False)
    made: Sequence[Outgoing] = field(repr=False)
    led_to: Sequence[Sequence[Outgoing]] = field(repr=False)
    """What picture made of each record of ``children``, in their order."""
    before: Mapping[tuple[str, str], bytes] = field(repr=False)
    """What the stages remembered before it, by kind and name."""
    after: Mapping[tuple[str, str], bytes] = field(repr=False)
    question: Item | None = field(default=None, repr=False)
    """The question that it answers, or the item that it is decided on."""

    def __str__(self) -> str:
        """What was done, in a few words."""
        return f"act {self.number} ({self.name.rpartition(':')[2]} {self.does})"

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """What recipients were sent because of it, in its order."""
        return tuple(
            item
            for record, made in enumerate(self.led_to)
            for item in items_in(made, self.number, record)
        )

    @cached_property
    def entries(self) -> tuple[EntryRead, ...]:
        """What was entered on the ledger because of it."""
        return tuple(entries_in(self.made))

    @cached_property
    def ledger(self) -> tuple[Mapping[str, Any], ...]:
        """Each decision that was entered, by itself."""
        return tuple(
            made.model_dump(mode="json") for entry in self.entries for made in entry.decisions
        )

    @cached_property
    def children(self) -> tuple[Outgoing, ...]:
        """The records of ``children`` that it led to."""
        return tuple(one for one in self.made if one.topic == "children")


def items_in(made: Iterable[Outgoing], act: int, record: int = 0) -> Iterator[Item]:
    """The items among what was made by an act because of one of its records, by their numbers."""
    for one in made:
        if one.topic.startswith(_DELIVERIES):
            data = DeliveryData.model_validate_json(one.value or b"{}")
            name = attributes_of(one.headers)["id"]
            yield Item(name, act, record, data.model_dump(mode="json"))


class World:
    """What was done, and what followed, from the beginning."""

    def __init__(self) -> None:
        self.stages = Stages()
        self.agreement: Agreement = AGREEMENT
        self.agreements: list[Agreement] = [AGREEMENT]
        self.acts: list[Act] = []
        self._items: dict[str, Item] = {}

    @property
    def latest(self) -> Act:
        """The newest act."""
        return self.acts[-1]

    def publish(
        self,
        document: Mapping[str, Any],
        event: str,
        *,
        of: str = POLICE,
        about: str | None = None,
        does: Does = "tells",
    ) -> Act:
        """An agency publishes; ``about`` is the id of the event that it corrects or takes back."""
        before = self.stages.remembered
        followed = self.stages.publish(document, event, of=of)
        name, of_event = f"/agencies/{of}:{event}", f"/agencies/{of}:{about or event}"
        return self._keep(does, of_event, name, json.dumps(document), before, followed)

    def answer(self, question: Item, answer: str, reply: str, *, does: Does = "answers") -> Act:
        """Whoever is asked answers a question with yes or no."""
        before, about = self.stages.remembered, self.acts[question.act].about
        content = {"delivery": question.id, "answer": answer, "reason": "So it was decided."}
        if question.asks == "not-taken-on":
            content["taken_by"] = "duty manager of another area"
        followed = self.stages.answer(question.recipient, "answered", reply, **content)
        name = f"/recipients/{question.recipient}:{reply}"
        return self._keep(does, about, name, answer, before, followed, question)

    def decide(self, item: Item, outcome: str, reply: str) -> Act:
        """Whoever has an event decides on it; ``cannot-process`` is what its system says."""
        before, about = self.stages.remembered, self.about(item)
        carrier = self.agreement.carrier(item.recipient)
        if outcome == "cannot-process":
            said = {"delivery": item.id, "because": "It was too large."}
            followed = self.stages.answer(carrier, "cannot-process", reply, **said)
        else:
            said = {"delivery": item.id, "outcome": outcome, "reason": "So it was decided."}
            followed = self.stages.answer(carrier, "decided", reply, **said)
        name = f"/recipients/{item.recipient}:{reply}"
        return self._keep("decides", about, name, outcome, before, followed, item)

    def pass_minutes(self, count: int) -> None:
        """Let time pass in which nothing is told."""
        self.stages.pass_minutes(count)

    def agree(self, agreement: Agreement) -> None:
        """Go on by another agreement."""
        self.stages.agree(agreement)
        self.agreement = agreement
        self.agreements.append(agreement)

    def item(self, name: str) -> Item | None:
        """An item that anybody was sent, by its id."""
        return self._items.get(name)

    def items(self) -> Iterator[Item]:
        """Every item that anybody was sent, in their order."""
        return iter(self._items.values())

    def kind(self, item: Item) -> Kind:
        """What an item is to its event: a telling of it, a question, its end, or of what was shown.

        Whoever was shown an event as told earlier hears what became of it by an item that quotes
        the delivery about another event.
        """
        if item.asks:
            return "question"
        quoted = self.item(item.quotes) if item.quotes else None
        if quoted is None:
            return "own"
        if quoted.asks:
            return "settled"
        return "own" if self.about(quoted) == self.about(item) else "shown"

    def about(self, item: Item) -> str:
        """The event of the act that an item followed from."""
        return self.acts[item.act].about

    def acts_on(self, event: str) -> list[Act]:
        """What was done with an event, in its order."""
        return [act for act in self.acts if act.about == event]

    def own_items(self, event: str) -> list[Item]:
        """Every telling of an event, of its corrections and of its end, in their order."""
        return [
            item for act in self.acts_on(event) for item in act.items if self.kind(item) == "own"
        ]

    def held(self, event: str) -> dict[RecipientId, Item]:
        """What each recipient has of an event: the newest item about it."""
        return {item.recipient: item for item in self.own_items(event)}

    def _keep(
        self,
        does: Does,
        about: str,
        name: str,
        says: str,
        before: Mapping[tuple[str, str], bytes],
        followed: Followed,
        question: Item | None = None,
    ) -> Act:
        act = Act(
            number=len(self.acts),
            does=does,
            about=about,
            name=name,
            says=says,
            moment=self.stages.moment,
            agreement=self.agreement,
            made=followed.made,
            led_to=followed.led_to,
            before=before,
            after=self.stages.remembered,
            question=question,
        )
        self.acts.append(act)
        self._items |= {item.id: item for item in act.items}
        return act
