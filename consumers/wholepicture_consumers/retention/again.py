"""What is one transaction is done again where the database ended it, as it ends a deadlock."""

from collections.abc import Callable

from wholepicture_bus.errors import DatabaseAwayError

_TIMES = 3


def again(act: Callable[[], object]) -> None:
    """Do it, up to three times.

    Raises:
        DatabaseAwayError: the database is away.
    """
    for left in reversed(range(_TIMES)):
        try:
            act()
        except DatabaseAwayError:
            if not left:
                raise
        else:
            return
