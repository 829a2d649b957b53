"""A decision not to tell that names events: each is kept back as if it had said so itself.

An event that has come is corrected, by a correction that is derived from the decision. One that has
not come is remembered, and says so before anybody is told of it. Example: the police decide to keep
the incident that they sent an hour ago from schools. The school that has it is told what a
correction tells it, and each other recipient keeps what it has.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from wholepicture_engine.stage import Work
from wholepicture_schemas.any_agency import Correction, Withheld
from wholepicture_schemas.children import ChildConcernedData
from wholepicture_schemas.core import Core
from wholepicture_schemas.envelope import Event, Told
from wholepicture_schemas.model import JsonObject
from wholepicture_schemas.problems import Problem
from wholepicture_schemas.reading import content_of, event_of

from wholepicture_consumers.intake.amending import Amendment, amend
from wholepicture_consumers.intake.documents import ComingNotTo, Decided, Seen
from wholepicture_consumers.intake.originals import original_of
from wholepicture_consumers.intake.reading import FromAgency
from wholepicture_consumers.intake.refusing import NOT_KEPT

_BECAUSE = "Who is told of it was decided anew."
_NOT_COME = (
    "names an event that has not come",
    (
        "It is kept back when it comes. Check the id; where the event is to come from another "
        "source of yours than this, name that in detail.source."
    ),
)
_ANOTHER_WORLD = (
    "names an event of the other kind, practice or live",
    "Say in core.exercise what the event that it names says, and publish it anew.",
)


def kept_back(
    told: FromAgency, data: ChildConcernedData, work: Work
) -> tuple[list[Amendment], list[Problem]]:
    """The corrections that follow from a decision, and what its agency is asked.

    ``data`` is the decision as ``children`` carries it.
    """
    amendments: list[Amendment] = []
    problems: list[Problem] = []
    event = told.event
    if not isinstance(event, Withheld):
        return amendments, problems
    for at, named in enumerate(told.keeps_back):
        name = original_of(named, told.identity, work) or named
        original = work.get(Seen, name)
        if original is None:
            decided = work.get(Decided, name) or Decided()
            entry = ComingNotTo(
                practice=told.practice, not_to=_not_to(event), received=data.received
            )
            work.put(name, Decided(by=(*decided.by, entry)))
            problems.append(Problem(f"detail.events.{at}", *_NOT_COME))
        elif original.forgotten:
            problems.append(Problem(f"detail.events.{at}", *NOT_KEPT))
        elif original.practice != told.practice:
            problems.append(Problem(f"detail.events.{at}", *_ANOTHER_WORLD))
        elif original.state is not None and not original.state.retracted:
            correction = _correction(event, at, original.state.content)
            changes = {
                "amends": name,
                "links": (),
                "attributes": correction.attributes(),
                "content": content_of(correction),
            }
            amendment = amend(correction, {}, data.model_copy(update=changes), original, work)
            work.put(name, amendment.original)
            amendments.append(amendment)
    return amendments, problems


def decided_before(told: FromAgency, work: Work) -> FromAgency:
    """An event with what was decided of it before it came."""
    decided = work.get(Decided, told.identity)
    if decided is None:
        return told
    more = [entry.not_to for entry in decided.by if entry.practice == told.practice]
    event: Event[Told[Core]] = event_of(told.event.attributes(), _with(told.content, more))
    return replace(told, event=event, content=content_of(event))


def _with(content: JsonObject, more: Sequence[JsonObject]) -> JsonObject:
    core = dict(_object(content.get("core")))
    handling = dict(_object(core.get("handling")))
    handling["not_to"] = [*_list(handling.get("not_to")), *more]
    return {**content, "core": {**core, "handling": handling}}


def _correction(event: Withheld, at: int, content: JsonObject) -> Correction:
    """The correction of one of the events that a decision names."""
    core = _object(content.get("core"))
    there = len(_list(_object(core.get("handling")).get("not_to")))
    change = {"field": f"core.handling.not_to.{there}", "value": _not_to(event)}
    detail = event.data.detail
    attributes = event.attributes().model_copy(
        update={"type": Correction.TYPE, "id": f"{event.id}.{at + 1}"[-80:]}
    )
    corrects: dict[str, Any] = {
        "corrects": detail.events[at],
        "changes": [change],
        "because": _BECAUSE,
    }
    if detail.source:
        corrects["source"] = detail.source
    told_by: Event[Told[Core]] = event_of(attributes, {"core": {}, "detail": corrects})
    assert isinstance(told_by, Correction)  # noqa: S101 - its type says so
    return told_by


def _not_to(event: Withheld) -> dict[str, Any]:
    detail = event.data.detail
    return {
        "kinds": list(detail.from_kinds),
        "recipients": list(detail.from_recipients),
        **({"because": detail.because} if detail.because else {}),
        **({"review_on": detail.review_on.isoformat()} if detail.review_on else {}),
    }


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
