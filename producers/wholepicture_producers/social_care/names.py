"""The council's own table beside a census: who the child of a number is, and who works with them.

The census has no names. A row of this table is a child's, by the number that ``LAchildID`` is, and
fills what the return leaves open: names, the NHS number, where the child lives, team and worker.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from wholepicture_producers.frame.row_problems import named
from wholepicture_producers.mapping import ColumnMapping
from wholepicture_producers.reading import EventFile

_MOST_SAID = 10
_UNNUMBERED = "content "
"""How the key of a row begins that has no number of its own."""


@dataclass
class Names:
    """What a table says of each child, by number; as packed text, as it may hold very many."""

    shown: str
    rows: dict[str, bytes] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    _asked: set[str] = field(default_factory=set)
    _of_another: int = 0

    def of(self, number: str, born: str | None) -> Mapping[str, Any]:
        """What it says of a child; nothing where it has another day of birth than the return."""
        self._asked.add(number)
        packed = self.rows.get(number)
        if packed is None:
            return {}
        told: dict[str, Any] = json.loads(packed)
        own = _child(told).get("birth_date")
        if own and born and own != born:
            self._of_another += 1
            return {}
        return told

    def told(self) -> Iterator[str]:
        """What is said of the table once all children were read."""
        yield from self.remarks
        without = len(self._asked - self.rows.keys())
        if without:
            yield (
                f"Of {len(self._asked)} children of the return {without} not in {self.shown}: "
                "they go by their numbers."
            )
        if self._of_another:
            yield (
                f"Another day of birth in {self.shown} than in the return: {self._of_another} of "
                "the children. Nothing of their rows is used. Check whether a column was sorted "
                "without the others."
            )


def read(name: str, mapping: ColumnMapping) -> Names:
    """The rows of a table.

    Raises:
        NotReadable: where nothing of it can be read.
    """
    source = EventFile(name, mapping)
    found = Names(source.shown)
    twice: dict[str, list[int]] = {}
    problems: list[str] = []
    unnumbered: list[int] = []
    for draft in source.drafts():
        problems += [str(located) for located in (*draft.found, *draft.asked)]
        if draft.once is None or draft.once.startswith(_UNNUMBERED):
            unnumbered.append(draft.number)
        elif draft.document is not None and not draft.found:
            packed = json.dumps(draft.document["data"], separators=(",", ":")).encode()
            if found.rows.setdefault(draft.once, packed) != packed:
                twice.setdefault(draft.once, []).append(draft.number)
    for number in twice:
        del found.rows[number]
    found.remarks += [f"{found.shown}: {problem}" for problem in problems[:_MOST_SAID]]
    if len(problems) > _MOST_SAID:
        found.remarks.append(f"{found.shown}: and {len(problems) - _MOST_SAID} more problems.")
    if unnumbered:
        found.remarks.append(f"{found.shown}: {named('Row', unnumbered)} without a number.")
    if twice:
        rows = sorted(row for numbers in twice.values() for row in numbers)
        found.remarks.append(
            f"{found.shown}: {named('Row', rows)} of a number that an earlier row has for somebody "
            "else: neither is used. Give each child one row."
        )
    return found


def _child(told: Mapping[str, Any]) -> Mapping[str, Any]:
    children = (told.get("core") or {}).get("children") or [{}]
    first: Mapping[str, Any] = children[0]
    return first
