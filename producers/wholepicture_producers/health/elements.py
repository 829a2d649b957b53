"""The elements of a resource: what stands at a path, codes with their systems, texts of concepts.

A path has dots between names, and goes into each item of a list. ``extension[name]`` are the
extensions of that name, each as the object that it is.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from wholepicture_producers.health.meanings import Meanings

Content = Mapping[str, Any]

_EXTENSION = re.compile(r"extension\[(.+)\]")
_VALUE = re.compile(r"value[A-Z]\w*")


def values_at(content: Any, path: str, known: Meanings) -> Iterator[Any]:
    """What stands at a path, each item of a list by itself; nothing where nothing does."""
    if not path:
        yield from _items(content)
        return
    step, rest = _first_step(path)
    for item in _items(content):
        if not isinstance(item, Mapping):
            continue
        named = _EXTENSION.fullmatch(step)
        if named is None:
            yield from values_at(item.get(step), rest, known)
            continue
        for extension in _items(item.get("extension")):
            if isinstance(extension, Mapping) and _is_called(extension, named[1], known):
                yield from values_at(extension, rest, known)


def value_of(extension: Content) -> Any:
    """The value of an extension, of whatever type; None where it has none."""
    return next((told for name, told in extension.items() if _VALUE.fullmatch(name)), None)


def codes_of(value: Any, known: Meanings) -> Iterator[str]:
    """The codes of a code, a coding, a concept, or of an extension that holds one."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        if "url" in value:
            yield from codes_of(value_of(value), known)
        for coding in _items(value.get("coding")):
            yield from codes_of(coding, known)
        code = value.get("code")
        if isinstance(code, str):
            yield known.short(str(value.get("system") or ""), code)


def concept_text(value: Any) -> str:
    """What a person reads of a concept: its text, else what its codings show."""
    if isinstance(value, str):
        return value.strip()
    if not isinstance(value, Mapping):
        return ""
    if "url" in value:
        return concept_text(value_of(value))
    text = value.get("text") or value.get("display")
    if isinstance(text, str) and text.strip():
        return text.strip()
    shown = [concept_text(coding) for coding in _items(value.get("coding"))]
    return next(filter(None, shown), "") or str(value.get("code") or "")


def _items(value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        for item in value:
            yield from _items(item)
    elif value is not None:
        yield value


def _first_step(path: str) -> tuple[str, str]:
    """The first name of a path, and the rest; an address in brackets has dots of its own."""
    if path.startswith("extension["):
        name, _, rest = path.partition("]")
        return f"{name}]", rest.removeprefix(".")
    step, _, rest = path.partition(".")
    return step, rest


def _is_called(extension: Content, name: str, known: Meanings) -> bool:
    url = str(extension.get("url") or "")
    return name in {url, known.extensions.get(url)}
