"""Ledgers as they stand in Kafka, of both forms, made of what the stages decided."""

import json
from collections.abc import Iterable
from typing import Any

from wholepicture_bus.records import Headers, Place, Record
from wholepicture_schemas.disclosures import (
    GENESIS,
    Disclosure,
    DisclosureData,
    LedgerEntry,
    LedgerEntryData,
)

from tests.consumers.both_stages import START, Followed


def records(entries: Iterable[dict[str, Any]]) -> list[Record]:
    """Entries as the records of one partition."""
    return [as_record(json.dumps(one).encode(), type_of(one), at) for at, one in enumerate(entries)]


def as_record(value: bytes, headers: Headers, at: int, partition: int = 0) -> Record:
    """A record of the ledger."""
    return Record(Place("disclosures", "", partition, at), None, value, headers, START)


def type_of(entry: dict[str, Any]) -> Headers:
    """The headers of an entry, by its form."""
    kind = LedgerEntry if "decisions" in entry else Disclosure
    return (("ce_type", kind.TYPE.encode()),)


def ledger(told: list[Followed]) -> list[dict[str, Any]]:
    """The entries as they stand in their records."""
    made = (record for one in told for record in one.made if record.topic == "disclosures")
    return [json.loads(record.value or b"") for record in made]


def one_by_one(told: list[Followed]) -> list[dict[str, Any]]:
    """The same decisions as the ledger had them once: an entry for each."""
    entries: list[dict[str, Any]] = []
    previous = GENESIS
    for number, decided in enumerate(decision for one in told for decision in one.ledger):
        place = {"chain": 0, "sequence": number, "previous": previous}
        entry = DisclosureData.model_validate_json(json.dumps({**decided, **place}))
        previous = entry.digest()
        signed = entry.model_copy(update={"hash": previous})
        entries.append(json.loads(signed.model_dump_json(exclude_none=True)))
    return entries


def after(last: dict[str, Any], entries: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Entries that follow the last of a chain."""
    made: list[dict[str, Any]] = []
    for entry in entries:
        end = made[-1] if made else last
        place = {"sequence": end["sequence"] + 1, "previous": end["hash"]}
        made.append(signed({**entry, **place}))
    return made


def signed(entry: dict[str, Any]) -> dict[str, Any]:
    """An entry of many decisions with the hash of what it says."""
    data = LedgerEntryData.model_validate_json(json.dumps(entry)).signed()
    told: dict[str, Any] = json.loads(data.model_dump_json(exclude_none=True))
    return told
