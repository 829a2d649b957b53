"""Restricted matters: the kinds that an event is said to be of, and those that its texts speak of.

A kind that the agreement does not list may be a matter of its list in other words: "FII" is
fabricated-illness. A matter that is only spoken of in a text closes nothing. The sender is asked
before anybody is told but those who act for a child's safety.
"""

import re
from collections.abc import Collection, Iterable
from typing import Any

from wholepicture_schemas.children import Missing
from wholepicture_schemas.core import Core, Handling
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
    for said in handling.restricted_kinds:
        kinds += kinds_meant(said, terms)
    for problem in missing:
        if _UNREAD.match(problem.field):
            kinds.append("unreadable")
    return tuple(dict.fromkeys(kinds))


def kinds_meant(said: str, terms: Terms) -> tuple[str, ...]:
    """The kinds that a sender means: one of the list, the matters whose words it uses, or its own.

    Other words for a place or a service are a kind of their own: that one closes the whole event.
    """
    kind = kind_of(said)
    if any(known.kind == kind for known in terms.restricted):
        return (kind,)
    return _matters_in(said, terms) or (kind,)


def spoken_of(event: Event[Any], terms: Terms, said: Collection[str]) -> tuple[str, ...]:
    """The matters whose words stand in a text of an event, without those ``said`` to apply."""
    words = leaves_of(event).words
    return tuple([kind for kind in _matters_in(words, terms) if kind not in said])


def speaks_of_any(event: Event[Any], terms: Terms) -> bool:
    """Whether words of any restricted kind, a place's or a service's too, stand in a text of it."""
    return terms.words_of_any_kind.stand_in(leaves_of(event).words)


def place_or_service(core: Core, kinds: Collection[str], terms: Terms) -> bool:
    """Whether one of these kinds is a place or a service, or a professional is of one by name."""
    if kinds and any(terms.keeps(kind) != "matter" for kind in kinds):
        return True
    return any(
        terms.words_of_any_kind.stand_in(str(said))
        for professional in core.professionals
        for said in professional.model_dump(mode="json", exclude_none=True).values()
    )


def _matters_in(text: str, terms: Terms) -> tuple[str, ...]:
    return tuple([kind for kind, words in terms.words_of_matters if words.stand_in(text)])
