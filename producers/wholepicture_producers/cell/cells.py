"""The text of a cell as a value of the language: what its field takes, or what is asked about it.

A word for "not known" is no value: the field stays empty, or has its own code for it. What cannot
be read is asked about, and goes as it was written, so that a person reads it; a telephone number
that has lost its zero is both told and asked about.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from wholepicture_producers.cell.cell_text import name_in, plain_value, written
from wholepicture_producers.cell.days import Dates, whole_day
from wholepicture_producers.cell.moments import day_of, day_or_moment, moment
from wholepicture_producers.cell.not_known import (
    is_no_name,
    is_nothing_in_a_text,
    is_zeros,
    lower,
    means_not_known,
    means_nothing,
)
from wholepicture_producers.cell.number_cells import (
    decimal_number,
    identifier,
    telephone,
    whole_number,
)
from wholepicture_producers.cell.postcodes import postcode
from wholepicture_producers.cell.unclear import LostDigits, Unclear
from wholepicture_producers.shape import LeafField

Value = str | bool | int | float

_YES = frozenset({"yes", "y", "true", "t", "1"})
_NO = frozenset({"no", "n", "false", "f", "0"})
_ERRORS = frozenset({"#ref!", "#value!", "#name?", "#div/0!", "#num!", "#null!", "#spill!"})
_NUMBERS = frozenset({"postcode", "phone"})
_NAMES = ("name.given", "name.family", "name.also_known_as")


@dataclass(frozen=True, slots=True)
class Said:
    """What a cell says: its value, None where it says none, and what is asked about it."""

    value: Value | None = None
    asked: Unclear | None = None
    as_written: str | None = None
    """The text that no value could be read of, where a person can read something of it."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words for no value that a mapping names, each without case."""

    not_known: frozenset[str] = frozenset()
    blank: frozenset[str] = frozenset()
    """What stands in a cell where nothing was entered."""
    alone: bool = False
    """Whether they are a column's own, which hold in place of the usual ones, in any text."""


_USUAL = Words()


def said(text: str, field: LeafField, dates: Dates, words: Words = _USUAL) -> Said:
    """What a cell says, as its field takes it."""
    text = written(text)
    nothing = no_value(text, field, words)
    if nothing is not None:
        return nothing
    if lower(text) in _ERRORS or (len(text) > 1 and not text.strip("#")):
        fix = "Put the cell right in the spreadsheet, and export it again."
        return Said(asked=Unclear("holds a spreadsheet's error in place of its value", fix))
    try:
        return _read(text, field, dates)
    except LostDigits as error:
        return Said(asked=error)
    except Unclear as error:
        return Said(asked=error, as_written=text)


def no_value(text: str, field: LeafField, words: Words) -> Said | None:
    """What a word for no value says in this field; None for a value. A code of its own is one."""
    if not text or lower(text) in words.blank:
        return Said()
    is_own_word = lower(text) in words.not_known
    if words.alone:
        return Said(_not_known_code(field)) if is_own_word else None
    if _is_free_text(field):
        return Said() if is_nothing_in_a_text(text) else None
    if _is_name(field):
        return Said() if is_no_name(text) or is_own_word else None
    word = plain_value(text)
    if is_own_word or means_not_known(word):
        return Said(_not_known_code(field))
    if field.kind == "codes" and _code_of(text, field) is not None:
        return None
    zeros = field.kind not in {"number", "decimal", "yes-no", "codes"} and is_zeros(word)
    return Said() if zeros or means_nothing(word) else None


def value(text: str, field: LeafField, dates: Dates) -> Value:
    """What a text says that somebody wrote as this field's value.

    Raises:
        Unclear: where the field cannot take it.
    """
    found = _read(written(text), field, dates)
    if found.value is None:
        raise Unclear("is given no value", "Write a value.")
    return found.value


def plain(text: str) -> str:
    """A cell's text as code tables compare it."""
    return " ".join(text.lower().split())


def _is_free_text(field: LeafField) -> bool:
    return (
        field.kind == "text"
        and not field.named
        and not _is_name(field)
        and field.path.rpartition(".")[2] not in _NUMBERS
    )


def _is_name(field: LeafField) -> bool:
    return field.path.endswith(_NAMES)


def _not_known_code(field: LeafField) -> str | None:
    """The field's own code for not known."""
    for code in field.codes:
        if code.lower() == "unknown" or field.labels.get(code) == "not known":
            return code
    return None


def _read(text: str, field: LeafField, dates: Dates) -> Said:
    last = field.path.rpartition(".")[2]
    if last == "phone":
        return Said(*telephone(text))
    if last == "postcode":
        return Said(postcode(text))
    if field.named in {"DayOrTime", "PartialDate"} or field.kind in _READERS:
        read = day_or_moment if field.named == "DayOrTime" else _READERS[field.kind]
        return Said(read(plain_value(text), dates))
    if field.kind == "codes":
        return Said(_code(text, field))
    if field.named:
        return Said(identifier(text, field.named))
    return Said(name_in(text) if _is_name(field) else text)


def _code(text: str, field: LeafField) -> str:
    code = _code_of(text, field)
    if code is None:
        fix = f"Use one of {', '.join(field.codes)}, or give the column a table of codes."
        raise Unclear("is not one of the codes", fix)
    return code


def _code_of(text: str, field: LeafField) -> str | None:
    """The code that a text is, or whose label it is."""
    known = {plain(label): code for code, label in field.labels.items()}
    known |= {plain(code): code for code in field.codes}
    return known.get(plain(text)) or known.get(plain(plain_value(text)))


def _yes_no(text: str, _: Dates) -> bool:
    word = text.lower()
    if word in _YES or word in _NO:
        return word in _YES
    raise Unclear("is neither yes nor no", "Write yes or no, or give the column a table of codes.")


def _number(text: str, _: Dates) -> int:
    return whole_number(text)


def _decimal(text: str, _: Dates) -> float:
    return decimal_number(text)


def _day(text: str, dates: Dates) -> str:
    return whole_day(day_of(text, dates), Dates()).isoformat()


def _partial_date(text: str, dates: Dates) -> str:
    try:
        return day_of(text, dates)
    except Unclear as error:
        fix = f"{error.fix} Known in part, write 03/2026 or 2026; not known, leave it empty."
        raise Unclear(error.what, fix) from None


_READERS: Mapping[str, Callable[[str, Dates], Value]] = {
    "yes-no": _yes_no,
    "number": _number,
    "decimal": _decimal,
    "time": moment,
    "date": _day,
    "partial-date": _partial_date,
}
