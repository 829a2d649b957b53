"""Tables of made-up incidents, each cell marked with its row."""

import io
from collections.abc import Iterable, Sequence

from wholepicture_producers.drafts import Draft
from wholepicture_producers.frame.csv_files import OpenTable
from wholepicture_producers.frame.grouping import Grouping
from wholepicture_producers.mapping import ColumnMapping, checked

COLUMNS = {
    "Ref": "core.local_reference",
    "When": "time",
    "Name": "core.children.+.name.given",
    "Born": "core.children.+.birth_date",
    "Text": "detail.concern",
}


def mapping(**more: object) -> ColumnMapping:
    """A mapping of a row a child, with these settings beside."""
    settings = {"type": "child-concern", "group_by": "Ref", "dates": "day-first"}
    return checked(settings | {"columns": COLUMNS} | more)


def incident(number: int, text: str = "Left alone.", ref: str | None = None) -> str:
    """A row of the table."""
    return f"{ref or f'R{number}'},04/03/2026 21:{number:02d},Kid{number},09/03/2016,{text}"


def table(*rows: str, end: str = "\r\n") -> str:
    """A table of these rows."""
    return "".join(line + end for line in (",".join(COLUMNS), *rows))


def read(content: str | bytes, told: ColumnMapping | None = None) -> list[Draft]:
    """The drafts of a table."""
    told = told or mapping()
    return list(Grouping(told).drafts(opened(content, told).rows()))


def opened(content: str | bytes, told: ColumnMapping | None = None) -> OpenTable:
    """The table itself."""
    raw = content if isinstance(content, bytes) else content.encode()
    return OpenTable(io.BytesIO(raw), told or mapping(), "a.csv")


def texts(drafts: Iterable[Draft]) -> dict[int, str]:
    """What the events that are not refused say, by the row in which each begins."""
    return {
        draft.number: draft.document["data"]["detail"].get("concern", "")
        for draft in drafts
        if draft.document is not None and not draft.found
    }


def refused(drafts: Sequence[Draft]) -> dict[int, str]:
    """The first problem of each event that is refused."""
    return {draft.number: str(draft.found[0]) for draft in drafts if draft.found}
