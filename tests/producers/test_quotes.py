"""Quotes are strict, and what goes wrong in one row stays in that row."""

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wholepicture_producers.mapping import ColumnMapping

from tests.producers.tables import COLUMNS, incident, mapping, read, refused, table, texts

OTHERS = "Left alone."


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_an_open_quote_refuses_its_row_alone(delimiter: str, end: str) -> None:
    """The rows behind it are events of their own, and none stands in another's text."""
    content = table(incident(1, '"Left alone.'), incident(2), incident(3), end=end)

    found = read(content.replace(",", delimiter))

    assert texts(found) == {3: OTHERS, 4: OTHERS}
    assert refused(found)[2].startswith("row 2, column Text: line 2 has a quote that is not closed")


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        ('"He said "no" twice."', "has a quote inside a cell that is in quotes"),
        ('"Left alone" twice', "has a quote inside a cell that is in quotes"),
        ('Left alone."', "has a quote at its end and none at its beginning"),
        ('""Left alone."', "has a quote inside a cell that is in quotes"),
        ('"One line,\nand "one" more,\nand more."', "has a quote inside"),
    ],
)
def test_a_stray_quote_is_named_by_row_and_column(wrong: str, what: str) -> None:
    """The rows on both sides are read."""
    found = read(table(incident(1), incident(2, wrong), incident(3)))

    assert texts(found) == {2: OTHERS, 4: OTHERS}
    assert what in refused(found)[3]
    assert refused(found)[3].startswith("row 3, column Text: line 3 ")


@pytest.mark.parametrize(
    ("behind", "read_as"),
    [
        ('"Line one,\nline two, ""x"".\n\nThe end."', 'Line one,\nline two, "x".\n\nThe end.'),
        ('"\nLeft alone."', "Left alone."),
        ('""', ""),
        ('", and left."', ", and left."),
        ('"""No,"" she said."', '"No," she said.'),
    ],
)
def test_an_open_quote_is_not_closed_by_one_of_another_row(behind: str, read_as: str) -> None:
    """Where the next row's own quotes would make the lengths right, it is a row all the same."""
    found = read(table(incident(1, '"Left alone.'), incident(2, behind), incident(3)))

    assert texts(found) == {3: read_as, 4: OTHERS}
    assert list(refused(found)) == [2]


def test_two_missing_quotes_that_fit_together_make_no_text_of_rows() -> None:
    """A table may be right by the rules of CSV and still hold rows within a text."""
    content = table(incident(1, '"Left alone.'), incident(2), incident(3, 'Left alone."'))

    found = read(content)

    assert texts(found) == {3: OTHERS}
    assert list(refused(found)) == [2, 4]


def test_a_text_of_several_lines_with_quotes_and_commas_is_read() -> None:
    """What the rules of CSV allow is no fault, whatever its lines begin with."""
    text = 'First.\n"Second", with, four, commas, in it.\r\n\r\n04/03/2026, third\n'
    out = io.StringIO()
    csv.writer(out).writerows([COLUMNS, ["R1", "04/03/2026 21:15", "Ada", "09/03/2016", text]])

    assert texts(read(out.getvalue())) == {2: text.strip()}


def test_a_sign_of_inches_is_a_letter() -> None:
    """A quote in a cell that does not begin with one ends nothing."""
    found = read(table(incident(1, "5'6\" tall"), incident(2, "he is 5'6\"")))

    assert texts(found) == {2: "5'6\" tall", 3: "he is 5'6\""}


def test_where_no_row_can_be_told_apart_nothing_behind_is_read() -> None:
    """It is said from which line on."""
    behind = [incident(number).replace(",", " ") for number in (2, 3)]
    found = read(table(incident(1), incident(4, '"Left'), *behind))

    assert texts(found) == {2: OTHERS}
    assert "Nothing from line 4 on could be told apart" in refused(found)[3]


