"""Topics on the broker: made from the agreement's data, idempotently, drift refused."""

from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kafka.admin import ConfigResource, ConfigResourceType, OffsetSpec
from kafka.errors import (
    KafkaError,
    TopicAlreadyExistsError,
    UnknownTopicOrPartitionError,
    for_code,
)
from kafka.structs import OffsetAndMetadata, TopicPartition

from wholepicture_bus import client
from wholepicture_bus.errors import AbsentTopicError, DriftError
from wholepicture_bus.records import Partition, broker_time
from wholepicture_bus.refusals import as_ours
from wholepicture_bus.topics import RETENTION, TopicSpec, differences, raised

Offsets = dict[Partition, int]


@dataclass(frozen=True, slots=True)
class LogEnds:
    """The first and the next offset of a partition's log."""

    first: int
    end: int


class Admin:
    """What is asked of the cluster itself. Each call opens a connection of its own."""

    def __init__(self, bootstrap: str) -> None:
        self._bootstrap = bootstrap

    def create_topics(self, wanted: Sequence[TopicSpec], *, replication: int = 1) -> list[str]:
        """Make the topics that are not there, check the others, and return the names made.

        Raises:
            DriftError: a topic exists with other settings, one sentence a difference.
        """
        with _plainly(), closing(client.admin(self._bootstrap)) as admin:
            there = _existing(admin, [topic.name for topic in wanted])
            drift = differences(wanted, there)
            if drift:
                raise DriftError(" ".join(drift))
            absent = [topic for topic in wanted if topic.name not in there]
            _create(admin, absent, replication)
            return [topic.name for topic in absent]

    def set_retention(self, wanted: Sequence[TopicSpec]) -> list[str]:
        """Have Kafka keep the records of topics that are there as long as it must; those changed.

        Raises:
            RefusedError: this client may not alter a topic.
        """
        with _plainly(), closing(client.admin(self._bootstrap)) as admin:
            there = _existing(admin, [topic.name for topic in wanted])
            changed = [
                topic
                for topic in wanted
                if topic.name in there
                and there[topic.name].settings.get(RETENTION) != topic.settings[RETENTION]
            ]
            resources = [
                ConfigResource(
                    ConfigResourceType.TOPIC,
                    topic.name,
                    configs={RETENTION: topic.settings[RETENTION]},
                )
                for topic in changed
            ]
            told = admin.alter_configs(resources) if resources else {}
        for errors in told.values():
            for error in errors.values():
                if getattr(error, "errno", 0):
                    raise as_ours(error)
        return [topic.name for topic in changed]

    def raised(self, wanted: Sequence[TopicSpec]) -> tuple[str, ...]:
        """A sentence for each topic that has more partitions than it needs."""
        with _plainly(), closing(client.admin(self._bootstrap)) as admin:
            return raised(wanted, _existing(admin, [topic.name for topic in wanted]))

    def cluster_id(self) -> str:
        """The cluster's id."""
        with _plainly(), closing(client.admin(self._bootstrap)) as admin:
            return str(admin.describe_cluster()["cluster_id"])

    def topic_ids(self, topics: Sequence[str]) -> dict[str, str]:
        """The id of each topic, which differs when a topic is made anew under the same name.

        Raises:
            AbsentTopicError: a topic does not exist.
            TransientError: Kafka does not say it, just now or to this user.
        """
        with _plainly(), closing(client.admin(self._bootstrap)) as admin:
            said = admin.describe_topics(list(topics))
        absent = sorted(
            {
                topic["name"]
                for topic in said
                if topic["error_code"] == UnknownTopicOrPartitionError.errno
            }
            | (set(topics) - {topic["name"] for topic in said})
        )
        if absent:
            raise AbsentTopicError(
                f"There is no topic {', '.join(absent)}. To make what the agreement needs: "
                "wholepicture topics create."
            )
        for topic in said:
            if topic["error_code"]:
                raise as_ours(for_code(topic["error_code"])())
        return {topic["name"]: str(topic["topic_id"]) for topic in said}

    def partitions(self, topics: Sequence[str]) -> list[Partition]:
        """Every partition of these topics."""
        with _plainly(), closing(client.admin(self._bootstrap)) as admin:
            return sorted(
                (topic["name"], partition["partition_index"])
                for topic in admin.describe_topics(list(topics))
                for partition in topic["partitions"]
            )

    def newest(self, topics: Sequence[str]) -> datetime | None:
        """When the broker appended the newest record of these topics; none where there is none."""
        asked = [TopicPartition(*place) for place in self.partitions(topics)]
        if not asked:
            return None
        with _plainly(), closing(client.admin(self._bootstrap)) as admin:
            told = admin.list_partition_offsets(dict.fromkeys(asked, OffsetSpec.MAX_TIMESTAMP))
        stamps = [one.timestamp for one in told.values() if one.timestamp > 0]
        return broker_time(max(stamps)) if stamps else None

    def committed(self, group: str) -> Offsets:
        """What a consumer group has committed."""
        with _plainly(), closing(client.admin(self._bootstrap)) as admin:
            found = admin.list_group_offsets({group: None})[group]
            return {
                (place.topic, place.partition): kept.offset
                for place, kept in found.items()
                if kept.offset >= 0
            }

    def set_offsets(self, group: str, offsets: Mapping[Partition, int]) -> bool:
        """Set a group's offsets; False where the group has members, which alone may then commit."""
        if not offsets:
            return True
        with _plainly(), closing(client.admin(self._bootstrap)) as admin:
            result = admin.alter_group_offsets(
                group,
                {
                    TopicPartition(*place): OffsetAndMetadata(offset, "", -1)
                    for place, offset in offsets.items()
                },
            )
        return all(getattr(error, "errno", error) == 0 for error in result.values())

    def log_ends(self, places: Sequence[Partition]) -> dict[Partition, LogEnds]:
        """The first and the next offset of each partition."""
        asked = [TopicPartition(*place) for place in places]
        with _plainly(), closing(client.admin(self._bootstrap)) as admin:
            first = admin.list_partition_offsets(dict.fromkeys(asked, OffsetSpec.EARLIEST))
            end = admin.list_partition_offsets(dict.fromkeys(asked, OffsetSpec.LATEST))
        return {
            (place.topic, place.partition): LogEnds(first[place].offset, end[place].offset)
            for place in asked
        }


