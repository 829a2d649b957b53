"""The content of an event as leaves: every value at the end of a path, and the content built again.

Working on leaves lets each rule say yes or no to each value, and several rules be joined.
"""

from collections import deque
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from pydantic import JsonValue
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.fields import AS_WRITTEN
from wholepicture_schemas.identifiers import PersonRef
from wholepicture_schemas.meaning import DataClass, Trace
from wholepicture_schemas.reading import content_of
from wholepicture_schemas.told_fields import field_at, means_at

Path = tuple[str | int, ...]
_PEOPLE = ("children", "adults")
_TEXTS: frozenset[DataClass] = frozenset({
    "free-text", "offence", "order", "health", "handling", "plain",
})  # fmt: skip
"""What may hold a place or a number by its shape; names, numbers and services are none."""


_MAY_SAY_MORE: frozenset[DataClass] = frozenset({"identity", "school"})
_TRACED_AS_WRITTEN: Mapping[DataClass, Trace] = {
    "whereabouts": "lines", "contact": "phone", "school": "school",
}  # fmt: skip


class Leaf(NamedTuple):
    """One value, where it stands, and whose it is."""

    path: Path
    starred: str
    """The path as text, a star for each place in a list.

    Of what was kept as it was written it is that of its field, so that it is treated as the field.
    """
    value: JsonValue
    person: PersonRef | None = None
    """The person of the event under whose entry it stands."""
    holder: Path = ()
    """The path of what holds it, one for all that stand in the same."""

    @property
    def field(self) -> str:
        """Of a person's leaf: the field of the person that it belongs to."""
        return str(self.path[4] if self.path[3] == AS_WRITTEN else self.path[3])

    @property
    def among(self) -> str:
        """The part of the core or detail that it stands in, such as children."""
        return str(self.path[1])


_recent: deque[tuple[Event[Any], tuple[Leaf, ...]]] = deque(maxlen=16)
"""The events that were looked at last: each is looked at several times, as the same leaves."""


def leaves_of(event: Event[Any]) -> tuple[Leaf, ...]:
    """Every value of an event's content, in its order."""
    for known, kept in _recent:
        if known is event:
            return kept
    made = leaves(content_of(event))
    _recent.append((event, made))
    return made


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
    gathered: list[Leaf] = []
    for name, node in content.items():
        _walk(node, (name,), name, None, people, gathered)
    return tuple(gathered)


def _walk(
    node: Any,
    path: Path,
    starred: str,
    person: PersonRef | None,
    people: Mapping[Path, PersonRef],
    gathered: list[Leaf],
) -> None:
    if isinstance(node, dict):
        for name, inner in node.items():
            if isinstance(inner, (dict, list)):
                around = starred if name == AS_WRITTEN else f"{starred}.{name}"
                _walk(inner, (*path, name), around, person, people, gathered)
            elif inner is not None:
                gathered.append(Leaf((*path, name), f"{starred}.{name}", inner, person, path))
    elif isinstance(node, list):
        starred += ".*"
        for at, inner in enumerate(node):
            place = (*path, at)
            whose = person or people.get(place)
            if isinstance(inner, (dict, list)):
                _walk(inner, place, starred, whose, people, gathered)
            elif inner is not None:
                gathered.append(Leaf(place, starred, inner, whose, path))
    elif node is not None:
        gathered.append(Leaf(path, starred, node, person))


def is_text(leaf: Leaf) -> bool:
    """Whether a value may be words of the sender, and no name, number, code or service of its own.

    What was kept as it was written may say more than its field asks for.
    """
    kinds = _TEXTS | _MAY_SAY_MORE if is_as_written(leaf) else _TEXTS
    may_be = isinstance(leaf.value, str) and means_at(leaf.starred).kind in kinds
    return may_be and leaf.value not in _codes_at(leaf.starred)


@cache
def _codes_at(starred: str) -> Collection[str]:
    """The codes of the field at a path; none of another field."""
    field = field_at(starred)
    return field.codes if field else ()


def is_as_written(leaf: Leaf) -> bool:
    """Whether a value was kept as it was written, because its field could not hold it."""
    return AS_WRITTEN in leaf.path


def trace_of(leaf: Leaf) -> Trace | None:
    """How a value is recognised inside a text; an address as one text by its lines."""
    means = means_at(leaf.starred)
    if means.traced is None and is_as_written(leaf):
        return _TRACED_AS_WRITTEN.get(means.kind or "plain")
    return means.traced


def starred(path: Path) -> str:
    """A path as text, a star for each place in a list."""
    return ".".join("*" if isinstance(part, int) else part for part in path)


def rebuilt(kept: Iterable[Leaf]) -> dict[str, JsonValue]:
    """A content from leaves in their order; lists close up, so that nothing left out shows."""
    root: dict[str, JsonValue] = {}
    nodes: dict[Path, Any] = {(): root}
    holder: Any = root
    holder_path: Path = ()
    for path, _, value, _, where in kept:
        if where is not holder_path:
            holder_path = where
            node = nodes.get(where)
            holder = _holder(path, len(path) - 1, nodes) if node is None else node
        name = path[-1]
        if name.__class__ is int:
            holder.append(value)
        else:
            holder[name] = value
    return root


def _holder(path: Path, depth: int, nodes: dict[Path, Any]) -> Any:
    """The list or object that holds what stands at this depth of a path, made where need be."""
    node = nodes.get(path[:depth])
    if node is None:
        node = nodes[path[:depth]] = [] if isinstance(path[depth], int) else {}
        _put(_holder(path, depth - 1, nodes), path[depth - 1], node)
    return node


def _put(holder: Any, name: str | int, node: JsonValue) -> None:
    if isinstance(holder, list):
        holder.append(node)
    else:
        holder[name] = node


def fields_of(kept: Iterable[Leaf]) -> tuple[str, ...]:
    """The paths of leaves, a star for each place in a list, each once and in their order."""
    paths = dict.fromkeys([leaf.starred for leaf in kept])
    return tuple(dict.fromkeys([path.removesuffix(".*") for path in paths]))
