"""A stage: a function from a record and a unit of work to records. It sends nothing itself.

A stage does no I/O of its own and reads no clock: what it knows comes from the record and from the
documents that the loop has locked and loaded for it; what it says, it returns (docs/delivery.md).
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Generic, NamedTuple, Protocol, TypeVar

from wholepicture_bus.records import Outgoing, Record
from wholepicture_schemas.model import Model


class Document(Model, frozen=True):
    """A piece of state, such as one child's picture: stored whole, under a kind and a key."""

    KIND: ClassVar[str]


class Row(Document, frozen=True):
    """One of the many pieces of state that a document has, such as an entry of a child's picture.

    Rows are read by their document, newest first and as many as are wanted, so that what is read
    does not grow with what is kept. Whoever holds the document's lock holds those of its rows. A
    document that was never kept has none.
    """

    PARENT: ClassVar[type[Document]]


D = TypeVar("D", bound=Document)
R = TypeVar("R", bound=Row)
P = TypeVar("P")


class Key(NamedTuple):
    """Which document: its class and its key."""

    document: type[Document]
    name: str
    only_read: bool = False
    """Whether it is loaded without a lock, and not written: what every batch reads would otherwise
    let only one batch at a time go on. What another batch writes meanwhile may not be seen."""

    def __str__(self) -> str:
        """Kind and key as one text, which is what is locked."""
        return f"{self.document.KIND}:{self.name}"


class Work(Protocol):
    """A unit of work: the documents that a stage may read and write, all in one transaction.

    Here in memory, as a rebuild has it; a stage has it of its database:

    >>> from wholepicture_engine.store.memory import Memory
    >>> class Seen(Document, frozen=True):
    ...     KIND: ClassVar[str] = "seen"
    ...     times: int = 0
    >>> memory = Memory()
    >>> work = memory.work([Key(Seen, "event-1")])
    >>> work.put("event-1", Seen(times=1))
    >>> work.get(Seen, "event-1")  # later records of the batch see what is written
    Seen(times=1)
    >>> work.get(Seen, "event-2")
    Traceback (most recent call last):
    LookupError: The stage reads a seen that it did not name in reads().
    >>> memory.keep(work)  # the end of the batch
    >>> memory.work([Key(Seen, "event-1")]).get(Seen, "event-1")
    Seen(times=1)
    """

    def get(self, document: type[D], name: str) -> D | None:
        """The document, with what this batch has written so far; None where there is none.

        Raises:
            LookupError: for a document that the stage did not say it would read.
        """

    def further(self, keys: Iterable[Key]) -> None:
        """Lock and load documents that only another document could name.

        They are locked behind those named at first, so two batches may wait for each other in a
        circle: the database ends one of them, and it is handled anew like any that failed in
        passing.
        """

    def put(self, name: str, document: Document) -> None:
        """Keep a document that the stage said it may read, under its kind and this key."""

    def add(self, name: str, document: Document) -> None:
        """Keep a new document whose key derives from this record, so that nobody else is at it."""

    def rows(
        self, row: type[R], parent: str, *, most: int | None = None, prefix: str = ""
    ) -> Sequence[tuple[str, R]]:
        """The rows of a document with their keys, the newest first; at most so many.

        ``prefix`` is what the keys of those that are wanted begin with.

        Raises:
            LookupError: for rows of a document that the stage did not say it would read.
        """

    def row(self, row: type[R], parent: str, key: str) -> R | None:
        """One row of a document; None where there is none."""

    def put_row(self, parent: str, key: str, at: datetime, row: Row) -> None:
        """Keep a row of a document that the stage may write; ``at`` is what rows are ordered by."""


@dataclass(frozen=True, slots=True)
class Message(Generic[P]):
    """A record on its way through a stage."""

    record: Record
    content: P
    """What the stage's ``parse`` made of the record."""
    earlier_held: bool = False
    """Whether an earlier record of the same key is held."""


class Stage(Protocol[P]):
    """A stage, as the loop drives it: ``parse``, then ``reads``, then ``handle``.

    A stage that passes on each event once, whatever is sent twice:

    >>> class Passed(Document, frozen=True):
    ...     KIND: ClassVar[str] = "passed"
    >>> class Once:
    ...     name, inputs, outputs = "once", ("said",), ("passed-on",)
    ...     def parse(self, record):
    ...         return (record.value or b"").decode()
    ...     def amends(self, content):
    ...         return None
    ...     def identity(self, record):
    ...         return record.header("ce_id")
    ...     def reads(self, content, record):
    ...         return [Key(Passed, self.identity(record))]
    ...     def handle(self, message, work):
    ...         name = self.identity(message.record)
    ...         if work.get(Passed, name) is not None:
    ...             return []
    ...         work.put(name, Passed())
    ...         return [Outgoing("passed-on", message.record.key, message.record.value)]
    ...     def held(self, record, reason):
    ...         return []

    What the loop does with a record of it, in short:

    >>> from datetime import UTC
    >>> from wholepicture_bus.records import Place
    >>> from wholepicture_engine.store.memory import Memory
    >>> at = datetime(2026, 3, 4, 21, 16, tzinfo=UTC)
    >>> headers = (("ce_id", b"event-1"),)
    >>> record = Record(Place("said", "topic-id", 0, 0), None, b"A concern.", headers, at)
    >>> stage, memory = Once(), Memory()
    >>> for _ in ("it comes", "it comes again"):
    ...     content = stage.parse(record)
    ...     work = memory.work(stage.reads(content, record))
    ...     sent = stage.handle(Message(record, content), work)
    ...     memory.keep(work)
    ...     print([output.topic for output in sent])
    ['passed-on']
    []
    """

    @property
    def name(self) -> str:
        """The stage's name: its consumer group, and part of its transactional ids."""

    @property
    def inputs(self) -> Sequence[str]:
        """The topics it reads."""

    @property
    def outputs(self) -> Sequence[str]:
        """The topics it may send to; it does not start where one of them is absent."""

    def parse(self, record: Record) -> P:
        """What the record says, never None. Runs outside any transaction."""

    def amends(self, content: P) -> Hashable | None:
        """The identity of the event that this one corrects or takes back; None for any other."""

    def identity(self, record: Record) -> Hashable | None:
        """What a later record calls this one when it amends it; from the headers alone."""

    def reads(self, content: P, record: Record) -> Iterable[Key]:
        """Every document that ``handle`` may read or write for this record."""

    def handle(self, message: Message[P], work: Work) -> Sequence[Outgoing]:
        """What is to be sent because of this record, in order."""

    def held(self, record: Record, reason: str) -> Sequence[Outgoing]:
        """What is to be sent because this record is held: a word to its producer, say."""
