"""What became of one file: what was accepted, what is wrong with the rest, what to do next."""

import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from wholepicture_producers.accepted import Accepted, Growth
from wholepicture_producers.again.growing import Terms
from wholepicture_producers.again.taking_back import TakenBack
from wholepicture_producers.drafts import Draft, LocatedProblem
from wholepicture_producers.piles import Pile
from wholepicture_producers.reading import EventFile
from wholepicture_producers.receipts import keep_receipts
from wholepicture_producers.rejects import Rejects, is_rejects
from wholepicture_producers.shape import without_positions

MOST_LINES = 20


@dataclass
class _Alike:
    """Problems with one cause, such as a column that has another form in every row."""

    first: str
    more: int = 0


@dataclass
class _Problems:
    """Problems as lines, and those of one cause together."""

    all: Pile[str] = field(default_factory=Pile)
    alike: dict[tuple[str, ...], _Alike] = field(default_factory=dict)

    def add(self, told: str, located: LocatedProblem) -> None:
        """Note a problem as it is told."""
        self.all.append(told)
        alike = self.alike.get(_cause(located))
        if alike is None:
            self.alike[_cause(located)] = _Alike(told)
        else:
            alike.more += 1


@dataclass
class Report:
    """What became of one file."""

    source: EventFile
    again: tuple[str, ...] = ()
    """The options with which the file's rejected rows are published again."""
    dry_run: bool = False
    accepted: Accepted = field(default_factory=Accepted)
    unreadable: str | None = None
    aside: Rejects | None = None
    receipts_trouble: str | None = None
    """Why the receipts could not be written down."""
    _refused: _Problems = field(default_factory=_Problems)
    _rows_refused: int = 0

    def refuse(self, draft: Draft, found: tuple[LocatedProblem, ...]) -> None:
        """Note a rejected row, and set it aside where it can be published again."""
        if self.aside is not None:
            self.aside.add(draft, found)
        if self.source.rows:
            self._rows_refused += len(draft.content)
        for located in found:
            self._refused.add(self._placed(draft.number, located), located)

    def keep_receipts(self, rejects: Path | None, terms: Terms) -> None:
        """Write down the receipts of what was published, beside the rejected rows."""
        if not terms.dry_run:
            folder = rejects if rejects is None or rejects.is_dir() else rejects.parent
            self.receipts_trouble = keep_receipts(self.source, self.accepted, folder)

    def _placed(self, number: int, located: LocatedProblem) -> str:
        """The problem with the row, line or position of its event, where it names no place."""
        place = f"{self.source.counts} {number}"
        placed = located.cell is not None or bool(located.place) or located.problem.field == place
        return str(located) if placed else f"{place}: {located}"

    def _asked(self) -> list[str]:
        return [self._placed(number, located) for number, located in self.accepted.asked]

    def as_json(self) -> dict[str, Any]:
        """The report as JSON values, with every problem and every receipt."""
        told = {
            "file": self.source.name,
            "accepted": len(self.accepted.receipts),
            "rejected": self.accepted.rejected,
            "new": self.accepted.new,
            "unchanged": self.accepted.unchanged,
            "changed": [_growth_json(growth) for growth in self.accepted.changed],
            "receipts": [
                {"number": number, "receipt": receipt}
                for number, receipt, _ in self.accepted.receipts
                if receipt and not self.dry_run
            ],
            "incomplete": self.accepted.incomplete,
            "problems": list(self._refused.all),
            "asked": self._asked(),
            "remarks": self.source.remarks,
        }
        told |= {"taken_back": list(map(_taken_back_json, self.accepted.taken_back))}
        if self.source.not_mapped:
            told["not_mapped"] = self.source.not_mapped
        more = {
            "rejects": self._rejects(),
            "next": self._next(),
            "rejects_not_kept": self.aside.trouble if self.aside is not None else None,
            "unreadable": self.unreadable,
            "not_kept": self.accepted.not_kept,
            "receipts_not_kept": self.receipts_trouble,
        }
        return told | {name: text for name, text in more.items() if text}

    def lines(self) -> Iterator[str]:
        """The report for a person."""
        if self.unreadable:
            yield self.unreadable
        if self.accepted.not_kept:
            yield self.accepted.not_kept
        yield from self.source.remarks
        accepted, rejected = len(self.accepted.receipts), self.accepted.rejected
        incomplete = self.accepted.incomplete
        also = f", {incomplete} of them incomplete" if incomplete else ""
        yield f"{self.source.shown}: {accepted} accepted{also}, {rejected} rejected."
        if self.source.rows > accepted + rejected:
            of_accepted = self.source.rows - self._rows_refused
            yield (
                f"Counted are events: {of_accepted} rows are of those accepted, "
                f"{self._rows_refused} of those rejected."
            )
        yield from self._grown()
        yield from self._taken_back()
        yield from (f"  {problem}" for problem in _in_lines(self._refused))
        if self.accepted.asked:
            yield "What is incomplete goes all the same, marked so. Asked for:"
            asked = _Problems()
            for number, located in self.accepted.asked:
                asked.add(self._placed(number, located), located)
            yield from (f"  {question}" for question in _in_lines(asked))
        if not self.dry_run:
            for number, receipt, place in islice(self.accepted.first, MOST_LINES):
                yield f"  receipt {receipt}  ({place or f'{self.source.counts} {number}'})"
            if (more := len(self.accepted.first) - MOST_LINES) > 0:
                yield f"  and {more} more receipts: add --json to see them all."
        if self.receipts_trouble:
            yield self.receipts_trouble
        yield from self._about_rejects()

    def _has_receipts(self) -> bool:
        """Whether the events have receipts: where they were only checked, they have none."""
        return any(receipt for _, receipt, _ in islice(self.accepted.receipts, 1))

    def _grown(self) -> Iterator[str]:
        """What became of the events that were published before."""
        known = len(self.accepted.receipts) - self.accepted.new
        if not known or not self._has_receipts():
            return
        changed, corrected = self.accepted.changed, self.accepted.corrected
        nothing = len(changed) - corrected
        differ = f", {nothing} not as published, which changes nothing" if nothing else ""
        yield (
            f"Of them {self.accepted.new} new, {corrected} changed, "
            f"{self.accepted.unchanged} unchanged since they were published{differ}."
        )
        for growth in changed[:MOST_LINES]:
            yield from _growth_lines(growth, self.source.counts)
        if len(changed) > MOST_LINES:
            yield f"  and {len(changed) - MOST_LINES} more changed: add --json to see them all."
        if any(growth.state == "held-back" for growth in changed):
            yield "Held back are their corrections: publish the file without --new-only."

    def _taken_back(self) -> Iterator[str]:
        """What was published before and is not so any more."""
        gone = self.accepted.taken_back
        for one in gone[:MOST_LINES]:
            by = f" by {one.retraction}" if one.retraction else ""
            yield f"  {one.place or self.source.counts}: {_TAKEN_BACK[one.state]} {one.receipt}{by}"
        if len(gone) > MOST_LINES:
            yield f"  and {len(gone) - MOST_LINES} more: add --json to see them all."
        if any(one.state == "left" for one in gone):
            yield "To take back what is not so any more, add --removals."

    def _about_rejects(self) -> Iterator[str]:
        if self.aside is not None and self.aside.trouble:
            yield self.aside.trouble
        if rejects := self._rejects():
            yield (
                f"The rejected rows are in {rejects}, readable by you alone, "
                f"each beside what is wrong with it. {self._mended()}"
            )
            if following := self._next():
                yield f"  {following}"
        elif self._all_of_rejects():
            yield f"All of {self.source.name} is published now: delete it."

    def _mended(self) -> str:
        """Where rejected rows are put right: a return is written anew by the system it is of."""
        if self.source.is_return:
            return "Put them right where they come from, write the return again, and publish that."
        return "Put them right there, then:"

    def _rejects(self) -> str | None:
        return str(self.aside.path) if self.aside is not None and self.aside.count else None

    def _next(self) -> str | None:
        rejects = self._rejects()
        if rejects is None or self.source.is_return:
            return None
        return shlex.join(["wholepicture", "publish", rejects, *self.again])

    def _all_of_rejects(self) -> bool:
        """Whether this was a file of rejected rows, and none of them is left."""
        done = self.accepted.receipts and not self.accepted.rejected and not self.unreadable
        return bool(done and self.aside is not None and is_rejects(self.source.name))


