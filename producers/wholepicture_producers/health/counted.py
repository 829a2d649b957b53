"""How often a patient's record tells the same in twelve months, where the file has all of it."""

from collections.abc import Mapping

from wholepicture_producers.health.days import day_of
from wholepicture_producers.health.deciding import decided, in_error
from wholepicture_producers.health.events import time_in
from wholepicture_producers.health.readers import Around
from wholepicture_producers.health.resources import Resource


def counted(patient: Resource, event: str, around: Around, since: str) -> Mapping[str, int]:
    """How many resources tell an event, and of how many, up to its day; each with its field.

    They are facts of the record and no score. Empty where the file is not said to have all of it.
    """
    told = around.known.counted.get(event)
    begins = _a_year_before(around.day)
    if told is None or not since or since > begins:
        return {}
    same = offered = 0
    for resource in around.scope.about(patient, told["resource"]):
        day = day_of(time_in(resource, event, around)) or ""
        if not begins < day <= around.day or in_error(resource, around.known):
            continue
        rule = decided(resource, around.known, around.scope).rule
        is_same = rule is not None and rule.event == event
        same += is_same
        offered += is_same or resource.content.get("status") in told.get("states", ())
    of_how_many = {told["offered"]: offered} if "offered" in told else {}
    return {told["to"]: same, **of_how_many}


def _a_year_before(day: str) -> str:
    return f"{int(day[:4]) - 1:04}{day[4:]}"
