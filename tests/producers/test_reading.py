"""Files of events in every form and encoding that an agency may have."""

import codecs
import io
import json
from pathlib import Path
from typing import Any

import pytest
from wholepicture_producers.drafts import Draft, NotReadable
from wholepicture_producers.mapping import checked
from wholepicture_producers.reading import EventFile

MARKER = "Zebedee-Marker"
NAMES = checked(
    {
        "type": "child-concern",
        "once": "No",
        "columns": {"No": "core.local_reference", "Name": "core.children.0.name.given"},
    }
)


def written(path: Path, told: str | bytes) -> str:
    """The name of a file with this in it."""
    path.write_bytes(told if isinstance(told, bytes) else told.encode())
    return str(path)


def names(drafts: list[Draft]) -> list[Any]:
    """The first child's name in each draft."""
    return [
        draft.document["data"]["core"]["children"][0]["name"]["given"]
        for draft in drafts
        if draft.document is not None
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("one.json", '{"id": "1"}'),
        ("list.json", '[{"id": "1"}, {"id": "2"}]'),
        ("lines.ndjson", '{"id": "1"}\n\n{"id": "2"}\n'),
        ("lines.jsonl", '{"id": "1"}\r\n{"id": "2"}'),
        ("lines", '{"id": "1"}\n{"id": "2"}\n'),
        ("pretty", '{\n  "id": "1"\n}'),
    ],
)
def test_json_is_read_as_one_as_a_list_and_as_lines(tmp_path: Path, name: str, text: str) -> None:
    """The ending says the form, or else the beginning does."""
    drafts = list(EventFile(written(tmp_path / name, text)).drafts())

    assert [draft.document for draft in drafts] == [
        {"id": str(number)} for number in range(1, len(drafts) + 1)
    ]
    assert len(drafts) == text.count('"id"')


