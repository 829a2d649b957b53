"""A sheet of a workbook is read through the frame of a CSV, and what it hides is asked about."""

import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from wholepicture_producers.drafts import Draft, NotReadable

from tests.producers.tables import COLUMNS, mapping, refused, texts
from tests.producers.workbooks import AT, BORN, read, row, with_part, workbook

MARKER = "Zebedee-Marker"


def _child(draft: Draft) -> dict[str, Any]:
    assert draft.document is not None
    child = draft.document["data"]["core"]["children"][0]
    assert isinstance(child, dict)
    return child


def test_dates_and_numbers_are_read_as_cells(tmp_path: Path) -> None:
    """No order of day and month is guessed, and no number gets a .0 or loses a digit."""
    columns = COLUMNS | {"NHS": "core.children.+.nhs_number", "Urn": "core.children.+.school.urn"}
    told = mapping(columns=columns, dates="month-first")

    def more(sheet: Worksheet) -> None:
        sheet["F1"], sheet["F2"], sheet["F3"] = "NHS", 9990000018.0, 9.990000018e9
        sheet["G1"], sheet["G2"], sheet["G3"] = "Urn", 123456, 123456.0

    drafts, _ = read(tmp_path, workbook(row("R1"), row(12), change=more), told)

    assert [draft.document["time"] for draft in drafts if draft.document] == [
        "2026-03-04T21:15:00+00:00"
    ] * 2
    assert [_child(draft)["birth_date"] for draft in drafts] == ["2016-03-09"] * 2
    assert [_child(draft)["nhs_number"] for draft in drafts] == ["9990000018"] * 2
    assert [draft.once for draft in drafts] == ["R1", "12"]
    assert not [draft.asked for draft in drafts if draft.asked]


def test_the_zeros_that_a_format_shows_are_read(tmp_path: Path) -> None:
    """A telephone number whose format shows eleven digits has its zero."""
    told = mapping(columns=COLUMNS | {"Tel": "core.call_back.phone"})

    def more(sheet: Worksheet) -> None:
        sheet["F1"], sheet["F2"] = "Tel", 1174960140
        sheet["F2"].number_format = "00000000000"

    (draft,), _ = read(tmp_path, workbook(row("R1"), change=more), told)

    assert draft.document
    assert draft.document["data"]["core"]["call_back"]["phone"] == "01174960140"


def test_a_day_without_a_time_of_day_is_no_midnight(tmp_path: Path) -> None:
    """Whether a cell of a date has a time of day is what its format shows."""
    day, moment = row("R1"), row("R2")
    day[1], moment[1] = dt.date(2026, 3, 4), dt.datetime(2026, 3, 4)  # noqa: DTZ001
    content = workbook(day, moment)

    drafts, _ = read(tmp_path, content)
    formatted = {"to": "time", "format": "%d/%m/%Y"}
    by_format, _ = read(tmp_path, content, mapping(columns=COLUMNS | {"When": formatted}))

    assert list(refused(drafts)) == [2]
    assert refused(drafts)[2].startswith("Incidents!B2, column When: time has no time of day")
    assert [draft.document["time"] for draft in by_format if draft.document] == [
        "2026-03-04T00:00:00+00:00"
    ] * 2


def test_a_cell_that_tells_no_value_is_asked_about_by_its_place(tmp_path: Path) -> None:
    """A formula without its result and an error leave the field empty, and the event goes."""

    def wrong(sheet: Worksheet) -> None:
        sheet["D2"] = "=DATE(2016,3,9)"
        sheet["E2"] = "#REF!"
        sheet["E2"].data_type = "e"

    (draft,), _ = read(tmp_path, workbook(row("R1"), change=wrong))

    assert not draft.found
    assert [str(asked).split(" is ")[0].split(" holds ")[0] for asked in draft.asked] == [
        "Incidents!D2, column Born: core.children.0.birth_date",
        "Incidents!E2, column Text: detail.concern",
    ]
    assert "saved without its result" in str(draft.asked[0])


def test_an_event_whose_number_is_a_formula_without_its_result_is_refused(tmp_path: Path) -> None:
    """Without its number it would be another event each time, and its rows would not be one."""
    drafts, _ = read(tmp_path, workbook(row("=1+1"), row("R2")))

    assert list(refused(drafts)) == [2]
    assert "Incidents!A2, column Ref" in refused(drafts)[2]


def test_merged_cells_are_refused_row_by_row(tmp_path: Path) -> None:
    """What stands in the first of them may hold for all or for one: a person says it."""

    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("A3:A4")
        sheet.merge_cells("H2:J2")  # beside the table

    drafts, _ = read(tmp_path, workbook(row("R1"), row("R2"), row(None), row("R3"), change=merge))

    assert list(refused(drafts)) == [3, 4]
    assert "Incidents!A3:A4" in refused(drafts)[3]
    assert list(texts(drafts)) == [2, 5]


