"""A small stage for the delivery tests: it says what it read three times, and counts by key."""

import os
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from wholepicture_bus.records import Headers, Outgoing, Record
from wholepicture_engine.stage import Document, Key, Message, Work

OUTPUTS = 3
"""How many records the stage sends for each that it reads."""


class Seen(Document, frozen=True):
    """What was seen of a key."""

    KIND: ClassVar[str] = "seen"
    count: int = 0
    last: str = ""


@dataclass(frozen=True)
class Said:
    """What a record says, all of it in its headers; the value is only passed on."""

    id: str
    key: str
    corrects: str | None
    beside: str | None
    """Another key whose document it reads and writes too."""
    size: int | None
    """How large its first output is to be, in place of the record's own value."""


@dataclass(frozen=True)
class Echo:
    """The stage. Some records it cannot process, by their ids: some fail, some end the process."""

    name: str
    inputs: Sequence[str]
    out: str
    other: str
    fails_on: frozenset[str] = frozenset()
    dies_on: frozenset[str] = frozenset()

    @property
    def outputs(self) -> Sequence[str]:
        """Its two topics."""
        return self.out, self.other

    def parse(self, record: Record) -> Said:
        """What the record says."""
        said = record.header("id")
        if said is None:
            raise ValueError("a record without an id")
        size = record.header("size")
        return Said(
            id=said,
            key=(record.key or b"").decode(),
            corrects=record.header("corrects"),
            beside=record.header("beside"),
            size=None if size is None else int(size),
        )

    def amends(self, content: Said) -> Hashable | None:
        """The id of what it corrects."""
        return content.corrects

    def identity(self, record: Record) -> Hashable | None:
        """Its own id."""
        return record.header("id")

    def reads(self, content: Said, record: Record) -> Iterable[Key]:  # noqa: ARG002 - as every stage
        """The document of its key, and of the other one that it names."""
        yield Key(Seen, content.key)
        if content.beside:
            yield Key(Seen, content.beside)

    def handle(self, message: Message[Said], work: Work) -> Sequence[Outgoing]:
        """Two records for the one topic and one for the other, with what was counted."""
        said, record = message.content, message.record
        seen = work.get(Seen, said.key) or Seen()
        work.put(said.key, Seen(count=seen.count + 1, last=said.id))
        if said.id in self.dies_on:
            os._exit(9)
        if said.id in self.fails_on:
            raise ValueError("a record that the stage fails on")
        told: Headers = (("count", b"%d" % (seen.count + 1)),) + (
            (("held", b"earlier"),) if message.earlier_held else ()
        )
        if said.beside:
            before = work.get(Seen, said.beside) or Seen()
            work.put(said.beside, Seen(count=before.count + 1, last=said.id))
            told += (("before", before.last.encode()),)
        value = record.value if said.size is None else b"x" * said.size
        return [
            Outgoing(topic, record.key, body, (*record.headers, *told, _output(said.id, number)))
            for number, (topic, body) in enumerate(
                ((self.out, value), (self.out, record.value), (self.other, record.value))
            )
        ]

    def held(self, record: Record, reason: str) -> Sequence[Outgoing]:  # noqa: ARG002 - as every stage
        """One record that says that it is held."""
        name = record.header("id") or "?"
        return [
            Outgoing(self.other, record.key, None, (("id", name.encode()), _output(name, "held")))
        ]


def _output(name: str, part: object) -> tuple[str, bytes]:
    return "output", f"{name}#{part}".encode()
