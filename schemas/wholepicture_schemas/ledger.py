"""Reading an entry of the ledger, in whichever form it was written.

Entries were of one decision each before they had all of a cause; both stand in one chain.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic_core import from_json

from wholepicture_schemas.disclosures import (
    Disclosure,
    DisclosureData,
    LedgerEntry,
    LedgerEntryData,
    digest,
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class EntryRead:
    """An entry of the ledger as it was read, in whichever form it was written."""

    chain: int
    sequence: int
    previous: str
    hash: str
    intact: bool
    """Whether the hash is that of what the entry says, and each of its names stands once."""
    decisions: tuple[DisclosureData, ...]
    """Each decision, with all that it has in common with others."""


def entry_in(event_type: str | None, value: bytes | None) -> EntryRead | None:
    """The entry of a record of the ledger; None where the record is none.

    Raises:
        ValueError: it cannot be read.
    """
    if event_type == Disclosure.TYPE:
        told = DisclosureData.model_validate_json(value or b"", extra="ignore")
        intact = told.hash == told.digest() and _says_each_once(value)
        return EntryRead(told.chain, told.sequence, told.previous, told.hash, intact, (told,))
    if event_type != LedgerEntry.TYPE:
        return None
    entry = LedgerEntryData.model_validate_json(value or b"", extra="ignore")
    said = from_json(value or b"")
    del said["hash"]
    intact = entry.hash == digest(said) and _says_each_once(value)
    decisions = tuple(_each(entry))
    return EntryRead(entry.chain, entry.sequence, entry.previous, entry.hash, intact, decisions)


def _each(entry: LedgerEntryData) -> Iterator[DisclosureData]:
    """Each decision of an entry by itself.

    Raises:
        ValueError: a decision names a ground or a view that the entry does not have.
    """
    for made in entry.decisions:
        ground = _at(entry.grounds, made.ground)
        view = None if made.view is None else _at(entry.views, made.view)
        yield DisclosureData(
            chain=entry.chain,
            sequence=entry.sequence,
            previous=entry.previous,
            hash=entry.hash,
            decision=made.decision,
            recipient=made.recipient,
            delivery=made.delivery,
            event_source=entry.event_source,
            event_id=entry.event_id,
            event_type=entry.event_type,
            children=made.children,
            rule=ground.rule,
            rule_version=ground.rule_version,
            agreement=ground.agreement,
            purpose=ground.purpose,
            legal_basis=ground.legal_basis,
            fields=view.fields if view else (),
            masked=view.masked if view else (),
            because=made.because,
            at=entry.at,
        )


def _says_each_once(value: bytes | None) -> bool:
    """Whether no object of the JSON has a name twice: of two, each program reads the one it likes.

    Source: RFC 8785, section 3.1, by RFC 7493, section 2.3.
    """
    try:
        json.loads(value or b"", object_pairs_hook=_once)
    except _SaidTwice:
        return False
    return True


class _SaidTwice(ValueError):
    pass


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    said = dict(pairs)
    if len(said) != len(pairs):
        raise _SaidTwice
    return said


def _at(said_once: tuple[T, ...], place: int) -> T:
    if not 0 <= place < len(said_once):
        raise ValueError(f"The entry has no part {place} of {len(said_once)}.")
    return said_once[place]
