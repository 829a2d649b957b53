"""How many unreadable records are open, counted on from where the count stood before.

What is noted stands in a file: of each record where it is and the digest of its bytes, of each
decision what it names, and how far each topic was read. The file is no more than a note: where it
is missing, cannot be read, or tells of topics that were made anew, the topics are read whole.
"""

import json
import os
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from wholepicture_agreement import Agreement
from wholepicture_bus import topics
from wholepicture_bus.admin import Admin, LogEnds
from wholepicture_bus.errors import AbsentTopicError
from wholepicture_bus.records import Partition, Record

from wholepicture_consumers.invalid.entries import entry_of, settled_by, topics_of
from wholepicture_consumers.invalid.reading import read_on

FILE = "invalid-open.json"
_VERSION = 1
_Key = tuple[str, int, str]
"""The topic, the offset and the digest of a record."""


@dataclass
class Noted:
    """What was read so far of the topics of unreadable records, and of what was decided on them."""

    ids: dict[str, str] = field(default_factory=dict)
    """The id of each topic, which differs where it was made anew."""
    stood: dict[Partition, int] = field(default_factory=dict)
    """The next offset of each partition."""
    came: dict[_Key, str] = field(default_factory=dict)
    """Of each unreadable record where it came in: a copy of it came in at the same place."""
    settled: set[_Key] = field(default_factory=set)

    def add(self, record: Record) -> None:
        """Note a record of one of the topics."""
        if record.place.topic != topics.OPERATIONS:
            entry = entry_of(record)
            self.came[entry.key] = entry.origin[1]
        elif (said := settled_by(record)) is not None:
            self.settled.add((said.topic, said.offset, said.digest))

    def read_to(self, ends: Mapping[Partition, LogEnds]) -> None:
        """Note how far the topics were read; what they do not keep any more is forgotten."""
        self.stood = {place: log.end for place, log in ends.items()}
        begins = {topic: log.first for (topic, partition), log in ends.items() if partition == 0}
        self.came = {
            key: came for key, came in self.came.items() if begins.get(key[0], key[1] + 1) <= key[1]
        }
        self.settled = {key for key in self.settled if begins.get(key[0], 0) <= key[1]}

    def without_made_anew(self, ids: Mapping[str, str]) -> None:
        """Forget what was read of topics that are not there, or were made anew since."""
        gone = {name for name, known in self.ids.items() if ids.get(name) != known}
        self.stood = {
            place: at for place, at in self.stood.items() if place[0] in ids.keys() - gone
        }
        self.came = {key: came for key, came in self.came.items() if key[0] not in gone}
        if topics.OPERATIONS in gone:
            self.settled.clear()
        self.ids = dict(ids)

    def open(self) -> dict[str, int]:
        """How many are open, by sender: a record and its copies count once."""
        origins = {key: (key[0], came, key[2]) for key, came in self.came.items()}
        settled = {origins[key] for key in self.settled if key in origins}
        return dict(Counter(topics.owner(topic) for topic, *_ in {*origins.values()} - settled))

    @classmethod
    def of(cls, text: str) -> Self:
        """It from what stands in the file.

        Raises:
            ValueError, KeyError, TypeError: it is no such text, or one of another version.
        """
        told: Any = json.loads(text)
        if told["version"] != _VERSION:
            raise ValueError(told["version"])
        return cls(
            ids=dict(told["ids"]),
            stood={(topic, partition): at for topic, partition, at in told["stood"]},
            came={(topic, at, digest): came for topic, at, digest, came in told["came"]},
            settled={(topic, at, digest) for topic, at, digest in told["settled"]},
        )

    def as_json(self) -> str:
        """It as it stands in the file."""
        return json.dumps({
            "version": _VERSION,
            "ids": self.ids,
            "stood": [[*place, at] for place, at in self.stood.items()],
            "came": [[*key, came] for key, came in self.came.items()],
            "settled": sorted(map(list, self.settled)),
        })  # fmt: skip


def open_by_sender(bootstrap: str, agreement: Agreement, folder: Path) -> dict[str, int]:
    """The number of unreadable records of each sender that nobody has dealt with.

    Only what came since the last count is read; what was counted is noted in ``folder``.

    Raises:
        TransientError: the broker is away, or stops answering.
    """
    file, names = folder / FILE, topics_of(agreement)
    noted = _noted(file)
    noted.without_made_anew(_ids(bootstrap, names))
    before = noted.as_json()
    noted.read_to(read_on(bootstrap, names, noted.add, noted.stood))
    if noted.as_json() != before:
        _keep(file, noted)
    senders = {topics.owner(name) for name in names}
    return {sender: count for sender, count in noted.open().items() if sender in senders}


def _ids(bootstrap: str, names: list[str]) -> dict[str, str]:
    """The ids of those of the topics that are there."""
    admin = Admin(bootstrap)
    try:
        return admin.topic_ids(names)
    except AbsentTopicError:
        there = sorted({topic for topic, _ in admin.partitions(names)})
        return admin.topic_ids(there) if there else {}


def _noted(file: Path) -> Noted:
    try:
        return Noted.of(file.read_text("utf-8"))
    except (OSError, ValueError, KeyError, TypeError):
        return Noted()


def _keep(file: Path, noted: Noted) -> None:
    """Keep the note, whole or not at all; where there is no room the next count reads more."""
    half = file.with_suffix(f".{os.getpid()}")
    with suppress(OSError):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        half.touch(mode=0o600)
        half.write_text(noted.as_json(), "utf-8")
        half.replace(file)
    with suppress(OSError):
        half.unlink(missing_ok=True)
