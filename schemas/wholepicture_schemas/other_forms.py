"""Values that say what their field asks for, in a form that another system has: they are read.

Only what can mean one thing is: 21/09/2016 is a day and 04/05/2016 may be two. The sender is still
asked to write it as the field has it.
"""

import datetime as dt
import re
from typing import Any

from pydantic_core import ErrorDetails

from wholepicture_schemas.told_fields import field_at

_NUMBERS = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})")
_MIDNIGHT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]00:00(:00([.]0+)?)?(Z|[+-]\d{2}:?\d{2})?")
_IN_WORDS = ("%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%d-%B-%Y", "%d %b, %Y", "%d %B, %Y")
_MONTHS = 12
_YEARS = range(1900, 2200)


def in_another_form(value: Any, error: ErrorDetails, path: str) -> Any:
    """What a value says, in the form of the field at a path; None where that is not certain.

    A single value where a list is expected becomes a list, and a list of one where one is expected
    the one. Several texts where one is expected are joined. A number where a text is expected
    becomes its digits, a text that is too long is cut, the words for a code are the code, and true
    or false is yes or no.
    """
    kind = error["type"]
    if isinstance(value, bool):
        return _code("yes" if value else "no", path) if kind == "literal_error" else None
    if kind == "tuple_type" and value:
        return [value]
    if isinstance(value, list):
        return _of_a_list(value, kind)
    if kind == "string_type" and isinstance(value, int):
        return str(value)
    if not isinstance(value, str):
        return None
    if kind == "string_too_long":
        return value.strip()[: error["ctx"]["max_length"]]
    if kind == "literal_error":
        return _code(value, path)
    return day(value) if kind == "wholepicture.partial_date" else None


def day(text: str) -> str | None:
    """The day that a text names for certain, as 2016-09-21; none where it may be two or none.

    >>> [day(text) for text in ("21/09/2016", "21 Sep 2016", "2016-09-21T00:00:00Z", "4/5/2016")]
    ['2016-09-21', '2016-09-21', '2016-09-21', None]
    """
    text = " ".join(text.split())
    if found := _MIDNIGHT.fullmatch(text):
        return found[1]
    if found := _YEAR_FIRST.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMBERS.fullmatch(text):
        first, second, year = map(int, found.groups())
        certain = first > _MONTHS or first == second
        return _day(year, second, first) if certain else None
    for form in _IN_WORDS:
        try:
            read = dt.datetime.strptime(text, form)  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        return _day(read.year, read.month, read.day)
    return None


def _day(year: int, month: int, number: int) -> str | None:
    try:
        return dt.date(year, month, number).isoformat() if year in _YEARS else None
    except ValueError:
        return None


def _of_a_list(value: list[Any], kind: str) -> Any:
    if kind in {"model_type", "model_attributes_type"} and len(value) == 1:
        return value[0] if isinstance(value[0], dict) else None
    texts = [item for item in value if isinstance(item, str) and item.strip()]
    return " ".join(texts) or None if kind == "string_type" and len(texts) == len(value) else None


def _code(text: str, path: str) -> str | None:
    """The code that a text is in another case, or names by its words."""
    place = field_at(path)
    said = text.strip().casefold()
    if place is None:
        return None
    codes = [
        code for code, label in place.codes.items() if said in {code.casefold(), label.casefold()}
    ]
    return codes[0] if len(codes) == 1 else None
