"""What was published of a child before: the events of earlier returns, as they were said last.

They are found in the spool by the child's own key, and known by their reference, which says the
referral, what is in it, and what the event is: ``C1/2024-10-24/assessment 2024-11-01/started``.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from wholepicture_bus.spool import History, Spool, keys, said_under
from wholepicture_schemas.as_written import standing_at
from wholepicture_schemas.identifiers import EventId

from wholepicture_producers.after.published import taken_back
from wholepicture_producers.checking import core_of
from wholepicture_producers.social_care.days import day_of
from wholepicture_producers.social_care.table import Module, Table

_BETWEEN = "/"


@dataclass(frozen=True, slots=True)
class KnownEvent:
    """An event that was published, and what the last return said of it."""

    id: EventId
    type: str
    time: str | None
    content: Mapping[str, Any]
    taken_back: bool = False

    def value(self, path: str) -> Any:
        """What stands in a field of it."""
        return standing_at(self.content, tuple(path.split(".")))


@dataclass(slots=True)
class KnownInstance:
    """One referral, assessment or plan that events were published of."""

    module: Module
    stem: str
    """Its part of the reference, as it was told first."""
    events: dict[str, KnownEvent] = field(default_factory=dict)
    """By what each is: the one that was told last."""
    names: set[str] = field(default_factory=set)
    """What was told of it, each anew told one with a number."""
    within: list["KnownInstance"] = field(default_factory=list)

    @property
    def day(self) -> str | None:
        """Its day, as the last return said it."""
        for rule in self.module.rules:
            path = rule.fields.get(self.module.day)
            event = self.events.get(rule.name)
            if path and event and isinstance(told := event.value(path), str):
                return day_of(told)
        return day_of(self.stem.rpartition(" ")[2].partition("#")[0])

    def every_event(self) -> Iterator[KnownEvent]:
        """Each event of it and of what is in it, but for those that were taken back."""
        yield from (event for event in self.events.values() if not event.taken_back)
        for inner in self.within:
            yield from inner.every_event()


class Record:
    """What an agency's spool knows of its earlier returns."""

    def __init__(
        self, spool: Spool, key_of: Callable[[str], str], table: Table, *, exercise: bool
    ) -> None:
        """``key_of`` gives the key under which the events of a child's number stand."""
        self._spool = spool
        self._key_of = key_of
        self._table = table
        self._exercise = exercise
        self._modules = {module.name: module for module in table.modules}
        self._seen: set[str] = set()

    def of(self, number: str) -> list[KnownInstance]:
        """The referrals that were published of a child, with all that is in them."""
        key = self._key_of(number)
        self._seen.add(key)
        return self._under(key, number)

    def of_others(self) -> Iterator[list[KnownInstance]]:
        """The referrals of each child whom nobody asked for."""
        for key in keys(self._spool):
            if key not in self._seen and (found := self._under(key, None)):
                yield found

    def _under(self, key: str, number: str | None) -> list[KnownInstance]:
        found: list[KnownInstance] = []
        for told in said_under(self._spool, key):
            said, saying = told.said, told.said.saying
            core = core_of({"data": saying.content}) if saying else None
            if saying is None or core is None or core.get("exercise") is not self._exercise:
                continue
            parts = self._parts(str(core.get("local_reference")), number)
            if parts is None:
                continue
            event = KnownEvent(
                EventId(said.event),
                told.type,
                saying.attributes.get("time"),
                saying.content,
                told.amended and self._is_taken_back(said.event),
            )
            self._put(found, parts, event)
        return found

    def _is_taken_back(self, event: str) -> bool:
        return taken_back(History(self._spool.path).amending(event))

    def _parts(self, reference: str, number: str | None) -> list[str] | None:
        """The parts of a reference behind the child's number; None where it is another's."""
        if number is not None:
            if not reference.startswith(number + _BETWEEN):
                return None
            reference = reference[len(number) :]
        parts = reference.split(_BETWEEN)[1:]
        while parts and day_of(parts[0].partition("#")[0]) is None:
            parts = parts[1:]  # the number of a child may have the sign in it
        return parts if len(parts) > 1 else None

    def _put(self, referrals: list[KnownInstance], parts: list[str], event: KnownEvent) -> None:
        *stems, name = parts
        at, instance = referrals, None
        for depth, stem in enumerate(stems):
            module = self._modules.get(stem.rpartition(" ")[0] if depth else "referral")
            if module is None:
                return
            instance = next((one for one in at if one.stem == stem), None)
            if instance is None:
                instance = KnownInstance(module, stem)
                at.append(instance)
            at = instance.within
        if instance is not None:
            instance.names.add(name)
            instance.events[name.partition("#")[0]] = event


def reference_of(number: str, stems: tuple[str, ...], name: str) -> str:
    """The reference of an event of a child."""
    return _BETWEEN.join((number, *stems, name))
