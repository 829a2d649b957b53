"""Addresses: the traces of an address that lead to a home, in every way people write them.

The house and the street lead there: "12 Larch Road", "Larch Rd", "Rose Cottage". A town or a county
alone does not, and nor does "ground floor", so these are no traces. A first line may name either a
house or a part of a town. It counts as a house: masking too much does less harm than a home found.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from wholepicture_schemas.in_texts.address_words import (
    ARTICLES,
    COMMON,
    KINDS,
    LONG,
    SHORT,
    STREETS,
    WIDE,
    WITHIN,
)
from wholepicture_schemas.in_texts.traces import rows_of, squashed

Words = tuple[str, ...]

_BREAK = re.compile(
    r"[,;|()\n\r\v\f\x85\u2028\u2029\u3001\uff0c]|\s[-\u2010-\u2015\u2212]+\s"
    r"|(?<=[^\W\d]{2})/(?=[^\W\d]{2})"
)
_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufeff]")
_NUMBER = re.compile(r"[0-9]+[a-z]?")
_OUTWARD = re.compile("[a-z]{1,2}[0-9][a-z0-9]?")
_INWARD = re.compile("[0-9][a-z]{2}")
_POSTCODE = re.compile(_OUTWARD.pattern + _INWARD.pattern)
_SHORTEST = 5
"""Below it, a number or a name stands in too many texts."""
_MOST_KEPT = 1024
"""How many answers a process remembers: an address stands in each version of an event."""
_MOST_NUMBERS = 8
"""How many words before a street are its number: Flat 3, Block 2, No. 12."""


def traces(lines: Sequence[str], *, exact: bool) -> Iterator[str]:
    """The traces of an address, squashed.

    ``exact``: whether a postcode or the like stands beside the lines, so that even one name alone
    names a house.
    """
    parts: list[Words] = []
    for line in lines:
        read = _read(line)
        if read.whole:
            yield read.whole
        exact = exact or bool(read.postcodes)
        yield from read.postcodes
        for part in read.parts:
            if parts and len(parts[-1]) < _MOST_NUMBERS and not _numbered(parts[-1])[1]:
                parts[-1] += part  # Flat 9, New House
            else:
                parts.append(part)
    house = len(parts) > 1 or exact
    for words in parts:
        named = house and tells(words)
        yield from _of_part(words, named=named)
        house = house and not named


class _Line(NamedTuple):
    """What one line of an address says."""

    whole: str
    """All of it, where it leads to a house by itself."""
    postcodes: tuple[str, ...]
    parts: tuple[Words, ...]
    """What stands between commas, and from a number on."""


@lru_cache(_MOST_KEPT)
def _read(line: str) -> _Line:
    whole = squashed(line)
    leads = len(whole) >= _SHORTEST and _has_digit(whole)
    read = [_without_postcode(words) for part in _BREAK.split(line) if (words := words_of(part))]
    return _Line(
        whole=whole if leads else "",
        postcodes=tuple(code for _, code in read if code),
        parts=tuple(part for rest, _ in read for part in _at_numbers(rest)),
    )


def spellings(name: Words) -> Iterable[str]:
    """A name in the ways that it is written: Saint John's Road, St Johns Rd."""
    heads: dict[str, Words] = {"st": ("st", "saint"), "saint": ("st", "saint"), "the": ("the",)}
    first, *middle, last = name if len(name) > 1 else (*name, "")
    long = LONG.get(last, last)
    middles = {"".join(middle), "".join(word for word in middle if word != "and")}
    if first == "the" and len(name) > 2:  # noqa: PLR2004 - The Old Mill, but not The Mill
        heads["the"] = ("the", "")
    return map(
        "".join, product(heads.get(first, (first,)), sorted(middles), (long, *SHORT.get(long, ())))
    )


def tells(name: Words) -> bool:
    """Whether a name, standing alone, leads to a place that is no town.

    Common words do where they are put together as streets are named: Back Lane, Hill View.
    """
    if not COMMON.issuperset(name):
        return "".join(name) not in WIDE
    own = [word for word in name if word not in ARTICLES]
    of_a_street = (own[-1:] and own[-1] in STREETS) or sum(map(KINDS.__contains__, own)) > 1
    return len(own) > 1 and bool(of_a_street)


def words_of(text: str) -> Words:
    """The words of a text, each squashed."""
    if not text.isascii():
        text = _INVISIBLE.sub("", text)
    return tuple([word for word in rows_of(text.replace("&", " and ").split()) if word])


def _has_digit(row: str) -> bool:
    return not row.isalpha() and any(map(str.isdigit, row))


def _without_postcode(words: Words) -> tuple[Words, str | None]:
    for at, word in enumerate(words):
        if not _has_digit(word):
            continue
        if _POSTCODE.fullmatch(word):
            return words[:at] + words[at + 1 :], word
        after = words[at + 1] if at + 1 < len(words) else ""
        if _OUTWARD.fullmatch(word) and _INWARD.fullmatch(after):
            return words[:at] + words[at + 2 :], word + after
    return words, None


def _at_numbers(words: Words) -> Iterator[Words]:
    """A part, parted where a number begins another: Larch House | 12 Larch Road | Flat 3."""
    start = 0
    for at in range(1, len(words)):
        number = _NUMBER.fullmatch(words[at]) and words[at - 1] not in WITHIN
        if (number or words[at] in WITHIN) and _numbered(words[start:at])[1]:
            yield words[start:at]
            start = at
    if words:
        yield words[start:]


def _numbered(words: Words) -> tuple[Words, Words]:
    """The numbers at the head of a part of an address, and what follows them."""
    for at, word in enumerate(words):
        of_one_before = len(word) == 1 and at > 0
        if not (of_one_before or word in WITHIN or _NUMBER.fullmatch(word)):
            return words[:at], words[at:]
    return words, ()


@lru_cache(_MOST_KEPT)
def _of_part(words: Words, *, named: bool) -> tuple[str, ...]:
    """The traces of one part; ``named``: whether a part that is a bare name names the house."""
    return tuple(_in_part(words, named=named))


def _in_part(words: Words, *, named: bool) -> Iterator[str]:
    numbers, rest = _numbered(words)
    whole = "".join(words)
    if not rest or _has_digit("".join(rest)):
        if len(whole) >= _SHORTEST and _has_digit(whole):
            yield whole
        return
    while len(rest) > 1 and rest[-1] in WIDE:
        rest = rest[:-1]
    names = tuple(_names(rest)) or ((rest,) if named or numbers else ())
    number = "".join(numbers[_last_number(numbers) :])
    for name in names:
        for written in spellings(name):
            if number and name is names[0] and (tells(name) or number[0].isdigit()):
                yield number + written
            if tells(name) and len(written) >= _SHORTEST:
                yield written
    if names and number[:1].isdigit() and len(bare := "".join(names[0][:-1])) >= _SHORTEST:
        yield number + bare  # 12 Larch


def _last_number(numbers: Words) -> int:
    digits = (at for at in range(len(numbers) - 1, -1, -1) if numbers[at][0].isdigit())
    return next(digits, 0)


def _names(words: Words) -> Iterator[Words]:
    """The houses and streets of a part without its numbers: Rose Cottage, Larch Lane."""
    start = 0
    for at in range(1, len(words)):
        last = at + 1 == len(words)
        if at > start and words[at] in KINDS and (last or words[at + 1] not in KINDS):
            yield words[start : at + 1]
            start = at + 1
