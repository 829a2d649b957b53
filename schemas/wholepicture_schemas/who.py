"""How a person of an event is named, as far as the person is told: name, initials, age.

An item's headline, page and line in a list call a child by the same words. What is not told of a
person is not said: somebody without a name is "a child", and one without a birth date has no age.
"""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from wholepicture_schemas.fields import AS_WRITTEN

Person = Mapping[str, Any]
"""A child or an adult, as told: with as many of its fields as the reader may see."""

_DATE = re.compile(r"((?:19|20|21)\d\d)(?:-(\d\d)(?:-(\d\d))?)?")
_A_YEAR, _IN_MONTHS = 12, 24
"""Months: up to two years a child's age is said in them."""


def name_of(person: Person) -> str:
    """Given and family name, as far as they are told; empty where neither is.

    A name that came as one text is told as it was written.
    """
    return " ".join(_names_of(person))


def initials_of(person: Person) -> str:
    """The initials of a name: T.M.; empty where no name is told.

    >>> initials_of({"name": {"given": "Tia", "family": "Marlow-Reed"}})
    'T.M.'
    """
    return "".join(f"{part[:1].upper()}." for part in _names_of(person))


def _names_of(person: Person) -> list[str]:
    name = person.get("name")
    if isinstance(name, dict):
        written = name.get(AS_WRITTEN)
        of_parts = {**written, **name} if isinstance(written, dict) else name
        parts = (of_parts.get("given"), of_parts.get("family"))
        return [word for part in parts if part and (word := str(part).strip())]
    kept = person.get(AS_WRITTEN)
    text = name or (kept.get("name") if isinstance(kept, dict) else None)
    return str(text or "").split()


def age_at(born: object, on: dt.date) -> str:
    """An age on a day, from a birth date that may be known in part; empty where none is known.

    >>> [age_at(born, dt.date(2026, 3, 4)) for born in ("2015-03-09", "2015", "2026-01", "2030")]
    ['10', '10 or 11', '1 or 2 months', '']
    """
    found = _DATE.fullmatch(born) if isinstance(born, str) else None
    if found is None:
        return ""
    year, month, day = [int(part) if part else None for part in found.groups()]
    if year is None or (month is not None and not 1 <= month <= _A_YEAR):
        return ""
    most = _months(year, month or 1, day or 1, on)
    if most < 0:
        return ""
    least = most if month and day else max(_months(year, month or _A_YEAR, day or 31, on), 0)
    if month is not None and most < _IN_MONTHS:
        return f"{_either(least, most)} month{'' if most == 1 else 's'}"
    return _either(least // _A_YEAR, most // _A_YEAR)


def child_in_words(child: Person, on: dt.date) -> str:
    """A child by name and age: "Tia Marlow, 11", "a child of 11", "an unborn child"."""
    if is_unborn(child):
        return name_of(child) or "an unborn child"
    name, age = name_of(child), age_at(child.get("birth_date"), on)
    if not name:
        return f"a child of {age}" if age else "a child"
    return f"{name}, {age}" if age else name


def initials_and_age(child: Person, on: dt.date) -> str:
    """A child as a list has room for it: "T.M. 11"."""
    if is_unborn(child):
        return initials_of(child) or "unborn"
    age = age_at(child.get("birth_date"), on).replace(" months", "m").replace(" month", "m")
    return f"{initials_of(child) or 'child'} {age}".strip()


def is_unborn(child: Person) -> bool:
    """Whether a child is told to be not born yet."""
    expected = child.get("expected_birth_date") or child.get("exposure") == "UNBORN"
    return bool(expected and not child.get("birth_date"))


def _months(year: int, month: int, day: int, on: dt.date) -> int:
    """Whole months from a day of birth to a day."""
    return (on.year - year) * _A_YEAR + on.month - month - (on.day < day)


def _either(least: int, most: int) -> str:
    return str(most) if least == most else f"{least} or {most}"
