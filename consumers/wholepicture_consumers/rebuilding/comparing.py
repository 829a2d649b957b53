"""What differs between the facts of the stage and those folded anew: by kind and id, no value.

Agencies are in order each for itself, and the order between them is that in which the stage read
them. The facts do not depend on it, but the order of some lists does: that is no difference.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from wholepicture_engine.store.differing import Pair, Version

from wholepicture_consumers.facts.documents import ChronologyEntry, Picture

How = Literal["missing", "too much", "different"]

_UNORDERED = {Picture.KIND: ("involvements", "protects")}
"""The lists of a kind that have their order from the order of arrival."""
_COUNTERS = {ChronologyEntry.KIND: ("version",)}
"""What counts how often something was written, which is no fact."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One document or row of the stage that is not what the records say."""

    kind: str
    id: str
    how: How

    def __str__(self) -> str:
        """As a person reads it."""
        return f"{self.how}: {self.kind} {self.id}"


def differences(pairs: Iterable[Pair]) -> Iterator[Difference]:
    """What is missing, is too much, or says something else."""
    for pair in pairs:
        name = pair.key if pair.parent is None else f"{pair.parent} {pair.key}"
        if pair.live is None:
            yield Difference(pair.kind, name, "missing")
        elif pair.shadow is None:
            yield Difference(pair.kind, name, "too much")
        elif _says(pair.kind, pair.live) != _says(pair.kind, pair.shadow):
            yield Difference(pair.kind, name, "different")


def _says(kind: str, version: Version) -> object:
    """What a document says, whatever order it was told in; its bytes where it is no document."""
    try:
        document: Any = json.loads(version.body)
    except ValueError:
        return version
    if not isinstance(document, dict):
        return version
    for name in _UNORDERED.get(kind, ()):
        listed = document.get(name)
        if isinstance(listed, list):
            document[name] = sorted(json.dumps(each, sort_keys=True) for each in listed)
    for name in _COUNTERS.get(kind, ()):
        document.pop(name, None)
    return version.at, document
