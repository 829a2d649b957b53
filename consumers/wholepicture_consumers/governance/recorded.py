"""The recorded history in memory: the records of ``children`` folded as the facts are, and no more.

It is the fold of the stage picture (facts/records.py): nothing is decided, and nobody is told.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from pydantic import ValidationError
from wholepicture_agreement.patterns.files import PatternRule
from wholepicture_agreement.patterns.finding import Happened, relevant
from wholepicture_bus.errors import BusError
from wholepicture_bus.records import Record
from wholepicture_engine.stage import Work
from wholepicture_engine.store import Memory
from wholepicture_schemas.catalogue import short_name
from wholepicture_schemas.children import ChildConcernedData, Link
from wholepicture_schemas.identifiers import ChildRef

from wholepicture_consumers.facts.chronology import children_of, entries_of, links_of
from wholepicture_consumers.facts.documents import Picture
from wholepicture_consumers.facts.event import EventState
from wholepicture_consumers.facts.occurrences import happened_of, is_possible, occurrences
from wholepicture_consumers.facts.records import Said, fold, keys_of, read

_AT_ONCE = 2_000
"""Records that are folded before what they leave is kept."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a record changed: an event of a type, by its short name, for these children."""

    record: Record
    type: str
    children: Collection[ChildRef]


class Recorded:
    """What the records so far say of each child.

    What is asked between two changes is as it was after the first of them.
    """

    def __init__(self) -> None:
        self.memory = Memory()
        """The facts, once everything is folded."""
        self.children: set[ChildRef] = set()
        """Every child of whom anything was told."""
        self.count = 0
        """How many events were told."""
        self.unread = 0
        """How many records could not be read: the picture stage set them aside too."""
        self._work: Work = self.memory.work(())

    def changes(self, records: Iterable[Record]) -> Iterator[Change]:
        """Fold records in their order, and say after each one that changed an event what it was."""
        rest = iter(records)
        while portion := list(islice(rest, _AT_ONCE)):
            said = [parsed for record in portion if (parsed := self._read(record)) is not None]
            work = self.memory.work(key for parsed in said for key in keys_of(parsed))
            self._work = work
            for parsed in said:
                change = self._fold(parsed)
                if change is not None:
                    self.children.update(change.children)
                    yield change
            self.memory.keep(work)

    def picture(self, child: ChildRef) -> Picture:
        """What is known of a child who was just changed."""
        return self._work.get(Picture, child) or Picture()

    def happened(self, child: ChildRef, rule: PatternRule) -> list[Happened]:
        """The events of a child who was just changed, as a rule looks at them.

        There are none where the numbers of the child's events rule a pattern out.
        """
        if not is_possible(rule, self.picture(child)):
            return []
        entries = occurrences(entries_of(child, self._work), relevant(rule))
        return [happened_of(name, entry) for name, entry in entries.items()]

    def _read(self, record: Record) -> Said | None:
        try:
            return read(record)
        except (ValidationError, BusError):
            self.unread += 1
            return None

    def _fold(self, said: Said) -> Change | None:
        data, work = said.data, self._work
        tells = isinstance(data, ChildConcernedData) and not data.amends
        self.count += tells and work.get(EventState, said.name) is None
        folded = fold(said, work)
        if folded is None:
            return None
        links: Iterable[Link] = folded.now.links
        if isinstance(data, ChildConcernedData) and folded.was is None:
            links = links_of(data)
        children = dict.fromkeys(child for link in links for child in children_of(link))
        return Change(said.record, short_name(folded.now.attributes.type), children.keys())
