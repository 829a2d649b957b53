"""Files that are no events are named for what they are, with the way on."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from wholepicture_producers.drafts import NotReadable
from wholepicture_producers.reading import EventFile

from tests.producers.tables import mapping

MARKER = "Zebedee-Marker"


def _workbook() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", MARKER)
    return held.getvalue()


def _zip() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("incidents.csv", MARKER)
    return held.getvalue()


FORMS = [
    (_workbook(), "a.csv", "is a workbook of another", "CSV UTF-8"),
    (_workbook(), "a.xlsx", "is a workbook of another", "CSV UTF-8"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "a.xlsx", "is an older Excel", "CSV UTF-8"),
    (_zip(), "a.csv", "is a zip archive", "Unpack it"),
    (b"\x1f\x8b\x08" + bytes(9), "a.json.gz", "is a compressed file", "Unpack it"),
    (b"%PDF-1.7\n" + MARKER.encode(), "a.csv", "is a PDF", "Export the events"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "a.xls", "is an older Excel", "CSV UTF-8"),
    (f"<html><body><table>{MARKER}</table>".encode(), "a.xls", "is a web page", "CSV UTF-8"),
    (f"<?xml version='1.0'?><Message><Header>{MARKER}</Header></Message>".encode(), "a.xml",
     "is a DfE census", "a row for each incident"),
    (b"<Message><Header><Collection>CLA</Collection></Header></Message>", "a",
     r"is the file of a DfE census or return \(CLA\)", "--map"),
    (b"<Bundle xmlns='http://hl7.org/fhir'/>", "a.xml", "is FHIR in XML", "NDJSON"),
    (b"<a/>", "a.json", "is an XML document", "--map"),
    (b"MSH|^~\\&|" + MARKER.encode(), "a.txt", "is a message in HL7", "--map"),
    (b"{\\rtf1 " + MARKER.encode(), "a.json", "is a document in Rich Text", "Export"),
    (bytes(600), "a.csv", "is no text", "Export"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "name", "what", "way"), FORMS)
def test_a_file_of_another_form_is_named_with_the_way_on(
    tmp_path: Path, content: bytes, name: str, what: str, way: str
) -> None:
    """Whatever its name says, it is known by what it begins with, and nothing of it is quoted."""
    (tmp_path / name).write_bytes(content)
    told = mapping() if name.endswith("csv") else None

    with pytest.raises(NotReadable, match=what) as wrong:
        list(EventFile(str(tmp_path / name), told).drafts())

    assert way in str(wrong.value)
    assert MARKER not in str(wrong.value)


OTHER_STANDARDS = [
    ({"resourceType": "Bundle", "entry": [MARKER]}, "is no FHIR resource"),
    ({"specversion": "1.0", "type": "nhs-number-change-1", "dataref": MARKER}, "is a signal of"),
    ({"specversion": "1.0", "type": "com.example.made", "data": MARKER}, "is a CloudEvent of a"),
]


@pytest.mark.parametrize(("item", "what"), OTHER_STANDARDS)
@pytest.mark.parametrize("name", ["a.json", "a.ndjson"])
def test_an_event_of_another_standard_is_named(
    tmp_path: Path, item: dict[str, object], what: str, name: str
) -> None:
    """Of a list or of lines each one is named for itself."""
    (tmp_path / name).write_text(json.dumps(item) + "\n")

    (draft,) = EventFile(str(tmp_path / name)).drafts()

    assert what in str(draft.found[0])
    assert draft.document is None
    assert MARKER not in str(draft.found[0])


def test_an_own_type_that_is_misspelt_is_told_by_the_language(tmp_path: Path) -> None:
    """The list of types helps then."""
    kind = "uk.wholepicture.police.child-concerns.v1"
    (tmp_path / "a.json").write_text(json.dumps({"specversion": "1.0", "type": kind}))

    (draft,) = EventFile(str(tmp_path / "a.json")).drafts()

    assert not draft.found
