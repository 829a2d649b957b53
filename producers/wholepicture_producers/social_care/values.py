"""Texts of the census as the fields of events take them."""

from typing import Any

from wholepicture_producers.shape import LeafField
from wholepicture_producers.social_care.days import day_of

YES = {"true": True, "1": True, "false": False, "0": False}
"""Source: W3C, XML Schema part 2, ``xs:boolean``; some systems write it in capitals."""


def converted(texts: list[str], field: LeafField) -> Any:
    """What a field takes of the texts of its element: all of them where it is a list.

    A system writes a list of codes in any order, so that the order says nothing.
    """
    if field.many:
        return sorted({_one(text, field.kind) for text in texts})
    return _one(texts[0], field.kind)


def yes_or_no(text: str) -> bool | None:
    """What a text says where it says yes or no."""
    return YES.get(text.lower())


def _one(text: str, kind: str) -> Any:
    """A text as its field takes it; as it stands where it is of another form, to be asked about."""
    if kind == "date":
        return day_of(text) or text
    if kind == "yes-no":
        return YES.get(text.lower(), text)
    if kind == "number" and text.isascii() and text.isdigit():
        return int(text)
    return text
