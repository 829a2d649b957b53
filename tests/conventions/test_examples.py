"""The examples at the ports run: what a docstring shows is what happens."""

import doctest
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PORTS = (
    "wholepicture_engine.stage",
    "wholepicture_schemas.who",
    "wholepicture_producers.kit",
    "wholepicture_producers.piles",
    "wholepicture_subscribers.subscription",
    "wholepicture_agreement.deciding",
    "wholepicture_agreement.seen.view",
)
"""The modules whose docstrings show how each of their ports is used."""


@pytest.mark.parametrize("name", PORTS)
def test_a_port_shows_how_it_is_used(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of these modules has at least one example, and all of its examples hold."""
    monkeypatch.chdir(ROOT)

    results = doctest.testmod(import_module(name))

    assert results.attempted
    assert not results.failed
