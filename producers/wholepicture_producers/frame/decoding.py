"""The text of a file, line by line: one rule for tables, lines of JSON and JSON.

A mark at the beginning says UTF-8, UTF-16 or UTF-32, whatever a mapping says. A file that begins
with a letter and a NUL is UTF-16 without its mark. Of any other file each line is UTF-8, or else
Windows-1252 and in doubt.
"""

import codecs
import io
import re
from collections.abc import Generator
from dataclasses import dataclass
from typing import BinaryIO, Literal

from wholepicture_producers.drafts import NotReadable

WITH_MARK = "utf-8-sig"
"""UTF-8 with the mark by which a spreadsheet knows it; where it is read, the mark may be absent."""

Doubt = Literal["guessed", "unreadable"]

_FALLBACK = "cp1252"
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, WITH_MARK),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UNREAD = re.compile("[\udc80-\udcff]")
"""What stands for a byte that is no text of the encoding (Python's surrogateescape)."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file, with its end."""

    number: int
    """As an editor shows it, from 1."""
    text: str
    doubt: Doubt | None = None
    """Whether its encoding was guessed, or part of it is no text of the encoding."""


def encoding_of(stream: BinaryIO, told: str | None, name: str) -> str:
    """The encoding of a file; ``told`` is what its mapping names.

    Raises:
        NotReadable: where the encoding that is named is not known.
    """
    start = stream.read(4)
    stream.seek(0)
    marked = next((encoding for mark, encoding in _MARKS if start.startswith(mark)), None)
    if marked is not None:
        return marked
    if told is not None:
        return _known(told, name)
    if start[1:2] == b"\0" and start[:1] != b"\0":
        return "utf-16-le"
    if start[:1] == b"\0" and start[1:2] not in {b"\0", b""}:
        return "utf-16-be"
    return WITH_MARK


def is_utf_8(stream: BinaryIO) -> bool:
    """Whether all of a file is UTF-8 and some of it is more than ASCII."""
    content = stream.read()
    stream.seek(0)
    try:
        return not content.isascii() and bool(content.decode())
    except UnicodeDecodeError:
        return False


def lines(stream: BinaryIO, encoding: str, name: str, *, told: bool = False) -> Generator[Line]:
    """The lines of a file, from its first one on.

    With ``told`` no other encoding is tried for any of them.

    A line ends where an editor ends it: at CR LF, at LF and at CR.

    Raises:
        NotReadable: where the file is no text of an encoding with several bytes a letter.
    """
    stream.seek(0)
    text = io.TextIOWrapper(stream, encoding=encoding, errors="surrogateescape", newline="")
    try:
        for number, line in enumerate(text, start=1):
            if line.isascii() or not _UNREAD.search(line):
                yield Line(number, line)
            elif told:
                yield Line(number, line, "unreadable")
            else:
                yield _guessed(number, line)
    except UnicodeDecodeError as error:
        raise NotReadable(f"{name} is not {error.encoding} text: export it again.") from None
    finally:
        if not stream.closed:
            text.detach()


def _guessed(number: int, line: str) -> Line:
    try:
        return Line(number, line.encode("utf-8", "surrogateescape").decode(_FALLBACK), "guessed")
    except UnicodeDecodeError:
        return Line(number, line, "unreadable")


def _known(encoding: str, name: str) -> str:
    """The encoding that a mapping names, as Python knows it."""
    try:
        known = codecs.lookup(encoding).name
    except LookupError:
        raise NotReadable(f"encoding in the mapping of {name} is not known.") from None
    return WITH_MARK if known == "utf-8" else known
