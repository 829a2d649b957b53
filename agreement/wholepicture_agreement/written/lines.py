"""The line of each table and key of a TOML file, for errors."""

import re
from collections.abc import Sequence

_HEADER = re.compile(r"^\s*(\[\[?)\s*([A-Za-z0-9_.\"-]+)\s*\]\]?")
_KEY = re.compile(r"^\s*([A-Za-z0-9_-]+)\s*=")

Location = tuple[int | str, ...]


class Lines:
    """The tables and keys of one file's text, and the line of each, counted from 1."""

    def __init__(self, text: str) -> None:
        self._rows = text.splitlines()
        self._tables: dict[Location, tuple[int, int]] = {}
        starts: list[tuple[Location, int]] = [((), 0)]
        newest: dict[tuple[str, ...], Location] = {(): ()}
        counts: dict[Location, int] = {}
        for at, row in enumerate(self._rows, start=1):
            header = _HEADER.match(row)
            if header:
                names = tuple(header[2].replace('"', "").split("."))
                place = (*newest.get(names[:-1], names[:-1]), names[-1])
                if header[1] == "[[":
                    counts[place] = counts.get(place, -1) + 1
                    place = (*place, counts[place])
                newest[names] = place
                starts.append((place, at))
        ends = [start for _, start in starts[1:]] + [len(self._rows) + 1]
        for (place, start), end in zip(starts, ends, strict=True):
            self._tables[place] = (start, end)
            if place and place[-1] == 0:
                self._tables[place[:-1]] = (start, end)

    def of(self, location: Sequence[int | str], value: str | None = None) -> int:
        """The line of a location such as ("rule", 3, "fields"), or of the nearest table above it.

        ``value`` is a text that stands in the wanted line or in one of those after it.
        """
        start, end, rest = self._table(location)
        line = max(start, 1)
        key = next((part for part in rest if isinstance(part, str)), None)
        for at in range(start + 1, end):
            key_in_row = _KEY.match(self._rows[at - 1])
            if key is not None and key_in_row and key_in_row[1] == key:
                line = at
                break
        if value is not None:
            quoted = re.compile(rf"[\"']{re.escape(value)}[\"']|\b{re.escape(value)}\s*=")
            for at in range(line, max(end, line + 1)):
                if quoted.search(self._rows[at - 1]):
                    return at
        return line

    def _table(self, location: Sequence[int | str]) -> tuple[int, int, Sequence[int | str]]:
        """Start and end of the innermost table of a location, and the rest of the location."""
        for length in range(len(location), -1, -1):
            table = self._tables.get(tuple(location[:length]))
            if table is not None:
                return (*table, location[length:])
        return (0, len(self._rows) + 1, location)
