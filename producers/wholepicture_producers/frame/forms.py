"""The form of a file by its name and its beginning: JSON, one event a line, a table, or another."""

import re
from pathlib import Path
from typing import Literal

from wholepicture_producers.frame.headers import is_reason
from wholepicture_producers.workbook.beginnings import ENDINGS

Form = Literal["json", "ndjson", "csv", "sheet", "census", "fhir", "fhir-lines"]

_ENDINGS: dict[str, Form] = {
    ".json": "json", ".ndjson": "ndjson", ".jsonl": "ndjson", ".csv": "csv", ".tsv": "csv",
    ".txt": "csv", **dict.fromkeys(ENDINGS, "csv"),
}  # fmt: skip
COUNTS: dict[Form, str] = {
    "json": "event", "ndjson": "line", "csv": "row", "sheet": "row", "census": "event",
    "fhir": "event", "fhir-lines": "event",
}  # fmt: skip
"""What the numbers of a file's drafts count."""
_REJECTED_LINE = re.compile(r'\{"number": \d+, "problems": \[')
"""How an entry of a file of rejected events begins."""
_FIRST_CELL = re.compile(r'["\t,;|\r]')
"""What ends the first cell of a table."""


def ending(name: str) -> Form | None:
    """The form that a file's name says; None where it says none."""
    return _ENDINGS.get(Path(name).suffix.lower())


def form_of(text: str, name: str, *, is_table: bool) -> Form:
    """The form of a text by its beginning: that of a file of rejected rows is so by any name."""
    rejected = _form_of_rejects(text)
    if rejected is not None:
        return rejected
    if is_table:
        return "csv"
    return ending(name) or _form_of_json(text)


def _form_of_json(text: str) -> Form:
    first, _, rest = text.partition("\n")
    whole_line = first.rstrip().startswith("{") and first.rstrip().endswith("}")
    return "ndjson" if whole_line and rest.strip() else "json"


def _form_of_rejects(text: str) -> Form | None:
    """The form of a file of rejected rows, whatever its ending; None for any other file."""
    if _REJECTED_LINE.match(text):
        return "ndjson"
    first, _, rest = text.partition("\n")
    top = rest if first.lower().strip(' "\r').startswith("sep=") else first
    return "csv" if is_reason(_FIRST_CELL.split(top.lstrip(' "'), 1)[0]) else None