def _in_lines(problems: _Problems) -> Iterator[str]:
    """Every problem; where there are many, each cause once."""
    if len(problems.all) <= MOST_LINES:
        yield from problems.all
        return
    causes = list(problems.alike.values())
    for alike in causes[:MOST_LINES]:
        yield f"{alike.first} (and {alike.more} more like it)" if alike.more else alike.first
    if len(causes) > MOST_LINES:
        more = len(causes) - MOST_LINES
        yield f"and {more} more kinds of problem: add --json to see them all."


def _cause(found: LocatedProblem) -> tuple[str, ...]:
    """The key of a problem's cause: the column, the field without positions, and the fix."""
    problem = found.problem
    where = found.cell.column if found.cell else ""
    return where, without_positions(problem.field), problem.what, problem.fix


_STATES = {
    "corrected": "corrects",
    "to-correct": "would correct",
    "held-back": "would correct, held back,",
    "left": "changes nothing of",
}


_TAKEN_BACK = {
    "taken-back": "takes back",
    "to-take-back": "would take back",
    "left": "is not so any more, and left as published:",
}


def _taken_back_json(one: TakenBack) -> dict[str, Any]:
    told = {"number": one.number, "receipt": one.receipt, "state": one.state}
    return told | ({"retraction": one.retraction} if one.retraction else {})


def _growth_lines(growth: Growth, counts: str) -> Iterator[str]:
    """What a row changes in its event, by the names of fields."""
    found = growth.found
    fields = f": {', '.join(found.fields)}" if found.fields else ""
    by = f" by {growth.correction}" if growth.correction else ""
    place = growth.place or f"{counts} {growth.number}"
    yield f"  {place} {_STATES[growth.state]} {growth.receipt}{by}{fields}"
    taken = {name for name, value in found.changes if value is None}
    if kept := [name for name in found.gone if name not in taken]:
        yield (
            f"    not in it any more, and left as published: {', '.join(kept)}. "
            "To take them away: --removals"
        )
    for name, why in found.left.items():
        yield f"    left as it stands: {name}, for {why}."


def _growth_json(growth: Growth) -> dict[str, Any]:
    found = growth.found
    told = {
        "number": growth.number,
        "receipt": growth.receipt,
        "state": growth.state,
        "fields": list(found.fields),
        "gone": found.gone,
        "left": found.left,
    }
    return told | ({"correction": growth.correction} if growth.correction else {})
