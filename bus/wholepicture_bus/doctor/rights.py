"""The topics of an agency or a recipient: whether they are there, and what this user may do."""

from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import Any

from kafka.admin import ConfigResource, ConfigResourceType
from kafka.errors import (
    AuthorizationError,
    KafkaError,
    NoError,
    UnknownTopicOrPartitionError,
    for_code,
)

from wholepicture_bus import client, topics
from wholepicture_bus.doctor.finding import Finding, bad, good, unknown

_OURS = (
    "events.",
    "history.",
    "feedback.",
    "referrals.",
    "notices.",
    "replies.",
    "invalid.",
    "children",
)
_LEAST_BYTES = topics.INPUT_BYTES


@dataclass(frozen=True, slots=True)
class Need:
    """A topic, and what is done with it."""

    topic: str
    operation: str
    """``READ`` or ``WRITE``, as Kafka calls the right."""


def rights(bootstrap: str, needs: Sequence[Need], *, protected: bool) -> Iterator[Finding]:
    """A finding for each topic, one about size, and one about the topics of others.

    Others' topics are looked for where the broker has users: without, everybody sees everything.
    """
    with closing(client.admin(bootstrap)) as admin:
        told = {topic["name"]: topic for topic in admin.describe_topics([n.topic for n in needs])}
        for need in needs:
            yield _right(need, told.get(need.topic))
        for need in needs:
            if need.operation == "WRITE":
                yield _size(admin, need.topic)
        if protected:
            yield _others(admin, {need.topic for need in needs})


def _right(need: Need, told: Any) -> Finding:
    does = "write to" if need.operation == "WRITE" else "read"
    check = f"topic {need.topic}"
    error = for_code(told["error_code"]) if told else UnknownTopicOrPartitionError
    if error is UnknownTopicOrPartitionError:
        return bad(
            check,
            "it is not there. Check the id of the agency or recipient; else the partnership has to "
            "add it, and to make its topics: wholepicture topics create.",
        )
    operations = (told or {}).get("authorized_operations") or []
    if issubclass(error, AuthorizationError) or need.operation not in operations:
        return bad(
            check,
            f"this user may not {does} it. Its operator gives the right: "
            f"{need.operation.title()} and Describe on topic {need.topic}.",
        )
    if error is not NoError:
        return bad(check, f"Kafka cannot serve it just now ({error.__name__}). Try again.")
    return good(check, f"there, and this user may {does} it")


def _size(admin: Any, topic: str) -> Finding:
    check = f"largest record of {topic}"
    try:
        told = admin.describe_configs(
            [ConfigResource(ConfigResourceType.TOPIC, topic)], config_filter="all"
        )
        found = next(iter(next(iter(told.values())).values()))["max.message.bytes"]
        most = int(found["value"] if isinstance(found, dict) else found)
    except (KafkaError, KeyError, StopIteration):
        return unknown(check, "this user may not ask; events up to the usual 960 KiB are published")
    if most < _LEAST_BYTES:
        return bad(
            check,
            f"{most // 1024} KiB, and an event may have {_LEAST_BYTES // 1024}. Its operator sets "
            "max.message.bytes of the topic.",
        )
    return good(check, f"{most // 1024} KiB")


def _others(admin: Any, own: set[str]) -> Finding:
    check = "topics of others"
    readable: list[str] = []
    with suppress(KafkaError):
        readable = [
            topic["name"]
            for topic in admin.describe_topics()
            if topic["name"].startswith(_OURS)
            and topic["name"] not in own
            and "READ" in (topic.get("authorized_operations") or [])
        ]
    if readable:
        return bad(
            check,
            f"this user may read {len(readable)} topics that are not its own, such as "
            f"{readable[0]}. Tell the broker's operator: rights are given topic by topic.",
        )
    return good(check, "this user reads none of them")
