"""What a rule gives, field by field, as far as the files alone tell it."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from wholepicture_schemas.envelope import Event

from wholepicture_agreement.event_fields import type_of
from wholepicture_agreement.files import Rule, SharingFile
from wholepicture_agreement.paths import exists


def types_of(rule: Rule) -> list[type[Event[Any]]]:
    """The types of event that a rule takes, as far as they are known."""
    return [found for name in rule.on if (found := type_of(name))]


def gives(rule: Rule, file: SharingFile, paths: Iterable[str]) -> Iterator[str]:
    """Of these paths those that a rule gives of what it takes, whatever it ``never`` gives."""
    types = types_of(rule)
    named = chain(rule.fields, rule.siblings, rule.bound_by_orders, rule.earlier)
    given = [path for name in named for path in file.field_sets.get(name, (name,))]
    for path in paths:
        if any(exists(path, kind) for kind in types) and any(_meet(path, one) for one in given):
            yield path


def _meet(path: str, other: str) -> bool:
    """Whether one of two paths lies under the other."""
    pairs = zip(path.split("."), other.split("."), strict=False)
    return all(one == two or "*" in {one, two} for one, two in pairs)
