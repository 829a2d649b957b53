"""One correction: who had the event and is told what has changed, and who gets the event now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from wholepicture_bus.records import Outgoing, Record
from wholepicture_bus.stage import Work
from wholepicture_schemas.children import Link
from wholepicture_schemas.deliveries import Delivery
from wholepicture_schemas.identifiers import ChildRef, EventId, RecipientId, derived

from wholepicture_consumers.agreement import (
    Again,
    Agreement,
    Entry,
    Item,
    KnownChild,
    Situation,
    State,
    decide,
)
from wholepicture_consumers.picture.amended import (
    corrected_delivery,
    gone_from,
    protecting,
    taken_back_delivery,
)
from wholepicture_consumers.picture.amending import Corrected
from wholepicture_consumers.picture.chronology import settle
from wholepicture_consumers.picture.difference import difference, not_repeating
from wholepicture_consumers.picture.documents import Given, Told
from wholepicture_consumers.picture.reading import Concerned, event_of
from wholepicture_consumers.picture.states import remembered, states
from wholepicture_consumers.picture.telling import (
    delivery_of,
    given_of,
    on_the_ledger,
    refs_of,
    send,
    situation_of,
)


class Correcting:
    """The work of one correction: who had the event and is told what changed, and who gets it now.

    ``content`` is the correction, with a link for each child that the event was ever about.
    """

    def __init__(
        self,
        name: str,
        original: Told,
        now: Corrected,
        content: Concerned,
        record: Record,
        agreement: Agreement,
        work: Work,
    ) -> None:
        self._name, self._original, self._now = name, original, now
        self._content, self._record = content, record
        self._agreement, self._work = agreement, work
        self._links = content.data.links
        self._before = remembered(original)
        self._about = {child.person for child in now.event.data.core.children}
        data = content.data.model_copy(
            update={
                "attributes": original.attributes,
                "content": now.content,
                "links": tuple(one for one in self._links if one.person in self._about),
                "missing": now.missing,
            }
        )
        self._as_it_is = Concerned(data, now.event, content.correlation)
        self._again, self._then = self._seen_again()
        self._ids: dict[RecipientId, EventId] = {}
        self._ids_anew: dict[RecipientId, EventId] = {}
        self._kept: list[Given] = []
        self._entries: list[Entry] = []

    def outputs(self) -> list[Outgoing]:
        """Everything that follows; what is remembered of the event is brought up to date."""
        told = self._original.model_copy(
            update={
                "content": self._now.content,
                "links": self._links,
                "missing": self._now.missing,
                "before": self._before,
            }
        )
        settle(self._name, told, self._now.event, self._work, about=self._about)
        decision = decide(self._situation(), self._agreement)
        anew = {item.recipient: item for item in decision.items if self._is_new(item)}
        outputs: list[Outgoing] = []
        for given in self._original.given:
            recipient = given.data.recipient
            gone = gone_from(given, self._about)
            if gone and len(gone) == len(given.data.children):
                outputs += self._no_longer(given)
            elif gone or recipient not in anew:
                outputs += self._amend(given, replaced=recipient in anew)
        for item in anew.values():
            outputs += self._tell(item)
        self._work.put(self._name, told.model_copy(update={"given": tuple(self._kept)}))
        entries = [entry for entry in decision.entries if entry.recipient in anew]
        return [
            *outputs,
            *self._ledger(entries, self._ids_anew),
            *self._ledger(self._entries, self._ids),
        ]

    def _is_new(self, item: Item) -> bool:
        """Whether a recipient has not had the event, or not about each of these children."""
        for given in self._original.given:
            if given.data.recipient == item.recipient:
                had = {child.person for child in given.data.children}
                all_gone = bool(had) and had.isdisjoint(self._about)
                return all_gone or bool({child.person for child in item.children} - had)
        return True

    def _situation(self) -> Situation:
        """The event as it is, received with its correction."""
        situation = situation_of(self._as_it_is, self._work, earlier_held=False)
        others = states(self._original.attributes, self._before)
        return replace(situation, others=others)

    def _seen_again(self) -> tuple[Again, Again]:
        """The event as it is and as it was, both as first received."""
        original, now = self._original, self._situation()
        event = event_of(original.attributes, original.content)
        was = State(event, original.missing)
        now = replace(now, received=original.received)
        earlier = states(original.attributes, original.before)
        then = replace(now, event=was.event, missing=was.missing, others=earlier)
        return Again(now, self._agreement, was), Again(then, self._agreement)

    def _no_longer(self, given: Given) -> list[Outgoing]:
        """Of a recipient that was told only of children whom the event is no longer about."""
        delivery = taken_back_delivery(given, self._content, self._record, self._about)
        return self._amended(given, delivery)

    def _amend(self, given: Given, *, replaced: bool) -> list[Outgoing]:
        """What has changed for a recipient in what it had; nothing where nothing has."""
        whose = given.rules, given.data.recipient, given.kind
        seen, then = self._again.seen(*whose), self._then.seen(*whose)
        if seen is None:
            self._kept.append(given)
            return []
        had, after = difference(given.data.told, seen.told)
        before = not_repeating(had, self._again.before(*whose), seen.told)
        handling = protecting(seen.instructions, given.data.instructions, more=before != had)
        gone = gone_from(given, self._about)
        if not (before or after or gone) and then is not None and then.head == seen.head:
            self._kept.append(given)
            return []
        amended = corrected_delivery(
            given, before, after, seen, handling, self._about, self._content, self._record
        )
        if not replaced:
            settled = amended.data.model_copy(update={"amends": None, "instructions": handling})
            self._kept.append(given.model_copy(update={"data": settled}))
        return self._amended(given, amended)

    def _amended(self, given: Given, delivery: Delivery) -> list[Outgoing]:
        self._ids[given.data.recipient] = delivery.id
        self._entries.append(entry_of(given, self._links))
        refs = refs_given(given, self._links)
        return send(delivery, given, refs, self._content, self._work)

    def _tell(self, item: Item) -> list[Outgoing]:
        """The event as a whole, for a recipient or a child of its that has not had it."""
        first = delivery_of(item, self._as_it_is, self._record, self._agreement, self._work)
        name = derived("delivery", self._content.identity, item.recipient, "anew")
        delivery = first.model_copy(update={"id": name})
        given = given_of(delivery, item, self._agreement)
        self._ids_anew[item.recipient] = delivery.id
        self._kept.append(given)
        return send(delivery, given, refs_of(item), self._as_it_is, self._work)

    def _ledger(
        self, entries: Sequence[Entry], ids: Mapping[RecipientId, EventId]
    ) -> list[Outgoing]:
        return on_the_ledger(entries, ids, self._content, self._record, self._work)


def refs_given(given: Given, links: Iterable[Link]) -> list[ChildRef]:
    """The children that a recipient was told of, by their references on the bus."""
    persons = {child.person for child in given.data.children}
    return [link.child for link in links if link.person in persons]


def entry_of(given: Given, links: Iterable[Link]) -> Entry:
    """The ledger's entry for an amendment: it follows from the first disclosure, by its rule."""
    reason = given.data.reason
    persons = {child.person for child in given.data.children}
    return Entry(
        decision="give",
        recipient=given.data.recipient,
        rule=reason.rule,
        rule_version=reason.rule_version,
        agreement=reason.agreement,
        purpose=reason.purpose,
        legal_basis=reason.legal_basis,
        children=tuple(
            KnownChild(person=link.person, ref=link.child, confidence=link.confidence)
            for link in links
            if link.person in persons
        ),
        fields=(),
        masked=(),
        because="It had the original, so it is told what has changed.",
    )
