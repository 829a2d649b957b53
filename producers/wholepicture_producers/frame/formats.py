"""Files that hold no events as they are, named for what they are, with the way on."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from wholepicture_schemas.catalogue import by_name
from wholepicture_schemas.problems import Problem

from wholepicture_producers.workbook.beginnings import AS_TABLE

_EXPORT = "Export the events as CSV, JSON or NDJSON from the system that they come from."
_MAPPED = (
    "It has no events of this language: export a row for each incident as CSV, and say with --map "
    "which column is which field (wholepicture template TYPE --csv begins a mapping)."
)
_FHIR_AS_JSON = (
    "Export it as JSON (application/fhir+json), or as NDJSON with one bundle or resource a line."
)
_WORKBOOKS = {".xls", ".ods"}
_BEGINNINGS: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "a PDF", _EXPORT),
    (b"\xd0\xcf\x11\xe0", "an older Excel workbook or Office document", AS_TABLE),
    (b"\x1f\x8b", "a compressed file", "Unpack it, and publish what is in it."),
    (b"7z\xbc\xaf", "a compressed archive", "Unpack it, and publish what is in it."),
    (b"Rar!", "a compressed archive", "Unpack it, and publish what is in it."),
    (b"{\\rtf", "a document in Rich Text", _EXPORT),
    (b"MSH|", "a message in HL7 version 2", _MAPPED),
    (b"SQLite format 3\0", "a database", _EXPORT),
    (b"\x00\x01\x00\x00Standard", "an Access database", _EXPORT),
    (b"PAR1", "a Parquet file", _EXPORT),
    (b"\x89PNG", "a picture", _EXPORT),
    (b"\xff\xd8\xff", "a picture", _EXPORT),
)
_FHIR = re.compile(r'(?<!\\)"resourceType"\s*:')
_OWN = "uk.wholepicture."
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_ELEMENT = re.compile(r"<(?![?!])(?:[\w.-]+:)?([\w.-]+)")
_OF_A_CENSUS = re.compile(
    r"<(?:[\w.-]+:)?(?:Collection>\s*CIN\s*<|ChildIdentifiers\b|CINdetails\b)"
)
_COLLECTION = re.compile(r"<Collection>\s*([\w -]{1,40}?)\s*</Collection>", re.IGNORECASE)
_WEB = re.compile(r"<!doctype html|<(?:html|head|body|table|meta|style)\b", re.IGNORECASE)
_CENSUS = ("a DfE census or return in XML", _MAPPED)


def is_census(text: str) -> bool:
    """Whether a file's beginning is that of a children in need census."""
    root = _ELEMENT.search(text) if text.startswith("<") else None
    return root is not None and root[1] == "Message" and bool(_OF_A_CENSUS.search(text))


def foreign(start: bytes, text: str, name: str) -> str | None:
    """The sentence about a file of another form, by its beginning; None where it may be events.

    ``text`` is the same beginning as text.
    """
    told = _told(start, text.lstrip("\ufeff \t\r\n"), Path(name).suffix.lower())
    return f"{name} is {told[0]}, which cannot be read here. {told[1]}" if told else None


def is_fhir(text: str) -> bool:
    """Whether the beginning of a file in JSON has a resource of FHIR."""
    return _FHIR.search(text) is not None


def foreign_event(item: Mapping[str, Any]) -> Problem | None:
    """What an object of JSON is, where it is an event or a document of another standard."""
    resource = item.get("resourceType")
    if isinstance(resource, str):
        what = "is a FHIR resource among events of this language"
        return Problem("event", what, "Publish what is FHIR in a file of its own.")
    kind = item.get("type")
    if "specversion" not in item or not isinstance(kind, str) or kind.startswith(_OWN):
        return None
    if by_name(kind) is not None:
        return None
    from wholepicture_producers.health.signals import signal  # it takes time to import

    told = signal(item)
    if told is not None:
        return told
    what = "is a CloudEvent of a type that is not of this language"
    return Problem("type", what, "Write one that is named by: wholepicture template")


def _told(start: bytes, text: str, ending: str) -> tuple[str, str] | None:
    if start.startswith(_ZIP):
        return _zipped(start, ending)
    for beginning, what, fix in _BEGINNINGS:
        if start.startswith(beginning):
            return what, fix
    if text.startswith("<"):
        return next(_marked_up(text))
    if b"\0\0\0\0" in start[:512]:
        return "no text", _EXPORT
    return None


def _zipped(start: bytes, ending: str) -> tuple[str, str]:
    if ending in _WORKBOOKS or b"spreadsheet" in start:
        return "a workbook of another spreadsheet program", AS_TABLE
    if b"word/" in start or ending in {".docx", ".odt"}:
        return "a document of a word processor", _EXPORT
    return "a zip archive", "Unpack it, and publish what is in it."


def _marked_up(text: str) -> Iterator[tuple[str, str]]:
    root = _ELEMENT.search(text)
    collection = _COLLECTION.search(text)
    if collection:
        yield f"the file of a DfE census or return ({collection[1]})", _MAPPED
    if root and root[1] == "Message" and re.search(r"<(Header|Children|Schools?|Pupils)\b", text):
        yield _CENSUS
    if "hl7.org/fhir" in text:
        yield "FHIR in XML", _FHIR_AS_JSON
    if "urn:hl7-org:v3" in text:
        yield "a clinical document (CDA)", _MAPPED
    if "schemas-microsoft-com:office:spreadsheet" in text:
        yield "a workbook saved as XML", AS_TABLE
    if _WEB.search(text):
        yield "a web page (HTML), as some systems save a report for a spreadsheet", AS_TABLE
    yield "an XML document", _MAPPED
