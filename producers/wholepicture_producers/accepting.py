"""Prepared events on their way into the spool: new ones, corrections of known ones, repeats.

What is new is kept in batches. A batch is on the disk as a whole or not at all, and its receipts
are known once it is. Corrections are kept once all rows were read: many of them together can be
wrong where none of them looks so (see ``sweeping``).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from wholepicture_bus.binding import attributes_of
from wholepicture_bus.records import Outgoing
from wholepicture_bus.spool import NotAppended, replace
from wholepicture_schemas.identifiers import EventId
from wholepicture_schemas.problems import InvalidEvent, Problem

from wholepicture_producers.accepted import Accepted, Growth, GrowthState
from wholepicture_producers.again.growing import Again, Refused, Terms, told_again
from wholepicture_producers.again.sweeping import Change, cell_of, swept
from wholepicture_producers.again.taking_back import taking_back
from wholepicture_producers.checking import core_of
from wholepicture_producers.drafts import Draft, LocatedProblem
from wholepicture_producers.piles import Keyed
from wholepicture_producers.publisher import Publisher
from wholepicture_producers.reading import EventFile

Refuse = Callable[[Draft, tuple[LocatedProblem, ...]], None]
"""Called with each draft that is not accepted, and why."""
NOT_KEPT = Problem(
    "event", "was not kept: the spool cannot be written", "Make room there, then publish it again."
)


@dataclass
class _Growing:
    """A row that says something else of an event, until all rows were read."""

    draft: Draft
    again: Again
    prepared: Sequence[Outgoing]
    """The record of its correction, if there is one."""
    repeats: list[Draft] = field(default_factory=list)
    """Further rows of the file that say the same."""


class Accepting:
    """Takes the prepared events of one file, in order."""

    def __init__(
        self,
        publisher: Publisher,
        terms: Terms,
        accepted: Accepted,
        refuse: Refuse,
        source: EventFile,
    ) -> None:
        self._publisher = publisher
        self._terms = terms
        self._accepted = accepted
        self._refuse = refuse
        self._source = source
        self._waiting: list[tuple[Draft, Outgoing]] = []
        self._open: dict[int, Draft] = {}
        """What was taken, and is neither accepted nor refused yet."""
        self._seen = Keyed[tuple[int, int]]()
        self._growing: dict[str, _Growing] = {}
        """By receipt what rows say otherwise of events that were published before."""

    def take(self, draft: Draft, record: Outgoing) -> None:
        """Keep a new event with the next batch; correct, repeat or refuse one that is known.

        Raises:
            SpoolUnavailable: the spool cannot be read or written.
        """
        self._open[draft.number] = draft
        receipt = _receipt_of(record)
        first, content = self._seen.first(receipt, (draft.number, hash(record.value)))
        if first != draft.number and content != hash(record.value):
            self.refuse(draft, (LocatedProblem(_twice(self._source.counts, first)),))
        elif receipt in self._growing:
            self._growing[receipt].repeats.append(draft)
        elif first != draft.number:
            self.keep()  # the first of the two
            self._accept(draft, receipt)
        elif self._was_refused_by_kafka(receipt):
            self._replace(draft, record)
        else:
            self._compare(draft, record)

    def take_back(self, draft: Draft) -> None:
        """Take back what a draft was published as before and is not any more, where it is wanted.

        Raises:
            SpoolUnavailable: the spool cannot be read or written.
        """
        try:
            for taken in taking_back(draft, self._publisher, self._terms):
                self._accepted.taken_back.append(taken)
        except InvalidEvent as error:
            self.refuse(draft, tuple(draft.located(problem) for problem in error.problems))
        except NotAppended as error:
            self.refuse(draft, (_refusal(error),))

    def keep(self) -> None:
        """Keep what is new in one transaction; where one is refused, the others one by one."""
        prepared, self._waiting = self._waiting, []
        self._keep(prepared)

    def finish(self) -> None:
        """Keep the corrections, but those that are suspicious together.

        Raises:
            SpoolUnavailable: the spool cannot be read or written.
        """
        growing, self._growing = self._growing, {}
        found: dict[int, Problem] = {}
        if self._terms.because is None and not self._terms.new_only:
            known = len(self._accepted.receipts) - self._accepted.new + len(growing)
            changes = (
                Change(one.draft.number, one.again.found, one.draft.family_reference)
                for one in growing.values()
            )
            found = swept(changes, known)
        for one in growing.values():
            suspicious = found.get(one.draft.number)
            try:
                if suspicious is None:
                    self._grow(one)
                    continue
                problem = LocatedProblem(suspicious, cell_of(one.draft, suspicious))
            except NotAppended as error:
                problem = _refusal(error)
            for draft in (one.draft, *one.repeats):
                self.refuse(draft, (problem,))

    def fail(self) -> None:
        """Refuse what was taken and could not be kept, as the spool has failed."""
        for draft in list(self._open.values()):
            self.refuse(draft, (LocatedProblem(NOT_KEPT),))

    def refuse(self, draft: Draft, found: tuple[LocatedProblem, ...]) -> None:
        """Note that a draft is not accepted."""
        self._open.pop(draft.number, None)
        self._accepted.rejected += 1
        self._refuse(draft, found)

    def _compare(self, draft: Draft, record: Outgoing) -> None:
        publisher = self._publisher
        try:
            again = told_again(
                draft, record, publisher.spool, publisher.agency, publisher.now(), self._terms
            )
            if again is None:
                self._waiting.append((draft, record))
            elif again.found.is_nothing:
                self._accept(draft, EventId(again.receipt))
            else:
                correction = again.correction
                prepared = [self._publisher.prepare(correction).record] if correction else []
                self._growing[again.receipt] = _Growing(draft, again, prepared)
        except Refused as error:
            self.refuse(draft, (LocatedProblem(error.problem),))
        except InvalidEvent as error:
            self.refuse(draft, tuple(draft.located(problem) for problem in error.problems))
        except NotAppended as error:
            self.refuse(draft, (_refusal(error),))

    def _grow(self, one: _Growing) -> None:
        """Publish the correction, if there is one, and keep what the row says now."""
        receipt, found, prepared = EventId(one.again.receipt), one.again.found, one.prepared
        number = one.draft.number
        if self._terms.dry_run or (prepared and self._terms.new_only):
            state: GrowthState = "to-correct" if prepared else "left"
            state = "held-back" if self._terms.new_only and prepared else state
            growth = Growth(number, receipt, state, found, place=one.draft.place)
        else:
            kept = self._publisher.keep(prepared, [one.again.said])
            correction = kept[0].event if kept else None
            state = "corrected" if kept else "left"
            growth = Growth(number, receipt, state, found, correction, one.draft.place)
        for draft in (one.draft, *one.repeats):
            self._accept(draft, receipt)
        self._accepted.changed.append(growth)

    def _was_refused_by_kafka(self, receipt: str) -> bool:
        known = self._publisher.spool.receipt(receipt)
        return known is not None and known.status == "refused"

    def _replace(self, draft: Draft, record: Outgoing) -> None:
        """Put the row in the place of what Kafka refused: nobody was told of that."""
        if not self._terms.dry_run:
            replace(self._publisher.spool, record)
        self._accept_new(draft, _receipt_of(record))

    def _keep(self, prepared: Sequence[tuple[Draft, Outgoing]]) -> None:
        if not prepared:
            return
        try:
            if not self._terms.dry_run:
                self._publisher.keep([record for _, record in prepared])
        except NotAppended as error:
            if len(prepared) == 1:
                self.refuse(prepared[0][0], (_refusal(error),))
            else:
                for pair in prepared:
                    self._keep([pair])
            return
        for draft, record in prepared:
            self._accept_new(draft, _receipt_of(record))

    def _accept_new(self, draft: Draft, receipt: EventId) -> None:
        self._accepted.add_new(draft.number, receipt, draft.place)
        self._accept(draft, receipt)

    def _accept(self, draft: Draft, receipt: EventId) -> None:
        self._open.pop(draft.number, None)
        reference = draft.once or _local_reference(draft) or ""
        self._accepted.add(draft.number, receipt, draft.asked, reference)


def _receipt_of(record: Outgoing) -> EventId:
    return EventId(attributes_of(record.headers)["id"])


def _local_reference(draft: Draft) -> str | None:
    """The agency's own number for an event; an accepted draft has a core."""
    told = (core_of(draft.document or {}) or {}).get("local_reference")
    return told if isinstance(told, str) else None


def _twice(counts: str, number: int) -> Problem:
    return Problem(
        "event",
        f"has the number of {counts} {number} of this file, which says something else",
        "Give each incident a number of its own. Where several rows are one event, say in the "
        "mapping which column they share: group_by.",
    )


def _refusal(error: NotAppended) -> LocatedProblem:
    what, _, fix = str(error).partition(". ")
    return LocatedProblem(
        Problem("event", f"is refused: {what}", fix or "Publish it in another form.")
    )
