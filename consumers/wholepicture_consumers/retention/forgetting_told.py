"""Forgetting in the picture: an event with all that was made of it, and who was told.

It follows intake (`forgetting.py`), one transaction an event, in the turn of the stage picture.
What broke off is done the next time: the events are those that intake has forgotten, and the
picture has not.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from sqlalchemy import Connection, select, text
from wholepicture_engine.stage import Key
from wholepicture_engine.store import BatchWork, Database, Transaction
from wholepicture_engine.store.erasing import erase, erase_rows
from wholepicture_engine.store.tables import JSON_ON_POSTGRES, ROW
from wholepicture_schemas.identifiers import ChildRef, EventId

from wholepicture_consumers.documents import Sent
from wholepicture_consumers.facts.chronology import children_of, keys_of, taken_out
from wholepicture_consumers.facts.documents import ChronologyEntry, Picture
from wholepicture_consumers.facts.event import EventState
from wholepicture_consumers.picture.documents import (
    FORGOTTEN,
    KeptViews,
    NewsTold,
    NotTakenOn,
    PatternState,
    PatternTold,
    Shown,
    Telling,
    shown_to,
)
from wholepicture_consumers.retention.forgotten import forgotten_events, told_no_more
from wholepicture_consumers.retention.survey import bodies

_OF_A_CHILD = (
    ChronologyEntry.KIND,
    KeptViews.KIND,
    Shown.KIND,
    PatternTold.KIND,
    NewsTold.KIND,
)
_SENT_ON_SQLITE = text(
    "SELECT key, json_extract(CAST(body AS TEXT), '$.event') AS event FROM document "
    "WHERE kind = :kind AND body != x'' "
    "AND json_extract(CAST(body AS TEXT), '$.event') IN (SELECT value FROM json_each(:names))"
)
_SENT_ON_POSTGRES = text(
    f"SELECT key, told->>'event' AS event FROM (SELECT key, {JSON_ON_POSTGRES} AS told "  # noqa: S608
    "FROM document WHERE kind = :kind) AS sent "
    "WHERE told->>'event' IN (SELECT jsonb_array_elements_text(CAST(:names AS jsonb)))"
)


class Forgetting:
    """The picture's part: events, chronologies, patterns, and who was told."""

    def __init__(self, database: Database) -> None:
        self._database = database
        with database.reading() as connection:
            self.events = forgotten_events(connection)
            self._patterns = _patterns(connection, self.events)
            names = {*self.events, *(name for names in self._patterns.values() for name in names)}
            self._sent = _sent(database, connection, names)
        self._gone: set[ChildRef] = set()

    @property
    def children(self) -> int:
        """Of how many children nothing is left."""
        return len(self._gone)

    @property
    def patterns(self) -> int:
        """How many patterns were made of these events."""
        return len({name for names in self._patterns.values() for name in names})

    def forget(self, name: str) -> None:
        """Delete an event, and every pattern that it makes, in one transaction."""
        patterns = self._patterns.get(name, ())
        with self._database.batch("picture") as transaction:
            transaction.write()  # so that no rebuild replaces meanwhile what is read here
            names = (name, *patterns)
            work = transaction.work(
                [
                    *(Key(Telling, one) for one in names),
                    *(Key(PatternState, one) for one in patterns),
                    Key(EventState, name),
                ]
            )
            state = work.get(EventState, name)
            links = state.links if state else ()
            own = [EventId(sent) for one in names for sent in self._sent.get(one, ())]
            work.further([*keys_of(links), *(Key(Sent, sent) for sent in own)])
            children = list(dict.fromkeys(child for link in links for child in children_of(link)))
            known = [child for child in children if _has_others(child, name, transaction)]
            gone = [(EventState.KIND, name)]
            gone += [(kind.KIND, one) for one in patterns for kind in (PatternState, Telling)]
            gone += [(Sent.KIND, sent) for sent in _deliveries(own, name, children, work)]
            gone += [(Picture.KIND, child) for child in children if child not in known]
            for child, left in [(child, taken_out(child, name, work)) for child in known]:
                work.put(child, left)
                _end_patterns(child, patterns, work)
            work.put(name, FORGOTTEN)
            transaction.keep(work)
            erase(transaction, gone)
            for one in names:
                erase_rows(transaction, one, kinds=[NotTakenOn.KIND])
            for child in children:
                _erase_rows_of(child, None if child not in known else name, transaction)
        self._gone |= set(children).difference(known)


