"""The survey: which events were kept long enough, and which of those stay, for which reason.

An event is kept for the agreed time after its agency's last word of it: when it came, or was
corrected or taken back. After that it stays only

* while a legal hold names it, or one of its children;
* while the work with a child that it tells of goes on: the team is told of the child by it;
* while a person is asked who acts on it, which ``wholepicture status`` says;
* while a record of it, or about it, waits for a person (``wholepicture held list``);
* while it protects somebody whom what is still kept could give away. It goes with the last of that.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pydantic import AwareDatetime
from sqlalchemy import Connection, select
from wholepicture_agreement import Agreement
from wholepicture_engine.store import Database
from wholepicture_engine.store.framing import unpacked_record
from wholepicture_engine.store.tables import DOCUMENT, HELD, ROW
from wholepicture_schemas.any_agency import Withheld
from wholepicture_schemas.children import Kin, Link
from wholepicture_schemas.identifiers import ChildRef
from wholepicture_schemas.model import Model
from wholepicture_schemas.social_care import InvolvementChanged

from wholepicture_consumers.facts.chronology import children_of
from wholepicture_consumers.facts.documents import Picture
from wholepicture_consumers.facts.episodes import open_now
from wholepicture_consumers.facts.event import EventState
from wholepicture_consumers.facts.protection import protects
from wholepicture_consumers.facts.states import state_of
from wholepicture_consumers.intake.documents import Awaited, Decided, Seen
from wholepicture_consumers.picture.documents import NotTakenOn
from wholepicture_consumers.retention.holds import Holds

Why = Literal["on hold", "work goes on", "a person is asked", "held for a person", "protects"]
_AT_ONCE = 500


class _State(Model, frozen=True):
    """Of an event as intake keeps it, what every event is looked at for."""

    received: AwareDatetime
    amended_at: AwareDatetime | None = None
    links: tuple[Link, ...] = ()
    kin: tuple[Kin, ...] = ()

    @property
    def children(self) -> frozenset[ChildRef]:
        """Every child whom the event was ever about."""
        return frozenset(child for link in self.links for child in children_of(link))


class _Glance(Model, frozen=True):
    """Of what intake remembers, what is looked at."""

    state: _State | None = None
    amends: str | None = None
    forgotten: bool = False


@dataclass(frozen=True, slots=True)
class _Old:
    """An event whose time has passed."""

    name: str
    children: frozenset[ChildRef]
    work: bool
    """Whether it tells of work with a child."""
    keeps_back: bool
    """Whether it protects somebody, or is a decision not to tell."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What was kept long enough, by source and id."""

    expired: tuple[str, ...]
    stays: Mapping[Why, int]
    """How many were kept long enough and stay, by the reason."""
    amendments: Mapping[str, tuple[str, ...]]
    """Of each of those that expired: the amendments of it that intake remembers."""
    never_came: tuple[tuple[str, str], ...]
    """What waits for events that have not come in all this time, by kind and key."""


def survey(database: Database, agreement: Agreement, holds: Holds, before: datetime) -> Survey:
    """What expired: the last word of it came before this moment. It reads, and locks nothing."""
    fresh: set[ChildRef] = set()
    old: list[_Old] = []
    amendments: dict[str, list[str]] = defaultdict(list)
    with database.reading() as connection:
        for name, body in bodies(connection, Seen.KIND):
            seen = _Glance.model_validate_json(body, extra="ignore")
            if seen.amends and not seen.forgotten:
                amendments[seen.amends].append(name)
            if seen.state is None:
                continue
            if (seen.state.amended_at or seen.state.received) < before:
                old.append(_old(name, body, seen.state, agreement))
            else:
                fresh |= seen.state.children | {kin.child for kin in seen.state.kin}
        why = _Staying(connection, holds)
        reasons = {event.name: why(event) for event in old}
        never_came = tuple(_never_came(connection, holds, before))
    for event in old:
        if reasons[event.name]:
            fresh |= event.children
    for event in old:
        if event.keeps_back and not reasons[event.name] and event.children & fresh:
            reasons[event.name] = "protects"
    expired = tuple(name for name, reason in reasons.items() if reason is None)
    return Survey(
        expired,
        Counter(reason for reason in reasons.values() if reason is not None),
        {name: tuple(amendments.get(name, ())) for name in expired},
        never_came,
    )


