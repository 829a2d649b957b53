"""Cells of a file of rejected rows, guarded against what a spreadsheet makes of them.

A spreadsheet takes a leading zero from a number, rounds a long one, turns texts into dates, and
runs a text that begins like a formula. An apostrophe before such a text keeps it a text; it is
taken away where the file is read again. A text that begins with an apostrophe gets another one.

Source: OWASP, CSV Injection: no cell begins with ``=``, ``+``, ``-``, ``@``, a tab or a line end.
"""

import re

_APOSTROPHE = "'"
_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20", _APOSTROPHE)
_LONGEST_NUMBER = 11
"""How many digits a spreadsheet shows, and saves, of a number."""
_LONGEST_TURNED = 60
"""How long a text is at most that a spreadsheet takes for a date or for a number with signs."""

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*"
_PART = rf"(?:\d{{1,4}}|{_MONTH})"
_CLOCK = r"\d{1,3}(?::\d{1,2}){0,2}(?:[.,]\d+)?\s*(?:[ap]\.?m?\.?)?"
_AND_CLOCK = rf"[t ,]*(?:{_CLOCK})?z?"
_TURNED = (
    re.compile(r"0\d+"),
    re.compile(rf"\d{{{_LONGEST_NUMBER + 1},}}"),
    re.compile(r"(?=.*\d)[\s(£$€]*(?:\d{1,3}(?:[, ]\d{3})+(?!\d)|\d*)(?:[.,]\d*)?[\s%£$€)]*"),
    re.compile(r"\d[\d.,]*\s*e\s*[+-]?\s*\d+"),
    re.compile(r"\d+\s+\d+\s*/\s*\d+"),
    re.compile(rf"\d{{1,4}}(?:\s*[-/.]\s*\d{{1,4}}){{1,2}}{_AND_CLOCK}"),
    re.compile(rf"(?=.*{_MONTH}){_PART}(?:[\s,./-]*{_PART}){{1,2}}{_AND_CLOCK}"),
    re.compile(_CLOCK),
    re.compile(r"true|false"),
)
"""A leading zero, a long number, a number with signs, a power of ten, a fraction, a date in digits
and one with a month's name, a time of day, a truth."""
_KEPT = re.compile(rf"[1-9]\d{{0,{_LONGEST_NUMBER - 1}}}|0")


def guarded(text: str) -> str:
    """The text as a spreadsheet leaves it."""
    bare = text.strip()
    if bare.startswith(_SIGNS) or text.startswith(_SIGNS) or _is_turned(text):
        return _APOSTROPHE + text
    return text


def unguarded(text: str) -> str:
    """The text that was guarded, also where a spreadsheet has taken the apostrophe for itself."""
    return text.removeprefix(_APOSTROPHE)


def _is_turned(text: str) -> bool:
    """Whether a spreadsheet takes a text for a number, a date, a time or a truth."""
    if _KEPT.fullmatch(text):
        return False
    bare = text.strip()
    if len(bare) > _LONGEST_TURNED:
        return bare.isdigit()
    return any(form.fullmatch(bare.lower()) for form in _TURNED)
