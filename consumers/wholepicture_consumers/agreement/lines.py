"""In which line of a TOML file something stands, so that an error can say it."""

import re
from collections.abc import Sequence

_HEADER = re.compile(r"^\s*(\[\[?)\s*([A-Za-z0-9_.\"-]+)\s*\]\]?")
_KEY = re.compile(r"^\s*([A-Za-z0-9_-]+)\s*=")


class Lines:
    """The tables and keys of one file's text, and the line of each, counted from 1."""

    def __init__(self, text: str) -> None:
        self._rows = text.splitlines()
        self._tables: dict[tuple[str, int], tuple[int, int]] = {}
        starts: list[tuple[str, int, int]] = [("", 0, 0)]
        seen: dict[str, int] = {}
        for at, row in enumerate(self._rows, start=1):
            header = _HEADER.match(row)
            if header:
                name = header[2].replace('"', "")
                starts.append((name, seen.get(name, 0), at))
                seen[name] = seen.get(name, 0) + 1
        ends = [start for _, _, start in starts[1:]] + [len(self._rows) + 1]
        for (name, ordinal, start), end in zip(starts, ends, strict=True):
            self._tables[name, ordinal] = (start, end)

    def of(self, location: Sequence[int | str], value: str | None = None) -> int:
        """The line of a place in the document, such as ("rule", 3, "fields"), as near as found.

        ``value`` is a text that stands in the wanted line or in one of those after it.
        """
        start, end, rest = self._table(location)
        line = max(start, 1)
        key = next((part for part in rest if isinstance(part, str)), None)
        for at in range(start + 1, end):
            found = _KEY.match(self._rows[at - 1])
            if key is not None and found and found[1] == key:
                line = at
                break
        if value is not None:
            quoted = f'"{value}"'
            for at in range(line, max(end, line + 1)):
                if quoted in self._rows[at - 1]:
                    return at
        return line

    def _table(self, location: Sequence[int | str]) -> tuple[int, int, Sequence[int | str]]:
        """Start and end of the innermost table of a place, and what of the place is left."""
        best: tuple[int, int, Sequence[int | str]] = (*self._tables["", 0], location)
        name, ordinal = "", 0
        for at, part in enumerate(location):
            if isinstance(part, int):
                ordinal = part
            else:
                name, ordinal = f"{name}.{part}" if name else part, 0
            if (name, ordinal) in self._tables:
                best = (*self._tables[name, ordinal], location[at + 1 :])
        return best
