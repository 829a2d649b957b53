"""How often a patient's record tells the same in twelve months, where the file has all of it."""

from wholepicture_producers.health.days import day_of
from wholepicture_producers.health.deciding import decided, in_error
from wholepicture_producers.health.events import time_in
from wholepicture_producers.health.readers import Around
from wholepicture_producers.health.resources import Resource


def counted(patient: Resource, event: str, around: Around, since: str) -> tuple[str, int] | None:
    """The field and the number of resources that tell an event, up to its day; else None.

    It is a fact of the record and no score. None where the file is not said to have all of it.
    """
    told = around.known.counted.get(event)
    begins = _a_year_before(around.day)
    if told is None or not since or since > begins:
        return None
    found = 0
    for resource in around.scope.about(patient, told["resource"]):
        rule = decided(resource, around.known).rule
        if rule is None or rule.event != event or in_error(resource, around.known):
            continue
        day = day_of(time_in(resource, event, around)) or ""
        found += begins < day <= around.day
    return told["to"], found


def _a_year_before(day: str) -> str:
    return f"{int(day[:4]) - 1:04}{day[4:]}"
