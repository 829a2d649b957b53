"""``python -m benchmarks.rebuilding``: what folding the recorded facts anew costs, in CPU time.

The records are those of ``children`` that intake makes of incidents, one event in seven of which is
put right since. No broker is needed: reading one is a hundredth of it.
"""

import argparse
import json
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from wholepicture_agreement import load
from wholepicture_bus.records import Outgoing, Place, Record
from wholepicture_bus.topics import CHILDREN
from wholepicture_consumers.rebuilding.folding import fold_all
from wholepicture_consumers.stages import STAGES, collect_seldom
from wholepicture_engine.stage import Message
from wholepicture_engine.store import Database, Memory
from wholepicture_engine.store.shadow import Shadow
from wholepicture_schemas.any_agency import Correction

from benchmarks.events import NOW, records

_CORRECTED = 7
"""One event in so many is put right."""


@dataclass(frozen=True, slots=True)
class Rebuilding:
    """What a rebuild costs."""

    records: int
    a_second: float
    """Records of a second of CPU time, folded and kept on SQLite."""

    @property
    def minutes_of_a_million(self) -> float:
        """Minutes that a million records take."""
        return 1_000_000 / self.a_second / 60


def measure(events: int, folder: Path) -> Rebuilding:
    """Folds what intake makes of so many events, on SQLite."""
    recorded = list(taken_in(events))
    collect_seldom()
    with closing(Database(f"sqlite:///{folder / 'rebuilding.db'}")) as database:
        shadow = Shadow(database)
        shadow.make()
        began = time.process_time()
        count = sum(fold_all(recorded, shadow))
        seconds = time.process_time() - began
    return Rebuilding(count, count / seconds)


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


def main() -> None:
    """Measure, and print one line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rebuilding", description=__doc__)
    parser.add_argument("--events", type=int, default=20_000)
    with TemporaryDirectory() as folder:
        found = measure(parser.parse_args().events, Path(folder))
    print(
        f"{found.records} records: {found.a_second:,.0f} a second of CPU; "
        f"{found.minutes_of_a_million:.1f} minutes for a million."
    )


if __name__ == "__main__":
    main()
