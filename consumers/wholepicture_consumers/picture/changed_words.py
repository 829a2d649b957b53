"""What a correction changed, in the few words of a headline: date of birth of T.M.

It is made of what the recipient was told and is told now, so it names no field and nobody that the
recipient may not see.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from wholepicture_schemas.changing import Content
from wholepicture_schemas.field_words import of_whom
from wholepicture_schemas.who import initials_of
from wholepicture_schemas.words import listed

MOST = 3
"""How many changes a headline names."""

_PEOPLE = {"children": "a child", "adults": "an adult"}
_CHILD = "the child"
"""Whom a label means, such as "where the child lives"."""
_THEM = {"they", "them", "their"}
_Told = Mapping[str, Any]


def what_changed(before: Content, after: Content, told: _Told, gone: Iterable[str] = ()) -> str:
    """The changed fields and whose they are; empty where nothing that was told has changed.

    ``told`` is the content as it is told now, ``gone`` the names of children it is not about.
    """
    words = dict.fromkeys(_words({**before, **after}, before, after, told))
    return shortened([*(f"not about {name}" for name in gone), *words])


def shortened(said: Sequence[str]) -> str:
    """Changes as a list in words; of many, the first and how many more there are."""
    if len(said) > MOST:
        said = [*said[: MOST - 1], f"{len(said) - MOST + 1} more"]
    return listed(list(said))


def initials(told: _Told, person: str) -> str:
    """The initials of a child of a told content; "a child" where no name is told."""
    for child in _people(told, "children"):
        if child.get("person") == person:
            return initials_of(child) or _PEOPLE["children"]
    return _PEOPLE["children"]


def _words(paths: Iterable[str], before: Content, after: Content, told: _Told) -> Iterator[str]:
    for path in paths:
        parts = path.split(".")
        if not _is_of_a_person(parts):
            whose, label = of_whom(path)
            yield label if whose.startswith("of the ") else f"{label} {whose}"
            continue
        group, number = parts[1], int(parts[2])
        reference = ".".join((*parts[:3], "person"))
        who = _who(group, number, (before, after), told)
        if reference in after and reference not in before:
            yield f"{who} is new"
        elif reference in before and reference not in after:
            yield f"{who} is taken out"
        else:
            yield _of(who, of_whom(_starred(parts))[1])


def _of(who: str, label: str) -> str:
    """A label with whom it is about: date of birth of T.M., where T.M. lives."""
    if _CHILD in label:
        return label.replace(_CHILD, who)
    return f"{label} ({who})" if _THEM & set(label.split()) else f"{label} of {who}"


def _is_of_a_person(parts: Sequence[str]) -> bool:
    in_a_list = len(parts) > 3 and parts[0] == "core" and parts[1] in _PEOPLE  # noqa: PLR2004
    return in_a_list and parts[2].isdigit()


def _starred(parts: Sequence[str]) -> str:
    return ".".join((*parts[:2], "*", *parts[3:]))


def _who(group: str, number: int, changes: Iterable[Content], told: _Told) -> str:
    """Initials of whoever stands at a place; of somebody who is told no more, by the old name."""
    people = _people(told, group)
    if number < len(people):
        return initials_of(people[number]) or _PEOPLE[group]
    for content in changes:
        parts = ("given", "family")
        name = {part: content.get(f"core.{group}.{number}.name.{part}") for part in parts}
        if said := initials_of({"name": name}):
            return said
    return _PEOPLE[group]


def _people(told: _Told, group: str) -> list[_Told]:
    core = told.get("core")
    people = core.get(group) if isinstance(core, Mapping) else None
    return [one for one in people or () if isinstance(one, Mapping)]
