"""The incompatible edits of a schema, each as a sentence.

Producers validate against a closed schema and are upgraded last. The new schema must therefore
allow whatever the old one allows (``incompatible_edits``). Consumers are tolerant readers, so a new
optional field breaks nobody. Kits that know only the old schema read what the bus sends, tolerantly
too (``unreadable_edits``).

Example: a new optional field of a delivery is compatible. A new required field of an incident is
not: a police force that was not upgraded does not send it.

The comparison understands the part of JSON Schema 2020-12 that our models produce. Any other
keyword that is new or changed counts as incompatible.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Schema = Mapping[str, Any]

_SILENT = frozenset({"$schema", "$id", "$defs", "title", "description", "default", "examples"})
"""Keywords that allow and forbid nothing."""
_TEXT, _LIST, _NUMBER = ({"string"}, {"array"}, {"number", "integer"})
_LOWER = {"minLength": _TEXT, "minItems": _LIST, "minimum": _NUMBER}
_UPPER = {"maxLength": _TEXT, "maxItems": _LIST, "maximum": _NUMBER}
_LIMITS: Mapping[str, set[str]] = {**_LOWER, **_UPPER, "pattern": _TEXT, "format": _TEXT}
"""Keywords that limit values of one type; of a pattern only equality is known."""
_STRUCTURE = frozenset(
    {"$ref", "type", "enum", "const", "properties", "required", "additionalProperties", "items"}
)
_KNOWN = _SILENT | _STRUCTURE | _LIMITS.keys()
_ALL_TYPES = frozenset({"string", "number", "integer", "boolean", "null", "array", "object"})


@dataclass(frozen=True, slots=True)
class Edit:
    """What one schema allows and the other refuses, at a path; ``#`` stands for list positions."""

    path: str
    what: str

    def __str__(self) -> str:
        """The edit as a sentence."""
        return f"{self.path or 'the event'} {self.what}."


def incompatible_edits(old: Schema, new: Schema) -> list[str]:
    """What the old schema allows and the new one refuses; empty where they are compatible."""
    return [str(edit) for edit in _Comparison(old, new).edits(old, new, "")]


def unreadable_edits(old: Schema, new: Schema) -> list[str]:
    """What a document of the new schema may hold that a reader of the old one cannot read."""
    return [
        f"For readers of the released schema: {edit}"
        for edit in _Comparison(new, old, passes_over=True).edits(new, old, "")
    ]


@dataclass(frozen=True, slots=True)
class _Comparison:
    """A schema that documents were written by, beside the one that they are read by."""

    writers: Schema
    readers: Schema
    passes_over: bool = False
    """Whether the reader is tolerant: it ignores fields that it does not know."""

    def edits(
        self,
        written: Schema | bool,
        read: Schema | bool,
        path: str,
        within: frozenset[tuple[str, str]] = frozenset(),
    ) -> Iterator[Edit]:
        """What the first allows and the second refuses.

        ``within`` are the pairs of definitions around the place; recursive definitions end there.
        """
        old, new = _as_mapping(written), _as_mapping(read)
        pair = (str(old.get("$ref")), str(new.get("$ref")))
        if "$ref" in old and "$ref" in new:
            if pair in within:
                return
            within |= {pair}
        old, new = _resolved(old, self.writers), _resolved(new, self.readers)
        if not new.keys() - _SILENT:
            return
        if "anyOf" in old or "anyOf" in new:
            yield from self._of_choices(old, new, path, within)
            return
        yield from _of_types(old, new, path)
        yield from _of_codes(old, new, path)
        yield from _of_limits(old, new, path)
        types = _types(old)
        if "object" in types:
            yield from self._of_objects(old, new, path, within)
        if "array" in types and "items" in new:
            yield from self.edits(old.get("items", {}), new["items"], _join(path, "#"), within)

    def _of_choices(
        self, old: Schema, new: Schema, path: str, within: frozenset[tuple[str, str]]
    ) -> Iterator[Edit]:
        """Every choice of the old must fit into a choice of the new."""
        if any(_forbids(schema) for schema in (old, new) if "anyOf" in schema):
            yield Edit(path, "has limits beside its choices, which are not compared")
        choices = new.get("anyOf", [new])
        for choice in old.get("anyOf", [old]):
            tries = [list(self.edits(choice, other, path, within)) for other in choices]
            if all(tries):
                alike = [
                    edits
                    for edits, other in zip(tries, choices, strict=True)
                    if self._kinds(choice, self.writers) & self._kinds(other, self.readers)
                ]
                yield from (
                    min(alike, key=len)
                    if alike
                    else [Edit(path, f"can no longer be {_named(choice)}")]
                )

    @staticmethod
    def _kinds(choice: Schema, whole: Schema) -> frozenset[str]:
        return _types(_resolved(choice, whole))

    def _of_objects(
        self, old: Schema, new: Schema, path: str, within: frozenset[tuple[str, str]]
    ) -> Iterator[Edit]:
        for name in new.get("required", ()):
            if name not in old.get("required", ()):
                yield Edit(_join(path, name), "must now be given")
        fields, known = old.get("properties", {}), new.get("properties", {})
        taken = new.get("additionalProperties", True)
        for name, schema in fields.items():
            where = _join(path, name)
            if name in known:
                yield from self.edits(schema, known[name], where, within)
            elif taken is not False:
                yield from self.edits(schema, taken, where, within)
            elif not self.passes_over:
                yield Edit(where, "is no longer a field")
        further = old.get("additionalProperties", True)
        if further is not False:
            for name in known.keys() - fields.keys():
                yield from self.edits(further, known[name], _join(path, name), within)
            yield from self._of_further_fields(further, taken, path, within)

    def _of_further_fields(
        self,
        further: Schema | bool,
        taken: Schema | bool,
        path: str,
        within: frozenset[tuple[str, str]],
    ) -> Iterator[Edit]:
        if taken is not False:
            yield from self.edits(further, taken, _join(path, "*"), within)
        elif not self.passes_over:
            yield Edit(path, "can no longer have fields of any name")


