"""How this project talks to Kafka: kafka-python with its risky defaults overridden in one place.

Each client is protected as the environment says (``wholepicture_bus.security``). No client is made
elsewhere.
"""

from collections.abc import Callable
from typing import Any

from kafka import KafkaAdminClient
from kafka.errors import KafkaError

from wholepicture_bus.addresses import Address
from wholepicture_bus.connection import checked
from wholepicture_bus.errors import StopError
from wholepicture_bus.foreign import OpenConsumer, OpenProducer
from wholepicture_bus.membership import finish_joins
from wholepicture_bus.probing import refusal
from wholepicture_bus.security import Security
from wholepicture_bus.topics import OUTPUT_BYTES

_BACKOFF = {
    "reconnect_backoff_ms": 50,
    "reconnect_backoff_max_ms": 500,  # the default of 30 s outlasts a broker's restart three times
}
_LEAN = {"metrics_enabled": False}
"""Nobody reads the client's own metrics, and it notes sixty of them in a transaction."""
_LET_IN: set[tuple[tuple[Address, ...], Security]] = set()
"""The brokers that let this process in before, so that they need not be looked at first."""


def require_crc32c() -> None:
    """Refuse to start without the fast checksum: kafka-python is ten times slower without it.

    Raises:
        StopError: where the package crc32c is not installed.
    """
    try:
        import crc32c  # noqa: F401
    except ImportError:
        raise StopError("The package crc32c is missing. Install it: pip install crc32c") from None


def consumer(bootstrap: str, group: str | None, **more: Any) -> Any:
    """A consumer that reads committed records only, and commits or resets nothing by itself.

    Raises:
        StopError: the addresses or the settings of protection are wrong.
        RefusedError: the broker is there and does not let this client in.
    """
    require_crc32c()
    settings: dict[str, Any] = {
        "group_id": group,
        "enable_auto_commit": False,
        "isolation_level": "read_committed",
        "auto_offset_reset": "none",
        "max_poll_records": 2000,
        "max_partition_fetch_bytes": OUTPUT_BYTES + 1024 * 1024,
        "fetch_max_wait_ms": 100,
        "session_timeout_ms": 10_000,
        "heartbeat_interval_ms": 2_000,
        "max_poll_interval_ms": 120_000,
        "retry_backoff_ms": 50,
        **_BACKOFF,
        **_LEAN,
        **more,
    }
    made = _connected(OpenConsumer, bootstrap, settings)
    if group is not None:
        finish_joins(made)
    return made


def producer(bootstrap: str, transactional_id: str | None = None, **more: Any) -> Any:
    """An idempotent producer; with a transactional id, one whose transactions end within 10 s.

    Raises:
        StopError, RefusedError: as ``consumer``.
    """
    require_crc32c()
    settings: dict[str, Any] = {
        "acks": "all",
        "enable_idempotence": True,
        "compression_type": "lz4",
        "linger_ms": 5,
        "batch_size": 256 * 1024,
        "max_request_size": OUTPUT_BYTES + 1024 * 1024,
        "retry_backoff_ms": 5,  # a transaction's median is 6 ms with 5, 108 ms with the default 100
        **_BACKOFF,
        **_LEAN,
        **more,
    }
    if transactional_id is not None:
        settings |= {"transactional_id": transactional_id, "transaction_timeout_ms": 10_000}
    return _connected(OpenProducer, bootstrap, settings)


def admin(bootstrap: str, **more: Any) -> Any:
    """An admin client.

    Raises:
        StopError, RefusedError: as ``consumer``.
    """
    return _connected(KafkaAdminClient, bootstrap, _BACKOFF | more)


def _connected(make: Callable[..., Any], bootstrap: str, settings: dict[str, Any]) -> Any:
    """A client, or why there is none: kafka-python itself would wait, and call the broker away."""
    servers, protection = checked(bootstrap)
    protected = protection.client_settings()
    known = (servers, protection)
    if known not in _LET_IN:
        _raise_refusal(servers, protection)
    try:
        made = make(bootstrap_servers=[str(server) for server in servers], **protected, **settings)
    except KafkaError:
        _LET_IN.discard(known)
        _raise_refusal(servers, protection)
        raise
    _LET_IN.add(known)
    return made


def _raise_refusal(servers: tuple[Address, ...], protection: Security) -> None:
    found = refusal(servers, protection)
    if found is not None:
        raise found