def test_a_text_that_goes_on_outside_quotes_is_not_cut_off() -> None:
    """An export that does not quote line breaks gives half a text: the row is refused with it."""
    found = read(table(incident(1), incident(2, "Left alone.\nHe said, no."), incident(3)))

    assert texts(found) == {2: OTHERS, 5: OTHERS}
    assert refused(found)[3].startswith("row 3 may go on in the line behind it.")
    assert refused(found)[4].startswith("row 4 has a wrong length.")


def test_a_row_whose_quote_went_wrong_keeps_its_event_back() -> None:
    """Half of an incident's children are not told as all of them."""
    found = read(table(incident(1, '"Left', ref="R1"), incident(2, ref="R1"), incident(3)))

    assert texts(found) == {4: OTHERS}


def test_a_nul_refuses_its_row() -> None:
    """A damaged file is not told as a whole one."""
    found = read(table(incident(1), incident(2, "Le\0ft"), incident(3)))

    assert texts(found) == {2: OTHERS, 4: OTHERS}
    assert refused(found)[3].startswith("row 3 has signs that are no text.")


LETTERS = st.text(alphabet='ab ,;"\n\té', max_size=8)
NARROW = ["Ref", "When", "Text"]
FAULTS = ('"', ",", "\n", "\0", ";", b"\xe9", b"\x81")


@st.composite
def _tables(draw: st.DrawFn) -> tuple[list[str], list[str], list[str]]:
    """The columns in some order, the rows as they are written, and what each says."""
    wide = draw(st.booleans())
    order = draw(st.permutations(list(COLUMNS) if wide else NARROW))
    all_quoted = draw(st.booleans())
    end = draw(st.sampled_from(["\r\n", "\n"]))
    rows, said = [], []
    for number in range(draw(st.integers(2, 6))):
        text = draw(LETTERS) + f"<{number}>" + draw(LETTERS)
        cells = {
            "Ref": f"R{number}",
            "When": f"04/03/2026 21:0{number}",
            "Name": f"Kid{number}",
            "Born": "09/03/2016",
            "Text": text,
        }
        out = io.StringIO()
        csv.writer(
            out, quoting=csv.QUOTE_ALL if all_quoted else csv.QUOTE_MINIMAL, lineterminator=end
        ).writerow(cells[c] for c in order)
        rows.append(out.getvalue())
        said.append(text.strip())
    return order, rows, said


def _mapped(order: list[str]) -> ColumnMapping:
    return mapping(columns={name: COLUMNS[name] for name in order})


@given(_tables())
def test_a_table_without_a_fault_is_read_as_it_was_written(
    made: tuple[list[str], list[str], list[str]],
) -> None:
    """Every legal text is read, whatever quotes, lines and delimiters it holds."""
    order, rows, said = made

    found = read(",".join(order) + "\n" + "".join(rows), _mapped(order))

    assert list(texts(found).values()) == said


@given(_tables(), st.data())
def test_one_fault_in_a_table_mixes_no_two_rows(
    made: tuple[list[str], list[str], list[str]], data: st.DataObject
) -> None:
    """No event holds cells of two rows, and each row without the fault is told or refused."""
    order, rows, said = made
    at = data.draw(st.integers(0, len(rows) - 1), label="row")
    raw = [row.encode() for row in rows]
    place = data.draw(st.integers(0, len(raw[at]) - 2), label="place")
    fault = data.draw(st.sampled_from([*FAULTS, None]), label="fault")
    put = fault.encode() if isinstance(fault, str) else fault or b""
    raw[at] = raw[at][:place] + put + raw[at][place + (fault is None) :]

    found = read((",".join(order) + "\n").encode() + b"".join(raw), _mapped(order))

    told = {draft.number: str(draft.document) for draft in found if not draft.found}
    marks = [set(re.findall(r"(?:<|Kid)(\d)", text)) for text in told.values()]
    assert all(len(mark) <= 1 for mark in marks)
    aside = "".join(
        text for draft in found if draft.found for row in draft.content for text in row.texts
    )
    for number in {*range(len(rows))} - {at}:
        whole = any(
            text == said[number] and f"<{number}>" in text for text in texts(found).values()
        )
        assert whole or f"<{number}>" in aside
