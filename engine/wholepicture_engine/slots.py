"""Slots: the leased number under which a member of a stage sends.

A number is one transactional id on the broker, so no two living members have the same.
"""

import os
import secrets
import socket
import sys
import time
from pathlib import Path

from sqlalchemy import select, update
from wholepicture_bus.errors import OvertakenError

from wholepicture_engine.setup import Setup, announce, refuse_another, refuse_edited, remember
from wholepicture_engine.store import Database, Transaction
from wholepicture_engine.store.tables import SLOT

LEASE_SECONDS = 15.0
_BEGAN_AT = 19
"""The place of the start time among the fields of /proc/PID/stat behind the command's name."""


class Slot:
    """A leased number, so that a member that starts again sends under the id it had before.

    The broker then ends what the dead one left open in 0.15 s instead of 10.
    """

    def __init__(
        self,
        database: Database,
        stage: str,
        *,
        setup: Setup | None = None,
        now: float | None = None,
    ) -> None:
        """Lease one.

        Raises:
            StopError: a living member of any stage works by another ``setup``, or a version of it
                was in force with other content.
        """
        self._database, self._stage, self._setup = database, stage, setup
        self._owner = _owner()
        self._until = 0.0
        self.number = self._lease(time.time() if now is None else now)

    @property
    def transactional_id(self) -> str:
        """The transactional id of this slot."""
        return f"wholepicture.{self._stage}.{self.number}"

    def renew(self, says: str = "") -> None:
        """Hold it for another while, and say in a sentence how things are.

        Raises:
            OvertakenError: another has it; the broker will refuse this one's transactions.
            StopError: the lease had run out, and others began by another setup meanwhile.
        """
        now = time.time()
        with self._database.transaction() as transaction:
            if self._until < now:
                transaction.alone("slots")
                self._refuse_another(transaction, now)
            done = transaction.connection.execute(
                update(SLOT)
                .where(
                    SLOT.c.stage == self._stage,
                    SLOT.c.number == self.number,
                    SLOT.c.owner == self._owner,
                )
                .values(until=now + LEASE_SECONDS, says=says)
            )
            if done.rowcount != 1:
                raise OvertakenError(f"Another member has slot {self.number} of {self._stage}.")
            if self._setup is not None:
                remember(transaction, self._setup, now)
        self._until = now + LEASE_SECONDS

    def give_back(self) -> None:
        """Leave it to the next one."""
        with self._database.transaction() as transaction:
            transaction.connection.execute(
                update(SLOT)
                .where(SLOT.c.stage == self._stage, SLOT.c.owner == self._owner)
                .values(owner=None, until=0.0, says="")
            )

    def _lease(self, now: float) -> int:
        with self._database.transaction() as transaction:
            transaction.alone("slots")
            self._refuse_another(transaction, now)
            rows = transaction.connection.execute(
                transaction.for_update(
                    select(SLOT).where(SLOT.c.stage == self._stage).order_by(SLOT.c.number)
                )
            ).all()
            free = [row.number for row in rows if row.until < now or is_dead(row.owner)]
            number: int = free[0] if free else len(rows)
            values = {
                "stage": self._stage, "number": number, "owner": self._owner,
                "until": now + LEASE_SECONDS, "says": "",
            }  # fmt: skip
            transaction.upsert(SLOT, [values], ("stage", "number"), ("owner", "until", "says"))
            if self._setup is not None:
                announce(
                    transaction, self._setup, stage=self._stage, number=number, owner=self._owner
                )
                remember(transaction, self._setup, now)
        self._until = now + LEASE_SECONDS
        return number

    def _refuse_another(self, transaction: Transaction, now: float) -> None:
        if self._setup is None:
            return
        rows = transaction.connection.execute(
            select(SLOT.c.owner).where(
                SLOT.c.until >= now, SLOT.c.owner.is_not(None), SLOT.c.owner != self._owner
            )
        ).scalars()
        living = [owner for owner in rows if not is_dead(owner)]
        refuse_another(transaction, self._setup, living)
        refuse_edited(transaction, self._setup)


def _owner() -> str:
    """A name for one that leases, told from all others that this process made before it."""
    pid = os.getpid()
    return f"{socket.gethostname()}:{pid}:{_began(pid)}-{secrets.token_hex(4)}"


def is_dead(owner: str | None) -> bool:
    """Whether the owner is known to be gone: a process of this machine that runs no more."""
    if owner is None:
        return True
    host, pid, life = owner.rsplit(":", 2)
    if host != socket.gethostname() or sys.platform == "win32":
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return life.partition("-")[0] != _began(int(pid))


def _began(pid: int) -> str:
    """When a process began, in the system's ticks since its start; empty where it does not say.

    A container that is started again has the same host and process id as before.
    """
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""
    return stat.rpartition(")")[2].split()[_BEGAN_AT]
