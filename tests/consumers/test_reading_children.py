"""What the picture reads on ``children``."""

from dataclasses import replace

import pytest
from wholepicture_bus.binding import outgoing
from wholepicture_bus.errors import PoisonError
from wholepicture_bus.records import Place, Record
from wholepicture_consumers.picture.reading import read
from wholepicture_schemas.children import ChildConcerned, ChildConcernedData
from wholepicture_schemas.identifiers import Source

from tests.consumers.both_stages import START, Followed, Stages
from tests.journeys.stories import POLICE, child, correction, family, incident


def _record(followed: Followed) -> Record:
    (made,) = [one for one in followed.made if one.topic == "children"]
    return Record(Place("children", "id", 0, 1), made.key, made.value, made.headers, START)


def test_an_amendment_that_does_not_say_what_it_makes_of_its_event_is_held() -> None:
    """One that an earlier version recorded is not passed over: a person hears of it."""
    stages = Stages()
    stages.publish(incident([child(family(), "Ivy", "2016-05-04")]), "E1")
    change = {"field": "core.summary", "value": "It was otherwise."}
    record = _record(stages.publish(correction(POLICE, "E1", [change]), "C1"))
    data = ChildConcernedData.model_validate_json(record.value or b"")
    older = ChildConcerned(
        id=data.attributes.id,
        source=Source("/bus/wholepicture"),
        type=ChildConcerned.TYPE,
        time=START,
        data=data.model_copy(update={"amended": None}),
    )

    with pytest.raises(PoisonError, match="does not say what it makes of its event"):
        read(replace(record, value=outgoing(older, "children", "key").value))
