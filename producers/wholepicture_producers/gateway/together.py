"""Events of requests that come at the same time, kept in one transaction of the spool.

A transaction costs a write to the disk, however many events are in it. While one is under way,
further events gather; whoever comes next takes all of them into the next one. Nobody waits for
others to come, and each request is answered once its own event is on the disk.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Lock

from wholepicture_bus.records import Outgoing
from wholepicture_bus.spool import NotAppended, SpoolUnavailable

Keep = Callable[[Sequence[Outgoing]], object]
"""Keeps all of these records, or refuses one and keeps none."""


@dataclass
class _Waiting:
    record: Outgoing
    is_done: bool = False
    error: NotAppended | SpoolUnavailable | None = field(
        default_factory=lambda: SpoolUnavailable("The event was not kept.")
    )
    """Why it is not kept, until it is: nobody takes a failure of another kind for a receipt."""


class Together:
    """Keeps what several threads bring, in the order in which they bring it."""

    def __init__(self, keep: Keep) -> None:
        self._keep = keep
        self._waiting: list[_Waiting] = []
        self._gathering = Lock()
        self._turn = Lock()

    def keep(self, record: Outgoing) -> None:
        """Keep a record; it is on the disk when this returns.

        Raises:
            NotAppended: where it is refused, whatever it was kept together with.
            SpoolUnavailable: where it could not be kept.
        """
        (error,) = self.keep_each([record])
        if error is not None:
            raise error

    def keep_each(
        self, records: Sequence[Outgoing]
    ) -> Sequence[NotAppended | SpoolUnavailable | None]:
        """Keep records in one transaction; of each why it is not kept, or None once it is."""
        own = [_Waiting(record) for record in records]
        with self._gathering:
            self._waiting += own
        with self._turn:
            if not all(one.is_done for one in own):
                with self._gathering:
                    all_of_them, self._waiting = self._waiting, []
                self._keep_all(all_of_them)
        return [one.error for one in own]

    def _keep_all(self, waiting: Sequence[_Waiting]) -> None:
        try:
            self._keep([one.record for one in waiting])
            for one in waiting:
                one.error = None
        except SpoolUnavailable as error:
            for one in waiting:
                one.error = error
        except NotAppended as error:
            if len(waiting) == 1:
                waiting[0].error = error
            else:
                for one in waiting:
                    self._keep_all([one])
        finally:
            for one in waiting:
                one.is_done = True
