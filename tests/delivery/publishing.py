"""An agency's process: publishes numbered events through the kit, and notes each accepted one.

Started again after a kill it goes on behind the last one noted; the one in between it publishes
once more under the same id, as an agency that got no answer would.
"""

import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid5

from wholepicture_bus.spool import Spool
from wholepicture_producers import Publisher
from wholepicture_schemas.identifiers import AgencyId

from tests.journeys.stories import POLICE, Family, child, incident

FAMILIES = 40
_NAMES = UUID("0b0f5a0e-6f63-5a5e-9d0a-6a4a1a1c0b11")


def event_id(seed: int, number: int) -> str:
    """The id of the event of this number."""
    return str(uuid5(_NAMES, f"{seed}-{number}"))


def document(seed: int, number: int) -> dict[str, object]:
    """The event of this number: one child, of one of forty families."""
    of = Family(f"Q{number}", "BS99 1ZZ", f"{number} Row")
    told = incident([child(of, f"N{number}", "2014-01-02")], local_reference=f"REF-{number}")
    return {**told, "id": event_id(seed, number), "time": "2026-03-03T21:40:00Z"}


def accepted(notes: Path) -> int:
    """How many events were accepted and noted."""
    return notes.read_bytes().count(b"\n") if notes.exists() else 0


def main(seed: int, count: int, folder: Path, bootstrap: str) -> None:
    """Publish until all are accepted and sent."""
    notes = folder / "accepted"
    with closing(Spool(folder / "spool.db")) as spool, notes.open("ab", buffering=0) as noted:
        publisher = Publisher(AgencyId(POLICE), spool, bootstrap)
        for number in range(accepted(notes), count):
            publisher.publish(document(seed, number), family_reference=f"F{number % FAMILIES}")
            noted.write(f"{number}\n".encode())
        assert publisher.close(timedelta(minutes=10)), "not everything was sent"


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]), sys.argv[4])
