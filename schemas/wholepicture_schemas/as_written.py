"""What a person can read and no field can hold: it is delivered as it was written, not checked.

A value of the wrong form is left out of its field and kept in ``as_written`` of the same object,
under the field's name: a telephone number with an extension, a name as one text. It is masked as
the field is. Nothing is decided by it, and nobody is identified by it.

What would hold a protection or refer to a person is not kept: a protection is read at its
strictest, and a reference leads to a person or to nobody.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from wholepicture_schemas.fields import AS_WRITTEN, EACH, FieldPlace, places
from wholepicture_schemas.identifiers import PersonRef
from wholepicture_schemas.texts import is_not_known
from wholepicture_schemas.told_fields import field_at

_LONGEST = 2000
_HANDLING = ("data", "core", "handling")
_NO_DAY = re.compile(r"(0000|0001|9999)-\d\d-\d\d.*|.*\D(0000|0001|9999)")
"""A date of a year that systems fill in, however it is written."""

_Location = tuple[int | str, ...]


def keep(document: Any, part: _Location) -> None:
    """Keep the text of a part that is about to be left out, in the object that it stands in."""
    around = part
    while around and isinstance(around[-1], int):
        around = around[:-1]
    holder, value = standing_at(document, around[:-1]), standing_at(document, part)
    text = _text(value)
    if not isinstance(holder, dict) or not text or not _may_be_kept(around, text):
        return
    kept = holder.setdefault(AS_WRITTEN, {})
    if isinstance(kept, dict):
        name = str(around[-1])
        kept[name] = f"{kept[name]}; {text}" if name in kept else text


def _may_be_kept(location: _Location, text: str) -> bool:
    if location[:3] == _HANDLING or is_not_known(text):
        return False
    path = ".".join(EACH if isinstance(part, int) else part for part in location[1:])
    place = field_at(path)
    if place is None or not isinstance(location[-1], str):
        return False
    if place.type is PersonRef or not _of_one_class(place):
        return False
    return not (place.name.endswith("date") and _NO_DAY.fullmatch(text))


@cache
def _of_one_class(place: FieldPlace) -> bool:
    """Whether what stands in it is of its own class of data, so that its text is masked as it."""
    inside = (inner for model in place.models for inner in places(model) if not inner.models)
    return all(inner.means.kind == place.means.kind for inner in inside)


def _text(value: Any) -> str:
    """What a person reads of a value: its texts and numbers, in their order."""
    texts = [text for text in _texts(value) if not is_not_known(text)]
    return ", ".join(dict.fromkeys(texts))[:_LONGEST]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield " ".join(value.split())
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield str(value)
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)


def standing_at(document: Any, location: _Location) -> Any:
    """What stands at a location; None where there is nothing."""
    for part in location:
        try:
            document = document[part]
        except (KeyError, IndexError, TypeError):
            return None
    return document
