"""Every field of a told content, and what has changed in it: under its label, whose it is first."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import JsonValue
from wholepicture_schemas.field_words import in_a_sentence, label_at
from wholepicture_schemas.told_fields import means_at

from wholepicture_subscribers.subscription.as_written import paths_as_read
from wholepicture_subscribers.subscription.naming import People, Told, listed_people, people_of
from wholepicture_subscribers.subscription.parts import BeforeAndNow, Fact, Group, Part
from wholepicture_subscribers.subscription.saying import said

_ROOTS = frozenset({"core", "detail"})
_PERSONS = ("children", "adults")
_THE_PERSON_ITSELF = re.compile(r"(.*\.)?(children|adults)\.[0-9]+\.person")
_OF_EARLIER = re.compile(r"earlier\.([0-9]+)\.told\.(.*)")


def told_parts(told: Told) -> tuple[Part, ...]:
    """A part for each thing that an event told, a person's under the name.

    References are valid inside their own event only, so names come from ``told`` itself.
    """
    people = people_of(told)
    parts: list[Part] = []
    for name, value in told.items():
        if name in _ROOTS and isinstance(value, dict):
            parts += _facts(name, value, people)
        else:
            parts += _facts("", {name: value}, people)
    return tuple(parts)


def changed(
    before: Mapping[str, JsonValue], now: Mapping[str, JsonValue], of: "Whose"
) -> BeforeAndNow:
    """What was told before and what is right, by the paths of the fields."""
    before, now = paths_as_read(before), paths_as_read(now)
    paths = [path for path in {**before, **now} if not _THE_PERSON_ITSELF.fullmatch(path)]
    return BeforeAndNow(
        tuple((of.where(path), of.at(path, before), of.at(path, now)) for path in paths)
    )


class Whose:
    """Paths in words, beginning with whose field it is: Tia Marlow: date of birth."""

    def __init__(self, told: Told, earlier: tuple[Told, ...] = ()) -> None:
        self._told, self._earlier = told, earlier

    def where(self, path: str) -> str:
        """A field's path as words."""
        path, told = self._inside(path)
        parts = [part for part in path.split(".") if part != "data"]
        root = next((place for place, part in enumerate(parts) if part in _ROOTS), 0)
        person = self._person(parts[root + 1 : root + 3], told)
        start = root + 3 if person else root
        words = [
            _word(parts, end, root)
            for end in range(start, len(parts))
            if parts[end] not in _ROOTS and not parts[end].isdigit()
        ]
        text = ", ".join(filter(None, words))
        text = f"{person}: {text}" if person and text else person or text
        return text[:1].upper() + text[1:]

    def at(self, path: str, told: Mapping[str, JsonValue]) -> str | None:
        """What a change says at a path; None where it says nothing."""
        if path not in told:
            return None
        inside, whole = self._inside(path)
        value = told[path]
        return "no" if value is False else said(inside, value, people_of(whole))

    def _inside(self, path: str) -> tuple[str, Told]:
        """The path in the event that it leads into, and what that told."""
        found = _OF_EARLIER.fullmatch(path)
        if found is None:
            return path, self._told
        number = int(found[1])
        return found[2], self._earlier[number] if number < len(self._earlier) else {}

    @staticmethod
    def _person(parts: list[str], told: Told) -> str:
        """Whose field a path lies in; empty where it is nobody's."""
        if len(parts) < 2 or parts[0] not in _PERSONS or not parts[1].isdigit():  # noqa: PLR2004
            return ""
        listed, number = listed_people(told, parts[0]), int(parts[1])
        reference = str(listed[number].get("person")) if number < len(listed) else ""
        other = "a child" if parts[0] == "children" else "an adult"
        return people_of(told).get(reference, other)


def _word(parts: list[str], end: int, root: int) -> str:
    """One step of a path by its label; an entry of a list as what it is, such as an allegation."""
    path = ".".join(parts[root : end + 1])
    number = parts[end + 1] if end + 1 < len(parts) else ""
    each = means_at(path).each if number.isdigit() and path.count(".") == 1 else ""
    if each:
        return f"{each} ({int(number) + 1})" if number != "0" else each
    return in_a_sentence(label_at(path))


def _facts(path: str, told: Mapping[str, Any], people: People) -> Iterator[Part]:
    for name, value in told.items():
        inner = f"{path}.{name}" if path else name
        if name in _PERSONS and isinstance(value, list):
            for person in value:
                if isinstance(person, dict):
                    yield from _person_group(f"{inner}.*", person, people)
        elif text := said(inner, value, people):
            yield Fact(label_at(inner), text)


def _person_group(path: str, person: Mapping[str, Any], people: People) -> Iterator[Part]:
    title = people.get(str(person.get("person")), "a person")
    rest = {field: value for field, value in person.items() if field != "person"}
    facts = tuple(_facts(path, rest, people))
    if facts:
        yield Group(title, facts)
