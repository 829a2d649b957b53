"""The content of one event, as its fields are put there: what was put first stays."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from wholepicture_schemas.envelope import Event
from wholepicture_schemas.problems import Problem

from wholepicture_producers.health.elements import codes_of, concept_text, value_of
from wholepicture_producers.health.meanings import Meanings
from wholepicture_producers.health.resources import Resource
from wholepicture_producers.health.unmapped import STATED
from wholepicture_producers.shape import EACH, NoSuchField, leaf

_FIELD = "field|"
_COMPONENTS = {"Observation": "component", "Task": "output"}
_CHILDREN = f"core.children.{EACH}."


class Filling:
    """The content of one event."""

    def __init__(self, kind: type[Event[Any]]) -> None:
        self._kind = kind
        self.content: dict[str, Any] = {"core": {}, "detail": {}}

    def put(self, path: str, value: Any) -> None:
        """Put a value at a path, where nothing stands yet."""
        if value is None:
            return
        *around, name = path.split(".")
        node = self.content
        for part in around:
            node = node.setdefault(part, {})
        node.setdefault(name, value)

    def put_all(self, values: Mapping[str, Any]) -> None:
        """Put each of the values at its path."""
        for path, value in values.items():
            self.put(path, value)

    def put_people(self, children: list[dict[str, Any]], adults: list[dict[str, Any]]) -> None:
        """Put the people of the event there."""
        self.content["core"]["children"] = children
        if adults:
            self.content["core"]["adults"] = adults

    def put_constants(self, constants: Mapping[str, Any]) -> None:
        """Put what the sender says of every event; of a child it is put to each child."""
        for path, value in constants.items():
            if not path.startswith(_CHILDREN):
                self.put(path, value if _leads(self._kind, path) else None)
                continue
            for child in self.content["core"]["children"]:
                inner = Filling(self._kind)
                inner.content = child
                inner.put(path.removeprefix(_CHILDREN), value)

    def put_stated(self, told: Resource, known: Meanings) -> list[Problem]:
        """Put what the sender states field by field; the problems of what leads to no field.

        Stated is an extension ``urn:wholepicture:field:detail.points.harm.answer``, or a component
        or output whose code is of the system ``urn:wholepicture:field``.
        """
        problems = []
        for path, value in _stated(told, known):
            try:
                field = leaf(self._kind, path)
            except NoSuchField as error:
                fix = f"{error.hint} Or take it away.".strip()
                problems.append(
                    Problem(f"{told.kind}.extension", "names no field of the event", fix)
                )
                continue
            text = value if isinstance(value, bool | int) else _as_text(value, known, field.codes)
            self.put(path, [text] if field.many and not isinstance(text, list) else text)
        return problems


@cache
def _leads(kind: type[Event[Any]], path: str) -> bool:
    """Whether a type of event has a field at a path."""
    try:
        leaf(kind, path)
    except NoSuchField:
        return False
    return True


def _stated(told: Resource, known: Meanings) -> Iterator[tuple[str, Any]]:
    for extension in told.content.get("extension") or ():
        url = str(extension.get("url") or "")
        if url.startswith(STATED):
            yield url.removeprefix(STATED), value_of(extension)
    name = _COMPONENTS.get(told.kind)
    for component in told.content.get(name) or () if name else ():
        concept = component.get("code") or component.get("type")
        for code in codes_of(concept, known):
            if code.startswith(_FIELD):
                yield code.removeprefix(_FIELD), value_of(component)


def _as_text(value: Any, known: Meanings, codes: tuple[str, ...]) -> Any:
    """A text; of a coded value the code that the field has, else what a person reads."""
    told = [code.rpartition("|")[2] for code in codes_of(value, known)]
    return next((code for code in told if code in codes), None) or concept_text(value)
