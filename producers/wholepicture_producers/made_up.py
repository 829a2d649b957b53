"""The made-up texts of a template that are still in an event: refused where the event is live."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from wholepicture_schemas.catalogue import TOLD, by_name
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.problems import Problem

from wholepicture_producers.shape import EACH, leaves
from wholepicture_producers.template import made_up_text


def made_up(document: Mapping[str, Any]) -> tuple[Problem, ...]:
    """A problem for each text of an event that is still the one of its type's template."""
    kind = by_name(str(document.get("type")))
    if kind is None or kind.TYPE not in TOLD:
        return ()
    data, texts = document.get("data"), _texts(kind)
    if not _holds(data, _values(kind)):  # most events, which are many, end here
        return ()
    return tuple(
        Problem(path, "still says what the template says", "Write your own.")
        for path in _left(data, "", "", texts)
    )


@cache
def _texts(kind: type[Event[Any]]) -> Mapping[str, str]:
    """What the template says at each path where it has no value of the language's to give."""
    told = ((leaf.path, made_up_text(leaf)) for leaf in leaves(kind))
    return {path: text for path, text in told if text is not None}


@cache
def _values(kind: type[Event[Any]]) -> frozenset[str]:
    return frozenset(_texts(kind).values())


def _holds(data: Any, texts: frozenset[str]) -> bool:
    """Whether any of these texts stands anywhere in it."""
    nodes = [data]
    while nodes:
        node = nodes.pop()
        if isinstance(node, str):
            if node in texts:
                return True
        elif isinstance(node, dict):
            nodes += node.values()
        elif isinstance(node, list):
            nodes += node
    return False


def _left(node: Any, path: str, general: str, texts: Mapping[str, str]) -> Iterator[str]:
    """The paths in a node that are as the template has them; ``general`` is without positions."""
    if isinstance(node, str):
        if texts.get(general) == node:
            yield path
        return
    if isinstance(node, dict):
        inside = [(str(name), str(name), inner) for name, inner in node.items()]
    elif isinstance(node, list):
        inside = [(str(at), EACH, inner) for at, inner in enumerate(node)]
    else:
        return
    for name, general_name, inner in inside:
        yield from _left(inner, _within(path, name), _within(general, general_name), texts)


def _within(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
