"""Records the stream of the conformance kit from the real stages: the same each time.

``python -m tests.subscribers.conformance.recorded`` writes it anew.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from wholepicture_bus.binding import attributes_of
from wholepicture_schemas.identifiers import derived
from wholepicture_subscribers import conformance
from wholepicture_subscribers.conformance.stream import RECIPIENT, Shows, Step, line_of

from tests.consumers.both_stages import START, Followed, Stages
from tests.journeys.stories import POLICE, Family, adult, child, correction, incident, retraction

FILE = Path(conformance.__file__).parent / "stream.jsonl"
_TOPICS = (f"referrals.{RECIPIENT}", f"notices.{RECIPIENT}")
_ADA, _BO, _CY = (
    Family("Quillmere", "BS90 1ZZ", "1 Quill Row"),
    Family("Thornleigh", "BS90 2ZZ", "2 Thorn Row"),
    Family("Wickcombe", "BS90 3ZZ", "3 Wick Row"),
)
_AGREED = {"state": "given", "to": "an assessment of what the carer needs", "on": "2026-11"}


def steps() -> list[Step]:
    """The whole stream."""
    made: list[Step] = []
    for shows, event in _told():
        made.append(Step(shows=shows, event=event))
    return made


def _told() -> Iterator[tuple[Shows, dict[str, Any]]]:
    stages = Stages()
    ada = child(_ADA, "Ada", "2014-04-04", nhs_number="9990000018")
    mother = adult(_ADA, "Mo", "a1", "mother")

    first = _one(stages.publish(_numbered(incident([ada], [mother])), "e1"))
    yield "first contact", first
    yield "repeat", first
    yield "correction", _one(_corrects(stages, "e2", "e1", ("core.children.0.name.given", "Adah")))
    yield "repeat", first

    unborn = {"person": "c1", "expected_birth_date": "2027-02-01", "mother": "a1",
              "exposure": "UNBORN"}  # fmt: skip
    yield "unborn child", _one(stages.publish(_numbered(incident([unborn], [mother])), "e3"))
    yield "retraction", _one(stages.publish(_numbered(retraction(POLICE, "e3")), "e4"))

    many = [child(_BO, f"Bo{at}", "2016-03-09", person=f"c{at}") for at in range(1, 51)]
    yield "many children", _one(stages.publish(_numbered(incident(many)), "e5"))

    unsure = child(_ADA, "Ada", "2014-04-04", person="c1")
    del unsure["lives_at"]
    yield "news", _one(stages.publish(_numbered(incident([unsure])), "e6"))
    yield (
        "another child",
        _one(_corrects(stages, "e7", "e6", ("core.children.0.nhs_number", "9990000018"))),
    )

    cy = child(_CY, "Cy", "2012-05-05", nhs_number="9990000026")
    told = _numbered(incident([cy], [adult(_CY, "Jo", "a1", "father")]))
    yield "news", _one(stages.publish(told, "e8"))
    staff = _corrects(stages, "e9", "e8", ("core.adults.0.works_for", "bristol-city-council"))
    yield "kept back", _one(staff)

    helping = adult(_CY, "Jo", "a1", "father", agreements=[_AGREED])
    told = _numbered(incident([cy], [helping]))
    yield "news", _one(stages.publish(told, "e16"))
    taken_back = ("core.adults.0.agreements.0.state", "withdrawn")
    yield "withdrawal", _one(_corrects(stages, "e17", "e16", taken_back))

    later = stages.publish(_numbered(incident([ada])), "e10", earlier_held=True)
    yield "gap", _one(later)
    before = stages.publish(_numbered(incident([ada])), "e11", happened=START)
    yield "gap", _one(before)

    helped = {"role": "refuge worker", "organisation": "Made Up Refuge", "phone": "0117 496 0777"}
    told = incident([cy], professionals=[helped], handling={"restricted_kinds": ["refuge"]})
    yield "restricted", _one(stages.publish(_numbered(told), "e15"))

    there = child(_BO, "Bea", "2013-06-06")
    there["lives_at"] = {**there["lives_at"], "authority": "E06000022"}
    yield "question", _one(stages.publish(_numbered(incident([there])), "e12"))

    delivery = str(next(iter(stages.holders("e10").values())))
    own = {"child": "CASE-0001", "contact": "CON-0002"}
    stages.answer(RECIPIENT, "acknowledged", "r1", delivery=delivery, recipient_reference=own)
    yield "own reference", _one(stages.publish(_numbered(incident([ada])), "e13"))

    newer = _one(stages.publish(_numbered(incident([cy])), "e14"))
    yield "newer version", {**newer, "data": newer["data"] | {"of_a_newer_version": {"a": [1]}}}
    unreadable = {**newer, "id": derived("unreadable", newer["id"]), "data": ["no delivery"]}
    yield "unreadable", unreadable
    yield "after the unreadable", _one(stages.publish(_numbered(incident([cy])), "e18"))
    yield "repeat", first


def _numbered(document: dict[str, Any]) -> dict[str, Any]:
    """The event with a local reference that is the same each time."""
    core = document["data"]["core"] | {"local_reference": "DA/2026/0001"}
    return {**document, "data": {**document["data"], "core": core}}


def _corrects(stages: Stages, event: str, of: str, *changes: tuple[str, object]) -> Followed:
    made = [{"field": field, "value": value} for field, value in changes]
    return stages.publish(_numbered(correction(POLICE, of, made)), event)


def _one(followed: Followed) -> dict[str, Any]:
    """The item that the recipient was sent, as a structured CloudEvent."""
    (sent,) = [one for one in followed.made if one.topic in _TOPICS]
    return {**attributes_of(sent.headers), "data": json.loads(sent.value or b"null")}


def text() -> str:
    """The stream as its file holds it."""
    return "".join(f"{line_of(step)}\n" for step in steps())


if __name__ == "__main__":
    FILE.write_text(text(), "utf-8")