def test_titles_footers_and_blank_rows_are_passed_over(tmp_path: Path) -> None:
    """The header is found by its names, in row 4 and from column B on."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Log"
    for cells in (
        ["Incidents of March"],
        [],
        [],
        ["", *COLUMNS],
        ["", *row("R1")],
        [],
        ["Total 1"],
    ):
        sheet.append(cells)
    sheet.merge_cells("A1:F1")
    held = io.BytesIO()
    book.save(held)

    drafts, source = read(tmp_path, held.getvalue())

    assert texts(drafts) == {5: "Left alone."}
    assert source.remarks == ["Row 7 was passed over: a footer, which is no event."]


def test_a_sheet_is_named_where_there_are_several(tmp_path: Path) -> None:
    """Which of them is the table is asked; empty and hidden ones are not counted."""

    def more(sheet: Worksheet) -> None:
        book = sheet.parent
        assert book is not None
        book.create_sheet("Empty")
        book.create_sheet("Lists").sheet_state = "hidden"
        book["Lists"]["A1"] = "Low"
        if sheet["A2"].value == "R1":
            book.create_sheet("Notes")["A1"] = MARKER

    several = workbook(row("R1"), change=more)

    assert len(read(tmp_path, workbook(row("R2"), change=more))[0]) == 1
    assert len(read(tmp_path, several, mapping(sheet="Incidents"))[0]) == 1
    with pytest.raises(NotReadable, match=r'\(Incidents, Notes\).*sheet = "Incidents"') as wrong:
        read(tmp_path, several)
    assert MARKER not in str(wrong.value)
    with pytest.raises(NotReadable, match=r"no sheet Log, .* It has: Incidents, Empty, Lists"):
        read(tmp_path, several, mapping(sheet="Log"))


def test_hidden_rows_are_read_or_left_out_as_the_mapping_says(tmp_path: Path) -> None:
    """A filter may have hidden what is not to go, or what somebody forgot: it is asked."""

    def hide(sheet: Worksheet) -> None:
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["D"].hidden = True

    content = workbook(row("R1"), row("R2"), change=hide)

    with pytest.raises(NotReadable, match=r'Row 3 was hidden.*hidden_rows = "read"'):
        read(tmp_path, content)
    drafts, source = read(tmp_path, content, mapping(hidden_rows="read"))
    assert len(drafts) == 2
    assert source.remarks[0].startswith(f"{tmp_path}/a.xlsx hides Born, which the mapping names")
    assert list(texts(read(tmp_path, content, mapping(hidden_rows="leave-out"))[0])) == [2]


def test_macros_and_links_are_remarked_on_and_not_run(tmp_path: Path) -> None:
    """What a formula looked up elsewhere is as old as the last time it was saved."""
    content = with_part(workbook(row("R1")), "xl/vbaProject.bin", b"macro")
    content = with_part(content, "xl/externalLinks/externalLink1.xml", b"<externalLink/>")

    drafts, source = read(tmp_path, content, name="a.xlsm")

    assert len(drafts) == 1
    assert "macros: none is run" in source.remarks[0]
    assert "update the links" in source.remarks[1]


def _encrypted() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")


def _entity() -> bytes:
    part = b'<!DOCTYPE a [<!ENTITY b "boo">]><worksheet>&b;</worksheet>'
    return with_part(workbook(row("R1")), "xl/worksheets/sheet1.xml", part)


def _bomb() -> bytes:
    part = b"<worksheet>" + b" " * (40 * 1024 * 1024) + b"</worksheet>"
    return with_part(workbook(row("R1")), "xl/worksheets/sheet1.xml", part)


def _damaged_inside() -> bytes:
    content = bytearray(workbook(*[row(f"R{n}", f"{n} {MARKER}") for n in range(500)]))
    at = content.index(b"xl/worksheets/sheet1.xml") + 4000
    content[at : at + 40] = bytes(40)
    return bytes(content)


WRONG = [
    (_encrypted, "is protected with a password: save it without one"),
    (_entity, "defines entities"),
    (_bomb, "is far larger inside than a table is"),
    (_damaged_inside, "is cut off or damaged: nothing of it was read"),
    (lambda: workbook(row("R1"))[:-300], "is cut off or damaged"),
    (lambda: with_part(workbook(row("R1")), "xl/workbook.bin", b""), "is a binary workbook"),
    (lambda: with_part(workbook(), "xl/workbook.xml", b"<a x='http://purl.oclc.org/ooxml'/>"),
     "Strict Open XML"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "what"), WRONG)
def test_a_file_that_is_not_whole_or_not_safe_is_refused_before_an_event_goes(
    tmp_path: Path, content: Any, what: str
) -> None:
    """The file is read to its end before its first row is told."""
    with pytest.raises(NotReadable, match=what) as wrong:
        read(tmp_path, content())
    assert MARKER not in str(wrong.value)


def test_what_a_file_is_says_its_content_and_not_its_name(tmp_path: Path) -> None:
    """A CSV named .xlsx and a workbook named .csv are read, and the first is remarked on."""
    text = ",".join(COLUMNS) + "\nR1,04/03/2026 21:15,Iris,09/03/2016,Left alone.\n"

    drafts, source = read(tmp_path, text.encode(), name="a.xlsx")
    other, _ = read(tmp_path, workbook(row("R1")), name="a.csv")

    assert texts(drafts) == texts(other) == {2: "Left alone."}
    assert "is no workbook but a text" in source.remarks[0]


def test_an_empty_sheet_and_a_missing_column_are_told(tmp_path: Path) -> None:
    """The sentence names the sheet, and no cell."""

    def rename(sheet: Worksheet) -> None:
        sheet["D1"] = MARKER

    with pytest.raises(NotReadable, match="sheet Incidents, has no column Born") as wrong:
        read(tmp_path, workbook(row("R1"), change=rename))
    assert MARKER not in str(wrong.value)
    book = io.BytesIO()
    openpyxl.Workbook().save(book)
    with pytest.raises(NotReadable, match="no visible sheet"):
        read(tmp_path, book.getvalue())


def test_dates_before_1904_are_counted_as_the_workbook_counts(tmp_path: Path) -> None:
    """Workbooks of old Macintosh programs count days from 1904."""

    def epoch(sheet: Worksheet) -> None:
        assert sheet.parent is not None
        sheet.parent.epoch = dt.datetime(1904, 1, 1)  # noqa: DTZ001

    (draft,), _ = read(tmp_path, workbook(row("R1"), change=epoch))

    assert _child(draft)["birth_date"] == BORN.isoformat()
    assert AT.isoformat() in json.dumps(draft.document)
