"""The ledger's entries: who was told what and why, and who was not. References only, no content.

An entry holds every decision about one event because of one cause. What several decisions have in
common is said once, and each decision names it by its place in its list, from 0.
"""

import hashlib
from typing import Any, ClassVar, Literal

from pydantic import AwareDatetime
from pydantic_core import to_json

from wholepicture_schemas.envelope import Content, Event
from wholepicture_schemas.identifiers import ChildRef, EventId, RecipientId

Verdict = Literal["give", "withhold", "ask"]

GENESIS = "0" * 64
"""What the first entry of a chain has as the hash of the one before it."""


class LedgerGround(Content, frozen=True):
    """By which rule something was decided, what for, and on which basis of law."""

    agreement: str
    legal_basis: str
    purpose: str
    rule: str
    rule_version: int


class LedgerView(Content, frozen=True):
    """What somebody may see of an event, by the names of its fields."""

    fields: tuple[str, ...]
    """The paths that were disclosed."""
    masked: tuple[str, ...]
    """The paths that were kept back, with a star for each list position."""


class LedgerDecision(Content, frozen=True):
    """One decision of one rule about one recipient."""

    because: str
    children: tuple[ChildRef, ...]
    decision: Verdict
    delivery: EventId | None = None
    """What it led to; none where it led to no delivery."""
    ground: int
    """Which of ``grounds``."""
    recipient: RecipientId
    view: int | None = None
    """Which of ``views``; none where nothing was disclosed and nothing kept back."""


class LedgerEntryData(Content, frozen=True):
    """Every decision about an event because of one cause, in its place in a chain.

    Its fields, and those of its parts, are declared in the order of their names: so its JSON is
    canonical (RFC 8785) as it is written.
    """

    at: AwareDatetime
    chain: int
    decisions: tuple[LedgerDecision, ...]
    event_id: str
    event_source: str
    event_type: str
    grounds: tuple[LedgerGround, ...]
    hash: str
    """SHA-256 over the entry as it stands in its record, without this field, in hexadecimal."""
    previous: str
    sequence: int
    """From 0, without gaps; (chain, sequence) shows a repeat."""
    views: tuple[LedgerView, ...]

    def signed(self) -> "LedgerEntryData":
        """The entry with its hash."""
        said = self.model_dump_json(exclude={"hash"}, exclude_none=True)
        return self.model_copy(update={"hash": hashlib.sha256(said.encode()).hexdigest()})


class LedgerEntry(Event[LedgerEntryData], frozen=True):
    """The decisions to disclose, not to disclose, or to ask a person, because of one cause."""

    TYPE: ClassVar[str] = "uk.wholepicture.bus.ledger-entry.v1"
    CALLED: ClassVar[str] = "an entry of the ledger"


class DisclosureData(Content, frozen=True):
    """One decision about one recipient, with the place of its entry in a chain."""

    chain: int
    sequence: int
    """From 0, without gaps; (chain, sequence) shows a repeat."""
    previous: str
    hash: str
    """SHA-256 over the entry without this field, in hexadecimal."""
    decision: Verdict
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
        """What ``hash`` must be, where the decision is an entry by itself."""
        return digest({name: said for name, said in self.__dict__.items() if name != "hash"})


class Disclosure(Event[DisclosureData], frozen=True):
    """A decision to disclose, not to disclose, or to ask a person: no longer sent, still read."""

    TYPE: ClassVar[str] = "uk.wholepicture.bus.disclosure.v1"
    CALLED: ClassVar[str] = "an entry of the ledger with one decision"


def digest(entry: dict[str, Any]) -> str:
    """SHA-256 of an entry in canonical form: keys sorted, no spaces, UTF-8 (RFC 8785).

    An entry holds texts, whole numbers, a time, and lists and objects of these.
    """
    return hashlib.sha256(to_json(_sorted(entry))).hexdigest()


def _sorted(said: Any) -> Any:
    if isinstance(said, dict):
        return {name: _sorted(said[name]) for name in sorted(said)}
    if isinstance(said, list):
        return [_sorted(part) for part in said]
    return said
