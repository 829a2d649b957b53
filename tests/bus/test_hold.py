"""One process holds a file, for as long as it lives and no longer."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from wholepicture_bus import hold

_HOLDING = (
    "import sys; from pathlib import Path; from wholepicture_bus import hold; "
    "mine = hold.take(Path(sys.argv[1]), wait=hold.AT_ONCE); print(mine is not None, flush=True); "
    "input()"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file to hold."""
    return tmp_path / "lock"


def _take(file: Path) -> hold.Hold | None:
    return hold.take(file, wait=hold.AT_ONCE)


def test_the_lock_of_a_process_that_died_is_free(file: Path) -> None:
    """Another process holds the lock for as long as it lives, and no longer."""
    with subprocess.Popen(
        [sys.executable, "-c", _HOLDING, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"True\n"
        while_it_lives = _take(file), hold.is_held(file)
        other.kill()

    assert while_it_lives == (None, True)
    assert not hold.is_held(file)
    assert _take(file) is not None


def test_two_holders_within_one_process_are_told_apart(file: Path) -> None:
    """A second one in the same process waits like any other; the file is free when it is closed."""
    first = _take(file)
    assert first is not None

    second = _take(file)
    first.close()
    first.close()
    third = _take(file)

    assert second is None
    assert third is not None


def test_a_child_that_inherits_the_descriptor_keeps_the_hold(file: Path) -> None:
    """Whoever starts a process hands the file to it, and may end."""
    mine = _take(file)
    assert mine is not None
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE, pass_fds=(mine.descriptor,)) as child:
        mine.close()
        while_it_lives = hold.is_held(file)
        child.communicate()

    assert while_it_lives
    assert not hold.is_held(file)


def test_whoever_waits_its_turn_gets_the_file_when_it_is_free(file: Path) -> None:
    """A wait without an end and one of a minute both end with the hold before them."""
    first = _take(file)
    assert first is not None

    with ThreadPoolExecutor(2) as pool:
        in_turn = pool.submit(lambda: hold.take_in_turn(file).close())
        within = pool.submit(_took_within_a_minute, file)
        first.close()
        in_turn.result(60)
        taken = within.result(60)

    assert taken


def test_a_file_that_is_not_there_is_not_held_and_not_made(file: Path) -> None:
    """Looking leaves nothing behind."""
    assert not hold.is_held(file)
    assert not file.exists()


def _took_within_a_minute(file: Path) -> bool:
    """Whether the lock was had; it is given up at once, for whoever waits behind it."""
    held = hold.take(file, wait=timedelta(minutes=1))
    if held is not None:
        held.close()
    return held is not None
