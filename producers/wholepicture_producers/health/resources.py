"""Resources as they came: parsed, known to be of R4, and without what is no element of R4.

The model of R4 (``fhir.resources``) says of each element whether it is one and has the right form.
What has not is left out and named. The codes it does not check: the rules and tables here do.
"""

import importlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from wholepicture_schemas.problems import Problem

from wholepicture_producers.drafts import NotReadable
from wholepicture_producers.health.elements import Content
from wholepicture_producers.health.meanings import Meanings

_MOST_ROUNDS = 20
_NAME = re.compile(r"_?[a-z][A-Za-z0-9]{0,39}")
_PROFILES = {"STU3": re.compile(r"/STU3/|CareConnect", re.IGNORECASE),
             "R5": re.compile(r"/R5/|fhir/5\.0", re.IGNORECASE)}  # fmt: skip
_OF_TEXTS = {"text", "time", "day", "code"}
"""The ways of reading that answer a text as it was written."""
_NOT_INSTALLED = (
    "FHIR is read with the models of fhir.resources, which are not installed here: "
    "pip install 'wholepicture-producers[fhir]'"
)
_TWICE = "stands twice in one object, and it is not clear which counts"


class DoubleKey(ValueError):
    """A name that stands twice in one object of JSON."""

    def __init__(self, name: str) -> None:
        self.name = name if _NAME.fullmatch(name) or name == "resourceType" else "a name"
        super().__init__(f"{self.name} {_TWICE}")


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource, and where it stood."""

    kind: str
    content: Content
    place: str
    """Such as "line 4" or "entry 3"."""
    url: str = ""
    """The address or the URN of its entry in a bundle."""
    problems: tuple[Problem, ...] = field(default=(), compare=False)
    """The elements that were left out, as they are not of R4."""
    strange: tuple[str, ...] = field(default=(), compare=False)
    """The paths of elements that R4 does not have."""
    version: Problem | None = field(default=None, compare=False)
    """What says that it is of another version of FHIR."""

    @property
    def id(self) -> str:
        """Its logical id; empty where it has none."""
        told = self.content.get("id")
        return told if isinstance(told, str) else ""

    @property
    def key(self) -> str:
        """Its kind and its id, as a relative reference has it."""
        return f"{self.kind}/{self.id}"


def parsed(text: str) -> Any:
    """A JSON document in which no name stands twice in an object.

    Raises:
        DoubleKey: where one does.
        json.JSONDecodeError: where it is no JSON.
    """
    return json.loads(text, object_pairs_hook=_object)


def other_version(kind: str, content: Content, known: Meanings) -> Problem | None:
    """What says that a resource is of another version of FHIR; None where nothing does."""
    profiles = str((content.get("meta") or {}).get("profile") or "")
    for version, sign in _PROFILES.items():
        if sign.search(profiles):
            return Problem(f"{kind}.meta.profile", f"is of FHIR {version}", _AS_R4)
    for name in content:
        version = known.versions.get(f"{kind}.{name}", "")
        if version:
            return Problem(f"{kind}.{name}", f"is of FHIR {version}, and not of R4", _AS_R4)
    return None


_AS_R4 = "Export it as R4: application/fhir+json; fhirVersion=4.0."


def checked(resource: Resource, known: Meanings) -> Resource:
    """The resource without what is wrong in it, and what that was."""
    version = other_version(resource.kind, resource.content, known)
    if version is not None:
        return replace(resource, version=version)
    model = _model(resource.kind)
    if model is None:
        return resource
    content: Any = resource.content
    problems: dict[str, Problem] = {}
    strange: list[str] = []
    for _ in range(_MOST_ROUNDS):
        wrong = [
            (location, kind)
            for location, kind in _wrong(model, content)
            if path_of(resource.kind, location) not in problems
        ]
        if not wrong:
            break
        content = deepcopy(dict(content))
        for location, kind in sorted(wrong, key=lambda found: str(found[0]), reverse=True):
            path = path_of(resource.kind, location)
            if kind == "extra_forbidden":
                strange.append(path)
            else:
                problems[path] = Problem(path, "has the wrong form", "Write it as R4 has it.")
            stays = kind != "extra_forbidden" and _is_told_as_text(resource.kind, location, known)
            _leave_out(content, location, texts=not stays)
    if content is resource.content:
        return resource
    found = tuple(problems.values())
    return replace(resource, content=content, problems=found, strange=tuple(strange))


def _is_told_as_text(kind: str, location: Sequence[int | str], known: Meanings) -> bool:
    """Whether a text there goes as it was written, where it has the wrong form."""
    path = ".".join(part for part in location if isinstance(part, str))
    return any(
        element.path == path and element.read.partition(":")[0] in _OF_TEXTS
        for element in known.of(kind)
    )


def path_of(kind: str, location: Sequence[int | str]) -> str:
    """The path of an element; it ends before what does not look like a name."""
    parts = [kind]
    for part in location:
        if not isinstance(part, int) and not _NAME.fullmatch(part):
            break
        parts.append(str(part))
    return ".".join(parts)


@cache
def _model(kind: str) -> Any:
    """The model of a kind of resource in R4; None where R4 has no such kind.

    Raises:
        NotReadable: where the models are not installed.
    """
    if not re.fullmatch(r"[A-Z][A-Za-z]{2,39}", kind):
        return None
    try:
        models = importlib.import_module("fhir.resources.R4B")
    except ModuleNotFoundError:
        raise NotReadable(_NOT_INSTALLED) from None
    try:
        return getattr(importlib.import_module(f"{models.__name__}.{kind.lower()}"), kind)
    except (ModuleNotFoundError, AttributeError):
        return None


def is_of_r4(kind: str) -> bool:
    """Whether R4 has such a kind of resource."""
    return _model(kind) is not None


def _wrong(model: Any, content: Content) -> Iterator[tuple[tuple[int | str, ...], str]]:
    """Where an element has the wrong form, and which fault it is; not what lacks."""
    from pydantic import ValidationError

    try:
        model.model_validate(content)
    except ValidationError as error:
        for detail in error.errors(include_url=False, include_context=False, include_input=False):
            if detail["loc"] and "missing" not in detail["type"]:
                yield detail["loc"], detail["type"]


def _leave_out(content: Any, location: Sequence[int | str], *, texts: bool) -> None:
    """Take away the smallest part around a fault that is there; a text stays as it was written."""
    holders: list[tuple[Any, int | str]] = []
    node = content
    for part in location:
        inner = node.get(part) if isinstance(node, Mapping) else None
        if isinstance(node, list) and isinstance(part, int) and part < len(node):
            inner = node[part]
        if inner is None:
            break
        holders.append((node, part))
        node = inner
    if holders and (texts or not isinstance(node, str)):
        holder, part = holders[-1]
        del holder[part]


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        raise DoubleKey(next(name for name in names if names.count(name) > 1))
    return made
