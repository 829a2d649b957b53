"""The fields of a content that its models do not know: perhaps a slip of spelling.

They are named and not read: whether ``dateOfBirth`` is the child's date of birth is for its sender
to say.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any

from pydantic import BaseModel

from wholepicture_schemas.fields import EACH, content_type, own_fields
from wholepicture_schemas.problems import Problem, is_field_name, path_of

_CAMEL_CASE = re.compile(r"[a-z]{1,20}([A-Z][a-z0-9]{0,20}){1,4}")
_NO_LETTER = re.compile(r"[\W_]+")
_NEAR = 0.8
_HANDLING = "handling"

_Location = tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class UnknownField:
    """A field that its model does not know."""

    location: _Location
    """Where it stands in the content; its last part is its name, as it was sent."""
    meant: str | None
    """The field of the same object that it resembles by its name, or by what people call that."""
    says: bool
    """Whether it holds something: not null, false, an empty text, list or object."""

    @property
    def in_handling(self) -> bool:
        """Whether it may be a protection that nobody can read: handling is then read strictly."""
        return self.says and (
            self.location[:2] == ("core", _HANDLING)
            or (len(self.location) == 2 and self.meant == _HANDLING)  # noqa: PLR2004 - core, name
        )

    @property
    def pattern(self) -> str:
        """Its path with a star for each place in a list, the same for every event of a feed."""
        parts = (EACH if isinstance(part, int) else part for part in self.location)
        return ".".join(parts)

    def problem(self) -> Problem:
        """What its sender is told. A name that may be somebody's is not repeated."""
        *around, last = self.location
        name = str(last)
        if self.meant is None and not (is_field_name(name) or _CAMEL_CASE.fullmatch(name)):
            fix = "Remove it, or give it the name of a field."
            return Problem(path_of(around), "has a field of a name that no event has", fix)
        path = name if not around else f"{path_of(around)}.{name}"
        fix = f"Did you mean {self.meant}?" if self.meant else "Remove it, or use another field."
        return Problem(path, "is not a field of this event, and was not read", fix)


def unknown_fields(event: type[BaseModel], content: Mapping[str, Any]) -> tuple[UnknownField, ...]:
    """The fields of a content that the type of event does not know, in their order."""
    found: list[UnknownField] = []
    _look(_known((content_type(event),)), content, (), found)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Known:
    """What models know: their fields, each with the models of what stands in it."""

    names: frozenset[str]
    inside: Mapping[str, tuple[type[BaseModel], ...]]
    by_word: Mapping[str, str]
    """Fields by their names and by what people call them, letters and digits alone."""


@cache
def _known(models: tuple[type[BaseModel], ...]) -> _Known:
    fields = [field for model in models for field in own_fields(model)]
    inside: dict[str, tuple[type[BaseModel], ...]] = {}
    for field in fields:
        if field.models:
            inside[field.name] = (*inside.get(field.name, ()), *field.models)
    by_word = {_letters(field.means.label): field.name for field in fields if field.means.label}
    by_word |= {_letters(field.name): field.name for field in fields}
    return _Known(frozenset(field.name for field in fields), inside, by_word)


def _look(
    known: _Known, part: Mapping[str, Any], location: _Location, found: list[UnknownField]
) -> None:
    for name, held in part.items():
        if name not in known.names:
            found.append(UnknownField((*location, name), _meant(name, known), bool(held)))
        elif name in known.inside:
            inner = _known(known.inside[name])
            for at, item in enumerate(held) if isinstance(held, list) else ((None, held),):
                if isinstance(item, dict):
                    place = (name,) if at is None else (name, at)
                    _look(inner, item, (*location, *place), found)


def _meant(name: str, known: _Known) -> str | None:
    word = _letters(name)
    found = known.by_word.get(word)
    if found is None:
        near = get_close_matches(word, known.by_word, n=1, cutoff=_NEAR)
        found = known.by_word[near[0]] if near else None
    return found


def _letters(text: str) -> str:
    return _NO_LETTER.sub("", text).lower()
