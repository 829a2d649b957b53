"""How an agency speaks: it publishes events through a spool, from programs or from exports.

The names of the kit are imported lazily, so that a command that needs none of them starts at once.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wholepicture_producers.kit import *  # noqa: F403


def __getattr__(name: str) -> object:
    """A name of the kit, imported when it is first asked for."""
    if name.startswith("_"):
        raise AttributeError(name)
    return getattr(import_module("wholepicture_producers.kit"), name)
