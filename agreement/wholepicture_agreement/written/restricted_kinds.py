"""The words of a restricted kind, matched in every spelling and never inside other words.

"Drug & Alcohol Service" has the words "drug and alcohol", and so has "drug-alcohol"; "refugee" does
not have "refuge". A plural counts; so does the end of a word in an e-mail address.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufeff]")
_JOINED = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
_ELSE = re.compile(r"[\W_]+")
_AND = re.compile("[&+]")


@dataclass(frozen=True, slots=True)
class RestrictedWords:
    """The pattern that matches the words of one restricted kind."""

    _anywhere: re.Pattern[str]
    _at_the_end: re.Pattern[str]

    def stand_in(self, text: str) -> bool:
        """Whether a text has one of the words."""
        words = self._at_the_end if "@" in text else self._anywhere
        return words.search(_plain(text)) is not None


def kind_of(said: str) -> str:
    """A restricted kind as the agreement spells kinds: "Sexual health" is sexual-health."""
    return "-".join(re.findall(r"[^\W_]+", said.casefold()))


def opens(opened: Collection[str], kinds: Iterable[str]) -> bool:
    """Whether a rule whose ``restricted`` is ``opened`` gives every one of these kinds."""
    return "any" in opened or set(kinds) <= set(opened)


def restricted_words(words: Iterable[str]) -> RestrictedWords:
    """The pattern for these words, none of which is empty."""
    spelt = "|".join(map(_spelt, words))
    return RestrictedWords(
        re.compile(rf"\b(?:{spelt})(?: ?s)?\b"), re.compile(rf"(?:{spelt})(?: ?s)?\b")
    )


@lru_cache(maxsize=1024)  # a text is looked at for each kind, and services are named again
def _plain(text: str) -> str:
    """A text in small letters without accents, one space for all that is no letter or digit."""
    parted = _JOINED.sub(" ", _AND.sub(" and ", _INVISIBLE.sub("", text)))
    plain = unicodedata.normalize("NFKD", parted).casefold()
    if not plain.isascii():
        plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return _ELSE.sub(" ", plain)


def _spelt(words: str) -> str:
    """A pattern for words, with an optional space wherever a space or hyphen can be."""
    pattern = []
    for word in _plain(words).split():
        letters = " ?".join(map(re.escape, word))
        pattern.append(f"(?:{letters} ?)?" if word == "and" else f"{letters} ?")
    return "".join(pattern).removesuffix(" ?")
