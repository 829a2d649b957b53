"""One rule of encodings for tables, for lines of JSON and for JSON."""

import codecs
import json
from pathlib import Path

import pytest
from wholepicture_producers.drafts import NotReadable
from wholepicture_producers.reading import EventFile

from tests.producers.tables import incident, mapping, opened, read, refused, table, texts

TEXTS = {
    "a.csv": table(incident(1, "Zoë")),
    "a.ndjson": json.dumps({"name": "Zoë"}, ensure_ascii=False) + "\n",
    "a.json": json.dumps({"name": "Zoë"}, ensure_ascii=False, indent=1),
}


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize(
    ("encoding", "mark", "remarked"),
    [
        ("utf-8", b"", False),
        ("utf-8", codecs.BOM_UTF8, False),
        ("utf-16-le", codecs.BOM_UTF16_LE, False),
        ("utf-16-be", codecs.BOM_UTF16_BE, False),
        ("utf-16-le", b"", False),
        ("utf-16-be", b"", False),
        ("utf-32", b"", False),
        ("cp1252", b"", True),
    ],
)
def test_every_form_is_read_in_every_encoding(
    tmp_path: Path, name: str, encoding: str, mark: bytes, remarked: bool
) -> None:
    """A mark says which; without one it is found, and named where it was a guess."""
    (tmp_path / name).write_bytes(mark + TEXTS[name].encode(encoding))
    source = EventFile(str(tmp_path / name), mapping() if name == "a.csv" else None)

    (draft,) = source.drafts()

    assert "Zoë" in str(draft.document)
    assert any("Windows-1252" in remark for remark in source.remarks) == remarked


def test_one_row_of_another_encoding_changes_no_other() -> None:
    """The row in doubt is named, and no other."""
    raw = [table(incident(1, "Zoë")).encode(), incident(2, "Chloé").encode("cp1252"), b"\r\n"]

    assert texts(read(b"".join(raw))) == {2: "Zoë", 3: "Chloé"}
    assert opened(b"".join(raw)).guessed == (3,)


def test_an_encoding_that_a_mapping_names_is_not_guessed_at() -> None:
    """A row that is no text of it is refused by its number, and a mark is believed all the same."""
    raw = table(incident(1, "Zoë")).encode() + incident(2, "Zoë").encode("cp1252") + b"\r\n"

    found = read(raw, mapping(encoding="utf-8"))

    assert texts(found) == {2: "Zoë"}
    assert refused(found)[3].startswith("row 3 has signs that are no text.")
    marked = table(incident(1, "Zoë")).encode("utf-8-sig")
    assert texts(read(marked, mapping(encoding="cp1252"))) == {2: "Zoë"}


def test_an_encoding_that_nobody_knows_is_told() -> None:
    """A slip in the mapping is a sentence."""
    with pytest.raises(NotReadable, match=r"encoding in the mapping of .* is not known"):
        opened(table(incident(1)), mapping(encoding="utf-88"))


def test_half_a_letter_at_the_end_is_told() -> None:
    """A file that was cut off is not read as a whole one."""
    with pytest.raises(NotReadable, match="is not utf-16-le text"):
        opened(table(incident(1)).encode("utf-16")[:-1])


def test_a_line_or_a_file_of_json_that_is_no_text_is_named(tmp_path: Path) -> None:
    """Its line is named; the other lines are read."""
    (tmp_path / "a.ndjson").write_bytes(b'{"a": "1"}\n{"a": "\x81"}\n{"a": "3"}\n')
    (tmp_path / "a.json").write_bytes(b'{"a":\n "\x81"}')

    found = list(EventFile(str(tmp_path / "a.ndjson")).drafts())

    assert [draft.number for draft in found if draft.document] == [1, 3]
    assert str(found[1].found[0]).startswith("line 2 has signs that are no text.")
    with pytest.raises(NotReadable, match="line 2 has signs that are no text"):
        list(EventFile(str(tmp_path / "a.json")).drafts())
