"""Numbers with the name of a street or a house behind them, wherever they are: 12 Larch Road.

A name has capital letters, or ends with a word that ends little else: road, street, lane. Between a
number and such a word "2 children in the road" and "5 minutes down the road" have words that stand
in no name.
"""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from wholepicture_schemas.in_texts.address_words import KINDS, word_set
from wholepicture_schemas.in_texts.traces import Span, squashed

_UNITS = re.compile(
    r"\b(?:(?:flat|apartment|apt|unit|room|plot|block|caravan|floor)\s*(?:no\.?\s*)?"
    r"[0-9]{0,4}[a-z]?\s*[,/-]?\s*)+$",
    re.IGNORECASE,
)
_COUNTS = word_set("""
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety
""")
_COUNT = "(?:" + "|".join(sorted(_COUNTS, key=len, reverse=True)) + ")"
_END = r"(?![^\W_])[ \t]*,?\s+"
_HOUSE = re.compile(rf"[0-9]{{1,4}}[a-z]?(?:\s?[-/]\s?[0-9]{{1,4}}[a-z]?)?{_END}", re.IGNORECASE)
_COUNTED = re.compile(rf"{_COUNT}(?:[-\s]{_COUNT})?{_END}", re.IGNORECASE)
_IN_A_NUMBER = re.compile(r"[^\W_]$|[0-9][:.,]$|[^\W_][/-]$")
"""What stands before the rest of a time, a date or another number."""
_NAME = re.compile(r"[^\W_]+(?:['\u2018\u2019.-][^\W_]+)*\.?(?=\W|$)")
_MOST_WORDS = 5
_LONGEST_FLAT = 40
_KINDS = KINDS | frozenset({"alley", "boulevard", "broadway"})
_SURE = word_set("""
    road rd street avenue ave lane crescent cres terrace grove gardens gdns close mews
""")
"""What ends the name of a street also where nothing of it has a capital letter."""
_NO_STREET = word_set("""
    a about after ago all also an and approximately are around as at away back beautiful because
    been before behind between both boys bus but by called came can car cars child children
    close days doors down each drove empty end entered ever family feet fire for friends from
    girls go got had has have he her him his home hour hours houses hrs hundred if in inside
    into is it its just kids km later left like little local lot lots man men metre metres mile
    miles min mins minute minutes month months more moved my near nearby new next nights no not
    of off officers old on one only onto or other our out outside over pm am past people per
    persons points pounds ran round said same saw separate several she so some step stops that
    the their them then there they this thousand through till times to toward towards two under
    until up very was we week weeks went were when where which while who will with within
    without woman women yard yards year years you young your
""")
"""What stands between a number and a word such as road where it is no name of a street."""
_MAY_STAND_IN = frozenset(
    {"of", "the", "on", "and", "upon", "a", "le", "de", "new", "old", "little"}
)
"""Words of these that a name may have between words with capital letters: Isle of Dogs Road."""


def spans(text: str, words: AbstractSet[str]) -> Iterator[Span]:
    """Where a text names a house; ``words`` are those of the text, in small letters."""
    if words.isdisjoint(_KINDS):
        return
    shouting = text.isupper()
    counted = () if words.isdisjoint(_COUNTS) else _COUNTED.finditer(text)
    for houses, are_counted in ((_HOUSE.finditer(text), False), (counted, True)):
        for house in houses:
            if _IN_A_NUMBER.search(text[max(0, house.start() - 2) : house.start()]):
                continue
            named = list(_words_at(text, house.end()))
            if named and (end := _end_of_name(named, shouting=shouting, counted=are_counted)):
                flat = _UNITS.search(text, max(0, house.start() - _LONGEST_FLAT), house.start())
                yield (flat or house).start(), end


def _words_at(text: str, at: int) -> Iterator[re.Match[str]]:
    """The words that stand from here on, with nothing but a space between them."""
    for _ in range(_MOST_WORDS):
        word = _NAME.match(text, at)
        if word is None:
            return
        yield word
        at = word.end() + 1
        if text[word.end() : at] != " ":
            return


def _end_of_name(words: list[re.Match[str]], *, shouting: bool, counted: bool) -> int | None:
    """Where the name of a street ends that these words begin with; None where they name none."""
    said = [word[0].rstrip(".") for word in words]
    if not any(word.casefold() in _KINDS for word in said):
        return None
    plain = [squashed(word) for word in said]
    last = next((at for at, word in enumerate(plain) if at and word in _KINDS), None)
    if last is None:
        return None
    named = not shouting and all(
        word[0].isupper() or word[0].isdigit() or (at and small in _MAY_STAND_IN)
        for at, (word, small) in enumerate(zip(said[:last], plain, strict=False))
    )
    if counted and not (named and said[last][0].isupper()):
        return None
    if not named and (plain[last] not in _SURE or not _NO_STREET.isdisjoint(plain[:last])):
        return None
    while last + 1 < len(plain) and plain[last + 1] in _KINDS:
        last += 1
    return words[last].start() + len(said[last])
