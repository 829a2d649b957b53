"""Every event of a time is accounted for, each once, and one that is not is an alarm."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from wholepicture_bus.records import Outgoing, Place, Record
from wholepicture_consumers.governance.accounting import (
    Accounts,
    Books,
    Standing,
    account,
    topics_of,
)
from wholepicture_consumers.intake.documents import Seen
from wholepicture_schemas.disclosures import LedgerEntry
from wholepicture_schemas.identifiers import AgencyId

from tests.consumers.both_stages import START, Followed, Stages
from tests.consumers.pattern_stages import abuse, concern, event_id
from tests.journeys.stories import POLICE, retraction

pytestmark = pytest.mark.finding("F1")
END = START + timedelta(days=1)
TOPIC = f"events.{POLICE}"


class House:
    """What agencies sent, and what the stages made of it, as records of Kafka."""

    def __init__(self) -> None:
        self._stages = Stages()
        self.events: list[Record] = []
        self._made: list[Outgoing] = []
        self.held: set[str] = set()

    def tell(
        self, name: str, document: dict[str, Any], *, lost: bool = False, on: str = TOPIC
    ) -> str:
        """An event that was sent; ``lost`` if nothing followed from it."""
        identity, at = event_id(name), len(self.events)
        headers = {
            "specversion": "1.0", "id": identity, "source": f"/agencies/{POLICE}",
            "type": document["type"], "time": START.isoformat(),
        }  # fmt: skip
        told = tuple((f"ce_{key}", value.encode()) for key, value in headers.items())
        value = json.dumps(document["data"]).encode()
        moment = START + timedelta(minutes=at)
        self.events.append(Record(Place(on, "", 0, at), None, value, told, moment))
        if not lost:
            followed: Followed = self._stages.publish(document, identity)
            self._made += followed.made
        return f"/agencies/{POLICE}:{identity}"

    def unreadable(self) -> str:
        """A record that is no event, kept as it came."""
        at = len(self.events)
        record = Record(Place(TOPIC, "", 0, at), None, b"{", (), START)
        self.events.append(record)
        note = (("wp_place", str(record.place).encode()),)
        self._made.append(Outgoing(f"invalid.{POLICE}", None, b"{", note))
        return str(record.place)

    def account(self, begin: datetime = START, handled: int = 1_000_000) -> Accounts:
        """What became of all of it; the stages have handled so many of each partition."""
        books = Books().read(*(self._on(topic) for topic in ("children", "disclosures", "invalid")))
        stages = {("intake", topic, 0): handled for topic in topics_of([AgencyId(POLICE)])}
        stages |= {("picture", "children", 0): 1_000_000}
        remembered = self._stages.memory.documents
        seen = {name for kind, name in remembered if kind == Seen.KIND}
        return account(self.events, begin, END, books, Standing(stages, self.held, seen))

    def _on(self, topic: str) -> Sequence[Record]:
        made = [one for one in self._made if one.topic.partition(".")[0] == topic]
        return [
            Record(Place(one.topic, "", 0, at), one.key, one.value, one.headers, START)
            for at, one in enumerate(made)
        ]


def test_the_sum_is_exact() -> None:
    """Delivered, kept, held, unreadable, waiting and missing add up to every id, each once."""
    house = House()
    told = house.tell("told", abuse())
    house.tell("told", abuse())
    kept = house.tell("history", abuse(history=True))
    back = house.tell("back", retraction(POLICE, event_id("told")))
    early = house.tell("early", retraction(POLICE, event_id("not there yet")))
    held = house.tell("held", concern(), lost=True)
    house.held.add(f"{TOPIC}/0@5")
    unreadable = house.unreadable()
    lost = house.tell("lost", concern(), lost=True)

    accounts = house.account()

    fates = {fact.name: fact.fate for fact in accounts.facts.values()}
    assert fates == {
        told: "delivered", kept: "kept", back: "delivered", early: "kept", held: "held",
        unreadable: "invalid", lost: "missing",
    }  # fmt: skip
    assert sum(accounts.counts.values()) == len(fates) == 7
    assert accounts.repeats == 1
    assert accounts.missing == [lost]


def test_it_is_said_to_whom_it_went_and_why_it_is_kept() -> None:
    """Recipients by their ids; a reason for whatever went to nobody."""
    house = House()
    told = house.tell("told", abuse())
    kept = house.tell("history", abuse(history=True))

    facts = house.account().facts

    assert "front-door-bristol" in facts[told].to
    assert "kept for the chronology" in facts[kept].why


def test_what_was_told_as_history_is_accounted_for() -> None:
    """It comes on a topic of its own, and is what is lost most easily."""
    assert list(topics_of([AgencyId(POLICE)])) == [TOPIC, f"history.{POLICE}"]
    house = House()
    kept = house.tell("old", abuse(history=True), on=f"history.{POLICE}")
    lost = house.tell("older", abuse(history=True), on=f"history.{POLICE}", lost=True)

    accounts = house.account()

    assert accounts.facts[kept].fate == "kept"
    assert accounts.missing == [lost]


def test_what_is_not_handled_yet_waits_and_is_no_alarm() -> None:
    """It lies behind where the stage is."""
    house = House()
    house.tell("told", abuse())
    later = house.tell("later", concern(), lost=True)

    accounts = house.account(handled=1)

    assert accounts.facts[later].fate == "waiting"
    assert accounts.missing == []


def test_an_id_counts_in_the_time_in_which_it_came_first() -> None:
    """What came again later is a repeat of then."""
    house = House()
    house.tell("told", abuse())
    house.tell("told", abuse())
    house.tell("other", concern())

    accounts = house.account(begin=START + timedelta(minutes=1))

    assert len(accounts.facts) == 1
    assert accounts.repeats == 1


def test_an_empty_time_adds_up() -> None:
    """Nothing came, and nothing is missing."""
    accounts = account([], START, datetime.max.replace(tzinfo=UTC), Books(), Standing({}, ()))

    assert sum(accounts.counts.values()) == 0
    assert accounts.missing == []


def test_an_entry_of_the_ledger_that_cannot_be_read_is_named_and_stops_nothing() -> None:
    """Somebody has to look at it, and everything else is accounted for."""
    headers = (("ce_type", LedgerEntry.TYPE.encode()),)
    spoilt = Record(Place("disclosures", "", 3, 7), None, b"{", headers, START)

    books = Books().read((), (spoilt,), ())

    assert books.not_entries == ["disclosures/3@7"]
    assert books.given == {}