def test_the_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dash means what is piped in."""
    piped = io.TextIOWrapper(io.BytesIO(b'{"id": "1"}\n{"id": "2"}\n'))
    monkeypatch.setattr("sys.stdin", piped)

    assert len(list(EventFile("-").drafts())) == 2


def test_a_line_that_is_no_json_is_rejected_and_the_others_go_on(tmp_path: Path) -> None:
    """One bad line costs one row, is named by its number, and is not quoted."""
    text = f'{{"id": "1"}}\n{{"id": {MARKER}\n[1]\n{{"id": "4"}}\n'

    drafts = list(EventFile(written(tmp_path / "a.ndjson", text)).drafts())

    assert [draft.number for draft in drafts if draft.found] == [2, 3]
    assert [draft.number for draft in drafts if draft.document] == [1, 4]
    assert MARKER not in str(drafts[1].found[0])


def test_a_json_file_that_is_none_is_told_by_line_and_column(tmp_path: Path) -> None:
    """Nothing of it can be read, and the sentence says where to look."""
    source = EventFile(written(tmp_path / "a.json", f'{{\n"id": {MARKER}\n}}'))

    with pytest.raises(NotReadable, match="line 2, column 7") as wrong:
        list(source.drafts())

    assert MARKER not in str(wrong.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """A mistyped name is a sentence."""
    with pytest.raises(NotReadable, match="No such file"):
        list(EventFile(str(tmp_path / "a.json")).drafts())


@pytest.mark.parametrize(
    ("encoded", "remarked"),
    [
        ("No,Name\n1,Zoë\n".encode(), False),
        (codecs.BOM_UTF8 + "No,Name\n1,Zoë\n".encode(), False),
        ("No,Name\n1,Zoë\n".encode("utf-16"), False),
        ("No,Name\r\n1,Zoë\r\n".encode("cp1252"), True),
        ("No;Name\n1;Zoë\n".encode(), False),
        ("No\tName\n1\tZoë\n".encode(), False),
    ],
)
def test_a_table_is_read_in_the_encodings_and_delimiters_of_exports(
    tmp_path: Path, encoded: bytes, remarked: bool
) -> None:
    """A name keeps its letters; where the encoding was guessed, a sentence says so."""
    source = EventFile(written(tmp_path / "a.csv", encoded), NAMES)

    assert names(list(source.drafts())) == ["Zoë"]
    assert bool(source.remarks) == remarked


def test_a_line_of_another_encoding_does_not_change_the_others(tmp_path: Path) -> None:
    """Of lines of JSON each is decoded for itself."""
    lines = '{"name": "Zoë"}\n'.encode() + '{"name": "Zoë"}\n'.encode("cp1252")
    source = EventFile(written(tmp_path / "a.ndjson", lines))

    assert [draft.document for draft in source.drafts()] == [{"name": "Zoë"}] * 2
    assert len(source.remarks) == 1


def test_a_row_of_another_length_is_rejected_with_its_number(tmp_path: Path) -> None:
    """A comma too many must not move a name into another field."""
    source = EventFile(written(tmp_path / "a.csv", "No,Name\n1,Ada\n2,Bo,x\n3\n4,Cy\n"), NAMES)

    drafts = list(source.drafts())

    assert [draft.number for draft in drafts if draft.found] == [3, 4]
    (found,) = drafts[1].found
    assert str(found).startswith("row 3 has a wrong length. Give it as many cells as the header, ")
    assert drafts[1].document is None, "nothing else is said of cells that nobody read"


def test_a_mapping_is_for_tables_alone(tmp_path: Path) -> None:
    """One command may publish a table and a file of JSON together."""
    source = EventFile(written(tmp_path / "a.json", '{"id": "1"}'), NAMES)

    assert [draft.document for draft in source.drafts()] == [{"id": "1"}]


def test_the_standard_input_has_a_name_in_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dash alone would puzzle who reads a log."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"")))

    with pytest.raises(NotReadable, match="standard input is empty"):
        list(EventFile("-").drafts())


def test_an_empty_table_is_told_as_such(tmp_path: Path) -> None:
    """An export that failed leaves a file with nothing in it."""
    with pytest.raises(NotReadable, match="is empty"):
        list(EventFile(written(tmp_path / "a.csv", ""), NAMES).drafts())


@pytest.mark.parametrize(
    ("name", "text"), [("a.csv", "No,Name\n"), ("a.json", "[]"), ("a.ndjson", "\n")]
)
def test_a_file_without_an_event_is_remarked_on(tmp_path: Path, name: str, text: str) -> None:
    """Nothing happened, or the export failed: only a person knows."""
    mapping = NAMES if name.endswith(".csv") else None
    source = EventFile(written(tmp_path / name, text), mapping)

    assert list(source.drafts()) == []
    assert source.remarks == [f"{tmp_path / name} holds no event."]


def test_a_mapping_that_numbers_no_events_is_remarked_on(tmp_path: Path) -> None:
    """Without a key of its own a row is published again with every export."""
    mapping = checked({"type": "child-concern", "columns": {"Name": "core.children.0.name.given"}})
    source = EventFile(written(tmp_path / "a.csv", "Name\nAda\n"), mapping)

    assert len(list(source.drafts())) == 1
    assert "published again" in source.remarks[0]


def test_a_quote_that_is_not_closed_is_told_by_its_row(tmp_path: Path) -> None:
    """Where no row can be told apart behind it, the rows before are read and it is said."""
    text = 'No,Name\n1,Ada\n2,"Bo\n' + "x" * 5_000_000

    drafts = list(EventFile(written(tmp_path / "a.csv", text), NAMES).drafts())

    assert names(drafts) == ["Ada"]
    (found,) = drafts[1].found
    assert str(found).startswith("row 3, column Name: line 3 has a quote that is not closed.")
    assert "Nothing from line 4 on could be told apart from it" in str(found)


def test_a_column_that_stands_twice_is_told(tmp_path: Path) -> None:
    """Of two columns with one name neither is taken silently."""
    with pytest.raises(NotReadable, match="more than one column Name"):
        list(EventFile(written(tmp_path / "a.csv", "No,Name,Name\n1,Ada,Bo\n"), NAMES).drafts())


def test_a_line_that_names_the_delimiter_is_passed_over(tmp_path: Path) -> None:
    """Some programs put it above the header for a spreadsheet; rows keep their numbers."""
    source = EventFile(written(tmp_path / "a.csv", "sep=;\nNo;Name\n1;Zoë\n"), NAMES)

    (draft,) = source.drafts()

    assert (draft.number, names([draft])) == (3, ["Zoë"])


def test_commas_within_a_quoted_name_are_not_the_delimiter(tmp_path: Path) -> None:
    """The delimiter is counted outside quotes."""
    text = '"Seen, by whom, when";No;Name\nx;1;Zoë\n'

    assert names(list(EventFile(written(tmp_path / "a.csv", text), NAMES).drafts())) == ["Zoë"]


def test_a_row_with_a_cell_below_no_name_is_rejected(tmp_path: Path) -> None:
    """A spreadsheet that saves every row as wide as the widest makes no row right."""
    text = "No,Name,\n1,Ada,\n2,Bo,x\n"

    drafts = list(EventFile(written(tmp_path / "a.csv", text), NAMES).drafts())

    assert [bool(draft.found) for draft in drafts] == [False, True]


def test_utf_8_named_in_the_mapping_may_have_its_mark(tmp_path: Path) -> None:
    """A spreadsheet writes the mark, and the first column has its name all the same."""
    mapping = checked({"type": "child-concern", "encoding": "utf-8", "columns": {
        "Name": "core.children.0.name.given"}})  # fmt: skip
    encoded = codecs.BOM_UTF8 + "Name\nZoë\n".encode()

    assert names(list(EventFile(written(tmp_path / "a.csv", encoded), mapping).drafts())) == ["Zoë"]


def test_a_row_of_neither_encoding_is_refused_and_the_others_go_on(tmp_path: Path) -> None:
    """One row that is no text holds back no other."""
    text = b"No,Name\n1,Ada\n2,\x81\xff\n3,Bo\n"
    drafts = list(EventFile(written(tmp_path / "a.csv", text), NAMES).drafts())

    assert names(drafts) == ["Ada", "Bo"]
    assert str(drafts[1].found[0]).startswith("row 3 has signs that are no text.")


def test_a_table_without_a_mapped_column_is_told_without_its_own_header(tmp_path: Path) -> None:
    """A file without a header begins with somebody's data, which is not quoted."""
    source = EventFile(written(tmp_path / "a.csv", f"1,{MARKER}\n"), NAMES)

    with pytest.raises(NotReadable, match="no column No, Name") as wrong:
        list(source.drafts())

    assert MARKER not in str(wrong.value)


def test_a_table_without_a_mapping_is_told_how_to_begin_one(tmp_path: Path) -> None:
    """The sentence names the option and the template."""
    with pytest.raises(NotReadable, match="--map"):
        list(EventFile(written(tmp_path / "a.csv", "No\n1\n")).drafts())


def test_a_type_given_for_all_is_that_of_events_without_one(tmp_path: Path) -> None:
    """A system's own export need not know the language's envelope."""
    text = json.dumps({"core": {"asks": "information"}, "detail": {}})

    (draft,) = EventFile(written(tmp_path / "a.json", text), kind="child-concern").drafts()

    assert draft.document == {
        "data": {"core": {"asks": "information"}, "detail": {}},
        "type": "child-concern",
    }


def test_remarks_of_a_template_are_left_out(tmp_path: Path) -> None:
    """Names that begin with two strokes are remarks, at any depth."""
    text = '{"// how": "x", "data": {"core": {"//": 1, "asks": "information"}}}'

    (draft,) = EventFile(written(tmp_path / "a.json", text)).drafts()

    assert draft.document == {"data": {"core": {"asks": "information"}}}
