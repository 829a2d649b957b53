"""Forgetting: an event that expired is deleted with everything that was made of it.

Intake forgets it first, and so says from then on what becomes of a correction of it. Each event is
a transaction of its own in the turn of each stage, as a batch of the stage would have it, so a
stage sees all of an event or nothing. What broke off is done the next time: of an event that intake
has forgotten, the picture's part is looked for in the database.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, func, select, text
from wholepicture_engine.stage import Key
from wholepicture_engine.store import BatchWork, Database, Transaction
from wholepicture_engine.store.erasing import erase, erase_rows
from wholepicture_engine.store.tables import DOCUMENT, ROW
from wholepicture_schemas.identifiers import ChildRef

from wholepicture_consumers.documents import Sent
from wholepicture_consumers.facts.chronology import children_of, keys_of, taken_out
from wholepicture_consumers.facts.documents import ChronologyEntry, Picture
from wholepicture_consumers.facts.event import EventState
from wholepicture_consumers.identity import Block, Candidate
from wholepicture_consumers.intake import documents as intake
from wholepicture_consumers.intake.documents import Awaited, Decided, Seen
from wholepicture_consumers.intake.households import Household
from wholepicture_consumers.picture import documents as picture
from wholepicture_consumers.picture.documents import (
    KeptViews,
    NotTakenOn,
    PatternState,
    PatternTold,
    Shown,
    Telling,
    shown_to,
)
from wholepicture_consumers.retention.survey import bodies, children_named

_OF_A_CHILD = (ChronologyEntry.KIND, KeptViews.KIND, Shown.KIND, PatternTold.KIND)
_TOMBSTONE_BYTES = 500
"""More than what is left of a forgotten event takes."""
_SENT_ON_SQLITE = text(
    "SELECT key, json_extract(CAST(body AS TEXT), '$.event') AS event FROM document "
    "WHERE kind = :kind AND body != x'' "
    "AND json_extract(CAST(body AS TEXT), '$.event') IN (SELECT value FROM json_each(:names))"
)
_SENT_ON_POSTGRES = text(
    "SELECT key, told->>'event' AS event FROM (SELECT key, "
    "CASE WHEN length(body) > 0 THEN convert_from(body, 'UTF8')::jsonb END AS told "
    "FROM document WHERE kind = :kind) AS sent "
    "WHERE told->>'event' IN (SELECT jsonb_array_elements_text(CAST(:names AS jsonb)))"
)


def forget_at_intake(
    database: Database, name: str, amendments: Iterable[str], before: datetime
) -> bool:
    """Leave of an event nothing but its id; False where its agency has said more of it since."""
    with database.batch("intake") as transaction:
        names = (name, *amendments)
        work = transaction.work([*(Key(Seen, one) for one in names), Key(Awaited, name)])
        seen = work.get(Seen, name)
        if seen is None or seen.state is None or seen.state.last_word >= before:
            return False
        transaction.write()
        for one in names:
            work.put(one, intake.FORGOTTEN)
        transaction.keep(work)
        erase(transaction, [(Awaited.KIND, name), (Decided.KIND, name)])
    return True


def forget_what_never_came(database: Database, waiting: Iterable[tuple[str, str]]) -> None:
    """Delete what waits for events that have not come in all this time."""
    for kind, key in waiting:
        with database.batch("intake") as transaction:
            transaction.write()
            erase(transaction, [(kind, key)])


def forgotten_events(connection: Connection) -> list[str]:
    """The events that intake has forgotten and the picture still has."""
    seen = DOCUMENT.alias()
    both = select(DOCUMENT.c.key, seen.c.body).join(seen, seen.c.key == DOCUMENT.c.key)
    wanted = both.where(
        DOCUMENT.c.kind == EventState.KIND,
        func.length(DOCUMENT.c.body) > 0,
        seen.c.kind == Seen.KIND,
        func.length(seen.c.body).between(1, _TOMBSTONE_BYTES),
    )
    return [
        key for key, body in connection.execute(wanted) if Seen.model_validate_json(body).forgotten
    ]


def told_no_more(connection: Connection) -> frozenset[str]:
    """Every event that the picture has forgotten: a rebuild leaves out what is told of it."""
    wanted = select(DOCUMENT.c.key, DOCUMENT.c.body).where(
        DOCUMENT.c.kind == Telling.KIND,
        func.length(DOCUMENT.c.body).between(1, _TOMBSTONE_BYTES),
    )
    return frozenset(
        key
        for key, body in connection.execute(wanted)
        if Telling.model_validate_json(body).forgotten
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
            work = transaction.work(
                [
                    *(Key(Telling, one) for one in (name, *patterns)),
                    *(Key(PatternState, one) for one in patterns),
                    Key(EventState, name),
                ]
            )
            state = work.get(EventState, name)
            links = state.links if state else ()
            work.further([*keys_of(links), *self._keys_of_sent((name, *patterns))])
            transaction.write()
            children = dict.fromkeys(child for link in links for child in children_of(link))
            known = [child for child in children if _has_others(child, name, transaction)]
            for child, left in [(child, taken_out(child, name, work)) for child in known]:
                work.put(child, left)
                _end_patterns(child, patterns, work)
            work.put(name, picture.FORGOTTEN)
            transaction.keep(work)
            sent = self._keys_of_sent((name, *patterns))
            gone = [(EventState.KIND, name), *((Sent.KIND, key.name) for key in sent)]
            for one in patterns:
                gone += [(PatternState.KIND, one), (Telling.KIND, one)]
            for one in (name, *patterns):
                erase_rows(transaction, one, kinds=[NotTakenOn.KIND])
            for child in children:
                if child in known:
                    of_event = [ChronologyEntry.KIND, KeptViews.KIND]
                    erase_rows(transaction, child, kinds=of_event, key=name)
                    erase_rows(transaction, child, kinds=[Shown.KIND], prefix=shown_to(name))
                else:
                    erase_rows(transaction, child, kinds=_OF_A_CHILD)
                    gone.append((Picture.KIND, child))
                    self._gone.add(child)
            erase(transaction, gone)

    def _keys_of_sent(self, names: Iterable[str]) -> list[Key]:
        return [Key(Sent, sent) for name in names for sent in self._sent.get(name, ())]


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


def forget_children(database: Database) -> None:
    """Forget by what those children were known of whom intake keeps no event.

    Which those are is asked again under the locks that an event of such a child would need.
    """
    with database.reading() as connection:
        named = children_named(connection)
        keys = [
            *(Key(Block, key) for key, body in bodies(connection, Block.KIND)
              if _others(Block.model_validate_json(body), named)),
            *(Key(Household, key) for key, body in bodies(connection, Household.KIND)
              if not named.issuperset(Household.model_validate_json(body).children)),
        ]  # fmt: skip
    if not keys:
        return
    with database.batch("intake") as transaction:
        work = transaction.work(keys)
        named = children_named(transaction.connection)
        transaction.write()
        empty: list[tuple[str, str]] = []
        for key in keys:
            left = _left(key, work, named)
            if left is None:
                empty.append((key.document.KIND, key.name))
            else:
                work.put(key.name, left)
        transaction.keep(work)
        erase(transaction, empty)


def _left(key: Key, work: BatchWork, named: Collection[ChildRef]) -> Block | Household | None:
    """What is left of a key by which children are looked for; none where nobody is."""
    if key.document is Household:
        household = work.get(Household, key.name) or Household()
        children = tuple(child for child in household.children if child in named)
        return Household(children=children) if children else None
    block = work.get(Block, key.name) or Block()
    candidates = tuple(
        dict.fromkeys(_standing(one, named) for one in block.candidates if one.child in named)
    )
    return Block(candidates=candidates) if candidates else None


def _others(block: Block, named: Collection[ChildRef]) -> bool:
    return any(one.child not in named or one.stands_for not in named for one in block.candidates)


def _standing(candidate: Candidate, named: Collection[ChildRef]) -> Candidate:
    """A candidate; for itself where nothing is left of the child that it probably is."""
    if candidate.stands_for in named:
        return candidate
    return candidate.model_copy(update={"stands_for": candidate.child})


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
