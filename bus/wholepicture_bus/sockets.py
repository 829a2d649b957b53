"""The selector that Kafka clients wait on.

kafka-python 3.0.12 looks a socket up before each wait, and registers it where it is not there. The
standard library says that by an error that describes the socket, which asks the system twice for
its addresses: twenty calls for a transaction, and in each another thread may take the interpreter.
"""

import selectors
from typing import Any


class Selector(selectors.DefaultSelector):
    """The system's selector, which says in short that it does not know a socket."""

    def __init__(self) -> None:
        super().__init__()
        self._numbers: set[int] = set()

    def register(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        """Wait for these events of a socket, too."""
        key = super().register(fileobj, events, data)
        self._numbers.add(key.fd)
        return key

    def unregister(self, fileobj: Any) -> selectors.SelectorKey:
        """Wait for no event of a socket."""
        key = super().unregister(fileobj)
        self._numbers.discard(key.fd)
        return key

    def get_key(self, fileobj: Any) -> selectors.SelectorKey:
        """What is registered for a socket; of a closed one, too.

        Raises:
            KeyError: nothing is.
        """
        number = fileobj.fileno()
        if number >= 0 and number not in self._numbers:
            raise KeyError(number)
        return super().get_key(fileobj)
