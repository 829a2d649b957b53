"""Traces: an address, a number or a name inside a text, in any spelling.

A text is searched by its letters and digits alone. So spaces, line ends, dashes, invisible
characters, case, width, accents and strokes hide no trace: "12 larch  road" and "12-Larch-Road" are
equal, and so are "ul. Łódzka 5" and "UL LODZKA 5".
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress

KEPT_BACK = "[kept back]"
"""The replacement of an address, a number or a service in a text."""

_BEYOND_CHANCE = 10
"""A row of letters of this length or more is in no other word by chance."""
_SHORT = 5
"""Likewise for a row with digits."""


_FORM = re.compile(
    "LATIN (?:SMALL LETTER|SMALL LIGATURE|LETTER SMALL CAPITAL) (?:DOTLESS )?"
    "([A-Z]|AE|OE)(?: WITH .+)?$"
)
"""What Unicode calls a Latin letter with a stroke, a hook or no dot, which does not decompose."""

Span = tuple[int, int]
"""Where something stands in a text: its first sign, and behind its last."""


class _Signs(dict[int, str | None]):
    """Each character in a search: small letters and plain digits, or nothing."""

    def __missing__(self, code: int) -> str | None:
        plain = "".join(map(_base, unicodedata.normalize("NFKD", chr(code)).casefold()))
        counts = "".join(str(unicodedata.decimal(sign, sign)) for sign in plain if sign.isalnum())
        self[code] = counts or None
        return counts or None


def _base(sign: str) -> str:
    """The letter that a Latin one is a form of: l of ł, o of ø, ae of æ, i of the dotless one."""
    form = None if sign.isascii() else _FORM.match(unicodedata.name(sign, ""))
    return form[1].lower() if form else sign


_SIGNS = _Signs()
_BETWEEN = "\x1f"
"""ASCII's separator of units, between texts that are looked at together."""
_ASCII = bytes(chr(code).isalnum() for code in range(128)).ljust(256, b"\0")
"""Of each ASCII character, whether it counts."""
_SMALL = bytes(range(256)).lower()
_ELSE = bytes(code for code in range(128) if not _ASCII[code])
_ELSE_OF_MANY = _ELSE.replace(_BETWEEN.encode(), b"")


def squashed(text: str) -> str:
    """The letters and digits of a text, in one row."""
    if text.isascii():  # in bytes it costs a third
        return text.encode().translate(_SMALL, _ELSE).decode()
    return text.translate(_SIGNS)


def rows_of(texts: Sequence[str]) -> list[str]:
    """The letters and digits of each text."""
    joined = _BETWEEN.join(texts)
    if joined.isascii() and joined.count(_BETWEEN) == len(texts) - 1:
        return joined.encode().translate(_SMALL, _ELSE_OF_MANY).decode().split(_BETWEEN)
    return [squashed(text) for text in texts]


def is_a_name(trace: str) -> bool:
    """Whether a trace is made of letters alone, as other words are."""
    return trace.isalpha()


def without(text: str, traces: Iterable[str], instead: str = KEPT_BACK) -> str | None:
    """A text without these squashed traces; None where nothing of it is left.

    ``instead`` replaces each. A short name matches whole words only: The Mill is not in "the
    million".
    """
    return cut(text, spans(text, traces), instead)


def spans(text: str, traces: Iterable[str]) -> list[Span]:
    """Where these squashed traces stand in a text, each from its first to behind its last sign."""
    row, places = squashed(text), _places(text)
    return [span for trace in traces for span in _spans(trace, row, text, places)]


def cut(text: str, found: Iterable[Span], instead: str = KEPT_BACK) -> str | None:
    """A text without these spans; None where nothing of it is left."""
    joined = _joined(sorted(found))
    if joined and not any(sign.isalnum() for sign in _between(text, joined)):
        return None
    kept: list[str] = []
    after = 0
    for start, end in joined:
        kept += text[after:start], instead
        after = end
    return "".join((*kept, text[after:]))


def _between(text: str, joined: Sequence[Span]) -> Iterator[str]:
    """The signs of a text that stand in none of these spans."""
    after = 0
    for start, end in joined:
        yield from text[after:start]
        after = end
    yield from text[after:]


def _places(text: str) -> Sequence[int]:
    """For each letter and digit of a text, as it is squashed, its index in the text."""
    if text.isascii():
        return list(compress(range(len(text)), text.encode().translate(_ASCII)))
    return [at for at, sign in enumerate(text) for _ in squashed(sign)]


def _spans(trace: str, row: str, text: str, places: Sequence[int]) -> Iterator[Span]:
    """The spans of a trace in a text: the index of its first character and behind its last."""
    whole_words = len(trace) < (_BEYOND_CHANCE if is_a_name(trace) else _SHORT)
    start = row.find(trace)
    while start >= 0:
        first, last = places[start], places[start + len(trace) - 1]
        if not whole_words or (_edge(text, first - 1) and _edge(text, last)):
            yield first, last + 1
        start = row.find(trace, start + 1)


def _edge(text: str, at: int) -> bool:
    """Whether there is a word boundary behind the character at this index."""
    if at < 0 or at + 1 >= len(text):
        return True
    before, after = text[at], text[at + 1]
    if not (before.isalnum() and after.isalnum()):
        return True
    return before.isalpha() != after.isalpha() or (before.islower() and after.isupper())


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Spans in their order, those that overlap or touch made one."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return joined
