"""Digests: the notices that are read together on the morning of one day, as one entry of a list.

That there is news of a child of whom its reader told waits for no answer, and is sent at once. So
that it is read, every list has those of one day and recipient as one: `grouped` is the one place
where that is done. A child is in it once.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, Protocol, TypeVar

from wholepicture_schemas.deliveries import DeliveryData
from wholepicture_schemas.identifiers import EventId, RecipientId
from wholepicture_schemas.who import child_in_words, initials_and_age

from wholepicture_subscribers.subscription.at_hand import name_of_recipient
from wholepicture_subscribers.subscription.moments import LONDON, day_of_week, moment_or_date
from wholepicture_subscribers.subscription.naming import listed_people
from wholepicture_subscribers.subscription.saying import at
from wholepicture_subscribers.subscription.wording import SHORT, practice


class InAList(Protocol):
    """An item as a list has it."""

    @property
    def id(self) -> EventId:
        """The item's id."""

    @property
    def data(self) -> DeliveryData | None:
        """What it says; none where it could not be read."""


I = TypeVar("I", bound=InAList)  # noqa: E741 - an item


@dataclass(frozen=True, slots=True)
class Digest(Generic[I]):
    """The notices of one day for one recipient, in the order of arrival."""

    day: date
    recipient: RecipientId
    items: tuple[I, ...]

    @property
    def headline(self) -> str:
        """What it is, for whom, and of how many children."""
        count = len(self.items)
        who = "a child" if count == 1 else f"{count} children"
        name = name_of_recipient(self.recipient)
        return f"Digest of {day_of_week(self.day)} for {name}: news of {who} of whom you told"

    @property
    def initials(self) -> list[str]:
        """Each child as a list has room for it."""
        return [initials_and_age(child, _happened(data)) for data, child in self._children()]

    @property
    def ids(self) -> str:
        """The items, each by the beginning of its id."""
        return ", ".join(item.id[:SHORT] for item in self.items)

    def lines(self) -> Iterator[str]:
        """The digest as text: each child, when its reader told, and once what to do."""
        marks = (practice(data) for data, _ in self._children())
        yield from dict.fromkeys(filter(None, marks))
        yield f"{self.headline}."
        for item, (data, child) in zip(self.items, self._children(), strict=True):
            told_on = moment_or_date(str(at(data.told, "detail.you_told_on")))
            who = child_in_words(child, _happened(data))
            yield (
                f"- {who}: you told of the child on {told_on}, your reference "
                f"{data.told_by.local_reference} (item {item.id[:SHORT]})"
            )
        newest = self.items[-1].data
        if newest is not None:
            yield f"Call: {at(newest.told, 'detail.whom_to_call')}"
            yield from newest.instructions

    def _children(self) -> Iterator[tuple[DeliveryData, dict[str, object]]]:
        """The child of each notice, as it is told."""
        for item in self.items:
            if item.data is not None:
                told = listed_people(item.data.told, "children")
                yield item.data, dict(told[0]) if told else {}


def grouped(items: Sequence[I]) -> list[I | Digest[I]]:
    """A list of items, the notices of a digest as one entry where the newest of them stands.

    A notice that was taken back is not in it, and neither is what took it back; what takes back a
    notice that is not in this list is an item of its own.
    """
    notices = {item.id for item in items if item.data and item.data.digest and _is_first(item.data)}
    gone = set(_taken_back(items)) & notices
    days: dict[tuple[date, RecipientId], list[I]] = {}
    entries: list[I | tuple[date, RecipientId]] = []
    for item in items:
        data = item.data
        if data is None or data.digest is None:
            entries.append(item)
        elif data.amends is not None:
            if data.amends.delivery not in gone:
                entries.append(item)
        elif item.id not in gone:
            key = data.digest, data.recipient
            days.setdefault(key, []).append(item)
            entries = [entry for entry in entries if entry != key]
            entries.append(key)
    return [
        Digest(*entry, tuple(days[entry])) if isinstance(entry, tuple) else entry
        for entry in entries
    ]


def _is_first(data: DeliveryData) -> bool:
    return data.amends is None


def _taken_back(items: Iterable[InAList]) -> Iterator[EventId]:
    for item in items:
        if item.data is not None and item.data.amends is not None:
            yield item.data.amends.delivery


def _happened(data: DeliveryData) -> date:
    return data.happened.astimezone(LONDON).date()
