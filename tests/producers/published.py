"""What the tests of `fix`, `sent` and `manifest` share: events from here, and what is heard."""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result
from wholepicture_bus.binding import outgoing
from wholepicture_bus.cli import app
from wholepicture_bus.spool import History, Spool, SpooledRecord
from wholepicture_producers.after.hearing import Hearing
from wholepicture_producers.template import example
from wholepicture_schemas.catalogue import by_name
from wholepicture_schemas.children import Missing
from wholepicture_schemas.feedback import FeedbackData, FixRequestData
from wholepicture_schemas.identifiers import AgencyId
from wholepicture_schemas.reading import read_open

AGENCY = AgencyId("avon-and-somerset-police")
TOPIC = f"events.{AGENCY}"
BEGUN = datetime(2026, 3, 4, 21, 15, tzinfo=UTC)
DAY = datetime(2026, 3, 3, 12, tzinfo=UTC)
MARKER = "Zebedee-Marker"


def run(*arguments: str) -> Result:
    """The command with these arguments."""
    return CliRunner().invoke(app(), arguments, catch_exceptions=False)


def publish_without(
    spool_file: Path,
    *fields: str,
    event: str = "E-0001",
    at: datetime = BEGUN,
    sent: bool = False,
    system: str = "",
) -> None:
    """Keep an event that lacks these fields of its core, as a system without the kit sends it."""
    kind = by_name("child-concern")
    assert kind is not None
    document = example(kind, AGENCY, minimal=True)
    for name in fields:
        document["data"]["core"].pop(name)
    attributes = {
        "id": event,
        "source": f"/agencies/{AGENCY}{system}",
        "type": kind.TYPE,
        "time": document["time"],
        "partitionkey": "family-1",
    }
    found = read_open(attributes, json.dumps(document["data"]).encode()).event
    with closing(Spool(spool_file, now=lambda: at)) as spool:
        spool.append([outgoing(found, TOPIC, "family-1")])
        if sent:
            row = spool.row(event)
            assert row is not None
            spool.mark_sent([row])


def hear(spool_file: Path, told: FeedbackData | FixRequestData) -> None:
    """The agency has heard this."""
    Hearing(spool_file, AGENCY).about("")
    with closing(sqlite3.connect(spool_file)) as database, database:
        (count,) = database.execute("SELECT count(*) FROM heard").fetchone()
        row = ("/bus/wholepicture", str(count), told.event, told.at.timestamp())
        database.execute("INSERT INTO heard VALUES (?, ?, ?, ?, ?)", (*row, told.model_dump_json()))


def asked(event: str, *problems: tuple[str, str], delivered: bool = True) -> FixRequestData:
    """A fix request."""
    return FixRequestData(
        agency=AGENCY,
        event=event,
        at=BEGUN + timedelta(minutes=2),
        delivered=delivered,
        problems=tuple(Missing(field=one, what="is missing", fix=fix) for one, fix in problems),
    )


def state(event: str, name: Any, minute: int, to: str | None = None, **more: Any) -> FeedbackData:
    """Something that happened with an event."""
    at = BEGUN + timedelta(minutes=minute)
    said = {"says": f"It was {name}.", "to": to, **more}
    return FeedbackData(agency=AGENCY, event=event, at=at, state=name, **said)


def corrections(spool_file: Path, event: str = "E-0001") -> list[dict[str, Any]]:
    """The corrections of an event that were published from here."""
    return [content_of(row) for row in History(spool_file).amending(event)]


def content_of(row: SpooledRecord) -> dict[str, Any]:
    """What an event of the spool says."""
    content: dict[str, Any] = json.loads(row.outgoing.value or b"{}")
    return content


CALL_BACK = ("core.call_back", "Name whom a recipient can call.")
WHY = ("--because", "It was left out.")
LEGAL = ("core.sharing", "Say why you share this, and under what power.")
