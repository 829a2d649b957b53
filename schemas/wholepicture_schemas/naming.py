"""Every person of an event gets a unique reference, so that nobody is lost in reading.

Other parts of the event refer to a person by the reference. A person without a readable reference,
or with the reference of another person, gets a fresh one. Mentions of an unreadable reference
change with it. An entry that is no object is a person of whom nothing could be read.

Example: two children have the reference ``c1``. The second one becomes ``unnamed-1``, and every
mention of ``c1`` still means the first.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from wholepicture_schemas.identifiers import PersonRef
from wholepicture_schemas.persons import Adult, Child
from wholepicture_schemas.problems import FIXES, Problem
from wholepicture_schemas.told_fields import told_fields

NOT_NAMED = "not-named"
"""The reference that stands for a person whom an event should have named and did not."""

_GROUPS: Mapping[str, frozenset[str]] = {
    "children": frozenset(Child.model_fields),
    "adults": frozenset(Adult.model_fields),
}
_REFERENCE = re.compile(r"[a-z][a-z0-9-]{0,19}")


def name_everyone(content: dict[str, Any]) -> list[Problem]:
    """Give each person of the content a unique reference, in place; the problems mended."""
    core = content.get("core")
    if not isinstance(core, dict):
        return []
    problems = [problem for group in _GROUPS for problem in _listed(core, group)]
    named = {member["person"] for _, member in _members(core) if _is_reference(member)}
    spare = (
        f"unnamed-{number}" for number in range(1, 1_000_000) if f"unnamed-{number}" not in named
    )
    seen: set[str] = set()
    renamed: dict[str | int, str] = {}
    for path, member in _members(core):
        if _is_reference(member) and member["person"] not in seen:
            seen.add(member["person"])
            continue
        problems.append(_unnamed(path, member))
        sent, member["person"] = member.get("person"), next(spare)
        if isinstance(sent, str | int) and sent not in seen:
            renamed.setdefault(sent, member["person"])
    if renamed:
        _follow(content, renamed)
    return problems


def everyone_is_named(content: Mapping[str, Any]) -> bool:
    """Whether ``name_everyone`` would leave the content as it is."""
    core = content.get("core")
    if not isinstance(core, dict):
        return True
    seen = set[str]()
    for group in _GROUPS:
        sent = core.get(group)
        if not isinstance(sent, list):
            if isinstance(sent, dict) and sent:
                return False
            continue
        for member in sent:
            if not isinstance(member, dict) or not _is_reference(member):
                return False
            if member["person"] in seen:
                return False
            seen.add(member["person"])
    return True


def everyone(core: Mapping[str, Any]) -> list[str]:
    """The references of all people of a core; call ``name_everyone`` before."""
    return [member["person"] for _, member in _members(core)]


def _listed(core: dict[str, Any], group: str) -> Iterator[Problem]:
    """Make a group of people a list of objects, in place; the problems mended."""
    sent = core.get(group)
    if isinstance(sent, dict) and sent:
        yield Problem(f"core.{group}", "has the wrong form", FIXES["tuple_type"])
        by_key = not _GROUPS[group] & sent.keys() and all(
            isinstance(member, dict) for member in sent.values()
        )
        sent = core[group] = list(sent.values()) if by_key else [sent]
    if not isinstance(sent, list):
        return
    for at, member in enumerate(sent):
        if not isinstance(member, dict):
            yield Problem(f"core.{group}.{at}", "has the wrong form", FIXES["model_type"])
            sent[at] = {}


def _members(core: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for group in _GROUPS:
        sent = core.get(group)
        for at, member in enumerate(sent if isinstance(sent, list) else ()):
            if isinstance(member, dict):
                yield f"core.{group}.{at}", member


def _is_reference(member: Mapping[str, Any]) -> bool:
    sent = member.get("person")
    return isinstance(sent, str) and _REFERENCE.fullmatch(sent) is not None


def _unnamed(path: str, member: Mapping[str, Any]) -> Problem:
    field = f"{path}.person"
    if _is_reference(member):
        fix = "Give each person a reference of its own."
        return Problem(field, "stands for another person too", fix)
    if member.get("person") is None:
        return Problem(field, "is missing", FIXES["missing"])
    return Problem(field, "has the wrong form", "Write a short reference, such as c1 or a1.")


@cache
def _names_people(stars: int) -> frozenset[str]:
    """The names of the fields that hold a reference, or a list of them."""
    return frozenset(
        place.name
        for place in told_fields().values()
        if place.type is PersonRef and place.stars == stars
    )


def _follow(part: Any, renamed: Mapping[str | int, str]) -> None:
    """Change every mention of a renamed person, in place."""
    if isinstance(part, list):
        for item in part:
            _follow(item, renamed)
    if not isinstance(part, dict):
        return
    for name, item in part.items():
        if name in _names_people(0) and isinstance(item, str | int):
            part[name] = renamed.get(item, item)
        elif name in _names_people(1) and isinstance(item, list):
            part[name] = [
                renamed.get(reference, reference) if isinstance(reference, str | int) else reference
                for reference in item
            ]
            _follow(part[name], renamed)
        else:
            _follow(item, renamed)
