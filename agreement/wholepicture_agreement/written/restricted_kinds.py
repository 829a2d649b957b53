"""The words of a restricted kind, matched in every spelling and never inside other words.

"Drug & Alcohol Service" has the words "drug and alcohol", and so has "drug-alcohol"; "refugee" does
not have "refuge". A plural counts; so does the end of a word in an e-mail address.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufeff]")
_JOINED = re.compile("[A-Z](?<=[a-z].)(?=[a-z])")
_ELSE = re.compile(r"[\W_]+")
_ASCII_ELSE = {sign: " " for sign in range(128) if not chr(sign).isalnum()}
_AND = re.compile("[&+]")


class _Word(NamedTuple):
    """One of the words of a kind, which may be several: "safe house"."""

    letters: str
    """Letters that stand in a row, but for spaces, wherever the word stands."""
    anywhere: re.Pattern[str]
    at_the_end: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class RestrictedWords:
    """The words of one restricted kind, or of several."""

    _words: tuple[_Word, ...]

    def __add__(self, other: "RestrictedWords") -> "RestrictedWords":
        """The words of both."""
        return RestrictedWords(self._words + other._words)

    def stand_in(self, text: str) -> bool:
        """Whether a text has one of the words."""
        plain, letters = _plain_with_letters(text)
        for word in self._words:
            if word.letters in letters:  # seldom so, and looked up much faster than a pattern
                pattern = word.at_the_end if "@" in text else word.anywhere
                if pattern.search(plain):
                    return True
        return False


def kind_of(said: str) -> str:
    """A restricted kind as the agreement spells kinds: "Sexual health" is sexual-health."""
    return "-".join(re.findall(r"[^\W_]+", said.casefold()))


def opens(opened: Collection[str], kinds: Iterable[str]) -> bool:
    """Whether a rule whose ``restricted`` is ``opened`` gives every one of these kinds."""
    return "any" in opened or set(kinds) <= set(opened)


def restricted_words(words: Iterable[str]) -> RestrictedWords:
    """The patterns for these words, none of which is empty."""
    return RestrictedWords(tuple(map(_word, words)))


def _word(words: str) -> _Word:
    spelt = _spelt(words)
    return _Word(
        max(re.split(r"\band\b", _plain(words)), key=len).replace(" ", ""),
        re.compile(rf"\b(?:{spelt})(?: ?s)?\b"),
        re.compile(rf"(?:{spelt})(?: ?s)?\b"),
    )


@lru_cache(maxsize=1024)  # a text is looked at for each kind, and services are named again
def _plain_with_letters(text: str) -> tuple[str, str]:
    """A text in its plain form, and that without its spaces."""
    plain = _plain(text)
    return plain, plain.replace(" ", "")


def _plain(text: str) -> str:
    """A text in small letters without accents, one space for all that is no letter or digit."""
    if not text.isascii():
        text = _INVISIBLE.sub("", text)
    parted = _JOINED.sub(r" \g<0>", _AND.sub(" and ", text))
    plain = unicodedata.normalize("NFKD", parted).casefold().translate(_ASCII_ELSE)
    if not plain.isascii():
        plain = _ELSE.sub(" ", "".join(c for c in plain if not unicodedata.combining(c)))
    return " ".join(plain.split())


def _spelt(words: str) -> str:
    """A pattern for words, with an optional space wherever a space or hyphen can be."""
    pattern = []
    for word in _plain(words).split():
        letters = " ?".join(map(re.escape, word))
        pattern.append(f"(?:{letters} ?)?" if word == "and" else f"{letters} ?")
    return "".join(pattern).removesuffix(" ?")
