"""Services and places of a restricted kind that a text names: Willow Refuge, the drugs service.

A text says much with the same words that names no service: "took refuge in the bathroom", "under
the influence of a substance". So words count only in a name, with capital letters, before a word
such as clinic, or where they are a place by themselves: "in a refuge".
"""

import re
from collections.abc import Iterator, Sequence

from wholepicture_schemas.in_texts.address_words import word_set
from wholepicture_schemas.in_texts.traces import Span

from wholepicture_agreement.written.restricted_kinds import RestrictedWords

A_SERVICE = "a service"
"""What stands in its place: no gap shows that there was a name."""

_WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")
_MOST_WORDS = 6
_OF_A_SERVICE = word_set("""
    accommodation adviser advisor advocate agency appointment centre center charity clinic
    clinics counsellor group helpline hospital hostel hub key nurse nurses outreach place
    practice project projects provider service services staff support team teams unit volunteer
    volunteers worker workers workshop
""")
"""What follows the words of a kind where they are those of a service."""
_KINDS_OF_WORK = word_set("abuse advice misuse recovery rehabilitation treatment use")
"""What may stand between: drug and alcohol treatment service."""
_MOST_BEFORE = 2
"""How many words before it are its name where everything has capital letters."""
_ARTICLES = frozenset({"a", "an", "her", "his", "local", "our", "that", "the", "their", "this"})
_FIRST = _ARTICLES | word_set("""
    and are as at but by called for from has he in into is it later mother mum no now of on or
    phoned rang seen she since so then there they to was we went when while with
""")
"""Words that begin a sentence with a capital letter and no name."""
_VERBS = word_set("""
    find finding found seek seeking sought take taken takes taking took
""")
"""One takes refuge in a bathroom."""
_END = re.compile(r"[.!?:\n]\W*$")


def spans(text: str, words: RestrictedWords, *, place: bool = False) -> list[Span]:
    """Where a text names a service of the kind that these words tell, with its article.

    ``place``: whether the words are a place by themselves, such as a refuge.
    """
    if not words.stand_in(text):
        return []
    said = list(_WORD.finditer(text))
    return [
        (said[first].start(), said[last].end())
        for first, last in _windows(text, said, words, place=place)
    ]


def _windows(
    text: str, said: Sequence[re.Match[str]], words: RestrictedWords, *, place: bool
) -> Iterator[tuple[int, int]]:
    """The first and the last word of each name, in their order."""
    done = -1
    for last in range(len(said)):
        for first in range(last, max(done, last - _MOST_WORDS), -1):
            if words.stand_in(text[said[first].start() : said[last].end()]):
                done = last
                if (name := _name_around(text, said, first, last, place=place)) is not None:
                    done = name[1]
                    yield name
                break


def _name_around(
    text: str, said: Sequence[re.Match[str]], first: int, last: int, *, place: bool
) -> tuple[int, int] | None:
    """The whole name around the words of a kind; none where they are no name."""
    before = _joined_word(text, said, first, -1)
    if place and before.casefold() in _VERBS:
        return None
    named = place or any(_is_in_a_name(text, said[at]) for at in range(first, last + 1))
    shouting = text.isupper()
    behind = _joined_word(text, said, last, 1)
    if behind.casefold() in _KINDS_OF_WORK:
        after = _joined_word(text, said, last + 1, 1).casefold()
        last += 1 if after in _OF_A_SERVICE else 0
    while (word := _joined_word(text, said, last, 1)) and (
        word.casefold() in _OF_A_SERVICE or (named and word[0].isupper() and not shouting)
    ):
        named, last = True, last + 1
    before_it = first
    while (word := _joined_word(text, said, first, -1)) and (
        word[0].isupper()
        and word.casefold() not in _FIRST
        and not (shouting and before_it - first == _MOST_BEFORE)
    ):
        named, first = True, first - 1
    if not named:
        return None
    if (word := _joined_word(text, said, first, -1)) and word.casefold() in _ARTICLES:
        first -= 1
    return first, last


def _joined_word(text: str, said: Sequence[re.Match[str]], at: int, step: int) -> str:
    """The word beside another with nothing but a space or a sign of a name between them."""
    if not 0 <= at + step < len(said):
        return ""
    left, right = sorted((said[at], said[at + step]), key=lambda word: word.start())
    between = text[left.end() : right.start()]
    return said[at + step][0] if re.fullmatch(r"[ \t]*[&/'\u2019-]?[ \t]*", between) else ""


def _is_in_a_name(text: str, word: re.Match[str]) -> bool:
    """Whether a word has a capital letter, and not only as the first of its sentence."""
    start = word.start()
    return word[0][0].isupper() and start > 0 and _END.search(text[:start]) is None
