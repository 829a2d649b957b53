"""The deployment runs where a Docker engine can run it; the report says whether it does."""

from pathlib import Path
from uuid import uuid4

import pytest

from tests.deploying import engine

_NEEDS_ENGINE = {"test_running.py"}


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """What needs an engine is no test where there is none: nothing is skipped and called passed."""
    if collection_path.parent == Path(__file__).parent and collection_path.name in _NEEDS_ENGINE:
        return True if engine.why_not() else None
    return None


@pytest.fixture(scope="session")
def compose_project() -> str:
    """A name of its own, so that a house that runs on this machine is left alone."""
    return f"wholepicture-test-{uuid4().hex[:8]}"
