"""Reading the ledger back: the decisions about one event, and whether the hash chains hold."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from wholepicture_bus.binding import attributes_of
from wholepicture_bus.errors import StopError
from wholepicture_bus.records import Record
from wholepicture_schemas.disclosures import GENESIS, DisclosureData
from wholepicture_schemas.ledger import EntryRead, entry_in

_Event = tuple[str, str]
_LEAST = 4
"""The fewest characters of an id's beginning by which it may be named."""
_SHOWN = 5
_A = {"event": "an event", "delivery": "a delivery"}


@dataclass
class Chains:
    """The state of each hash chain as far as it was read, and its faults as sentences."""

    read: int = 0
    begun: dict[int, int] = field(default_factory=dict)
    """The number of the first entry that is still there, by chain."""
    faults: list[str] = field(default_factory=list)
    _last: dict[int, tuple[int, str]] = field(default_factory=dict)
    _first: dict[tuple[int, int], tuple[str, bool]] = field(default_factory=dict)
    """Of each place the hash of what was read there first, and whether that is intact."""

    @property
    def cut(self) -> bool:
        """Whether earlier entries are gone because their retention has ended."""
        return any(self.begun.values())

    def add(self, entry: EntryRead) -> bool:
        """Check an entry against the one before it in its chain; False for a repeat."""
        chain, at = entry.chain, entry.sequence
        known = self._last.get(chain)
        had = self._first.get((chain, at))
        if had is not None:
            if had[0] != entry.hash or not entry.intact:
                self.faults.append(f"Two different entries have the place {at} of chain {chain}.")
            return False
        self.read += 1
        self._first[chain, at] = entry.hash, entry.intact
        if not entry.intact:
            self.faults.append(f"Entry {at} of chain {chain} is not what it was when written.")
        if known is not None and at < known[0]:
            self.faults.append(f"Entry {at} of chain {chain} stands behind entry {known[0]}.")
            return True
        if known is None:
            self.begun[chain] = at
            if at == 0 and entry.previous != GENESIS:
                self.faults.append(f"Chain {chain} does not begin as a chain does.")
        elif at != known[0] + 1:
            self.faults.append(f"Between entries {known[0]} and {at} of chain {chain} some lack.")
        elif entry.previous != known[1]:
            self.faults.append(f"Entry {at} of chain {chain} does not follow the one before it.")
        self._last[chain] = at, entry.hash
        return True

    def has(self, entry: EntryRead) -> bool:
        """Whether it is what was read first in its place, and no other that was put beside it."""
        return self._first.get((entry.chain, entry.sequence)) == (entry.hash, entry.intact)


@dataclass(frozen=True)
class Account:
    """Every decision about one event, in the order in which they were made."""

    source: str
    event: str
    type: str
    entries: tuple[DisclosureData, ...]
    chains: Chains

    @property
    def asked(self) -> bool:
        """Whether a person was asked something about it."""
        return any(entry.decision == "ask" for entry in self.entries)


def account(
    read: Callable[[], Iterable[Record]], *, delivery: str | None = None, event: str | None = None
) -> Account:
    """The decisions about an event, or about the event that a delivery belongs to.

    ``delivery`` or ``event`` is an id, or how it begins. ``read`` reads the ledger from its
    beginning; it is read twice, so that no more of it is kept in memory than is asked for.

    Raises:
        StopError: the id is too short, leads nowhere, or to more than one event; with the faults
            of the chains, where there are any, since what was asked for may have been there.
    """
    wanted, what = (delivery or event or "").strip(), "event" if event else "delivery"
    if len(wanted) < _LEAST:
        raise StopError(f"Give at least the first {_LEAST} characters of the id.")
    chains = Chains()
    events: dict[str, set[_Event]] = {}
    for entry in _parsed(read(), chains):
        for made in entry.decisions if chains.add(entry) else ():
            named = made.event_id if event else made.delivery
            if named is not None and named.startswith(wanted):
                events.setdefault(named, set()).add((made.event_source, made.event_id))
    try:
        source, name = _only(events, wanted, what)
    except StopError as error:
        if not chains.faults:
            raise
        said = " ".join(chains.faults[:_SHOWN])
        raise StopError(f"{error} The ledger does not hold together, though: {said}") from None
    holding = (record for record in read() if _may_name(name.encode(), record.value or b""))
    once: dict[tuple[int, int], tuple[DisclosureData, ...]] = {}
    for entry in _parsed(holding, Chains()):
        decisions = entry.decisions if chains.has(entry) else ()
        if decisions and (decisions[0].event_source, decisions[0].event_id) == (source, name):
            once.setdefault((entry.chain, entry.sequence), decisions)
    in_time = sorted(once, key=lambda place: (once[place][0].at, place))
    ordered = tuple(made for place in in_time for made in once[place])
    return Account(source, name, ordered[0].event_type, ordered, chains)


def _only(events_by_id: Mapping[str, Collection[_Event]], wanted: str, what: str) -> _Event:
    """The one event that is meant."""
    if wanted in events_by_id:
        events_by_id = {wanted: events_by_id[wanted]}
    if not events_by_id:
        raise StopError(
            f"The ledger has no entry of {_A[what]} whose id begins with {wanted}. It goes back as "
            "far as the picture is kept. Check the id; an event's own id is given with --event."
        )
    if len(events_by_id) > 1:
        ids = ", ".join(sorted(events_by_id)[:_SHOWN])
        raise StopError(f"More than one {what} begins so: write more of the id, such as {ids}.")
    events = sorted(next(iter(events_by_id.values())))
    if len(events) > 1:
        sources = ", ".join(source for source, _ in events)
        raise StopError(f"Events of several senders have this id ({sources}): name a delivery.")
    return events[0]


def _may_name(name: bytes, value: bytes) -> bool:
    """Whether an entry may be about an event: JSON can write any character as an escape."""
    return name in value or b"\\" in value


def _parsed(records: Iterable[Record], chains: Chains) -> Iterator[EntryRead]:
    """The entries of records; what cannot be read as one is a fault of the chain."""
    for record in records:
        try:
            entry = entry_in(attributes_of(record.headers).get("type"), record.value)
        except ValueError:
            chains.faults.append(f"The entry at {record.place} cannot be read.")
            continue
        if entry is None:
            continue
        if entry.chain != record.place.partition:
            chains.faults.append(f"The entry at {record.place} is of chain {entry.chain}.")
        yield entry
