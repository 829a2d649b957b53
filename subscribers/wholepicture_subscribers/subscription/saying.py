"""A told value in words: codes as labels, references as names, what belongs together in a line."""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import JsonValue
from wholepicture_schemas.field_words import in_a_sentence, label_at
from wholepicture_schemas.told_fields import field_at
from wholepicture_schemas.words import listed

from wholepicture_subscribers.subscription.as_written import is_marked
from wholepicture_subscribers.subscription.form import IN_ONE_LINE, Line, Piece
from wholepicture_subscribers.subscription.labels import (
    goes_without_saying,
    is_reference,
    words_for,
)
from wholepicture_subscribers.subscription.naming import People

_NOT_NAMED = "somebody who is not named here"
_THE_CHILD = "\x00"
"""Where the child's name stands in what is said of several; no told text holds it."""
_ENDS = (".", "!", "?", ":", ";")


def said(path: str, value: JsonValue, people: People, *, whole: bool = True) -> str:
    """What stands at a path, in one line of words; empty where that is nothing.

    ``whole``: what no layout names is said too, with its labels.
    """
    if value is None or value in ("", [], {}) or (value is False and goes_without_saying(path)):
        return ""
    if isinstance(value, dict):
        return _in_one_line(path, value, people, whole=whole)
    if isinstance(value, list):
        return _listed(f"{path}.*", value, people, whole=whole)
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = clean(str(value))
    return people.get(text, _NOT_NAMED) if is_reference(path) else words_for(path, text)


def line_said(line: Line, under: str, told: Mapping[str, Any], people: People) -> str:
    """The text of a line of the form; ``under`` is the path of what ``told`` holds."""
    return _pieces(line.pieces, under, told, people)


def clean(text: str) -> str:
    """A text without control characters, which cannot steer a terminal."""
    return "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in text)


def at(told: Mapping[str, Any], path: str) -> Any:
    """What stands at a path in a told content; None where there is nothing."""
    found: Any = told
    for name in path.split("."):
        if not isinstance(found, dict):
            return None
        found = found.get(name)
    return found


def one_line_of(path: str) -> tuple[Piece, ...]:
    """The layout of what stands at a path; none where it has none."""
    place = field_at(path)
    models = place.models if place else ()
    return next((IN_ONE_LINE[model] for model in models if model in IN_ONE_LINE), ())


def _listed(path: str, entries: list[Any], people: People, *, whole: bool) -> str:
    """The entries of a list; those that read alike but for one child are said once."""
    objects = any(isinstance(entry, dict) for entry in entries)
    if is_reference(path) and not objects:
        return listed([said(path, entry, people) for entry in entries])
    alike: dict[str, list[str]] = {}
    for entry in entries:
        child = entry.get("child") if isinstance(entry, dict) else None
        name = people.get(str(child), _NOT_NAMED) if child else ""
        others = {**people, str(child): _THE_CHILD} if child else people
        text = said(path, entry, others, whole=whole)
        names = alike.setdefault(text, [])
        if text and name not in names:
            names.append(name)
    texts = [text.replace(_THE_CHILD, listed(names)) for text, names in alike.items() if names]
    whole_text = ""
    for text in texts:
        between = _between(whole_text, "; ") if objects else ", "
        whole_text += f"{between}{text}" if whole_text else text
    return whole_text


def _in_one_line(path: str, value: Mapping[str, Any], people: People, *, whole: bool) -> str:
    """What belongs together: by its layout, and what that does not name by its labels."""
    pieces = one_line_of(path)
    first = _pieces(pieces, path, value, people)
    if pieces and not whole:
        return first
    named = {piece.path for piece in pieces}
    rest = [
        f"{in_a_sentence(label_at(f'{path}.{name}'))}: {text}"
        for name, inner in value.items()
        if name not in named and (text := said(f"{path}.{name}", inner, people))
    ]
    return "; ".join(filter(None, (first, *rest)))


def _pieces(pieces: Iterable[Piece], under: str, told: Mapping[str, Any], people: People) -> str:
    text = ""
    for piece in pieces:
        words = _piece(piece, under, told, people)
        if words:
            text += f"{_between(text, piece.before)}{words}" if text else words
    return text


def _piece(piece: Piece, under: str, told: Mapping[str, Any], people: People) -> str:
    value = at(told, piece.path)
    path = f"{under}.{piece.path}" if under else piece.path
    if not isinstance(piece.says, str):
        if is_marked(value):
            return f"{in_a_sentence(label_at(path))}: {clean(value)}"
        return piece.says.get(str(value), "")
    words = said(path, value, people, whole=False)
    return piece.says.format(words) if words else ""


def _between(text: str, sign: str) -> str:
    """The sign between two pieces; a sentence that has ended needs no more than a blank."""
    return " " if text.endswith(_ENDS) else sign
