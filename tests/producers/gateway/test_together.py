"""Events that come at the same time share a transaction, and none shares another's fate."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from wholepicture_bus.records import Outgoing
from wholepicture_bus.spool import SaidOtherwise, Spool, SpoolUnavailable
from wholepicture_producers.gateway.together import Together


def _record(event: str, value: bytes = b"{}") -> Outgoing:
    return Outgoing("events.a", b"family", value, (("ce_id", event.encode()),))


class _Slow:
    """A spool whose first transaction lasts until the others have gathered."""

    def __init__(self, folder: Path) -> None:
        self.spool = Spool(folder / "spool.db")
        self.kept: list[int] = []
        self.first, self.go_on = threading.Event(), threading.Event()

    def keep(self, records: Sequence[Outgoing]) -> None:
        self.kept.append(len(records))
        if not self.first.is_set():
            self.first.set()
            assert self.go_on.wait(10)
        self.spool.append(records)


def _gathered(slow: _Slow, records: Sequence[Outgoing]) -> list[BaseException | None]:
    """What became of records that were brought while another was kept."""
    together = Together(slow.keep)
    with ThreadPoolExecutor(len(records) + 1) as threads:
        first = threads.submit(together.keep, _record("first"))
        assert slow.first.wait(10)
        others = [threads.submit(together.keep, record) for record in records]
        while len(together._waiting) < len(records):  # noqa: SLF001 - when all have gathered
            threading.Event().wait(0.001)
        slow.go_on.set()
        first.result(10)
        return [other.exception(10) for other in others]


def test_what_gathers_while_one_is_kept_is_kept_in_one_transaction(tmp_path: Path) -> None:
    """Nobody waits for others to come."""
    slow = _Slow(tmp_path)

    found = _gathered(slow, [_record(f"e{number}") for number in range(7)])

    assert found == [None] * 7
    assert slow.kept == [1, 7]
    assert len(slow.spool.unsent()) == 8


def test_one_that_is_refused_takes_no_other_with_it(tmp_path: Path) -> None:
    """The others are kept one by one then."""
    slow = _Slow(tmp_path)

    found = _gathered(slow, [_record("e1"), _record("first", b'{"a": 1}'), _record("e2")])

    assert [type(error) for error in found] == [type(None), SaidOtherwise, type(None)]
    assert {row.event for row in slow.spool.unsent()} == {"first", "e1", "e2"}


def test_where_the_spool_fails_each_hears_it() -> None:
    """Nobody gets a receipt for what is not on the disk."""

    def fail(_: Sequence[Outgoing]) -> None:
        raise SpoolUnavailable("The spool cannot be written.")

    with pytest.raises(SpoolUnavailable):
        Together(fail).keep(_record("e1"))


def test_a_failure_of_another_kind_is_no_receipt_for_anybody(tmp_path: Path) -> None:
    """Who waits with the one that fails is not told that theirs is kept."""
    slow = _Slow(tmp_path)
    keep, slow.spool = slow.keep, Spool(tmp_path / "other.db")

    def fail(records: Sequence[Outgoing]) -> None:
        keep(records)
        if len(records) > 1:
            raise RuntimeError

    slow.keep = fail  # type: ignore[method-assign]

    found = _gathered(slow, [_record("e1"), _record("e2")])

    assert {type(error) for error in found} == {RuntimeError, SpoolUnavailable}
