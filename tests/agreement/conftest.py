"""The agreement that the partnership ships."""

import pytest
from wholepicture_agreement import Agreement

from tests.support.shipped import shipped


@pytest.fixture(scope="session")
def agreement() -> Agreement:
    """The shipped agreement."""
    return shipped()
