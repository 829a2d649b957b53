"""The sender hears back, puts right what it is asked, and lists its day; its silence is shown."""

import json
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner
from wholepicture_agreement.by_when.working_time import LONDON
from wholepicture_bus.binding import outgoing
from wholepicture_bus.cli import app
from wholepicture_bus.data_folder import data_folder
from wholepicture_bus.spool import Sender, Spool
from wholepicture_consumers.running.silence import silent_feeds
from wholepicture_engine.store import Database
from wholepicture_schemas.envelope import new_id
from wholepicture_schemas.identifiers import AgencyId
from wholepicture_schemas.reading import read_open

from tests.journeys.house import House
from tests.journeys.stories import FRONT_DOOR, POLICE, child, family, incident
from tests.support.waiting import until

pytestmark = pytest.mark.broker
Run = Callable[..., str]


@pytest.fixture
def run(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The agency's own command, on a machine of its own."""
    monkeypatch.setenv("WHOLEPICTURE_DATA", str(tmp_path))
    monkeypatch.setenv("WHOLEPICTURE_AGENCY", POLICE)
    monkeypatch.setenv("KAFKA_BOOTSTRAP_SERVERS", house.bootstrap)
    return lambda *told: CliRunner().invoke(app(), told, catch_exceptions=False).output


def _sent_incomplete(house: House) -> str:
    """An incident that does not say all it must of a child, as a system without checks sends it."""
    event = str(new_id())
    document = incident([child(family(), "Una", "2014-04-04")])
    del document["data"]["core"]["children"][0]["vulnerability_considered"]
    attributes = {
        "id": event,
        "source": f"/agencies/{POLICE}",
        "type": document["type"],
        "time": datetime.now(UTC).isoformat(),
        "partitionkey": f"family-{event}",
    }
    read = read_open(attributes, json.dumps(document["data"]).encode()).event
    folder = data_folder() / "spools" / AgencyId(POLICE)
    with closing(Spool(folder / "spool.db")) as spool:
        spool.append([outgoing(read, f"events.{POLICE}", read.partitionkey)])
        Sender(spool, house.bootstrap).send(within=timedelta(seconds=30))
    return event


def test_what_is_asked_is_answered_without_a_new_export(house: House, run: Run) -> None:
    """Asked, shown, put right by its receipt alone; the recipient gets it, and it is one story."""
    event = _sent_incomplete(house)
    house.settled(POLICE, event)

    shown = run("fix", event)
    field = "core.children.0.vulnerability_considered"
    done = run(
        "fix", event, "--wait", "30",
        "--set", f"{field}.considered=yes", "--set", f"{field}.rationale=The mother was asked.",
    )  # fmt: skip
    correction = done.partition("Receipt ")[2].split()[0]
    house.settled(POLICE, correction)

    assert f"{field} is missing" in shown
    assert "Still asked" not in done
    told = {one.data["recipient"]: one.data for one in house.deliveries(correction)}
    assert told[FRONT_DOOR]["amends"]["how"] == "correction"
    story = run("sent", event)
    assert f"Receipt {correction}" in story
    assert "No answer so far: children's social care, education, health." in story
    assert "Nothing is asked about it." in run("fix", event)


def test_a_list_that_comes_is_silence_no_more(house: House) -> None:
    """Of the day on which the house began, seen from the next: named until the list is here."""
    database = Database(house.database_url)
    feed = next(one for one in house.agreement.feeds if one.agency == POLICE)
    house.settled(POLICE, house.publish(POLICE, incident([child(family(), "Una", "2014-04-04")])))
    later = datetime.now(LONDON).replace(hour=12) + timedelta(days=1)

    def silent() -> list[str]:
        return [one for one in silent_feeds(database, house.agreement, later) if feed.name in one]

    assert silent()
    document = {
        "type": "uk.wholepicture.any.feed-manifest.v1",
        "data": {
            "core": incident([])["data"]["core"],
            "detail": {"day": feed.due(later).isoformat(), "total": 0, "sent": [], "events": []},
        },
    }
    house.publish(POLICE, document)

    until(lambda: not silent(), "the list is here")
    database.close()
