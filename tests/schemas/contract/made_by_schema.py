"""Documents that a schema allows, drawn for property tests: the part of JSON Schema that ours use.

Of an object's optional fields a few are drawn, so that a document stays small.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import strategies as st

Schema = Mapping[str, Any]
_Of = Callable[[Schema], st.SearchStrategy[Any]]
"""What makes documents of a part of the schema."""
_MOST_OPTIONAL, _MOST_ENTRIES = 4, 2
_TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=12)
_EARLIEST, _LATEST = dt.datetime(2000, 1, 1), dt.datetime(2030, 1, 1)  # noqa: DTZ001 - made aware
_FORMATS: Mapping[str, st.SearchStrategy[Any]] = {
    "date": st.dates(_EARLIEST.date(), _LATEST.date()).map(str),
    "date-time": st.datetimes(_EARLIEST, _LATEST).map(lambda at: f"{at.isoformat()}Z"),
    "duration": st.integers(0, 99).map("P{}D".format),
}
"""Times as our models take them: of this century."""
_ANYTHING: st.SearchStrategy[Any] = st.none() | st.booleans() | st.integers(-9, 9) | _TEXTS


def documents(whole: Schema) -> st.SearchStrategy[Any]:
    """Documents that a schema allows; all its references lead to its own ``$defs``."""
    made: dict[str, st.SearchStrategy[Any]] = {}

    def of(schema: Schema) -> st.SearchStrategy[Any]:
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            if name not in made:
                made[name] = st.deferred(lambda: of(whole["$defs"][name]))
            return made[name]
        if "const" in schema:
            return st.just(schema["const"])
        if "enum" in schema:
            return st.sampled_from(schema["enum"])
        if "anyOf" in schema:
            return st.one_of([of(choice) for choice in schema["anyOf"]])
        make = _OF_TYPE.get(schema.get("type", ""))
        return make(schema, of) if make else _ANYTHING

    return of(whole)


def _text(schema: Schema, _: _Of) -> st.SearchStrategy[Any]:
    if "pattern" in schema:
        texts = st.from_regex(schema["pattern"].replace("$", r"\Z"))
    elif "format" in schema:
        return _FORMATS[schema["format"]]
    else:
        texts = st.text("ab é'-", min_size=schema.get("minLength", 0), max_size=9)
    most = schema.get("maxLength")
    return texts if most is None else texts.filter(lambda text: len(text) <= most)


def _number(schema: Schema, _: _Of) -> st.SearchStrategy[Any]:
    least = schema.get("minimum", schema.get("exclusiveMinimum", -1) + 1)
    return st.integers(least, schema.get("maximum", least + 9))


def _list(schema: Schema, of: _Of) -> st.SearchStrategy[Any]:
    least = schema.get("minItems", 0)
    return st.lists(of(schema["items"]), min_size=least, max_size=least + _MOST_ENTRIES)


def _object(schema: Schema, of: _Of) -> st.SearchStrategy[Any]:
    fields = schema.get("properties", {})
    if not fields:
        further = schema.get("additionalProperties", True)
        inner = of(further) if isinstance(further, Mapping) else _ANYTHING
        return st.dictionaries(st.sampled_from("abc"), inner, max_size=_MOST_ENTRIES)
    needed = [name for name in fields if name in schema.get("required", ())]
    optional = [name for name in fields if name not in needed]
    values = {name: of(part) for name, part in fields.items()}
    drawn = st.lists(st.sampled_from(optional), max_size=_MOST_OPTIONAL, unique=True)
    return (drawn if optional else st.just([])).flatmap(
        lambda names: st.fixed_dictionaries({name: values[name] for name in (*needed, *names)})
    )


_OF_TYPE: Mapping[str, Callable[[Schema, _Of], st.SearchStrategy[Any]]] = {
    "string": _text,
    "integer": _number,
    "number": _number,
    "boolean": lambda *_: st.booleans(),
    "null": lambda *_: st.none(),
    "array": _list,
    "object": _object,
}
