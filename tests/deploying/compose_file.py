"""The deployment's own files, as text: enough of their shape to check it without a YAML reader."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
COMPOSE = ROOT / "docker-compose.yml"
DOCKERFILE = ROOT / "Dockerfile"

ONE_SHOT = frozenset({"password", "topics"})
"""Services that do one thing and end."""


def services() -> dict[str, str]:
    """Each service's part of the compose file, by its name; merged parts are not expanded."""
    _, _, rest = COMPOSE.read_text(encoding="utf-8").partition("\nservices:\n")
    body, _, _ = rest.partition("\nnetworks:\n")
    parts = re.split(r"(?m)^  ([a-z]+):\n", body)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def kafka_settings() -> dict[str, str]:
    """Kafka's settings by their own names: ``KAFKA_NODE_ID: 1`` is ``node.id``."""
    found = re.findall(r"(?m)^      KAFKA_([A-Z_]+): (.+)$", services()["kafka"])
    return {name.lower().replace("_", "."): value.strip('"') for name, value in found}
