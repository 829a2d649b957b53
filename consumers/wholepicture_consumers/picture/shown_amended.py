"""Whoever was shown an event only as told earlier hears that it was taken back or put right.

It quotes the delivery that showed it. Whoever had the event itself about the child is told by the
amendment of that (amendments.py).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import JsonValue
from wholepicture_agreement import (
    Agreement,
    Elsewhere,
    Entry,
    KnownChild,
    State,
    seen_before,
)
from wholepicture_agreement.working_time import LONDON
from wholepicture_bus.records import Outgoing, Record
from wholepicture_engine.stage import Work
from wholepicture_schemas.catalogue import short_name
from wholepicture_schemas.children import Link, links_now
from wholepicture_schemas.deliveries import AboutChild, Amends, Delivery, DeliveryData, ToldBy
from wholepicture_schemas.deliveries import Earlier as EarlierSeen
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.identifiers import ChildRef, EventId, PersonRef, RecipientId, derived
from wholepicture_schemas.reading import event_of

from wholepicture_consumers.feedback import BUS
from wholepicture_consumers.picture.chronology import children_of
from wholepicture_consumers.picture.coverage import with_coverage
from wholepicture_consumers.picture.difference import difference, not_repeating
from wholepicture_consumers.picture.documents import (
    ChronologyEntry,
    Given,
    Picture,
    Showing,
    Told,
)
from wholepicture_consumers.picture.entries import by_reason
from wholepicture_consumers.picture.reading import Concerned
from wholepicture_consumers.picture.shown_words import How, headline, instructions
from wholepicture_consumers.picture.states import protected_elsewhere, states
from wholepicture_consumers.picture.telling import agency_of, cause, matter, on_the_ledger, send


@dataclass(frozen=True, slots=True)
class _Change:
    """What changes for a recipient in what it was shown of one child."""

    ref: ChildRef
    entry: ChronologyEntry
    showing: Showing
    gone: bool
    """Whether it no longer holds for the child."""
    before: dict[str, JsonValue]
    after: dict[str, JsonValue]
    told: dict[str, JsonValue]
    """What it may see of the event now."""
    protect: bool
    """Whether something that it was shown is protected now."""


def tell_the_shown(
    name: str,
    original: Told,
    now: Event[Any] | None,
    links: Sequence[Link],
    content: Concerned,
    record: Record,
    agreement: Agreement,
    work: Work,
) -> list[Outgoing]:
    """What follows for those who were shown an event, of this name, as told earlier.

    ``now`` is the event as it is right, none where it was taken back; ``links`` those of every
    child that it was ever about; ``content`` the correction or retraction. It is asked before the
    chronology is settled.
    """
    pictures = [work.get(Picture, ref) or Picture() for ref in _persons(links)]
    kept_back = protected_elsewhere(pictures, original.received, agreement)
    telling = _Telling(original, now, links, content, record, agreement, kept_back)
    found: dict[tuple[RecipientId, EventId], dict[PersonRef, _Change]] = {}
    for ref, persons in _persons(links).items():
        picture = work.get(Picture, ref) or Picture()
        for entry in picture.entries:
            for recipient, delivery in entry.shown.items() if entry.event == name else ():
                showing = picture.showings.get(delivery)
                change = telling.change(ref, entry, showing, persons) if showing else None
                if change is not None:
                    of_delivery = found.setdefault((recipient, delivery), {})
                    of_delivery.setdefault(change.showing.child.person, change)
    outputs: list[Outgoing] = []
    for (_, delivery), changes in found.items():
        outputs += telling.told(delivery, tuple(changes.values()), work)
    return outputs


@dataclass(frozen=True, slots=True)
class _Telling:
    original: Told
    now: Event[Any] | None
    links: Sequence[Link]
    content: Concerned
    record: Record
    agreement: Agreement
    kept_back: Elsewhere | None

    def change(
        self, ref: ChildRef, entry: ChronologyEntry, showing: Showing, persons: Iterable[PersonRef]
    ) -> _Change | None:
        """What changes for a recipient; none where nothing does, or its own amendment says it."""
        about = {child.person for child in self.now.data.core.children} if self.now else set()
        about &= {one.person for one in links_now(self.links) if ref in children_of(one)}
        person = next((one for one in persons if one in about), None)
        gone = self.now is None or person is None
        if self._had(showing.recipient, entry.person) or (gone and entry.retracted):
            return None
        change = _Change(ref, entry, showing, gone, {}, {}, {}, protect=False)
        if gone:
            return change
        was = event_of(entry.attributes, entry.content)
        had = {} if entry.retracted else self._seen(was, showing, entry.person)
        others = (*states(entry.attributes, entry.before), State(was))
        told = self._seen(self.now, showing, person, others=others)
        before, after = difference(had, told)
        may_see = self._seen(self.now, showing, person, was=was, others=others)
        safe = not_repeating(before, may_see, told)
        left = showing.recipient not in self.agreement.recipients
        if not (before or after or left):
            return None  # whoever has left is told that something changed, and nothing of it
        return replace(change, before=safe, after=after, told=told, protect=safe != before)

    def told(self, name: EventId, changes: Sequence[_Change], work: Work) -> list[Outgoing]:
        """The amendment of one delivery, and its entry on the ledger."""
        showing = changes[0].showing
        data = self._data(name, changes)
        delivery = Delivery(
            id=derived("delivery", self.content.identity, showing.recipient, "shown", name),
            source=BUS,
            type=Delivery.TYPE,
            time=self.record.appended,
            partitionkey=showing.key,
            correlationid=matter(showing.subscriber, self.content.correlation),
            causationid=cause(self.content),
            data=data,
        )
        given = Given(
            delivery=name,
            subscriber=showing.subscriber,
            topic=showing.topic,
            key=showing.key,
            kind=showing.to,
            agency_kind=showing.agency_kind,
            rules={},
            data=data,
        )
        delivery = with_coverage(delivery, self.agreement, work)
        sent = send(delivery, given, [one.ref for one in changes], self.content, work)
        entered = [(_entry(changes), delivery.id)]
        return [*sent, *on_the_ledger(entered, self.content, self.record, work)]

    def _had(self, recipient: RecipientId, person: PersonRef) -> bool:
        return any(
            given.data.recipient == recipient
            and person in {child.person for child in given.data.children}
            for given in self.original.given
        )

    def _seen(
        self,
        event: Event[Any] | None,
        showing: Showing,
        person: PersonRef | None,
        was: Event[Any] | None = None,
        others: tuple[State, ...] = (),
    ) -> dict[str, JsonValue]:
        """What the showing would show of the event; nothing to a recipient that has left."""
        if event is None or person is None or showing.recipient not in self.agreement.recipients:
            return {}
        return seen_before(
            event,
            {person},
            recipient=showing.recipient,
            rules=showing.rules,
            at=showing.at,
            agreement=self.agreement,
            was=was,
            others=others,
            elsewhere=self.kept_back,
        )

    def _data(self, name: EventId, changes: Sequence[_Change]) -> DeliveryData:
        showing = changes[0].showing
        teller = self._teller()
        happened = self.original.attributes.time
        about = short_name(self.original.attributes.type).replace("-", " ")
        day = f"{happened.astimezone(LONDON):%-d %B %Y}"
        what = f"what {teller.agency} told on {day} ({about})"
        how: How = "corrected"
        if all(one.gone for one in changes):
            how = "taken-back" if self.now is None else "not-about"
        also_gone = how == "corrected" and any(one.gone for one in changes)
        protect = any(one.protect for one in changes)
        left = [one for one in changes if not one.gone]
        return DeliveryData(
            kind=showing.kind,
            arrival=showing.child.arrival,
            recipient=showing.recipient,
            addressed_to=showing.addressed_to,
            headline=headline(how, what),
            instructions=instructions(how, what, also_gone=also_gone, protect=protect),
            urgency=showing.urgency,
            children=tuple(one.showing.child for one in changes),
            told_by=teller,
            event_type=self.original.attributes.type,
            happened=happened,
            received=self.content.data.received,
            told={},
            earlier=tuple(
                EarlierSeen(
                    person=one.showing.child.person,
                    happened=happened,
                    told_by=teller.agency,
                    about=about,
                    told=one.told,
                )
                for one in left
            ),
            amends=Amends(
                delivery=name,
                how="retraction" if self.now is None else "correction",
                because="The sender says so. Call them if you need to know more.",
                before=dict(_placed(one.before for one in left)),
                after=dict(_placed(one.after for one in left)),
                no_longer_about=_gone(changes) if self.now is not None else (),
            ),
            group=showing.group,
            reason=showing.reason,
            exercise=showing.exercise,
        )

    def _teller(self) -> ToldBy:
        agency = self.agreement.agencies.get(agency_of(self.content))
        return ToldBy(
            agency=agency.name if agency else "an agency that has left",
            agency_kind=agency.kind if agency else "not known",
            local_reference="not given",
            asks="retraction" if self.now is None else "correction",
        )


def _persons(links: Iterable[Link]) -> dict[ChildRef, list[PersonRef]]:
    """The children by their references on the bus, each with those inside the event."""
    found: dict[ChildRef, list[PersonRef]] = {}
    for link in links:
        for child in children_of(link):
            found.setdefault(child, []).append(link.person)
    return found


def _gone(changes: Iterable[_Change]) -> tuple[PersonRef, ...]:
    return tuple(one.showing.child.person for one in changes if one.gone)


def _placed(of_each: Iterable[dict[str, JsonValue]]) -> Iterator[tuple[str, JsonValue]]:
    """Paths as they lead inside the amendment's own ``earlier``, one entry for each child left."""
    for at, paths in enumerate(of_each):
        for path, value in paths.items():
            yield f"earlier.{at}.told.{path}", value


def _entry(changes: Sequence[_Change]) -> Entry:
    """The ledger's entry: it follows from the disclosure that showed it, by its rule."""
    showing = changes[0].showing
    because = "It was shown it as told earlier, so it is told what has changed."
    return by_reason(showing.reason, "give", showing.recipient, map(_known, changes), because)


def _known(change: _Change) -> KnownChild:
    child: AboutChild = change.showing.child
    return KnownChild(person=child.person, ref=change.ref, confidence=child.confidence)
