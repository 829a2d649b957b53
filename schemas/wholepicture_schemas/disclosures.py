"""The ledger's entries: who was told what and why, and who was not. References only, no content."""

import hashlib
from typing import Any, ClassVar, Literal

from pydantic import AwareDatetime
from pydantic_core import to_json

from wholepicture_schemas.envelope import Content, Event
from wholepicture_schemas.identifiers import ChildRef, EventId, RecipientId

GENESIS = "0" * 64
"""What the first entry of a chain has as the hash of the one before it."""


class DisclosureData(Content, frozen=True):
    """One decision about one recipient, in its place in a chain."""

    chain: int
    sequence: int
    """From 0, without gaps; (chain, sequence) shows a repeat."""
    previous: str
    hash: str
    """SHA-256 over the entry without this field, in hexadecimal."""
    decision: Literal["give", "withhold", "ask"]
    recipient: RecipientId
    delivery: EventId | None = None
    event_source: str
    event_id: str
    event_type: str
    children: tuple[ChildRef, ...]
    rule: str
    rule_version: int
    agreement: str
    purpose: str
    legal_basis: str
    fields: tuple[str, ...] = ()
    """The paths that were disclosed."""
    masked: tuple[str, ...] = ()
    """The paths that were kept back, with a star for each list position."""
    because: str
    at: AwareDatetime

    def digest(self) -> str:
        """What ``hash`` must be."""
        return digest({name: said for name, said in self.__dict__.items() if name != "hash"})


class Disclosure(Event[DisclosureData], frozen=True):
    """A decision to disclose, not to disclose, or to ask a person."""

    TYPE: ClassVar[str] = "uk.wholepicture.bus.disclosure.v1"
    CALLED: ClassVar[str] = "an entry of the ledger"


def digest(entry: dict[str, Any]) -> str:
    """SHA-256 of an entry in canonical form: keys sorted, no spaces, UTF-8 (RFC 8785).

    An entry holds texts, whole numbers, a time and lists of these, and no object of its own.
    """
    return hashlib.sha256(to_json(dict(sorted(entry.items())))).hexdigest()
