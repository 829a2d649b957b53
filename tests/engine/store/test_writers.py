"""SQLite's writers queue: one at a time, among threads and processes."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from wholepicture_engine.store.writers import WriterQueue

_ADDING = """
import sys
from pathlib import Path
from wholepicture_engine.store.writers import WriterQueue
queue, number = WriterQueue(Path(sys.argv[1])), Path(sys.argv[2])
for _ in range(200):
    with queue.turn():
        number.write_text(str(int(number.read_text()) + 1))
"""


def test_processes_take_turns(tmp_path: Path) -> None:
    """Three processes that read, add one and write lose none of each other's additions."""
    number = tmp_path / "number"
    number.write_text("0")
    adding = [
        subprocess.Popen([sys.executable, "-c", _ADDING, str(tmp_path / "queue"), str(number)])
        for _ in range(3)
    ]

    assert [process.wait(60) for process in adding] == [0, 0, 0]
    assert number.read_text() == "600"


def test_threads_of_one_queue_take_turns(tmp_path: Path) -> None:
    """A file lock alone would let the threads of one process in together."""
    queue = WriterQueue(tmp_path / "queue")
    number = tmp_path / "number"
    number.write_text("0")

    def add() -> None:
        for _ in range(100):
            with queue.turn():
                number.write_text(str(int(number.read_text()) + 1))

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(add) for _ in range(4)]:
            done.result(60)

    assert number.read_text() == "400"


def test_turn_is_given_up_by_an_exception(tmp_path: Path) -> None:
    """Whoever fails in its turn does not keep the others waiting."""
    queue = WriterQueue(tmp_path / "queue")
    with pytest.raises(ZeroDivisionError), queue.turn():
        _ = 1 / 0

    with queue.turn():
        assert (tmp_path / "queue").exists()
