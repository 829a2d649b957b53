"""Members that live work by the same agreement; one with another does not start beside them."""

import os
import subprocess
import sys
import time
from dataclasses import replace

import pytest
from sqlalchemy import inspect
from wholepicture_bus.errors import StopError
from wholepicture_engine.setup import Setup, Version
from wholepicture_engine.slots import LEASE_SECONDS, Slot
from wholepicture_engine.store import Database
from wholepicture_engine.store.tables import IN_FORCE, SETUP

STAGE = "a-stage"
OLD = Setup("0" * 64, "version 2026-11-01 of the sharing agreement")
NEW = Setup("1" * 64, "version 2027-01-01 of the sharing agreement")


def test_members_with_the_same_setup_start(database: Database, other: Database) -> None:
    """Whatever their stage."""
    Slot(database, STAGE, setup=OLD)

    assert Slot(other, STAGE, setup=OLD).number == 1
    assert Slot(other, "another-stage", setup=OLD).number == 0


@pytest.mark.parametrize("stage", [STAGE, "another-stage"])
def test_a_member_with_another_setup_is_refused(
    database: Database, other: Database, stage: str
) -> None:
    """It is told what runs, and what to do; and leaves no slot behind."""
    Slot(database, STAGE, setup=OLD)

    with pytest.raises(StopError) as raised:
        Slot(other, stage, setup=NEW)

    for words in (f"Stage {STAGE} is running by version 2026-11-01", "version 2027-01-01", "down"):
        assert words in str(raised.value)
    assert Slot(other, stage, setup=OLD).number == (1 if stage == STAGE else 0)


def test_files_that_differ_under_one_version_are_told_apart(
    database: Database, other: Database
) -> None:
    """The same version with other content is another agreement, and the sentence shows it."""
    Slot(database, STAGE, setup=OLD)

    with pytest.raises(StopError, match=r"\(00000000\).*\(11111111\)"):
        Slot(other, STAGE, setup=Setup(NEW.digest, OLD.called))


def test_a_member_that_ended_does_not_count(database: Database, other: Database) -> None:
    """When the last one has left, the new agreement starts."""
    slots = [Slot(database, STAGE, setup=OLD), Slot(database, "another-stage", setup=OLD)]
    slots[0].give_back()
    with pytest.raises(StopError):
        Slot(other, STAGE, setup=NEW)
    slots[1].give_back()

    assert Slot(other, STAGE, setup=NEW).number == 0


def test_a_member_whose_lease_ran_out_does_not_count(database: Database, other: Database) -> None:
    """Its machine may have died; and should it still live, it stops when it comes back."""
    late = Slot(database, STAGE, setup=OLD, now=time.time() - LEASE_SECONDS - 1)
    Slot(other, "another-stage", setup=NEW)

    with pytest.raises(StopError, match="is running by version 2027-01-01"):
        late.renew("working")


def test_a_process_that_died_does_not_count(database: Database, database_url: str) -> None:
    """A killed member of this machine holds nobody up, though its lease still runs."""
    code = (
        "import sys\n"
        "from wholepicture_engine.slots import Slot\n"
        "from wholepicture_engine.setup import Setup\n"
        "from wholepicture_engine.store import Database\n"
        "Slot(Database(sys.argv[1]), 'a-stage', setup=Setup('0' * 64, 'the old one'))\n"
    )
    subprocess.run([sys.executable, "-c", code, database_url], check=True, env=dict(os.environ))

    assert Slot(database, STAGE, setup=NEW).number == 0


def test_a_row_of_an_earlier_owner_says_nothing(database: Database, other: Database) -> None:
    """A slot that one without a setup leased after another does not speak for that one."""
    Slot(database, STAGE, setup=OLD).give_back()
    Slot(database, STAGE)

    assert Slot(other, STAGE, setup=NEW).number == 1


def test_an_older_database_opens(database: Database) -> None:
    """One that was made before setups were kept gets the table, and a member starts."""
    SETUP.drop(database.engine)
    database.make_tables()

    assert inspect(database.engine).has_table("setup")
    assert Slot(database, STAGE, setup=OLD).number == 0


def _with(digest: str, begins: float) -> Setup:
    """Files whose one version says this from then on."""
    return Setup(digest * 64, OLD.called, (Version(OLD.called, digest, begins),))


def test_a_version_that_was_in_force_is_not_edited(database: Database, other: Database) -> None:
    """Whatever the stage, and though nobody else lives; put back as it was, it starts."""
    Slot(database, STAGE, setup=_with("0", time.time() - 1)).give_back()

    with pytest.raises(StopError) as raised:
        Slot(other, "another-stage", setup=_with("1", time.time() - 1))

    for words in ("has version 2026-11-01 of the sharing", "its valid_from, reason", "approvers"):
        assert words in str(raised.value)
    assert Slot(other, STAGE, setup=_with("0", time.time() - 1)).number == 0


def test_the_change_has_a_version_of_its_own(database: Database) -> None:
    """The one before stands unedited beside it, and both are kept from now on."""
    first = Version(OLD.called, "0", time.time() - 2)
    Slot(database, STAGE, setup=Setup("0", OLD.called, (first,))).give_back()
    second = Version(NEW.called, "1", time.time() - 1)
    Slot(database, STAGE, setup=Setup("1", NEW.called, (first, second))).give_back()

    with pytest.raises(StopError, match="version 2027-01-01"):
        Slot(database, STAGE, setup=Setup("2", NEW.called, (first, replace(second, digest="2"))))


def test_a_version_that_is_not_yet_in_force_may_be_edited(database: Database) -> None:
    """And one that has been in force is still held to what it said when it is put off."""
    later = time.time() + 3600
    Slot(database, STAGE, setup=_with("0", later)).give_back()
    Slot(database, STAGE, setup=_with("1", time.time() - 1)).give_back()

    with pytest.raises(StopError, match="other content"):
        Slot(database, STAGE, setup=_with("2", later))


def test_a_version_that_comes_into_force_while_a_member_works_is_kept(database: Database) -> None:
    """A member may run for months: what begins meanwhile is kept with its next sign of life."""
    now = time.time()
    slot = Slot(database, STAGE, setup=_with("0", now - 60), now=now - 120)
    slot.renew("working")
    slot.give_back()

    with pytest.raises(StopError, match="other content"):
        Slot(database, STAGE, setup=_with("1", now - 60))


def test_a_database_that_kept_no_versions_starts_and_keeps_them(database: Database) -> None:
    """What was in force before is not known; from now on it is."""
    Slot(database, STAGE, setup=OLD).give_back()
    IN_FORCE.drop(database.engine)
    database.make_tables()

    Slot(database, STAGE, setup=_with("1", time.time() - 1)).give_back()

    with pytest.raises(StopError, match="other content"):
        Slot(database, STAGE, setup=_with("0", time.time() - 1))
