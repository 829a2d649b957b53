"""How large a record may be: what its topic takes, asked of Kafka where it is there, else as known.

A broker compares ``max.message.bytes`` with a batch as it comes: compressed, with its frame.
"""

import socket
from contextlib import closing, suppress

from wholepicture_bus.errors import BusError
from wholepicture_bus.records import Outgoing
from wholepicture_bus.spool.errors import TooLarge
from wholepicture_bus.spool.file import Spool
from wholepicture_bus.spool.rows import size_of

_FRAME_BYTES = 128
"""What the frame of a batch with one record takes, at most."""
_SETTING = "max.message.bytes"
_LOOK_SECONDS = 0.5


def learn_limit(spool: Spool, bootstrap: str, topic: str) -> None:
    """Ask Kafka how much the topic takes, and keep it; what is known stays where it is away."""
    if not _somebody_listens(bootstrap):
        return
    from kafka.errors import KafkaError  # here, so that what sends nothing loads no Kafka client

    with suppress(KafkaError, BusError, KeyError, ValueError):
        most = _asked(bootstrap, topic)
        with spool.transaction() as database:
            database.execute(
                "INSERT OR REPLACE INTO topic_limits (topic, bytes) VALUES (?, ?)", (topic, most)
            )


def check_size(spool: Spool, outgoing: Outgoing) -> None:
    """Refuse a record that is larger than its topic takes, as far as that is known.

    Raises:
        TooLarge: with its size and the most.
    """
    with spool.reading() as database:
        found = database.execute(
            "SELECT bytes FROM topic_limits WHERE topic = ?", (outgoing.topic,)
        ).fetchone()
    if found is None or size_of(outgoing) + _FRAME_BYTES <= found[0]:
        return
    size = size_on_the_way(outgoing)
    if size > found[0]:
        raise TooLarge(size, found[0])


def size_on_the_way(outgoing: Outgoing) -> int:
    """The bytes of a batch that holds this record alone, compressed as the producer does it."""
    from kafka.codec import lz4_encode

    names = "".join(name for name, _ in outgoing.headers).encode()
    values = b"".join(value or b"" for _, value in outgoing.headers)
    whole = b"".join((outgoing.key or b"", outgoing.value or b"", names, values))
    return len(lz4_encode(whole)) + _FRAME_BYTES


def _asked(bootstrap: str, topic: str) -> int:
    from kafka.admin import ConfigResource, ConfigResourceType

    from wholepicture_bus import client

    with closing(client.admin(bootstrap)) as admin:
        resource = ConfigResource(ConfigResourceType.TOPIC, topic)
        told = admin.describe_configs([resource], config_filter="all")
    for topics in told.values():
        setting = topics[topic][_SETTING]
        return int(setting["value"] if isinstance(setting, dict) else setting)
    raise KeyError(topic)


def _somebody_listens(bootstrap: str) -> bool:
    """Whether one of the addresses takes a connection: a client would wait for seconds."""
    for address in bootstrap.split(","):
        host, _, port = address.strip().rpartition(":")
        with suppress(OSError, ValueError):
            socket.create_connection((host.strip("[]"), int(port)), _LOOK_SECONDS).close()
            return True
    return False