def _create(admin: Any, absent: Sequence[TopicSpec], replication: int) -> None:
    wanted = {
        topic.name: {
            "num_partitions": topic.partitions,
            "replication_factor": replication,
            "configs": dict(topic.settings),
        }
        for topic in absent
    }
    if not wanted:
        return
    try:
        admin.create_topics(wanted, wait_for_metadata=True)
    except TopicAlreadyExistsError:  # another process makes the same topics
        for name, options in wanted.items():
            with suppress(TopicAlreadyExistsError):
                admin.create_topics({name: options}, wait_for_metadata=True)


def _existing(admin: Any, names: Sequence[str]) -> dict[str, TopicSpec]:
    wanted = set(names)
    there = {
        topic["name"]: len(topic["partitions"])
        for topic in admin.describe_topics()
        if topic["name"] in wanted
    }
    if not there:
        return {}
    resources = [ConfigResource(ConfigResourceType.TOPIC, name) for name in there]
    told = admin.describe_configs(resources, config_filter="all")
    settings = {
        name: {key: _setting(value) for key, value in configs.items()}
        for kind in told.values()
        for name, configs in kind.items()
    }
    return {
        name: TopicSpec(name, partitions, settings.get(name, {}))
        for name, partitions in there.items()
    }


def _setting(value: Any) -> str:
    return str(value["value"] if isinstance(value, dict) else value)


class _plainly:  # noqa: N801 - reads as the words of a with statement
    """Kafka's errors as the bus's own."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, KafkaError):
            raise as_ours(error) from None
