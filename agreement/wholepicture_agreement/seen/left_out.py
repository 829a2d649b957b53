"""Professionals of a restricted kind: their names in the texts of an event are replaced.

A plain word replaces the name, so what the professional said of the child can still be read, and no
gap or mark shows that somebody was left out. Example: "Dr Shah of Harbour Support called" becomes
"somebody of a service called".
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from wholepicture_schemas.in_texts.traces import squashed, without
from wholepicture_schemas.meaning import Trace
from wholepicture_schemas.told_fields import means_at

from wholepicture_agreement.seen import hidden_words
from wholepicture_agreement.seen.leaves import Leaf

ANOTHER_SERVICE = "another service: ask the front door"
"""The role that is shown to a recipient that may know of a service, and not of which."""

_SOMEBODY, _A_SERVICE, _A_NUMBER = "somebody", "a service", "a number"
_SHORTEST_NAME = 4
"""A shorter surname is an everyday word."""
_SHORTEST = 3
_NAMES = frozenset({"title", "dr", "mr", "mrs", "ms", "miss", "prof", "sister", "nurse"})


class LeftOut:
    """The traces of certain professionals, and the word that replaces each."""

    def __init__(self, professionals: Iterable[Leaf]) -> None:
        instead_of: dict[str, str] = {}
        for leaf in professionals:
            for trace, instead in _traces(means_at(leaf.marks.starred).traced, str(leaf.value)):
                if len(trace) >= _SHORTEST:
                    instead_of.setdefault(trace, instead)
        self._instead: Mapping[str, list[str]] = _by_word(instead_of)
        self._every: Sequence[str] = tuple(instead_of)

    def cleaned(self, text: str) -> str | None:
        """A text that names none of them; none where nothing else stands in it."""
        row = squashed(text)
        if not any(trace in row for trace in self._every):
            return text
        left: str | None = text
        for instead, traces in self._instead.items():
            if left is not None:
                left = without(left, traces, instead)
        return left


def _traces(what: Trace | None, said: str) -> Iterator[tuple[str, str]]:
    words = said.split()
    if what == "name":
        yield squashed(said), _SOMEBODY
        own = [word for word in words if squashed(word) not in _NAMES]
        if len(own) > 1:
            yield squashed("".join(own)), _SOMEBODY
        if own and len(squashed(own[-1])) >= _SHORTEST_NAME:
            yield squashed(own[-1]), _SOMEBODY
    elif what == "role" and len(words) > 1:
        yield squashed(said), _SOMEBODY
    elif what == "service":
        for trace in hidden_words.of_service(said):
            yield trace, _A_SERVICE
    elif what == "phone":
        yield squashed(said), _A_NUMBER
        for trace in hidden_words.of_phone(said):
            yield trace, _A_NUMBER
    elif what == "email":
        yield squashed(said), _SOMEBODY


def _by_word(instead_of: Mapping[str, str]) -> Mapping[str, list[str]]:
    """The traces by the word that replaces them, longer ones first."""
    by_word: dict[str, list[str]] = {}
    for trace in sorted(instead_of, key=len, reverse=True):
        by_word.setdefault(instead_of[trace], []).append(trace)
    return by_word
