"""The lines of a file by their positions, of which only those of the row being read are in memory.

A table is read twice: all of it is looked at before a row of it is told. Neither reading holds it.
"""

from collections import deque
from collections.abc import Callable, Generator, Sequence
from typing import overload

from wholepicture_producers.drafts import NotReadable
from wholepicture_producers.frame.decoding import Line

Reading = Callable[[], Generator[Line]]
"""Begins to read the lines of a file, from its first one on."""


class FileLines(Sequence[str]):
    """The texts of lines. It is read forward; going back behind what is kept reads it anew."""

    def __init__(self, read: Reading) -> None:
        """Count the lines.

        Raises:
            NotReadable: where the file is no text of its encoding.
        """
        self._read = read
        self._reading: Generator[Line] | None = None
        self._kept: deque[Line] = deque()
        self._first = 0
        self._count, self.is_blank = 0, True
        for line in read():
            self._count += 1
            self.is_blank = self.is_blank and not line.text.strip()

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        if isinstance(at, slice):
            return [self.line(position).text for position in range(*at.indices(self._count))]
        if not 0 <= at < self._count:
            raise IndexError(at)
        return self.line(at).text

    def line(self, at: int) -> Line:
        """The line at a position.

        Raises:
            NotReadable: where the file has become shorter since it was first read.
        """
        reading = self._reading
        if reading is None or at < self._first:
            reading = self._begun()
        while at >= self._first + len(self._kept):
            line = next(reading, None)
            if line is None:
                raise NotReadable("The file changed while it was read: publish it again.")
            self._kept.append(line)
        return self._kept[at - self._first]

    def between(self, first: int, last: int) -> list[Line]:
        """The lines from one position to another, both included."""
        return [self.line(at) for at in range(first, last + 1)]

    def keep_from(self, at: int) -> None:
        """Let go of the lines before a position."""
        while self._first < at and self._kept:
            self._kept.popleft()
            self._first += 1

    def _begun(self) -> Generator[Line]:
        if self._reading is not None:
            self._reading.close()
        self._kept.clear()
        self._first = 0
        self._reading = self._read()
        return self._reading
