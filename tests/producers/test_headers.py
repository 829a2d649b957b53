"""The frame of a table: its header, what stands above and below it, and the lengths of its rows."""

import pytest
from wholepicture_producers.drafts import NotReadable

from tests.producers.tables import COLUMNS, incident, mapping, opened, read, refused, table, texts

HEADER = ",".join(COLUMNS)
LEFT = "Left alone."


@pytest.mark.parametrize(
    "header",
    [
        HEADER.upper(),
        " Ref , When,name ,BORN,tExT",
        'Ref,When,"Na\nme",Born,Text',
        'R e f,When,Name,Born,"Text\r\n"',
        "\ufeffRef,When,Name,Born\xa0,Te\u200bxt",
        '"Ref","When","Name","Born","Text"',
    ],
)
def test_a_column_is_found_whatever_case_blanks_and_line_breaks_its_name_has(header: str) -> None:
    """Systems write one header in many ways."""
    assert list(texts(read(f"{header}\r\n{incident(1)}\r\n")).values()) == [LEFT]


def test_the_very_name_comes_before_a_name_alike() -> None:
    """Two columns that differ in case alone are two columns."""
    content = f"{HEADER},TEXT\r\n{incident(1)},Another\r\n"

    assert texts(read(content)) == {2: LEFT}


def test_two_columns_alike_are_told() -> None:
    """Of two that may be meant neither is taken silently."""
    with pytest.raises(NotReadable, match="more than one column Text"):
        opened(f"{HEADER.replace('Text', 'TEXT,text')}\r\n{incident(1)},x\r\n")


def test_titles_above_the_header_are_passed_over() -> None:
    """A report begins with its name and its day; rows keep the numbers that a spreadsheet shows."""
    content = 'Concerns, all\r\n"Run on 04/03/2026, 06:00"\r\n\r\n' + table(incident(1))

    assert texts(read(content)) == {5: LEFT}


def test_a_mapping_may_say_where_the_header_is() -> None:
    """Where the names stand in a line above as well, the row of the header is said."""
    content = f"{HEADER}\r\n{table(incident(1))}"

    assert texts(read(content, mapping(header_row=2))) == {3: LEFT}
    with pytest.raises(NotReadable, match="has no column Ref"):
        opened(content, mapping(header_row=3))


def test_rows_above_the_header_are_not_lost() -> None:
    """A table that was sorted with its header is refused as a whole."""
    with pytest.raises(NotReadable, match="has rows above its header: move row 2 up"):
        opened(f"{incident(1)}\r\n{HEADER}\r\n{incident(2)}\r\n")


@pytest.mark.parametrize(
    "footer",
    [
        '"Total records: 1"',
        "Total,,,,1",
        "Grand Total:,1,,,",
        "(1 rows affected)",
        "*** End of report ***",
        "Report generated on 04/03/2026 at 06:00",
        "\r\nPage 1 of 1\r\n",
        '"Applied filters:\nArea is North"',
        "OFFICIAL-SENSITIVE",
    ],
)
def test_a_footer_is_passed_over_and_named(footer: str) -> None:
    """A total is no incident, and a nightly run need not end in an error for it."""
    content = table(incident(1), footer)

    assert texts(read(content)) == {2: LEFT}
    assert refused(read(content)) == {}
    assert any("passed over" in remark for remark in opened(content).remarks())


def test_a_last_line_that_may_be_a_text_is_no_footer() -> None:
    """Half a text is not told; a mapping that knows the footer says how many rows it has."""
    content = table(incident(1), "He said that it was a total mess.")

    assert list(refused(read(content))) == [2, 3]
    assert texts(read(content, mapping(footer_rows=1))) == {2: LEFT}


@pytest.mark.parametrize("end", [",", ",,"])
def test_delimiters_at_the_end_of_rows_say_nothing(end: str) -> None:
    """Some programs end each row with one."""
    content = table(incident(1) + end, incident(2) + end)

    assert texts(read(content)) == {2: LEFT, 3: LEFT}


def test_a_row_alone_with_a_cell_too_many_may_have_a_comma_in_a_text() -> None:
    """Its cells may stand under other names, so it is refused."""
    shifted = incident(2, "cold").replace("Kid2", "Kid, two") + ","
    rows = [incident(number) for number in (1, 3, 4)]

    found = read(table(*rows, shifted.replace("cold,", ",")))

    assert list(refused(found)) == [5]


def test_a_header_again_is_passed_over() -> None:
    """Exports that were put together have it in the middle."""
    assert texts(read(table(incident(1), HEADER, incident(2)))) == {2: LEFT, 4: LEFT}


def test_rows_below_a_header_in_another_order_are_refused() -> None:
    """They are not read by the names of the first one."""
    other = ",".join(reversed(COLUMNS))

    found = read(table(incident(1), other, incident(2)))

    assert texts(found) == {2: LEFT}
    assert refused(found)[4].startswith("row 4 stands below a second header.")


@pytest.mark.parametrize("name", ["header_row", "footer_rows"])
def test_the_frames_settings_are_whole_numbers(name: str) -> None:
    """A mapping is checked whole."""
    with pytest.raises(ValueError, match=f"{name} must be a whole number"):
        mapping(**{name: "3"})


def test_a_column_without_a_name_in_front_counts_the_rows() -> None:
    """Programs write an index there; a cell without a name behind the others is a text's."""
    found = read(f",{HEADER}\r\n0,{incident(1)}\r\n1,{incident(2)}\r\n")
    assert list(texts(found)) == [2, 3]
    assert "length" in refused(read(f"{HEADER},\r\n{incident(1)},cold\r\n"))[2]


@pytest.mark.parametrize("footer", ["Printed 12/03/2026 by PC 4411", "Generated: 12 March 2026"])
def test_the_day_of_a_report_may_stand_behind_its_word(footer: str) -> None:
    """What says when a report was made tells of nobody."""
    assert list(texts(read(table(incident(1), footer + ",,,,")))) == [2]
