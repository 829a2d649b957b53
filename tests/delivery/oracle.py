"""The judge of the delivery tests: what was published, what was read, and what is wrong about it.

It uses nothing of the loop: its own producer keeps for every record how certain it is (ok, failed
or unknown), and its own read_committed consumer reads the outputs from the beginning.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from typing import Any, Literal

from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.errors import KafkaError, MessageSizeTooLargeError
from wholepicture_bus.records import Headers

from tests.delivery.echo import OUTPUTS
from tests.support.waiting import until

Outcome = Literal["ok", "failed", "unknown"]


@dataclass(frozen=True)
class Event:
    """One record to publish."""

    id: str
    key: str
    value: bytes | None = b"{}"
    headers: Headers = ()
    partition: int | None = None


def events(count: int, *, keys: int = 20, first: int = 0) -> list[Event]:
    """So many events over so many keys, numbered in the order of publishing."""
    return [
        Event(f"e{number}", f"k{number % keys}", b'{"number": %d}' % number)
        for number in range(first, first + count)
    ]


@dataclass
class Ledger:
    """What the publisher knows of each event, in the order of publishing."""

    events: list[Event] = field(default_factory=list)
    outcomes: dict[str, Outcome] = field(default_factory=dict)

    def ids(self, outcome: Outcome) -> list[str]:
        """The ids of this outcome."""
        return [one.id for one in self.events if self.outcomes[one.id] == outcome]


def publish(
    bootstrap: str, topic: str, wanted: Iterable[Event], ledger: Ledger | None = None
) -> Ledger:
    """Publish in order, and return what is known of each; adds to a ledger that is given."""
    kept = ledger or Ledger()
    with closing(
        KafkaProducer(
            bootstrap_servers=bootstrap,
            linger_ms=5,
            retry_backoff_ms=20,
            reconnect_backoff_max_ms=500,
            max_request_size=10 * 1024 * 1024,
        )
    ) as producer:
        sent = [(one, _send(producer, topic, one)) for one in wanted]
        producer.flush(timeout=60)
        for one, future in sent:
            kept.events.append(one)
            kept.outcomes[one.id] = "failed" if future is None else _outcome(future)
    return kept


def _send(producer: Any, topic: str, one: Event) -> Any:
    try:
        return producer.send(
            topic,
            key=one.key.encode(),
            value=one.value,
            headers=[("id", one.id.encode()), *one.headers],
            partition=one.partition,
        )
    except MessageSizeTooLargeError:
        return None


def _outcome(future: Any) -> Outcome:
    try:
        future.get(timeout=60)
    except MessageSizeTooLargeError:
        return "failed"
    except KafkaError:
        return "unknown"
    return "ok"


@dataclass(frozen=True)
class Got:
    """One record as the independent reader saw it."""

    topic: str
    partition: int
    offset: int
    key: str
    value: bytes | None
    headers: Headers

    def header(self, name: str) -> str | None:
        """The last header of a name, which is the stage's own."""
        found = [value for known, value in self.headers if known == name]
        return (found[-1] or b"").decode() if found else None

    @property
    def output(self) -> str:
        """Which output of which event it is."""
        return self.header("output") or "?"

    @property
    def of(self) -> str:
        """The event that it is an output of."""
        return self.output.partition("#")[0]


