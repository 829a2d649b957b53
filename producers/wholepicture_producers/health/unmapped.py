"""Which elements of a resource became nothing: those of no row, and those that a row leaves out."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from wholepicture_producers.health.counting import Counts
from wholepicture_producers.health.meanings import Element, Meanings
from wholepicture_producers.health.resources import Resource
from wholepicture_producers.shape import without_positions

STATED = "urn:wholepicture:field:"
"""How the address of an extension begins that names a field of the event."""
_FRAME = {"resourceType", "id", "meta", "implicitRules", "language", "text", "contained"}
_VALUES = {"coding", "reference", "system", "given", "family", "line", "postalCode", "language"}
"""Names by which a part is a value, which is read as a whole."""
_TOLD, _UNKNOWN = "", "?"


def count_unmapped(
    resource: Resource,
    known: Meanings,
    counts: Counts,
    *,
    event: str = "",
    read: Collection[str] = (),
) -> None:
    """Count the elements that became nothing; ``read`` are paths that are read beside the rows."""
    for path in resource.strange:
        counts.paths[without_positions(path)] += 1
    for path in dict.fromkeys(_paths(resource.content, known)):
        fate = counts.fates.get((resource.kind, path, event))
        if fate is None:
            fate = _fate(path, known.of(resource.kind), event, read)
            counts.fates[resource.kind, path, event] = fate
        if fate == _UNKNOWN:
            counts.paths[f"{resource.kind}.{path}"] += 1
        elif fate != _TOLD:
            counts.left_out[f"{resource.kind}.{fate}"] += 1


def _fate(path: str, rows: Sequence[Element], event: str, read: Collection[str]) -> str:
    """What becomes of an element: the path of the row that leaves it out, or one of two signs."""
    if path.partition(".")[0] in _FRAME or _is_under(path, read):
        return _TOLD
    covering = [row for row in rows if _is_under(path, {row.path.partition("->")[0]})]
    if not covering:
        return _TOLD if path == "identifier" else _UNKNOWN
    return _TOLD if any(_is_told(row, event) for row in covering) else covering[0].path


def _paths(content: Mapping[str, Any], known: Meanings, before: str = "") -> Iterator[str]:
    """The paths of all that has a value, without positions; an extension by its name."""
    for name, value in content.items():
        path = f"{before}{name.removeprefix('_')}"
        for item in value if isinstance(value, list) else [value]:
            if name == "extension" and isinstance(item, Mapping):
                url = str(item.get("url") or "")
                if not url.startswith(STATED):
                    yield f"{before}extension[{known.extensions.get(url, url)}]"
            elif isinstance(item, Mapping) and not _VALUES & item.keys():
                yield from _paths(item, known, f"{path}.")
            else:
                yield path


def _is_under(path: str, known: Collection[str]) -> bool:
    return any(path == name or path.startswith((f"{name}.", f"{name}[")) for name in known)


def _is_told(row: Element, event: str) -> bool:
    is_meant = bool(row.to) and (not row.of or event in row.of)
    return is_meant or bool(row.means)
