"""Digests: the notices that are read together on the morning of one day, as one entry of a list.

That there is news of a child of whom its reader told waits for no answer, and is sent at once. So
that it is read, every list has those of one day and recipient as one: `grouped` is the one place
where that is done. A child is in it once.

A notice that was taken back before its day is in no list, for nobody has read it. One that was
taken back later stands in its digest as taken back, and what took it back is an entry of its own.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
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

_ALL_GONE = (
    "Mark each in your record as taken back. That does not mean that nothing happened, and says "
    "nothing of any other notice."
)


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
    taken_back: Mapping[EventId, date] = field(default_factory=dict)
    """When each of them was taken back that was."""

    @property
    def headline(self) -> str:
        """What it is, for whom, and of how many children; how many notices were taken back."""
        count, gone = len(self._standing), len(self.items) - len(self._standing)
        who = "a child" if count == 1 else f"{count} children"
        parts = [f"news of {who} of whom you told"] if count else []
        parts += [f"{_notices(gone)} taken back since"] if gone else []
        name = name_of_recipient(self.recipient)
        return f"Digest of {day_of_week(self.day)} for {name}: {', '.join(parts)}"

    @property
    def initials(self) -> list[str]:
        """Each child as a list has room for it."""
        return [
            initials_and_age(child, _happened(data))
            + (" (taken back)" if item.id in self.taken_back else "")
            for item, data, child in self._children()
        ]

    @property
    def ids(self) -> str:
        """The items, each by the beginning of its id."""
        return ", ".join(item.id[:SHORT] for item in self.items)

    def lines(self) -> Iterator[str]:
        """The digest as text: each child, when its reader told, and once what to do."""
        marks = (practice(data) for _, data, _ in self._children())
        yield from dict.fromkeys(filter(None, marks))
        yield f"{self.headline}."
        for item, data, child in self._children():
            told_on = moment_or_date(str(at(data.told, "detail.you_told_on")))
            who = child_in_words(child, _happened(data))
            gone = self.taken_back.get(item.id)
            mark = f"TAKEN BACK on {day_of_week(gone)}. " if gone else ""
            yield (
                f"- {mark}{who}: you told of the child on {told_on}, your reference "
                f"{data.told_by.local_reference} (item {item.id[:SHORT]})"
            )
        newest = self._standing[-1].data if self._standing else None
        if newest is None:
            yield _ALL_GONE
        else:
            yield f"Call: {at(newest.told, 'detail.whom_to_call')}"
            yield from newest.instructions

    @property
    def _standing(self) -> list[I]:
        return [item for item in self.items if item.id not in self.taken_back]

    def _children(self) -> Iterator[tuple[I, DeliveryData, dict[str, object]]]:
        """Each notice and its child, as it is told."""
        for item in self.items:
            if item.data is not None:
                told = listed_people(item.data.told, "children")
                yield item, item.data, dict(told[0]) if told else {}


def grouped(items: Sequence[I]) -> list[I | Digest[I]]:
    """A list of items, the notices of a digest as one entry where the newest of them stands.

    What takes back a notice that is not in this list is an item of its own, too.
    """
    notices = {item.id: item.data.digest for item in items if item.data and _is_first(item.data)}
    gone = dict(_taken_back(items))
    unread = {name for name, on in gone.items() if (day := notices.get(name)) and on < day}
    days: dict[tuple[date, RecipientId], list[I]] = {}
    entries: list[I | tuple[date, RecipientId]] = []
    for item in items:
        data = item.data
        if data is None or data.digest is None:
            entries.append(item)
        elif data.amends is not None:
            if data.amends.delivery not in unread:
                entries.append(item)
        elif item.id not in unread:
            key = data.digest, data.recipient
            days.setdefault(key, []).append(item)
            entries = [entry for entry in entries if entry != key]
            entries.append(key)
    return [
        _digest(*entry, days[entry], gone) if isinstance(entry, tuple) else entry
        for entry in entries
    ]


def _digest(
    day: date, recipient: RecipientId, items: Sequence[I], gone: Mapping[EventId, date]
) -> Digest[I]:
    taken_back = {item.id: gone[item.id] for item in items if item.id in gone}
    return Digest(day, recipient, tuple(items), taken_back)


def _is_first(data: DeliveryData) -> bool:
    return data.amends is None


def _taken_back(items: Iterable[InAList]) -> Iterator[tuple[EventId, date]]:
    """Each item that is taken back in a list, and on which day that was told."""
    for item in items:
        if item.data is not None and item.data.amends is not None:
            yield item.data.amends.delivery, item.data.received.astimezone(LONDON).date()


def _notices(count: int) -> str:
    return "one notice was" if count == 1 else f"{count} notices were"


def _happened(data: DeliveryData) -> date:
    return data.happened.astimezone(LONDON).date()
