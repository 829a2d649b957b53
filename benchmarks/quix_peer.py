"""Quix Streams beside the house: exactly once, the event validated by its class, and republished.

A script of its own environment, benchmarks/.venv, made from benchmarks/requirements.lock; it knows
nothing of the house but the language. Prints one line of JSON.
"""

import json
import sys
import time
from typing import Any


def main(bootstrap: str, read: str, send: str, group: str, records: int, folder: str) -> None:
    """Validate and republish so many records, and say how long it took."""
    from quixstreams import Application
    from wholepicture_schemas.core import Core  # noqa: F401 - the class below stands on it
    from wholepicture_schemas.police import DomesticAbuseIncident

    content = DomesticAbuseIncident.model_fields["data"].annotation
    assert content is not None
    began: list[float] = []

    def validated(value: bytes) -> bytes:
        if not began:
            began.extend((time.monotonic(), time.process_time()))
        told: Any = content.model_validate_json(value)
        return told.model_dump_json(exclude_none=True).encode()  # type: ignore[no-any-return]

    app = Application(
        broker_address=bootstrap,
        consumer_group=group,
        auto_offset_reset="earliest",
        processing_guarantee="exactly-once",
        commit_interval=1.0,
        loglevel="ERROR",
        state_dir=folder,
        producer_extra_config={"compression.type": "lz4"},
    )
    source = app.topic(read, key_deserializer="bytes", value_deserializer="bytes")
    target = app.topic(send, key_serializer="bytes", value_serializer="bytes")
    app.dataframe(source).apply(validated).to_topic(target)
    app.run(count=records, timeout=120, collect=False)
    seconds, cpu = time.monotonic() - began[0], time.process_time() - began[1]
    sys.stdout.write(json.dumps({"seconds": seconds, "cpu": cpu}) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4], int(sys.argv[5]), sys.argv[6])
