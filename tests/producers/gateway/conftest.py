"""A gateway of two agencies without Kafka, and who calls it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from wholepicture_producers.gateway.app import application
from wholepicture_producers.gateway.authentication import authentication
from wholepicture_producers.gateway.served import opened
from wholepicture_producers.gateway.settings import GatewaySettings

from tests.producers.gateway.calling import HEALTH, POLICE, Gateway


@pytest.fixture
def gateway(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gateway]:
    """A gateway that takes a caller's word for who they are."""
    monkeypatch.setenv("WHOLEPICTURE_DATA", str(tmp_path))
    settings = GatewaySettings(
        agencies=f"{POLICE},{HEALTH}", practice=True, least_free_bytes=0, stream_seconds=0.1
    )
    with opened(settings, None) as served:
        app = application(settings, authentication(settings), served)
        with TestClient(app) as client:
            yield Gateway(client, served)
