"""The topics: their names, each written once, and the settings that keep the promises.

A topic with state behind it keeps its number of partitions for ever and its records as long as the
picture is kept; Kafka's default of seven days would lose them. A name tells the sender or the
recipient and nothing else (promise 9).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from wholepicture_schemas.identifiers import AgencyId, RecipientId

CHILDREN = "children"
DISCLOSURES = "disclosures"
OPERATIONS = "operations"

RETENTION = "retention.ms"
"""The setting of a topic that says how long Kafka keeps a record, in milliseconds."""
_HOW_LONG = " To have Kafka keep each topic as was agreed: wholepicture retention run."
_WEEK = str(7 * 24 * 60 * 60 * 1000)
_EVENTS, _HISTORY = "events.", "history."
_MIB = 1024 * 1024
INPUT_BYTES = _MIB - 64 * 1024
"""The most that an event's content may hold: 1 MiB less headroom for what the bus adds."""
OUTPUT_BYTES = 8 * _MIB
"""The most that a record of an output topic may hold."""


def events(agency: AgencyId) -> str:
    """The topic of an agency's events."""
    return f"{_EVENTS}{agency}"


def history(agency: AgencyId) -> str:
    """The topic of what an agency held before it was connected, read while nothing else waits."""
    return f"{_HISTORY}{agency}"


def is_history(topic: str) -> bool:
    """Whether a topic is read only while nothing else waits."""
    return topic.startswith(_HISTORY)


def is_of_agency(topic: str) -> bool:
    """Whether a topic is one on which an agency tells its events."""
    return topic.startswith((_EVENTS, _HISTORY))


def invalid(sender: AgencyId | RecipientId) -> str:
    """The topic of a sender's dead letters: unreadable records, byte for byte."""
    return f"invalid.{sender}"


def feedback(agency: AgencyId) -> str:
    """The topic of the feedback to an agency."""
    return f"feedback.{agency}"


def referrals(recipient: RecipientId) -> str:
    """The topic of a recipient's referrals, which it must answer."""
    return f"referrals.{recipient}"


def notices(recipient: RecipientId) -> str:
    """The topic of a recipient's notices, which are for its information."""
    return f"notices.{recipient}"


def replies(recipient: RecipientId) -> str:
    """The topic of a recipient's replies."""
    return f"replies.{recipient}"


def owner(topic: str) -> str:
    """The agency or recipient that a topic belongs to; empty for the bus's own topics."""
    return topic.partition(".")[2]


@dataclass(frozen=True, slots=True)
class TopicSpec:
    """A topic as it must be."""

    name: str
    partitions: int
    settings: Mapping[str, str] = field(default_factory=dict)


def specs(
    agencies: Sequence[AgencyId],
    recipients: Sequence[RecipientId],
    *,
    keep: timedelta | None,
    ledger: timedelta | None = None,
    partitions: int,
    replication: int = 1,
) -> tuple[TopicSpec, ...]:
    """Every topic that these agencies and recipients need, in the order of their names.

    ``keep`` is how long the picture is kept, none for without end; ``ledger`` how long the ledger
    and what was decided about deleting are, where that is longer. ``partitions`` is for the topics
    that agencies write and for ``children``. Delivery topics have one partition, so that a
    recipient reads one order.
    """

    def spec(name: str, count: int, most: int, kept: timedelta | None = keep) -> TopicSpec:
        return TopicSpec(
            name,
            count,
            {
                "cleanup.policy": "delete",
                RETENTION: "-1" if kept is None else str(int(kept.total_seconds() * 1000)),
                "retention.bytes": "-1",
                "segment.ms": _WEEK,  # a record goes with the segment that it stands in
                "max.message.bytes": str(most),
                "message.timestamp.type": "LogAppendTime",
                "compression.type": "lz4",  # whatever a producer uses, every reader here reads this
                "min.insync.replicas": str(min(2, replication)),
            },
        )

    longer = ledger if keep and ledger else keep
    large = OUTPUT_BYTES + _MIB // 2
    wanted: list[TopicSpec] = [
        spec(CHILDREN, partitions, large),
        spec(DISCLOSURES, partitions, large, longer),
        spec(OPERATIONS, 1, _MIB, longer),
    ]
    for agency in agencies:
        wanted += [
            spec(events(agency), partitions, _MIB),
            spec(history(agency), partitions, _MIB),
            spec(invalid(agency), 1, large + _MIB),
            spec(feedback(agency), 1, large),
        ]
    for recipient in recipients:
        wanted += [
            spec(referrals(recipient), 1, large),
            spec(notices(recipient), 1, large),
            spec(replies(recipient), 1, _MIB),
            spec(invalid(recipient), 1, large + _MIB),
        ]
    by_name = {topic.name: topic for topic in wanted}
    return tuple(by_name[name] for name in sorted(by_name))


def differences(wanted: Iterable[TopicSpec], found: Mapping[str, TopicSpec]) -> tuple[str, ...]:
    """One sentence for each way in which an existing topic differs from what it must be."""
    told: list[str] = []
    for topic in wanted:
        is_now = found.get(topic.name)
        if is_now is None:
            continue
        if is_now.partitions < topic.partitions:
            told.append(
                f"Topic {topic.name} has {is_now.partitions} partitions and must have "
                f"{topic.partitions}: a changed count breaks the order of what is under way."
            )
        told += [
            f"Topic {topic.name} has {name}={is_now.settings.get(name)} and must have {value}."
            + (_HOW_LONG if name == RETENTION else "")
            for name, value in topic.settings.items()
            if is_now.settings.get(name) != value
        ]
    return tuple(told)


def raised(wanted: Iterable[TopicSpec], found: Mapping[str, TopicSpec]) -> tuple[str, ...]:
    """One sentence for each topic that somebody gave more partitions than it must have.

    Kafka cannot take partitions away, and all of them are read. What a key's records were when the
    count was raised may be handled in another order than they were sent.
    """
    return tuple(
        f"Topic {topic.name} has {found[topic.name].partitions} partitions and needs "
        f"{topic.partitions}: somebody raised the count. All are read; what was under way just "
        "then may have been handled in another order."
        for topic in wanted
        if topic.name in found and found[topic.name].partitions > topic.partitions
    )
