"""Restricted matters: the kinds that an event is said to be of, and those that its texts speak of.

A kind that the agreement does not list may be a matter of its list in other words: "FII" is
fabricated-illness. A matter that is only spoken of in a text closes nothing. The sender is asked
before anybody is told but those who act for a child's safety.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from wholepicture_schemas.children import Missing
from wholepicture_schemas.core import Handling
from wholepicture_schemas.envelope import Event

from wholepicture_agreement.seen.leaves import leaves_of
from wholepicture_agreement.written.model import Terms
from wholepicture_agreement.written.restricted_kinds import kind_of

_UNREAD = re.compile(r"^core\.handling(\.restricted_kinds(\.\d+)?)?$")


def named(event: Event[Any], missing: Iterable[Missing], terms: Terms) -> tuple[str, ...]:
    """The restricted kinds of its type, and those that a sender names.

    "unreadable" stands for what could not be read.
    """
    handling: Handling = event.data.core.handling
    kinds = list(event.RESTRICTED)
    kinds += [kind for said in handling.restricted_kinds for kind in kinds_meant(said, terms)]
    if any(_UNREAD.match(problem.field) for problem in missing):
        kinds.append("unreadable")
    return tuple(dict.fromkeys(kinds))


def kinds_meant(said: str, terms: Terms) -> tuple[str, ...]:
    """The kinds that a sender means: one of the list, the matters whose words it uses, or its own.

    Other words for a place or a service are a kind of their own: that one closes the whole event.
    """
    kind = kind_of(said)
    if any(known.kind == kind for known in terms.restricted):
        return (kind,)
    return tuple(_matters_in(said, terms)) or (kind,)


def spoken_of(event: Event[Any], terms: Terms, said: Collection[str]) -> tuple[str, ...]:
    """The matters whose words stand in a text of an event, without those ``said`` to apply."""
    if not speaks_of_any(event, terms):
        return ()
    matters = _matters_in(leaves_of(event).words, terms)
    return tuple(kind for kind in matters if kind not in said)


def speaks_of_any(event: Event[Any], terms: Terms) -> bool:
    """Whether words of any restricted kind, a place's or a service's too, stand in a text of it."""
    return terms.speak_of_any(leaves_of(event).words)


def _matters_in(text: str, terms: Terms) -> Iterator[str]:
    for kind, words in terms.restricted_words:
        if terms.keeps(kind) == "matter" and words.stand_in(text):
            yield kind
