"""Synthetic returns of the children in need census, and a council's machine that publishes them."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from wholepicture_bus.binding import attributes_of
from wholepicture_bus.header_text import unpacked
from wholepicture_bus.spool import Spool
from wholepicture_producers.accepted import Accepted
from wholepicture_producers.again.growing import Terms
from wholepicture_producers.drafts import Draft, LocatedProblem
from wholepicture_producers.publisher import Publisher
from wholepicture_producers.publishing import publish
from wholepicture_producers.reading import EventFile
from wholepicture_producers.social_care.census import Census
from wholepicture_producers.social_care.record import Record
from wholepicture_producers.social_care.settings import read
from wholepicture_producers.social_care.table import table
from wholepicture_producers.template import example
from wholepicture_schemas.catalogue import by_name, short_name
from wholepicture_schemas.identifiers import AgencyId

COUNCIL = AgencyId("bristol-city-council")
NOW = datetime(2026, 5, 1, 9, tzinfo=UTC)
SETTINGS: dict[str, Any] = {
    "history_before": date(2020, 1, 1),
    "team": "east-team",
    "constants": {
        "core.exercise": False,
        "core.call_back.role": "Data team",
        "core.call_back.phone": "0117 496 0230",
        "core.sharing.power": "children-act-2004-s10",
        "core.sharing.because": "So that all who work with the child know who else does.",
        "core.sharing.family_informed": "yes",
        "core.children.0.voice.not_obtained_because": "The census has no words of the child.",
    },
}
NUMBER = "C1000001"
REFERRAL: dict[str, Any] = {
    "CINreferralDate": "2025-05-06",
    "ReferralSource": "2A",
    "PrimaryNeedCode": "N1",
    "ReferralNFA": "false",
}
ASSESSMENT: dict[str, Any] = {
    "AssessmentActualStartDate": "2025-05-07",
    "AssessmentAuthorisationDate": "2025-06-18",
    "FactorsIdentifiedAtAssessment": {"AssessmentFactors": ["3B", "16A"]},
}
SECTION_47: dict[str, Any] = {
    "S47ActualStartDate": "2025-06-20",
    "InitialCPCtarget": "2025-07-11",
    "DateOfInitialCPC": "2025-07-09",
    "ICPCnotRequired": "false",
}
PLAN: dict[str, Any] = {
    "CPPstartDate": "2025-07-09",
    "InitialCategoryOfAbuse": "NEG",
    "LatestCategoryOfAbuse": "NEG",
    "NumberOfPreviousCPP": "0",
    "Reviews": {"CPPreviewDate": ["2025-10-02"]},
}
WHOLE = {
    **REFERRAL, "Assessments": ASSESSMENT, "Section47": SECTION_47, "ChildProtectionPlans": PLAN,
}  # fmt: skip
"""A referral with an assessment, an enquiry and a plan."""

Node = Mapping[str, Any]


def child(*referrals: Node, number: str | None = NUMBER, **more: Any) -> dict[str, Any]:
    """A child of a return; ``more`` are identifiers and characteristics, None leaves one out."""
    identifiers = {
        "LAchildID": number, "UPN": "H801200001001", "PersonBirthDate": "2016-03-09", "Sex": "F",
    }  # fmt: skip
    characteristics = {"Ethnicity": "WBRI", "Disabilities": {"Disability": ["COMM", "MOB"]}}
    identifiers |= {name: more.pop(name) for name in list(more) if name not in characteristics}
    return {
        "ChildIdentifiers": identifiers,
        "ChildCharacteristics": {**characteristics, **more},
        "CINdetails": list(referrals),
    }


def census(*children: Node, year: int = 2026, **header: str) -> str:
    """A return of the year that ends on 31 March of ``year``."""
    details = {"Collection": "CIN", "Year": str(year), "ReferenceDate": f"{year}-03-31"}
    details |= {name: text for name, text in header.items() if name != "LEA"}
    source = {"SourceLevel": "L", "LEA": header.get("LEA", "801"), "SerialNo": "001"}
    whole = {
        "Header": {"CollectionDetails": details, "Source": source},
        "Children": {"Child": list(children)},
    }
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', *_lines("Message", whole)])


def _lines(name: str, node: Any) -> Iterator[str]:
    if node is None:
        return
    if isinstance(node, list):
        for item in node:
            yield from _lines(name, item)
    elif isinstance(node, Mapping):
        yield f"<{name}>"
        for inner, value in node.items():
            yield from _lines(inner, value)
        yield f"</{name}>"
    else:
        yield f"<{name}>{node}</{name}>"


class Council:
    """A council's machine: what is published from it stays in its spool."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.spool = Spool(folder / "spool.db")
        self.refused: list[str] = []
        self.remarks: list[str] = []
        self.accepted = Accepted()

    def publish(
        self,
        content: str | bytes,
        *,
        terms: Terms | None = None,
        names: str | None = None,
        settings: Mapping[str, Any] | None = None,
    ) -> Accepted:
        """Publish a return; why something was refused is in ``refused``."""
        file = self.folder / "cin.xml"
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        told = read({**SETTINGS, **(settings or {})})
        publisher = Publisher(COUNCIL, self.spool, None, send_in_background=False, now=lambda: NOW)
        record = Record(self.spool, publisher.key_of, table(), exercise=told.exercise)
        names_file = None
        if names is not None:
            names_file = self.folder / "names.csv"
            names_file.write_text(names, encoding="utf-8")
        reader = Census(told, str(names_file) if names_file else None, record)
        source = EventFile(str(file), census=reader)
        self.refused, self.accepted = [], Accepted()

        def refuse(_: Draft, found: tuple[LocatedProblem, ...]) -> None:
            self.refused.append(" | ".join(map(str, found)))

        try:
            publish(source, publisher, refuse, accepted=self.accepted, terms=terms)
        finally:
            self.remarks = source.remarks
        return self.accepted

    @property
    def counts(self) -> tuple[int, int, int]:
        """How many were new, changed and unchanged at the last time."""
        return self.accepted.new, len(self.accepted.changed), self.accepted.unchanged

    def asked(self, element: str) -> list[str]:
        """What was asked at an element."""
        found = (str(located) for _, located in self.accepted.asked)
        return [sentence for sentence in found if f"element {element}:" in sentence]

    def events(self) -> list[tuple[str, str, dict[str, Any]]]:
        """Each event that was kept: its type, its day and time, its content."""
        return [
            (short_name(told["type"]), told["time"], json.loads(value or b"{}"))
            for headers, value in self._rows()
            for told in [attributes_of(unpacked(headers))]
        ]

    def of(self, kind: str) -> Sequence[dict[str, Any]]:
        """The contents of the events of a type."""
        return [content for name, _, content in self.events() if name == kind]

    def receipts(self, kind: str) -> Sequence[str]:
        """The receipts of the events of a type."""
        rows = (attributes_of(unpacked(headers)) for headers, _ in self._rows())
        return [told["id"] for told in rows if short_name(told["type"]) == kind]

    def _rows(self) -> Sequence[tuple[str, bytes | None]]:
        """Headers and value of each record, whether it is history or not."""
        with self.spool.reading() as database:
            return database.execute(
                "SELECT headers, value FROM outgoing ORDER BY position"
            ).fetchall()

    def take_back(self, receipt: str) -> None:
        """Take an event back, as its council does."""
        kind = by_name("retraction")
        assert kind is not None
        document = example(kind, COUNCIL, minimal=True)
        core = document["data"]["core"]
        core |= {"exercise": False, "local_reference": f"R {receipt[:8]}"}
        core["sharing"]["because"] = "So that nobody relies on it."
        document["data"]["detail"] |= {"retracts": receipt, "reason": "not-so", "because": "Slip."}
        publisher = Publisher(COUNCIL, self.spool, None, send_in_background=False, now=lambda: NOW)
        publisher.publish(document)

    def changes(self) -> list[tuple[str, Any]]:
        """What all corrections change, in order."""
        return [
            (change["field"], change["value"])
            for content in self.of("correction")
            for change in content["detail"]["changes"]
        ]
