"""Intake says which child it is, keeps the order of a family, and asks where something is wrong."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from wholepicture_bus.records import Outgoing, Place, Record
from wholepicture_consumers.intake import Intake
from wholepicture_engine.stage import Message
from wholepicture_engine.store import Memory
from wholepicture_schemas.identifiers import AgencyId, RecipientId

from tests.journeys.stories import (
    COUNCIL,
    POLICE,
    child,
    correction,
    family,
    incident,
    involvement,
    retraction,
)

AGENCIES = {AgencyId(POLICE): "police", AgencyId(COUNCIL): "childrens-social-care"}


class Desk:
    """Intake with what it remembers, one record after the other."""

    def __init__(self) -> None:
        self._stage = Intake(AGENCIES, [RecipientId("front-door-bristol")])
        self._memory = Memory()
        self._offset = 0

    def take(
        self,
        document: dict[str, Any],
        event: str,
        *,
        of: str = POLICE,
        key: str = "f",
        **attributes: str,
    ) -> Any:
        """What intake makes of an event that an agency publishes."""
        headers = {
            "specversion": "1.0", "id": event, "source": f"/agencies/{of}",
            "type": document["type"], "time": "2026-03-04T21:40:00Z", "partitionkey": key,
            **attributes,
        }  # fmt: skip
        self._offset += 1
        record = Record(
            Place(f"events.{of}", "id", 0, self._offset),
            key.encode(),
            json.dumps(document["data"]).encode(),
            tuple((f"ce_{name}", text.encode()) for name, text in headers.items()),
            datetime(2026, 3, 4, 22, tzinfo=UTC),
        )
        content = self._stage.parse(record)
        work = self._memory.work(self._stage.reads(content, record))
        made = self._stage.handle(Message(record, content), work)
        self._memory.keep(work)
        return made


def _topics(made: list[Outgoing]) -> list[str]:
    return [one.topic.partition(".")[0] for one in made]


def _problems(made: list[Outgoing]) -> list[dict[str, Any]]:
    told = [json.loads(one.value or b"{}") for one in made if one.topic.startswith("feedback.")]
    return [problem for one in told for problem in one.get("problems", [])]


def test_one_record_for_each_child_ordered_by_the_family() -> None:
    """Two children make two records under their own keys, in one order."""
    of = family()
    made = Desk().take(
        incident([child(of, "A", "2014-01-01"), child(of, "B", "2015-01-01", "c2")]), "e1"
    )

    records = [one for one in made if one.topic == "children"]
    assert len({one.key for one in records}) == 2
    assert {one.order_by for one in records} == {b"f"}
    assert [json.loads(one.value)["lead"] for one in records] == [True, False]


@pytest.mark.parametrize("amending", ["correction", "retraction"])
def test_an_amendment_comes_behind_its_original_whatever_family_it_names(amending: str) -> None:
    """It is placed where the original was placed, so it cannot overtake it."""
    desk = Desk()
    desk.take(incident([child(family(), "A", "2014-01-01")]), "e1", key="the-family")
    document = (
        correction(POLICE, "e1", [{"field": "core.urgency", "value": "immediate"}])
        if amending == "correction"
        else retraction(POLICE, "e1")
    )

    made = desk.take(document, "e2", key="another")

    assert {one.order_by for one in made if one.topic == "children"} == {b"the-family"}


def test_correcting_a_correction_is_asked_about() -> None:
    """Only an original is corrected: what corrects a correction would be lost silently."""
    desk = Desk()
    desk.take(incident([child(family(), "A", "2014-01-01")]), "e1")
    desk.take(correction(POLICE, "e1", [{"field": "core.urgency", "value": "routine"}]), "e2")

    made = desk.take(retraction(POLICE, "e2"), "e3")

    assert _topics(made) == ["feedback"]
    assert [one["field"] for one in _problems(made)] == ["detail.retracts"]


def test_an_amendment_of_nothing_is_kept_and_asked_about() -> None:
    """Its agency hears at once that the event which it names has not come."""
    made = Desk().take(retraction(POLICE, "e9"), "e2")

    assert "children" not in _topics(made)
    assert [one["what"] for one in _problems(made)] == ["names an event that has not come"]


def test_an_agency_speaks_for_its_own_kind_only() -> None:
    """Police cannot open or close an episode of children's services."""
    told = involvement(family(), "A", "2014-01-01")

    assert _topics(Desk().take(told, "e1")) == ["invalid", "feedback"]
    assert "children" in _topics(Desk().take(told, "e1", of=COUNCIL))


def test_an_event_about_very_many_people_is_kept_and_asked_about() -> None:
    """One event cannot hold up everybody else's."""
    of = family()
    crowd = [child(of, f"N{at}", "2014-01-01", f"c{at}") for at in range(60)]

    assert _topics(Desk().take(incident(crowd), "e1")) == ["invalid", "feedback"]


def test_an_event_from_the_future_goes_on_and_its_sender_is_asked() -> None:
    """A wrong clock or a day and month exchanged must not keep a child's information back."""
    made = Desk().take(
        incident([child(family(), "A", "2014-01-01")]),
        "e1",
        time="2026-04-03T21:40:00Z",
        recordedtime="2026-03-04T22:06:00Z",
    )

    (concerned,) = [json.loads(one.value) for one in made if one.topic == "children"]
    asked = [(one["field"], one["what"]) for one in _problems(made)]
    assert asked == [("time", "is in the future"), ("recordedtime", "is in the future")]
    assert [one["field"] for one in concerned["missing"]] == ["time", "recordedtime"]
