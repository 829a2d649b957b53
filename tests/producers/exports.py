"""What the tests of an export that grows share: a table, a spool, and what publishing it does."""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from wholepicture_bus.spool import History, Spool
from wholepicture_producers.accepted import Accepted
from wholepicture_producers.after.published import as_it_stands
from wholepicture_producers.again.growing import Terms
from wholepicture_producers.drafts import Draft, LocatedProblem
from wholepicture_producers.mapping import checked
from wholepicture_producers.publisher import Publisher
from wholepicture_producers.publishing import publish
from wholepicture_producers.reading import EventFile
from wholepicture_schemas.catalogue import by_name
from wholepicture_schemas.identifiers import AgencyId

AGENCY = AgencyId("avon-and-somerset-police")
NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
MAPPING: dict[str, Any] = {
    "type": "child-concern",
    "group_by": "Log",
    "family_reference": "Household",
    "dates": "day-first",
    "constants": {
        "core.asks": "information",
        "core.exercise": False,
        "core.referral_source": "6",
        "core.call_back.role": "Duty desk",
        "core.call_back.phone": "0117 496 0140",
        "core.sharing.power": "children-act-2004-s11",
        "core.sharing.because": "Shared so that the child is safe.",
        "core.sharing.family_informed": "not-yet",
        "core.children.+.exposure": "UNKNOWN",
        "core.children.+.vulnerability_considered.considered": False,
        "core.children.+.vulnerability_considered.rationale": "Nobody was there to ask.",
    },
    "columns": {
        "Log": "core.local_reference",
        "Seen at": "time",
        "First": "core.children.+.name.given",
        "Last": "core.children.+.name.family",
        "Born": "core.children.+.birth_date",
        "NHS": "core.children.+.nhs_number",
        "Home": "core.children.+.lives_at.postcode",
        "Adult": "core.adults.+.name.given",
        "Adult last": "core.adults.+.name.family",
        "Is": "core.adults.+.related_to.0.relation",
        "Worry": "detail.concern",
        "Summary": "core.summary",
    },
}
IRIS = {
    "Log": "L-1", "Household": "H-1", "Seen at": "04/03/2026 21:15", "First": "Iris",
    "Last": "Fell", "Born": "02/05/2015", "Home": "BS1 4DJ", "Worry": "Alone at night.",
}  # fmt: skip
"""A row; a changed one is ``{**IRIS, ...}``."""
OTIS = {**IRIS, "First": "Otis", "Born": "11/11/2018"}

Row = Mapping[str, str]


class Exports:
    """An agency's machine: what is published from it stays in its spool."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.spool = Spool(folder / "spool.db")
        self.refused: list[str] = []
        self.accepted = Accepted()

    def publish(
        self,
        *rows: Row,
        terms: Terms | None = None,
        constants: Mapping[str, Any] | None = None,
        **settings: Any,
    ) -> Accepted:
        """Publish a table of these rows; what is wrong with the refused ones is in ``refused``."""
        own = {**MAPPING["constants"], **(constants or {})}
        told = {**MAPPING, "constants": own, **settings}
        mapping = checked({name: value for name, value in told.items() if value is not None})
        source = EventFile(str(self._table(rows)), mapping)
        self.refused = []

        def refuse(_: Draft, found: tuple[LocatedProblem, ...]) -> None:
            self.refused.append(" | ".join(map(str, found)))

        publisher = Publisher(AGENCY, self.spool, None, send_in_background=False, now=lambda: NOW)
        self.accepted = publish(source, publisher, refuse, terms=terms)
        return self.accepted

    def correction(self, at: int = -1) -> dict[str, Any]:
        """What one of the corrections says."""
        rows = [row for row in self.spool.unsent() if row.amends]
        content: dict[str, Any] = json.loads(rows[at].outgoing.value or b"{}")
        return content

    def changes(self) -> list[tuple[str, Any]]:
        """The changes of the last correction."""
        return [
            (change["field"], change["value"]) for change in self.correction()["detail"]["changes"]
        ]

    def count(self) -> int:
        """How many corrections there are."""
        return sum(1 for row in self.spool.unsent() if row.amends)

    def event(self, receipt: str | None = None) -> dict[str, Any]:
        """An event as its corrections have left it; without a receipt the first accepted one."""
        known = receipt or next(iter(self.accepted.receipts))[1]
        row, kind = self.spool.row(known), by_name("child-concern")
        assert row is not None
        assert kind is not None
        return as_it_stands(row, kind, History(self.spool.path).amending(known)).content

    def names(self) -> list[str]:
        """The given names of the children of the first event, as it stands."""
        return [child["name"]["given"] for child in self.event()["core"]["children"]]

    def _table(self, rows: Sequence[Row]) -> Path:
        path = self.folder / "export.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            table = csv.DictWriter(file, [*MAPPING["columns"], "Household"])
            table.writeheader()
            table.writerows(rows)
        return path


@contextmanager
def exports_in(folder: Path) -> Iterator[Exports]:
    """A machine whose spool is closed at the end."""
    made = Exports(folder)
    try:
        yield made
    finally:
        made.spool.close()
