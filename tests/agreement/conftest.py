"""The agreement that the partnership ships."""

from functools import cache
from pathlib import Path

import pytest
from wholepicture_agreement import Agreement, load

PARTNERSHIP = Path(__file__).parents[2] / "partnership"


@cache
def shipped() -> Agreement:
    """The shipped agreement, for tests of properties, whose examples show their arguments."""
    return load(PARTNERSHIP)


@pytest.fixture(scope="session")
def agreement() -> Agreement:
    """The shipped agreement."""
    return shipped()
