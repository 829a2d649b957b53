"""The examples at the ports run: what a docstring shows is what happens."""

import doctest
from importlib import import_module

import pytest

SHOWN = (
    "wholepicture_engine.stage",
    "wholepicture_producers.publisher",
    "wholepicture_subscribers.subscription",
)
"""The modules whose docstrings show how each of their ports is used."""
MAY_SHOW = ("wholepicture_agreement.deciding", "wholepicture_agreement.view")
"""The modules that are described in words so far."""


@pytest.mark.parametrize("name", SHOWN)
def test_a_port_shows_how_it_is_used(name: str) -> None:
    """Each of these modules has at least one example, and all of its examples hold."""
    found = doctest.testmod(import_module(name))

    assert found.attempted
    assert not found.failed


@pytest.mark.parametrize("name", MAY_SHOW)
def test_an_example_holds(name: str) -> None:
    """What the docstrings of these modules show is so, too."""
    found = doctest.testmod(import_module(name))

    assert not found.failed
