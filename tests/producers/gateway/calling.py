"""What a caller of the gateway sends: made-up events, in each mode of CloudEvents."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from httpx2 import Response
from starlette.testclient import TestClient
from wholepicture_producers.gateway.served import Served
from wholepicture_producers.template import example
from wholepicture_schemas.catalogue import by_name
from wholepicture_schemas.envelope import new_id
from wholepicture_schemas.identifiers import AgencyId

POLICE = AgencyId("avon-and-somerset-police")
HEALTH = AgencyId("riverside-trust")
MARKER = "Zebedee-Marker"
STRUCTURED = "application/cloudevents+json"
BATCH = "application/cloudevents-batch+json"


@dataclass(frozen=True)
class Gateway:
    """A gateway under test."""

    client: TestClient
    served: Mapping[AgencyId, Served]

    def post(
        self, body: Any, content_type: str = STRUCTURED, agency: str = POLICE, **headers: str
    ) -> Response:
        """Post a body, as JSON unless it is bytes."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        told = {"content-type": content_type, "wholepicture-agency": agency, **headers}
        return self.client.post("/events", content=content, headers=told)

    def get(self, path: str, agency: str = POLICE) -> Response:
        """Get a page as an agency."""
        return self.client.get(path, headers={"wholepicture-agency": agency})


def document(name: str = "child-concern", agency: str = POLICE) -> dict[str, Any]:
    """A practice event with an id, as an agency's program makes it."""
    kind = by_name(name)
    assert kind is not None
    return {**example(kind, agency, minimal=True), "id": new_id()}


def binary(event: Mapping[str, Any]) -> tuple[bytes, dict[str, str]]:
    """The body and the headers of an event in binary mode."""
    headers = {f"ce-{name}": str(text) for name, text in event.items() if name != "data"}
    return json.dumps(event["data"]).encode(), headers
