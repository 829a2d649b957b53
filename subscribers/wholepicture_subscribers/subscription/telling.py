"""Told content in words, field by field: codes as labels, references as people's names."""

import re
from collections.abc import Iterator, Mapping, Sequence

from pydantic import JsonValue
from wholepicture_schemas.field_words import in_a_sentence, label_at

from wholepicture_subscribers.subscription.labels import (
    goes_without_saying,
    is_reference,
    words_for,
)
from wholepicture_subscribers.subscription.parts import BeforeAndNow, Fact, Group, Part

_ROOTS = frozenset({"core", "detail"})
_PLACES = _ROOTS | {"data", "earlier", "told"}
"""Names on the way to a field that say nothing to whoever reads it."""
_NOT_NAMED = "somebody who is not named here"
_THE_PERSON_ITSELF = re.compile(r"(.*\.)?(children|adults)\.[0-9]+\.person")

People = Mapping[str, str]


def told_parts(told: Mapping[str, JsonValue]) -> tuple[Part, ...]:
    """A part for each thing that an event told, inside what it belongs to.

    References are valid inside their own event only, so names come from ``told`` itself.
    """
    people = people_of(told)
    parts: list[Part] = []
    for name, value in told.items():
        if name in _ROOTS and isinstance(value, dict):
            parts += _inner(name, value, people)
        else:
            parts += _parts(name, value, people)
    return tuple(parts)


def changed(
    before: Mapping[str, JsonValue], now: Mapping[str, JsonValue], people: People
) -> BeforeAndNow:
    """What was told before and what is right, by the paths of the fields."""
    paths = [path for path in {**before, **now} if not _THE_PERSON_ITSELF.fullmatch(path)]
    return BeforeAndNow(
        tuple((where(path), _at(path, before, people), _at(path, now, people)) for path in paths)
    )


def people_of(told: Mapping[str, JsonValue]) -> People:
    """The names of the people of an event by their reference in it, as far as they were told."""
    core = told.get("core")
    names: dict[str, str] = {}
    if not isinstance(core, dict):
        return names
    for group, called in (("children", "child"), ("adults", "adult")):
        listed = core.get(group)
        for at, person in enumerate(listed if isinstance(listed, list) else (), start=1):
            if isinstance(person, dict) and isinstance(person.get("person"), str):
                names[str(person["person"])] = _name(person) or f"{called} {at} (name not told)"
    return names


def unborn_of(told: Mapping[str, JsonValue]) -> frozenset[str]:
    """The references of the children of an event that are not born yet, as far as it was told."""
    core = told.get("core")
    listed = core.get("children") if isinstance(core, dict) else None
    return frozenset(
        str(child.get("person"))
        for child in (listed if isinstance(listed, list) else ())
        if isinstance(child, dict)
        and child.get("expected_birth_date")
        and not child.get("birth_date")
    )


def where(path: str) -> str:
    """A field's path as words: core.children.0.birth_date is Children 1, birth date."""
    words: list[str] = []
    parts = path.split(".")
    root = next((at for at, part in enumerate(parts) if part in _ROOTS), 0)
    for at, part in enumerate(parts):
        if part.isdigit() and words:
            words[-1] += f" {int(part) + 1}"
        elif part not in _PLACES and not part.isdigit():
            words.append(in_a_sentence(label_at(".".join(parts[root : at + 1]))))
    text = ", ".join(words)
    return text[:1].upper() + text[1:]


def clean(text: str) -> str:
    """A text without control characters, which cannot steer a terminal."""
    return "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in text)


def _inner(path: str, told: Mapping[str, JsonValue], people: People) -> tuple[Part, ...]:
    return tuple(
        part for name, value in told.items() for part in _parts(f"{path}.{name}", value, people)
    )


def _parts(path: str, value: JsonValue, people: People) -> Iterator[Part]:
    label = label_at(path)
    if value is None or value in ("", [], {}) or (value is False and goes_without_saying(path)):
        return
    if isinstance(value, dict):
        inner = _inner(path, value, people)
        if inner:
            yield Group(label, inner)
    elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
        for at, item in enumerate(value, start=1):
            yield _one_of(f"{path}.*", at, item, people)
    elif isinstance(value, list):
        yield Fact(label, ", ".join(_said(path, item, people) for item in value))
    else:
        yield Fact(label, _said(path, value, people))


def _one_of(path: str, at: int, item: JsonValue, people: People) -> Part:
    """One entry of a list; a person's under its name."""
    label = f"{label_at(path)} {at}"
    if not isinstance(item, dict):
        return Fact(label, _said(path, item, people))
    named = people.get(str(item.get("person")))
    rest = {field: told for field, told in item.items() if field != "person" or not named}
    return Group(f"{label}{f', {named}' if named else ''}", _inner(path, rest, people))


def _said(path: str, value: JsonValue, people: People) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = clean(str(value))
    return people.get(text, _NOT_NAMED) if is_reference(path) else words_for(path, text)


def _at(path: str, told: Mapping[str, JsonValue], people: People) -> str | None:
    return _said(path, told[path], people) if path in told else None


def _name(person: Mapping[str, JsonValue]) -> str:
    name = person.get("name")
    if not isinstance(name, dict):
        return ""
    parts: Sequence[JsonValue] = (name.get("given"), name.get("family"))
    return clean(" ".join(str(part) for part in parts if part))
