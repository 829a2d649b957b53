"""FastStream beside the gateway: the event validated by its class, and published to Kafka.

A script of its own environment, made from benchmarks/faststream.lock; it knows nothing of the house
but the language. The answer is given once the broker has taken the event; with ``nothing`` in place
of a broker the event is validated, and nothing more.
"""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any


def main(bootstrap: str, topic: str, port: int) -> None:
    """Serve ``POST /events`` until the process is ended."""
    import uvicorn
    from fastapi import FastAPI, Request
    from faststream.kafka import KafkaBroker
    from wholepicture_schemas.core import Core  # noqa: F401 - the class below stands on it
    from wholepicture_schemas.police import DomesticAbuseIncident

    broker = KafkaBroker(bootstrap, acks="all", enable_idempotence=True, logger=None)
    publishes = bootstrap != "nothing"

    @asynccontextmanager
    async def running(_: FastAPI) -> AsyncIterator[None]:
        if publishes:
            await broker.start()
        yield
        await broker.stop()

    app = FastAPI(lifespan=running)

    @app.post("/events", status_code=202)
    async def take(request: Request) -> dict[str, str]:
        told: Any = DomesticAbuseIncident.model_validate_json(await request.body())
        if publishes:
            value = told.data.model_dump_json(exclude_none=True).encode()
            headers = {"ce_id": told.id, "ce_source": told.source, "ce_type": told.type}
            await broker.publish(value, topic, key=told.id.encode(), headers=headers)
        return {"receipt": told.id}

    uvicorn.run(app, host="127.0.0.1", port=port, http="h11", ws="none", log_level="error")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
