"""The disclosure ledger: one chain of entries per partition, each with the hash of the one before.

An entry has every decision about one event because of one record, and is made when the record's
work is done.
"""

from collections.abc import Iterator, Sequence

from wholepicture_bus import topics
from wholepicture_bus.binding import outgoing
from wholepicture_bus.records import Outgoing, Record
from wholepicture_engine.stage import Work
from wholepicture_schemas.disclosures import (
    LedgerDecision,
    LedgerEntry,
    LedgerEntryData,
    LedgerGround,
    LedgerView,
)
from wholepicture_schemas.identifiers import derived
from wholepicture_schemas.model import unchecked

from wholepicture_consumers.feedback import BUS
from wholepicture_consumers.picture.causes import Entered, House
from wholepicture_consumers.picture.documents import Chain

MOST_BYTES = topics.OUTPUT_BYTES // 2
"""How large an entry is at the most: what is larger is several."""

_ledger_entry, _entry_data = unchecked(LedgerEntry), unchecked(LedgerEntryData)
_decision, _ground = unchecked(LedgerDecision), unchecked(LedgerGround)
_view, _chain = unchecked(LedgerView), unchecked(Chain)


def entered(house: House, record: Record) -> Iterator[Outgoing]:
    """The entries of all that was decided because of a record, one for each event."""
    if not house.decided:
        return
    chain = _Chain(record, house.work)
    for (about, event_type), decided in house.decided.items():
        yield from chain.entries(about, event_type, decided)
    chain.keep()


class _Chain:
    """The end of one chain, at which entries are added."""

    def __init__(self, record: Record, work: Work) -> None:
        self._number, self._at, self._work = record.place.partition, record.appended, work
        self._end = work.get(Chain, str(self._number)) or Chain()

    def entries(
        self, about: str, event_type: str, decided: Sequence[Entered]
    ) -> Iterator[Outgoing]:
        """The decisions about an event as one entry, or as several where one is too large."""
        data = self._entry(about, event_type, decided)
        told = _ledger_entry(
            id=derived("ledger-entry", str(data.chain), str(data.sequence)),
            source=BUS,
            type=LedgerEntry.TYPE,
            time=self._at,
            causationid=about,
            data=data,
        )
        made = outgoing(told, topics.DISCLOSURES, None, partition=self._number)
        if len(decided) > 1 and len(made.value or b"") > MOST_BYTES:
            half = len(decided) // 2
            yield from self.entries(about, event_type, decided[:half])
            yield from self.entries(about, event_type, decided[half:])
        else:
            self._end = _chain(sequence=data.sequence, last=data.hash)
            yield made

    def keep(self) -> None:
        """Remember the end."""
        self._work.put(str(self._number), self._end)

    def _entry(self, about: str, event_type: str, decided: Sequence[Entered]) -> LedgerEntryData:
        """The next entry; what several decisions have in common stands in it once."""
        source, _, event = about.rpartition(":")
        grounds: dict[tuple[str, str, str, str, int], int] = {}
        views: dict[tuple[tuple[str, ...], tuple[str, ...]], int] = {}
        decisions: list[LedgerDecision] = []
        for entry, delivery in decided:
            ground = (
                entry.agreement, entry.legal_basis, entry.purpose, entry.rule, entry.rule_version,
            )  # fmt: skip
            seen = bool(entry.fields or entry.masked)
            view = entry.fields, entry.masked
            made = _decision(
                because=entry.because,
                children=tuple([child.ref for child in entry.children if child.ref is not None]),
                decision=entry.decision,
                delivery=delivery,
                ground=grounds.setdefault(ground, len(grounds)),
                recipient=entry.recipient,
                view=views.setdefault(view, len(views)) if seen else None,
            )
            decisions.append(made)
        return _entry_data(
            at=self._at,
            chain=self._number,
            decisions=tuple(decisions),
            event_id=event,
            event_source=source,
            event_type=event_type,
            grounds=tuple(
                [
                    _ground(
                        agreement=agreement,
                        legal_basis=basis,
                        purpose=purpose,
                        rule=rule,
                        rule_version=version,
                    )
                    for agreement, basis, purpose, rule, version in grounds
                ]
            ),
            hash="",
            previous=self._end.last,
            sequence=self._end.sequence + 1,
            views=tuple([_view(fields=fields, masked=masked) for fields, masked in views]),
        ).signed()
