"""A council's machine for one test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.producers.social_care.returns import Council


@pytest.fixture
def council(tmp_path: Path) -> Iterator[Council]:
    """A machine whose spool is closed at the end."""
    made = Council(tmp_path)
    yield made
    made.spool.close()
