"""A table is read twice, and never held: neither its lines nor its events."""

import io
import tracemalloc
from collections.abc import Iterator

import pytest
from wholepicture_producers.drafts import NotReadable, TableRow
from wholepicture_producers.frame.csv_files import OpenTable
from wholepicture_producers.frame.decoding import lines
from wholepicture_producers.frame.file_lines import FileLines
from wholepicture_producers.frame.grouping import Grouping

from tests.producers.tables import incident, mapping, opened, read, table


def _lines(content: str) -> FileLines:
    stream = io.BytesIO(content.encode())
    return FileLines(lambda: lines(stream, "utf-8", "a.csv"))


def test_lines_are_read_forward_and_again_from_the_beginning() -> None:
    """A position behind what is kept reads the file anew, so that both readings agree."""
    told = _lines("a\nb\r\nc\rd")

    assert (len(told), told[3], told[1:3]) == (4, "d", ["b\r\n", "c\r"])
    told.keep_from(3)
    assert [line.number for line in told.between(2, 3)] == [3, 4]
    assert told[0] == "a\n"


def test_a_file_that_becomes_shorter_between_its_readings_is_told() -> None:
    """An export that is written anew while it is read is not half of one and half of another."""
    stream = io.BytesIO(b"a\nb\nc\n")
    told = FileLines(lambda: lines(stream, "utf-8", "a.csv"))
    stream.truncate(2)

    with pytest.raises(NotReadable, match="changed while it was read"):
        told[2]


def test_an_event_is_told_once_its_last_row_was_read_and_in_the_order_in_which_it_begins() -> None:
    """The rows of one event may stand apart; what begins behind it waits for it."""
    rows = [incident(1), incident(2), incident(3, ref="R1"), incident(4), incident(5, ref="R2")]
    opened_table = opened(table(*rows))
    taken: list[int] = []

    def watched() -> Iterator[TableRow]:
        for row in opened_table.rows():
            taken.append(row.number)
            yield row

    drafts = Grouping(mapping(), opened_table.last).drafts(watched())

    assert [(draft.number, len(taken)) for draft in drafts] == [(2, 3), (3, 5), (5, 5)]


def test_a_long_table_takes_the_memory_of_a_short_one() -> None:
    """Ten times the rows take no more than a few numbers a row."""

    def peak(count: int) -> int:
        content = io.BytesIO(
            table(*(incident(n % 60, "x" * 300, f"R{n}") for n in range(count))).encode()
        )
        tracemalloc.start()
        found = OpenTable(content, mapping(), "a.csv")
        assert sum(1 for _ in Grouping(mapping(), found.last).drafts(found.rows())) == count
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    assert peak(1000) - peak(100) < 900 * 200


def test_a_table_with_a_broken_quote_in_its_last_row_refuses_that_row_alone() -> None:
    """The rows before it were told before it was read a second time; what they say is right."""
    drafts = read(table(incident(1), incident(2, text='"Left')))

    assert [bool(draft.found) for draft in drafts] == [False, True]
