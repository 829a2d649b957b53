"""Shapes: what has the form of a place or a number in a text, whosever it is.

A text may name a place that stands in no field: the home that somebody fled to, a new number. It is
found by its form alone: postcodes, telephone numbers, e-mail addresses, handles, pages, vehicle
registrations, property numbers, three words of what3words, positions on a map, and numbers with a
street. The name of a place without a number, a landmark and "at her mother's" have no form.

Dates, times, ages, counts and the numbers of crimes and logs stay.
"""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import NamedTuple

from wholepicture_schemas.in_texts import streets
from wholepicture_schemas.in_texts.traces import Span

_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufeff]")
_GAP = r"[\s.\-\u2010-\u2015]{0,3}"
_BEFORE, _BEHIND = r"(?<![^\W_])", r"(?![^\W_])"
_POSTCODE = (
    rf"{_BEFORE}(?:[A-PR-UWYZ][A-HK-Y]?[0-9][0-9A-HJKMNPR-Y]?{_GAP}"
    rf"(?!(?:1st|2nd|3rd|[0-9]th){_BEHIND})[0-9][ABD-HJLNP-UW-Z]{{2}}"
    rf"|(?-i:[A-Z]{{1,2}}\s[0-9]{{1,2}}\s?(?![0-9]TH)[0-9][ABD-HJLNP-UW-Z]{{2}}))"
    rf"{_BEHIND}"
)
_DATE = r"[0-9]{1,2}[./-][0-9]{1,2}[./-](?:[0-9]{2}){1,2}(?![0-9])"
_DIGITS = r"[\s.\-\u2010-\u2015()]{0,2}[0-9]"
_PHONE = (
    rf"(?<![0-9/])(?<![0-9][.,])(?!{_DATE})(?:(?:\+|00)\s?44{_GAP}(?:\(0\))?|\(?0)"
    rf"(?:{_DIGITS}){{9,10}}(?![0-9/])"
)
_CALLED = (
    r"\b(?:tel(?:ephone)?|phone|mobile|mob|landline|whats\s?app|ring|rang|text(?:s|ed)?|sms|"
    r"call(?:s|ed)?|dial(?:s|led)?|number|no)\b(?:\s*(?:is|on|her|him|them|at|now)\b)*[\s:=.]{1,3}"
)
_SHORT_NUMBER = rf"[0-9](?:{_DIGITS}){{5,9}}(?![0-9/])"
_LEADS_TO_NUMBER = re.compile(rf"{_CALLED}$", re.IGNORECASE)
_OF_A_CRIME = re.compile(
    r"\b(?:crime|log|incident|ref(?:erence)?|case|nhs|collar|badge)\s+(?:no|number)?[\s:.]*$",
    re.IGNORECASE,
)
_EMAIL = (
    r"[\w.+%-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\s?(?:\.|\(dot\)|\[dot\])\s?[\w-]+)+"
    r"|[\w.+-]+ at [\w-]+ dot (?:com|net|org|co|uk|ac)(?: dot uk)?\b"
)
_HANDLE = r"(?<![\w.])@[A-Za-z0-9_][\w.]{1,29}"
_NETWORKS = (
    r"\b(?:insta(?:gram)?|snap(?:chat)?|face\s?book|fb|tik\s?tok|twitter|discord|telegram|"
    r"whats\s?app|roblox|x\s?box|psn|kik|messenger|bereal|threads|youtube|twitch)\b"
)
_ACCOUNT = (
    rf"{_NETWORKS}(?:\s*(?:name|handle|profile|account|user(?:\s?name)?|id|tag)\b)*"
    r"(?:\s*(?:[:=]|is\b|as\b|under\b|called\b))*\s*[\"'\u2018\u2019\u201c\u201d]?"
    r"(?P<cut>(?:(?<=[:=\"'\u2018\u2019\u201c\u201d])|(?<=[:=] ))[\w.]{3,30}"
    r"|(?=[\w.]*[0-9_.][\w.]*[\w])[\w.]{3,30})"
)
_PAGE = r"(?:https?://|www\.)\S+|\b[\w-]+\.(?:com|co\.uk|org|net|me|ly)/\S+"
_WORDS = (
    r"/{2,3}\s?[^\W\d_]+\.[^\W\d_]+\.[^\W\d_]+|(?<![\w.])[a-z]{3,}\.[a-z]{3,}\.[a-z]{3,}(?![\w.])"
)
_THREE_WORDS = (
    r"\b(?:what\s?3\s?words|what\s?three\s?words|w3w)\b\W{0,4}(?:is\W+)?"
    r"(?P<cut>[a-z]+[\s.,]+[a-z]+[\s.,]+[a-z]+)"
)
_POSITION = (
    r"-?[0-9]{1,3}\.[0-9]{3,}\s*[NS]?[,\s]\s*-?[0-9]{1,3}\.[0-9]{3,}\s*[EW]?"
    r"|(?-i:\b[HNOST][A-HJ-Z])\s?[0-9]{3,5}\s[0-9]{3,5}(?![0-9])"
)
_PROPERTY = r"\b(?:uprn|property\s+(?:reference\s+)?number)\b\D{0,12}(?P<cut>[0-9]{1,12})"
_SPOKEN = r"(?:AND|ARE|BUT|DID|FOR|GOT|HAD|HAS|HER|HIM|HIS|MEN|NOT|NOW|OFF|OUT|SAW|SHE|THE|WAS|WHO)"
_PLATE = (
    rf"\b(?:[A-Z]{{2}}[0-9]{{2}}[\s-]?(?!{_SPOKEN}\b)[A-Z]{{3}}"
    rf"|[A-HJ-NPR-Y][0-9]{{1,3}}[\s-]?(?!{_SPOKEN}\b)[A-HJ-PR-Y]{{3}}"
    rf"|(?!{_SPOKEN}\b)[A-Z]{{3}}[\s-]?[0-9]{{1,3}}[A-Z])\b|\b[a-z]{{2}}[0-9]{{2}}[a-z]{{3}}\b"
)
_REGISTERED = (
    r"\b(?:reg(?:istration)?|vrm|vrn|index|plate|number\s?plate)s?\b"
    r"(?:\s*(?:mark|number|no|is)\b)*[\s:.]{0,3}"
    r"(?P<cut>(?=[a-z0-9 ]*[0-9])(?=[a-z0-9 ]*[a-z])[a-z0-9]{1,4}\s?[a-z0-9]{2,4}(?:\s[a-z]{3})?)\b"
)


