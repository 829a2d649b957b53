"""What folding the recorded facts anew costs, in memory and on SQLite.

The records are those of ``children`` that intake makes of incidents, one in seven of which is put
right since. They are not read from Kafka, which costs a tenth of it.
"""

import json
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from pathlib import Path

from wholepicture_agreement import load
from wholepicture_bus.records import Outgoing, Place, Record
from wholepicture_bus.topics import CHILDREN
from wholepicture_consumers.facts.records import fold, keys_of, read
from wholepicture_consumers.rebuilding.folding import AT_ONCE, fold_all
from wholepicture_consumers.stages import STAGES, collect_seldom
from wholepicture_engine.stage import Message
from wholepicture_engine.store import Database, Memory
from wholepicture_engine.store.shadow import Shadow
from wholepicture_schemas.any_agency import Correction

from benchmarks.events import NOW, records
from benchmarks.tables import Table

_CORRECTED = 7
"""One event in so many is put right."""


@dataclass(frozen=True, slots=True)
class Rebuilding:
    """What a rebuild costs: seconds of CPU for so many records."""

    records: int
    in_memory: float
    on_sqlite: float


def measure(events: int, database: str) -> Rebuilding:
    """Folds what intake makes of so many events, twice."""
    collect_seldom()
    recorded = list(taken_in(events))
    began = time.process_time()
    _fold_in_memory(recorded)
    between = time.process_time()
    with closing(Database(database)) as opened:
        shadow = Shadow(opened)
        shadow.make()
        count = sum(fold_all(recorded, shadow))
    return Rebuilding(count, between - began, time.process_time() - between)


def tables(found: Rebuilding) -> Iterator[Table]:
    """The figures as a table."""

    def row(what: str, seconds: float) -> tuple[str, ...]:
        minutes = seconds / found.records * 1_000_000 / 60
        return what, f"{found.records / seconds:,.0f}", f"{minutes:.1f}"

    yield Table(
        "Rebuilding what is known",
        ("what", "records/s of CPU", "minutes for a million"),
        (
            row("folded in memory", found.in_memory),
            row("folded into a shadow on SQLite", found.on_sqlite),
        ),
        "Records of the topic children, of which one in eight is a correction; without reading "
        "them from Kafka and comparing.",
    )


def _fold_in_memory(records: Iterable[Record]) -> None:
    memory, rest = Memory(), iter(records)
    while portion := list(islice(rest, AT_ONCE)):
        said = [read(record) for record in portion]
        work = memory.work(key for fact in said for key in keys_of(fact))
        for fact in said:
            fold(fact, work)
        memory.keep(work)


def taken_in(events: int) -> Iterator[Record]:
    """The records of ``children`` that follow from incidents and from corrections of some."""
    intake, memory = STAGES["intake"](load(Path("partnership"))), Memory()
    number = 0
    for at, told in enumerate(_told(events)):
        place = Place(told.topic, "events", 0, at)
        appended = NOW + timedelta(seconds=at)
        record = Record(place, told.key, told.value, told.headers, appended)
        content = intake.parse(record)
        work = memory.work(intake.reads(content, record))
        made = intake.handle(Message(record, content), work)
        memory.keep(work)
        for said in made:
            if said.topic == CHILDREN:
                here = Place(CHILDREN, "children", 0, number)
                yield Record(here, said.key, said.value, said.headers, appended)
                number += 1


def _told(events: int) -> Iterator[Outgoing]:
    for at, told in enumerate(records(events)):
        yield told
        if at % _CORRECTED == 0:
            yield _correction(told)


def _correction(told: Outgoing) -> Outgoing:
    """The correction of an event's summary."""
    said = json.loads(told.value or b"{}")
    headers = dict(told.headers)
    corrected = (headers["ce_id"] or b"").decode()
    names = ("producer", "local_reference", "call_back", "exercise")
    core = {name: said["core"][name] for name in names}
    core |= {"asks": "correction", "children": [], "urgency": "routine"}
    change = {"field": "core.summary", "value": "A typing error, put right."}
    detail = {"corrects": corrected, "because": "A typing error.", "changes": [change]}
    own = f"{corrected[:-12]}{int(corrected[-12:], 16) ^ 1:012x}"
    told_so = {"ce_id": own.encode(), "ce_type": Correction.TYPE.encode()}
    return Outgoing(
        told.topic,
        told.key,
        json.dumps({"core": core, "detail": detail}).encode(),
        tuple((headers | told_so).items()),
    )