def children_named(connection: Connection) -> set[ChildRef]:
    """Every child whom an event that intake keeps is, or was ever, about."""
    named: set[ChildRef] = set()
    for _, body in bodies(connection, Seen.KIND):
        seen = _Glance.model_validate_json(body, extra="ignore")
        if seen.state is not None:
            named |= seen.state.children
    return named


def bodies(connection: Connection, kind: str) -> Iterator[tuple[str, bytes]]:
    """Every document of a kind, by its key."""
    wanted = select(DOCUMENT.c.key, DOCUMENT.c.body).where(
        DOCUMENT.c.kind == kind, DOCUMENT.c.body != b""
    )
    for key, body in connection.execute(wanted.execution_options(yield_per=_AT_ONCE)):
        yield key, bytes(body)


def _old(name: str, body: bytes, state: _State, agreement: Agreement) -> _Old:
    whole = Seen.model_validate_json(body).state
    assert whole is not None  # noqa: S101 - the caller has seen it
    kind = whole.attributes.type
    keeps_back = kind == Withheld.TYPE or _protects(whole, agreement)
    return _Old(name, state.children, kind == InvolvementChanged.TYPE, keeps_back)


def _protects(state: EventState, agreement: Agreement) -> bool:
    words = [words for terms in agreement.terms for _, words in terms.restricted_words]
    versions = (*state.before, state_of(state.attributes.type, state.content, ()))
    return any(protects(version.core, words) for version in versions)


class _Staying:
    """Why an event stays whose time has passed; none where it does not, but for protection."""

    def __init__(self, connection: Connection, holds: Holds) -> None:
        self._connection, self._holds = connection, holds
        asked = select(ROW.c.parent, ROW.c.body).where(ROW.c.kind == NotTakenOn.KIND)
        self._asked = {
            parent
            for parent, body in connection.execute(asked)
            if NotTakenOn.model_validate_json(body).open
        }
        held = select(HELD.c.record).where(HELD.c.released.is_(False))
        self._held: Collection[bytes] = [
            _text(bytes(record)) for record in connection.execute(held).scalars()
        ]

    def __call__(self, event: _Old) -> Why | None:
        if self._holds.keep(event.name, event.children):
            return "on hold"
        if event.work and self._goes_on(event):
            return "work goes on"
        if event.name in self._asked:
            return "a person is asked"
        number = event.name.rpartition(":")[2].encode()
        if any(number in said for said in self._held):
            return "held for a person"
        return None

    def _goes_on(self, event: _Old) -> bool:
        pictures = select(DOCUMENT.c.body).where(
            DOCUMENT.c.kind == Picture.KIND,
            DOCUMENT.c.key.in_(sorted(event.children)),
            DOCUMENT.c.body != b"",
        )
        return any(
            episode.event == event.name
            for body in self._connection.execute(pictures).scalars()
            for episode in open_now(Picture.model_validate_json(body).involvements)
        )


def _text(packed: bytes) -> bytes:
    record = unpacked_record(packed)
    return b"\n".join((record.value or b"", *(value or b"" for _, value in record.headers)))


def _never_came(
    connection: Connection, holds: Holds, before: datetime
) -> Iterator[tuple[str, str]]:
    for name, body in bodies(connection, Awaited.KIND):
        waiting = Awaited.model_validate_json(body).by
        if not holds.keep(name, ()) and all(data.received < before for data in waiting):
            yield Awaited.KIND, name
    for name, body in bodies(connection, Decided.KIND):
        decided = Decided.model_validate_json(body).by
        old = all(entry.received is not None and entry.received < before for entry in decided)
        if old and not holds.keep(name, ()):
            yield Decided.KIND, name
