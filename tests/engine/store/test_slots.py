"""Slots: the leased numbers under which the members of a stage send."""

import os
import subprocess
import sys
import time

import pytest
from sqlalchemy import select
from wholepicture_bus.errors import OvertakenError
from wholepicture_engine.slots import LEASE_SECONDS, Slot
from wholepicture_engine.store import Database
from wholepicture_engine.store.tables import SLOT

STAGE = "a-stage"


def _leased_and_gone(database: Database) -> str:
    """Lease a slot, and give it back; whose it was."""
    slot = Slot(database, STAGE)
    with database.transaction() as transaction:
        owner: str = transaction.connection.execute(select(SLOT.c.owner)).scalar_one()
    slot.give_back()
    return owner


def test_members_get_different_slots(database: Database, other: Database) -> None:
    """No two living members send under one transactional id."""
    slots = [Slot(database, STAGE), Slot(other, STAGE), Slot(database, "another-stage")]

    assert [slot.number for slot in slots] == [0, 1, 0]
    assert len({slot.transactional_id for slot in slots}) == 3


def test_slot_that_was_given_back_is_used_again(database: Database) -> None:
    """The next member sends under the same id."""
    first = Slot(database, STAGE)
    first.give_back()

    assert Slot(database, STAGE).number == first.number


def test_those_who_lease_one_after_another_in_a_process_are_told_apart(database: Database) -> None:
    """Even where Python puts the next one at the address of the last, which has gone."""
    owners = {_leased_and_gone(database) for _ in range(20)}

    assert len(owners) == 20


def test_slot_of_a_dead_process_is_used_again_at_once(
    database: Database, database_url: str
) -> None:
    """What a dead member left open is ended at once by the next one under its id."""
    code = (
        "import sys\n"
        "from wholepicture_engine.slots import Slot\n"
        "from wholepicture_engine.store import Database\n"
        "print(Slot(Database(sys.argv[1]), sys.argv[2]).number)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, database_url, STAGE],
        check=True,
        capture_output=True,
        env=dict(os.environ),
    )

    assert int(done.stdout) == Slot(database, STAGE).number == 0


def test_slot_whose_lease_ran_out_is_anothers(database: Database) -> None:
    """A member that did not renew in time finds that it has lost its slot."""
    late = Slot(database, STAGE, now=time.time() - LEASE_SECONDS - 1)
    assert Slot(database, STAGE).number == late.number

    with pytest.raises(OvertakenError):
        late.renew()


def test_renewed_slot_stays(database: Database) -> None:
    """A member that renews keeps its slot."""
    slot = Slot(database, STAGE, now=time.time() - LEASE_SECONDS - 1)
    slot.renew("working")

    assert Slot(database, STAGE).number != slot.number
