"""Asking for a release: a record on the topic ``operations``, so that the effect has a cause."""

from contextlib import closing
from datetime import UTC, datetime

from wholepicture_bus import client, topics
from wholepicture_bus.binding import outgoing
from wholepicture_schemas.envelope import new_id
from wholepicture_schemas.identifiers import Source
from wholepicture_schemas.operations import Release, ReleaseData


def ask_release(bootstrap: str, stage: str, held: str, by: str) -> None:
    """Ask a stage to try a held record again, and those behind it. Returns once it is kept."""
    asked = Release(
        id=new_id(),
        source=Source("/bus/operations"),
        type=Release.TYPE,
        time=datetime.now(UTC),
        data=ReleaseData(stage=stage, held=held, by=by),
    )
    record = outgoing(asked, topics.OPERATIONS, stage)
    with closing(client.producer(bootstrap)) as producer:
        producer.send(
            record.topic, key=record.key, value=record.value, headers=list(record.headers)
        ).get(timeout=30)