def forget_shown(database: Database) -> None:
    """Delete what stayed of deliveries for the sake of what they showed, where all that has gone.

    What corrected that since was a delivery about the same event, and goes with it.
    """
    with database.reading() as connection:
        left = _sent(database, connection, told_no_more(connection))
    for delivery in sorted(sent for of_event in left.values() for sent in of_event):
        with database.batch("picture") as transaction:
            transaction.write()
            work = transaction.work([Key(Sent, delivery)])
            sent = work.get(Sent, delivery)
            children = sent.children if sent else ()
            work.further(Key(Picture, child) for child in children)
            if not _shows_more(EventId(delivery), None, children, work):
                erase(transaction, [(Sent.KIND, delivery)])


def _deliveries(
    own: Sequence[EventId], name: str, children: Collection[ChildRef], work: BatchWork
) -> Iterator[EventId]:
    """The deliveries that go with an event.

    Of one that showed an event which stays as told earlier, what stood at its head stays: whoever
    has it hears of a correction of that event. It goes with the last of those (`forget_shown`).
    """
    for delivery in own:
        sent = work.get(Sent, delivery)
        if sent and sent.showing and _shows_more(delivery, name, children, work):
            head = {"held": None, "asks": None, "open": False}
            work.put(delivery, sent.model_copy(update=head))
        else:
            yield delivery


def _shows_more(
    delivery: EventId, name: str | None, children: Iterable[ChildRef], work: BatchWork
) -> bool:
    """Whether a delivery showed another event than this of these children, which stays."""
    return any(
        row.delivery == delivery and not (name and key.startswith(shown_to(name)))
        for child in children
        for key, row in work.rows(Shown, child)
    )


def _erase_rows_of(child: ChildRef, event: str | None, transaction: Transaction) -> None:
    """Erase the rows that a child's picture has of an event; all of them where none is named."""
    if event is None:
        erase_rows(transaction, child, kinds=_OF_A_CHILD)
        return
    erase_rows(transaction, child, kinds=[ChronologyEntry.KIND, KeptViews.KIND], key=event)
    erase_rows(transaction, child, kinds=[Shown.KIND], prefix=shown_to(event))


def _has_others(child: ChildRef, name: str, transaction: Transaction) -> bool:
    """Whether the chronology of a child has other events."""
    others = select(ROW.c.key).where(
        ROW.c.kind == ChronologyEntry.KIND, ROW.c.parent == child, ROW.c.key != name
    )
    return transaction.connection.execute(others.limit(1)).first() is not None


def _end_patterns(child: ChildRef, patterns: Collection[str], work: BatchWork) -> None:
    """Remember of patterns that end with an event how new they were, so that no rest is news."""
    for key, told in work.rows(PatternTold, child):
        state = work.get(PatternState, told.state) if told.state in patterns else None
        entries = (
            [work.row(ChronologyEntry, child, event) for event in state.events] if state else []
        )
        newest = max((entry.happened for entry in entries if entry is not None), default=None)
        if newest is not None:
            work.put_row(child, key, newest, told.model_copy(update={"expired": newest}))


def _patterns(connection: Connection, events: Collection[str]) -> Mapping[str, Sequence[str]]:
    """Of each of these events the patterns that it makes."""
    made: dict[str, list[str]] = defaultdict(list)
    if not events:
        return made
    wanted = frozenset(events)
    for name, body in bodies(connection, PatternState.KIND):
        for event in wanted.intersection(PatternState.model_validate_json(body).events):
            made[event].append(name)
    return made


def _sent(
    database: Database, connection: Connection, names: Collection[str]
) -> Mapping[str, Sequence[str]]:
    """Of each of these events every delivery about it."""
    found: dict[str, list[str]] = defaultdict(list)
    if not names:
        return found
    statement = _SENT_ON_SQLITE if database.on_sqlite else _SENT_ON_POSTGRES
    values = {"kind": Sent.KIND, "names": json.dumps(sorted(names))}
    for key, event in connection.execute(statement, values):
        found[event].append(key)
    return found
