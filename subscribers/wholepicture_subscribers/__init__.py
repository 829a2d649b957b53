"""The subscription kit, and the conformance run that tries a subscriber.

::

    from wholepicture_subscribers import Subscription

The names of the kit are imported from ``subscription`` on first use, so a command that needs none
of them starts fast.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wholepicture_subscribers.subscription import *  # noqa: F403


def __getattr__(name: str) -> object:
    """A name of the kit, imported when it is first asked for."""
    if name.startswith("_"):
        raise AttributeError(name)
    return getattr(import_module("wholepicture_subscribers.subscription"), name)
