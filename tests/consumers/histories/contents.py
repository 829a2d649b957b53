"""A told content as values at the ends of paths, a person's under who the person is."""

from collections.abc import Iterator, Mapping
from typing import Any

from wholepicture_schemas.fields import AS_WRITTEN

Path = tuple[str | int, ...]
_PEOPLE = ("children", "adults")


def values(content: Mapping[str, Any]) -> dict[Path, Any]:
    """Every value of a content; a person's path has its reference in the place of its number."""
    return dict(_walk(_by_person(content), ()))


def starred(path: Path) -> str:
    """A path as a grant has it: a star for each place in a list.

    What stands as it was written is granted as the field that it was written for.
    """
    path = tuple(part for part in path if part != AS_WRITTEN)
    among = path[:1] == ("core",) and len(path) > 2 and path[1] in _PEOPLE
    parts = ["*" if isinstance(part, int) else part for part in path]
    if among:
        parts[2] = "*"
    return ".".join(parts)


def person_of(path: Path, among: str) -> str | None:
    """Whose value it is, of the children or of the adults; nobody's where it is no person's."""
    return str(path[2]) if path[:2] == ("core", among) and len(path) > 2 else None


def _by_person(content: Mapping[str, Any]) -> Mapping[str, Any]:
    core = content.get("core")
    if not isinstance(core, Mapping):
        return content
    named = {
        among: {entry.get("person", str(at)): entry for at, entry in enumerate(core[among])}
        for among in _PEOPLE
        if isinstance(core.get(among), list)
    }
    return {**content, "core": {**core, **named}}


def _walk(node: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    if isinstance(node, Mapping):
        for name, inner in node.items():
            yield from _walk(inner, (*path, name))
    elif isinstance(node, list):
        for at, inner in enumerate(node):
            yield from _walk(inner, (*path, at))
    elif node is not None:
        yield path, node
