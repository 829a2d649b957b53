"""Back-pressure: the caller is told to wait, and for how long."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from wholepicture_producers.gateway.app import application
from wholepicture_producers.gateway.authentication import authentication
from wholepicture_producers.gateway.served import opened
from wholepicture_producers.gateway.settings import GatewaySettings

from tests.producers.gateway.calling import POLICE, Gateway, document


@pytest.mark.parametrize(
    ("limit", "status"),
    [
        ({"most_waiting": 1}, 429),
        ({"oldest_waiting": timedelta(0)}, 503),
        ({"least_free_bytes": 1 << 62}, 503),
    ],
)
def test_a_full_spool_asks_its_agency_to_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: dict[str, Any], status: int
) -> None:
    """Many waiting, waiting for long, no room: each with Retry-After, and nothing is kept."""
    monkeypatch.setenv("WHOLEPICTURE_DATA", str(tmp_path))
    settings = GatewaySettings(**{
        "agencies": POLICE, "practice": True, "least_free_bytes": 0, **limit
    })  # fmt: skip
    with opened(settings, None) as served:
        served[POLICE].publisher.publish(document())
        client = TestClient(application(settings, authentication(settings), served))

        answer = Gateway(client, served).post(document())

        assert answer.status_code == client.get("/health").status_code == status
        assert int(answer.headers["retry-after"]) > 0
        assert answer.headers["content-type"] == "application/problem+json"
        assert served[POLICE].spool.counts().waiting == 1


def test_a_spool_that_cannot_be_written_is_no_loss(gateway: Gateway) -> None:
    """503 where the disk is full: the caller keeps the event and posts it again."""
    event, spool = document(), gateway.served[POLICE].spool
    event["data"]["core"]["why_shared"] = "word " * 20_000
    with spool.transaction() as database:
        (pages,) = database.execute("PRAGMA page_count").fetchone()
        database.execute(f"PRAGMA max_page_count = {pages + 2}")

    answer = gateway.post(event)

    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0
    assert spool.counts().waiting == 0
