"""A connection to PostgreSQL that does not wait for ever for an answer.

A server that stands still keeps its connections open and says nothing. Without a limit a stage
would stand still with it: unheard by its consumer group, and deaf to whoever asks it to end.
"""

from typing import Any

import psycopg
from psycopg import errors
from sqlalchemy import Engine, event

_CHECK_MILLISECONDS = 5_000
"""How often a server that is at a statement looks whether its client is still there.

Else a statement that waits for a lock would take it for a client that gave up long ago.
"""


def wait_no_longer(engine: Engine, seconds: float) -> None:
    """Have each wait of an engine's connections end after so many seconds, the connection with it.

    Whether a commit that was not answered took place is not known then, as after any other break.
    """

    class Patient(psycopg.Connection[Any]):
        """A connection that waits so long."""

        def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
            """What the server answers.

            Raises:
                OperationalError: it has not answered in time; the connection is closed.
            """
            try:
                return super().wait(gen, interval, seconds if timeout is None else timeout)
            except errors._WaitTimeout:  # noqa: SLF001 - what psycopg raises has no public name
                self.pgconn.finish()
                raise psycopg.OperationalError("no answer in time") from None

    @event.listens_for(engine, "do_connect")
    def connect(_dialect: object, _record: object, args: Any, options: Any) -> Patient:
        told = f"-c client_connection_check_interval={_CHECK_MILLISECONDS}"
        options["options"] = f"{options.get('options', '')} {told}".strip()
        return Patient.connect(*args, **options)
