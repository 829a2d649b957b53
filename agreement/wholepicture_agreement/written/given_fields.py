"""The paths that a rule gives, by the files alone."""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import Any

from wholepicture_schemas.envelope import Event

from wholepicture_agreement.written.event_fields import type_of
from wholepicture_agreement.written.files import Rule, SharingFile
from wholepicture_agreement.written.sets import fields_named


def types_of(rule: Rule) -> list[type[Event[Any]]]:
    """The types of event that a rule takes, as far as they are known."""
    return [kind for name in rule.on if (kind := type_of(name))]


def gives(
    rule: Rule, file: SharingFile, asked: Callable[[type[Event[Any]]], Iterable[str]]
) -> Iterator[str]:
    """The paths that a rule gives of those ``asked`` of each type, whatever it ``never`` gives."""
    named = chain(rule.fields, rule.siblings, rule.of_mother, rule.bound_by_orders, rule.earlier)
    given = fields_named(named, file)
    for path in dict.fromkeys(path for kind in types_of(rule) for path in asked(kind)):
        if any(_meet(path, granted) for granted in given):
            yield path


@lru_cache(maxsize=32_768)
def _meet(path: str, other: str) -> bool:
    """Whether one of two paths lies under the other."""
    pairs = zip(path.split("."), other.split("."), strict=False)
    return all(part == match or "*" in {part, match} for part, match in pairs)