class Reader:
    """Reads the committed records of some topics from their beginning, in a consumer of its own."""

    def __init__(self, bootstrap: str, topics: Sequence[str]) -> None:
        self.got: list[Got] = []
        self._bootstrap = bootstrap
        self._consumer: Any = self._new("read_committed")
        self._places = [
            TopicPartition(topic, partition)
            for topic in topics
            for partition in sorted(
                until(partial(self._consumer.partitions_for_topic, topic), f"there is {topic}")
            )
        ]
        self._consumer.assign(self._places)
        self._consumer.seek_to_beginning(*self._places)

    def _new(self, isolation: str) -> Any:
        return KafkaConsumer(
            bootstrap_servers=self._bootstrap,
            isolation_level=isolation,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            reconnect_backoff_max_ms=500,
            fetch_max_wait_ms=100,
            max_partition_fetch_bytes=10 * 1024 * 1024,
        )

    def read(self, *, milliseconds: int = 100) -> list[Got]:
        """Everything so far, after one more look."""
        for batch in self._consumer.poll(timeout_ms=milliseconds, max_records=5000).values():
            self.got += [
                Got(
                    one.topic,
                    one.partition,
                    one.offset,
                    (one.key or b"").decode(),
                    one.value,
                    tuple(one.headers),
                )
                for one in batch
            ]
        return self.got

    def read_until(
        self, enough: Callable[[Sequence[Got]], bool], what: str, *, within: float = 60.0
    ) -> list[Got]:
        """Everything, once it is enough."""
        until(lambda: enough(self.read()), what, within=within)
        return self.got

    def read_outputs_of(self, wanted: Iterable[str], *, within: float = 60.0) -> list[Got]:
        """Everything, once each of these events has had all its outputs."""
        missing = {f"{one}#{number}" for one in wanted for number in range(OUTPUTS)}
        looked = 0

        def enough(got: Sequence[Got]) -> bool:
            nonlocal looked
            missing.difference_update(one.output for one in got[looked:])
            looked = len(got)
            return not missing

        try:
            return self.read_until(enough, "every event has its outputs", within=within)
        except AssertionError:
            raise AssertionError(
                f"{len(missing)} outputs are missing, such as {sorted(missing)[:5]}"
            ) from None

    def read_to_end(self, *, within: float = 30.0) -> list[Got]:
        """Everything, once no transaction is open and the end of each partition is reached."""
        with closing(self._new("read_uncommitted")) as other:
            ends = other.end_offsets(self._places)

        def at_end() -> bool:
            self.read()
            return all(self._consumer.position(place) >= ends[place] for place in self._places)

        until(at_end, "no transaction is left open, and all is read", within=within)
        return self.got

    def close(self) -> None:
        """Give the connections back."""
        self._consumer.close()


@dataclass
class Findings:
    """What is wrong. Every list is of ids; all are empty where the promises were kept."""

    lost: list[str] = field(default_factory=list)
    torn: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    disordered: list[str] = field(default_factory=list)
    miscounted: list[str] = field(default_factory=list)

    def all(self) -> dict[str, list[str]]:
        """The lists that are not empty."""
        return {name: found for name, found in vars(self).items() if found}


def judge(ledger: Ledger, got: Sequence[Got], counts: dict[str, tuple[int, str]]) -> Findings:
    """Compare what was published with what was read, and with the state (key: count, last id).

    A repeat is reported once as such, and the rest is judged by each output's first appearance.
    """
    findings = Findings()
    seen = Counter(one.output for one in got)
    findings.twice = [output for output, times in seen.items() if times > 1]
    first: dict[str, Got] = {}
    for one in got:
        known = first.setdefault(one.output, one)
        if (known.key, known.value, known.headers) != (one.key, one.value, one.headers):
            findings.changed.append(one.output)
    published = {event.id for event in ledger.events}
    findings.strange = [output for output, one in first.items() if one.of not in published]
    for event in ledger.events:
        there = sum(f"{event.id}#{number}" in first for number in range(OUTPUTS))
        outcome = ledger.outcomes[event.id]
        if there == 0 and outcome == "ok":
            findings.lost.append(event.id)
        elif 0 < there < OUTPUTS:
            findings.torn.append(event.id)
        elif there and outcome == "failed":
            findings.strange.append(event.id)
    _judge_order(ledger, list(first.values()), findings)
    _judge_counts(list(first.values()), counts, findings)
    return findings


def _judge_order(ledger: Ledger, got: Sequence[Got], findings: Findings) -> None:
    place = {one.id: number for number, one in enumerate(ledger.events)}
    by_key: dict[tuple[str, str], list[Got]] = defaultdict(list)
    for one in got:
        if one.of in place:
            by_key[one.topic, one.key].append(one)
    for found in by_key.values():
        found.sort(key=lambda one: one.offset)
        for before, after in pairwise(found):
            if (place[before.of], before.output) > (place[after.of], after.output):
                findings.disordered.append(after.output)


def _judge_counts(
    got: Sequence[Got], counts: dict[str, tuple[int, str]], findings: Findings
) -> None:
    by_key: dict[str, list[Got]] = defaultdict(list)
    for one in got:
        if one.output.endswith("#0"):
            by_key[one.key].append(one)
    for key, found in by_key.items():
        found.sort(key=lambda one: one.offset)
        counted = [int(one.header("count") or -1) for one in found]
        if counted != list(range(1, len(found) + 1)) or counts.get(key) != (
            len(found),
            found[-1].of,
        ):
            findings.miscounted.append(key)
    findings.miscounted += sorted(set(counts) - set(by_key))
