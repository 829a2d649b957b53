"""Names of people of every alphabet, as they are compared.

A name is kept as it is spelt, without case, spaces and punctuation, and compared in Latin letters:
Łukasz and Lukasz, Иван and Ivan, 王小明 and Wang Xiaoming are equal. Two names are never equal
because nothing is left of both.

What is written in one alphabet as it sounds in another may lack vowels: محمد is mhmd, and Mohammed
too without its vowels. Such names may be equal (``may_be_equal``), which a person says.
"""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

_KNOWN = 65_536
"""How many names are kept in comparable form."""
_PARTICLES = re.compile(
    r"(?:al|el|bin|bint|ibn|da|dos|das|del|der|den|de|van|von)+(?=[a-z]{4})|\u0627\u0644(?=\w{3})"
)
"""What stands before a family name and is left out as often: al-Hassan, Hassan."""
_SOUNDS = (
    (re.compile("ph"), "f"),
    (re.compile("(?<=[cdgkstz])h"), ""),
    (re.compile("[cgq]"), "k"),
    (re.compile("z"), "s"),
    (re.compile("v"), "w"),
    (re.compile("j"), "y"),
    (re.compile("(?<=.)[aeiouyw]|^[aeiou]+(?=.)|(?<=.)h$"), ""),
)
"""What a name loses or changes from one alphabet to another."""
_TWICE = re.compile(r"(.)\1+")


@lru_cache(_KNOWN)
def spelt(text: str | None) -> str:
    """The letters, their marks and the digits of a name, in its own alphabet, without case."""
    composed = unicodedata.normalize("NFKC", text or "").casefold()
    if composed.isascii():
        return "".join(filter(str.isalnum, composed))
    return "".join(sign for sign in composed if sign.isalnum() or _is_mark(sign))


@lru_cache(_KNOWN)
def in_latin(name: str) -> str:
    """A spelt name in plain Latin letters; in its own where there are none for it."""
    if name.isascii():
        return name
    bare = "".join(sign for sign in name if not _is_vocal_sign(sign))
    return re.sub("[^0-9a-z]", "", anyascii(bare).casefold()) or name


@lru_cache(_KNOWN)
def family_name(name: str) -> str:
    """A spelt family name in plain Latin letters, without the particles before it."""
    latin = in_latin(_PARTICLES.sub("", name, count=1) if not name.isascii() else name)
    found = _PARTICLES.match(latin)
    return latin[found.end() :] if found else latin


@lru_cache(_KNOWN)
def sound(name: str) -> str:
    """The consonants of a spelt name as other alphabets have them; all of it where it has none."""
    latin = family_name(name)
    heard = latin
    for pattern, instead in _SOUNDS:
        heard = pattern.sub(instead, heard)
    return _TWICE.sub(r"\1", heard) or latin


def may_be_equal(name: str, other: str) -> bool:
    """Whether two spelt names may be the same one.

    They are the same in Latin letters, or one of them is of another alphabet and sounds so.
    """
    if not (name and other):
        return False
    if family_name(name) == family_name(other):
        return True
    return name.isascii() != other.isascii() and sound(name) == sound(other)


def contradict(name: str, other: str) -> bool:
    """Whether two spelt forenames speak against each other; one cut short does not.

    Those of one alphabet that differ do, also where Latin letters have no difference for them, as
    丽 and 莉 of twins, which are both Li.
    """
    if not (name and other):
        return False
    own, its = _own_letters(name), _own_letters(other)
    if own and its:
        return not _begins(own, its)
    return not _begins(in_latin(name), in_latin(other))


@lru_cache(_KNOWN)
def _own_letters(name: str) -> str:
    """A spelt name without accents, in an alphabet other than Latin; empty where it is Latin."""
    if name.isascii() or unicodedata.name(name[0], "").startswith("LATIN"):
        return ""
    decomposed = unicodedata.normalize("NFKD", name)
    return "".join(sign for sign in decomposed if not _is_vocal_sign(sign))


def _begins(name: str, other: str) -> bool:
    return name.startswith(other) or other.startswith(name)


def _is_mark(sign: str) -> bool:
    """Whether a sign belongs to the letter before it, as a vowel of Devanagari does."""
    return unicodedata.category(sign).startswith("M")


@lru_cache(4096)
def _is_vocal_sign(sign: str) -> bool:
    """Whether a sign is an accent, or a vowel that Arabic and Hebrew mostly leave out."""
    name = unicodedata.name(sign, "")
    return _is_mark(sign) and name.startswith(("COMBINING", "ARABIC", "HEBREW"))
