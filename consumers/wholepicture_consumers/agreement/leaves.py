"""The content of an event as leaves: every value at the end of a path, and the content built again.

Working on leaves lets each rule say yes or no to each value, and several rules be joined.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import JsonValue
from wholepicture_schemas.identifiers import PersonRef

Path = tuple[str | int, ...]
_PEOPLE = ("children", "adults")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value, where it stands, and whose it is."""

    path: Path
    starred: str
    """The path as text, a star for each place in a list."""
    value: JsonValue
    person: PersonRef | None = None
    """The person of the event under whose entry it stands."""

    @property
    def field(self) -> str:
        """Of a person's leaf: the field of the person that it belongs to."""
        return str(self.path[3])

    @property
    def among(self) -> str:
        """The part of the core or detail that it stands in, such as children."""
        return str(self.path[1])


def leaves(content: Mapping[str, JsonValue]) -> tuple[Leaf, ...]:
    """Every value of a content, in its order; empty lists and objects have none."""
    core = content.get("core")
    people: dict[tuple[str | int, ...], PersonRef] = {}
    if isinstance(core, dict):
        for among in _PEOPLE:
            entries = core.get(among)
            for at, entry in enumerate(entries if isinstance(entries, list) else ()):
                if isinstance(entry, dict):
                    people["core", among, at] = PersonRef(str(entry.get("person")))
    found: list[Leaf] = []
    for name, node in content.items():
        found.extend(_walk(node, (name,), name, None, people))
    return tuple(found)


def _walk(
    node: Any, path: Path, starred: str, person: PersonRef | None, people: Mapping[Path, PersonRef]
) -> Iterator[Leaf]:
    if isinstance(node, dict):
        for name, inner in node.items():
            yield from _walk(inner, (*path, name), f"{starred}.{name}", person, people)
    elif isinstance(node, list):
        starred += ".*"
        for at, inner in enumerate(node):
            place = (*path, at)
            yield from _walk(inner, place, starred, person or people.get(place), people)
    elif node is not None:
        yield Leaf(path, starred, node, person)


def rebuilt(kept: Iterable[Leaf]) -> dict[str, JsonValue]:
    """A content from leaves in their order; lists close up, so that nothing left out shows."""
    root: dict[str, JsonValue] = {}
    open_nodes: list[Any] = [root]
    before: Path = ()
    for leaf in kept:
        path = leaf.path
        last = len(path) - 1
        same = 0
        while same < last and same < len(before) - 1 and path[same] == before[same]:
            same += 1
        del open_nodes[same + 1 :]
        for depth in range(same, last):
            node: Any = [] if isinstance(path[depth + 1], int) else {}
            _put(open_nodes[-1], path[depth], node)
            open_nodes.append(node)
        _put(open_nodes[-1], path[last], leaf.value)
        before = path
    return root


def _put(holder: Any, name: str | int, node: JsonValue) -> None:
    if isinstance(holder, list):
        holder.append(node)
    else:
        holder[name] = node


def fields_of(kept: Iterable[Leaf]) -> tuple[str, ...]:
    """The paths of leaves, a star for each place in a list, each once and in their order."""
    return tuple(dict.fromkeys(leaf.starred.removesuffix(".*") for leaf in kept))
