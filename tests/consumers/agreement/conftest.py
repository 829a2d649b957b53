"""The agreement that the partnership ships."""

from pathlib import Path

import pytest
from wholepicture_consumers.agreement import Agreement, load

PARTNERSHIP = Path(__file__).parents[3] / "partnership"


@pytest.fixture(scope="session")
def agreement() -> Agreement:
    """The shipped agreement."""
    return load(PARTNERSHIP)