def _of_types(old: Schema, new: Schema, path: str) -> Iterator[Edit]:
    refused = _types(old) - _types(new)
    if refused:
        yield Edit(path, f"can no longer be of the type {' or '.join(sorted(refused))}")


def _of_codes(old: Schema, new: Schema, path: str) -> Iterator[Edit]:
    allowed, before = _codes(new), _codes(old)
    if allowed is None:
        return
    if before is None:
        yield Edit(path, f"can now only be one of {', '.join(sorted(allowed))}")
    else:
        for code in sorted(before - allowed):
            yield Edit(path, f"can no longer be {code}")


def _of_limits(old: Schema, new: Schema, path: str) -> Iterator[Edit]:
    types = _types(old)
    for keyword, value in new.items():
        before = old.get(keyword)
        if types & _LIMITS.get(keyword, set()) and not _is_as_wide(keyword, before, value):
            told = "no such limit" if before is None else before
            yield Edit(path, f"has {keyword} {value} now, and had {told}")
        elif keyword not in _KNOWN and before != value:
            yield Edit(path, f"has another {keyword}, which is not compared")


def _is_as_wide(keyword: str, before: Any, now: Any) -> bool:
    if before is None:
        return False
    if keyword in _LOWER:
        return bool(now <= before)
    return bool(now >= before) if keyword in _UPPER else bool(now == before)


def _as_mapping(schema: Schema | bool) -> Schema:
    """The schema with keywords that a schema of true or false stands for."""
    if isinstance(schema, bool):
        return {} if schema else {"enum": []}
    return schema


def _resolved(schema: Schema, whole: Schema) -> Schema:
    """The schema with its reference resolved."""
    while "$ref" in schema:
        rest = {keyword: value for keyword, value in schema.items() if keyword != "$ref"}
        schema = {**whole["$defs"][schema["$ref"].rsplit("/", 1)[-1]], **rest}
    return schema


def _types(schema: Schema) -> frozenset[str]:
    """The types that a schema allows, as far as its type and its codes tell."""
    codes = _codes(schema)
    if "type" in schema:
        told = schema["type"]
        types = frozenset([told] if isinstance(told, str) else told)
        types |= {"integer"} if "number" in types else frozenset()
    elif codes is not None:
        types = frozenset(_type_of(json.loads(code)) for code in codes)
    else:
        types = _ALL_TYPES
    return types


def _type_of(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, int) and not isinstance(value, bool):
        return "integer"
    names = {bool: "boolean", str: "string", float: "number", list: "array", dict: "object"}
    return names[type(value)]


def _codes(schema: Schema) -> frozenset[str] | None:
    """The values that a schema lists, as JSON; None where it lists none."""
    if "const" in schema:
        return frozenset({json.dumps(schema["const"], sort_keys=True)})
    if "enum" in schema:
        return frozenset(json.dumps(value, sort_keys=True) for value in schema["enum"])
    return None


def _forbids(schema: Schema) -> bool:
    return bool(schema.keys() - _SILENT - {"anyOf"})


def _named(choice: Schema) -> str:
    """A choice of a union, for people."""
    if "$ref" in choice:
        return str(choice["$ref"].rsplit("/", 1)[-1])
    return " or ".join(sorted(_types(choice)))


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