class _Form(NamedTuple):
    """A form, and what a text has that has it: saying no is cheap."""

    pattern: re.Pattern[str]
    words: frozenset[str] = frozenset()
    """One of these words, in small letters; none where any text may have it."""
    sign: re.Pattern[str] | None = None
    """This sign; none where any text may have it."""
    digits: int = 0
    """So many digits at least."""


def _form(
    pattern: str, words: str = "", sign: str = "", *, digits: int = 0, any_case: bool = True
) -> _Form:
    flags = re.IGNORECASE if any_case else 0
    signed = re.compile(sign) if sign else None
    return _Form(re.compile(pattern, flags), frozenset(words.split()), signed, digits)


_ANYWHERE = (
    _form(_EMAIL, sign="@"),
    _form(_EMAIL, sign=r"\(at"),
    _form(_EMAIL, sign=r"\[at"),
    _form(_EMAIL, "dot"),
    _form(_HANDLE, sign="@"),
    _form(_PAGE, sign="/"),
    _form(_WORDS, sign=r"\.[^\W\d_]"),
    _form(_THREE_WORDS, "w3w what3words what words 3words"),
    _form(
        _ACCOUNT,
        "insta instagram snap snapchat face facebook fb tik tiktok twitter discord telegram whats "
        "whatsapp roblox x xbox psn kik messenger bereal threads youtube twitch",
    ),
)
_HOME = rf"{_BEFORE}(?:flat|apartment|apt)\.?\s?[0-9]+[a-z]?{_BEHIND}"
_WITH_DIGITS = (
    _form(_HOME, "flat apartment apt"),
    _form(_PHONE, digits=10),
    _form(_POSTCODE, digits=2),
    _form(_PLATE, any_case=False),
    _form(_POSITION, digits=6),
    _form(_PROPERTY, "uprn property"),
    _form(_REGISTERED, "reg regs registration vrm vrn index plate plates numberplate"),
)
_NUMBER = _Form(re.compile(_SHORT_NUMBER), digits=6)
_DIGIT = re.compile("[0-9]")
_DIGITS_TOGETHER = re.compile("[0-9](?:[^0-9]{0,80}[0-9])*")
_AROUND = 40
"""How many signs before and behind a number belong to its form at the most."""
_MOST_KEPT = 512
"""How many answers a process remembers: a text is looked at again with each correction."""
_APART = re.compile(r"[^\W_]+")


@lru_cache(_MOST_KEPT)
def spans(text: str) -> tuple[Span, ...]:
    """Where a text has the form of a place or a number, in no order."""
    plain, places = _visible(text)
    words = frozenset(_APART.findall(plain.casefold()))
    found = [*_forms(plain, words), *_numbers(plain, words), *streets.spans(plain, words)]
    return tuple(_placed(span, places) for span in found)


def _visible(text: str) -> tuple[str, list[int] | None]:
    """A text without signs that nobody sees, and where its signs stand; none where all are seen."""
    if text.isascii() or not _INVISIBLE.search(text):
        return text, None
    seen = [at for at, sign in enumerate(text) if not _INVISIBLE.match(sign)]
    return "".join(text[at] for at in seen), seen


def _placed(span: Span, places: list[int] | None) -> Span:
    start, end = span
    return span if places is None else (places[start], places[end - 1] + 1)


def _forms(text: str, words: AbstractSet[str]) -> Iterator[Span]:
    for form in _ANYWHERE:
        signed = form.sign is None or form.sign.search(text)
        if signed and (not form.words or not form.words.isdisjoint(words)):
            yield from (_cut_of(match) for match in form.pattern.finditer(text))


def _numbers(text: str, words: AbstractSet[str]) -> Iterator[Span]:
    """The forms with digits, looked for around the digits of a text alone."""
    for digits in _DIGITS_TOGETHER.finditer(text):
        start, end = max(0, digits.start() - _AROUND), min(len(text), digits.end() + _AROUND)
        count = len(_DIGIT.findall(text, start, end))
        for form in _WITH_DIGITS:
            if count >= form.digits and not (form.words and form.words.isdisjoint(words)):
                yield from (_cut_of(match) for match in form.pattern.finditer(text, start, end))
        if count < _NUMBER.digits:
            continue
        for number in _NUMBER.pattern.finditer(text, start, end):
            before = text[max(0, number.start() - _AROUND) : number.start()]
            if _LEADS_TO_NUMBER.search(before) and not _OF_A_CRIME.search(before):
                yield number.span()


def _cut_of(match: re.Match[str]) -> Span:
    """What of a form is cut: the word that leads to a number stays."""
    return match.span("cut") if "cut" in match.re.groupindex else match.span()
