"""What a pattern says to one recipient: made of nothing but what that recipient may see.

Who the child is, and what was told on which day by whom, come from the views of the events. So
whoever may not see an event is told nothing by its being there (docs/decisions/0018).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wholepicture_agreement import Agreement
from wholepicture_agreement.by_when.working_time import LONDON
from wholepicture_agreement.patterns.asked_fields import BARRIERS, CAUSED_BY, VOICE, says
from wholepicture_agreement.patterns.files import PatternRule
from wholepicture_agreement.patterns.finding import Found, Happened, ratio_of
from wholepicture_schemas.catalogue import TOLD, by_name
from wholepicture_schemas.fields import content_type, leaves_of
from wholepicture_schemas.identifiers import PersonRef
from wholepicture_schemas.model import JsonObject

from wholepicture_consumers.facts.documents import ChronologyEntry
from wholepicture_consumers.facts.occurrences import happened_of

THE_CHILD = PersonRef("child")
"""How a pattern calls the child that it is about."""
NOT_AN_ASSESSMENT = (
    "This is not an assessment, and says nothing of what a family means or does: it puts side by "
    "side what was told on different days. A person decides what it means."
)
_AGENCIES = ("agency", "agencies")
_WHO = ("name", "birth_date", "expected_birth_date", "communication", "communication_note",
        "languages")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Visible:
    """An event as one recipient may see it."""

    happened: Happened
    told: Mapping[str, Any]
    person: PersonRef
    """How the event calls the child."""


def visible(name: str, entry: ChronologyEntry, told: Mapping[str, Any]) -> Visible:
    """An entry of the chronology through a view of its event.

    A rule may ask no more of it than its reader sees, but for whether the child was heard.
    """
    whole = happened_of(name, entry)
    seen = says(entry.type, told, entry.person)
    if seen.get(VOICE) != entry.says.get(VOICE):
        seen.pop(VOICE, None)
    happened = Happened(whole.event, whole.type, whole.agency, whole.at, whole.matter, seen)
    return Visible(happened, told, entry.person)


def draft(rule: PatternRule, *, exercise: bool) -> JsonObject:
    """The content of a pattern of which nothing is known yet, to ask who may be told it."""
    return _content(rule, {"person": THE_CHILD}, [], "nothing yet", rule.owner, exercise=exercise)


def content_of(
    rule: PatternRule,
    found: Found,
    seen: Mapping[str, Visible],
    agreement: Agreement,
    *,
    exercise: bool,
) -> JsonObject:
    """The content of a pattern for a recipient that sees these events."""
    shown = [seen[event.event] for event in found.events]
    owner = agreement.agencies.get(rule.owner)
    return _content(
        rule,
        _child(reversed(shown)),
        [_counted(event.happened, agreement) for event in shown],
        made_of([event.happened.at for event in shown], found),
        f"{owner.name}, {owner.phone}" if owner and owner.phone else rule.owner,
        exercise=exercise,
    )


def without(content: JsonObject, stand: Sequence[int]) -> JsonObject:
    """A content with no other of its events than those at these places."""
    held: Any = content["detail"]
    detail: dict[str, Any] = dict(held)
    events = [detail["pattern_events"][at] for at in stand]
    agencies = len({event["agency"] for event in events})
    said = f"{_number(len(events), 'event', 'events')} of {_number(agencies, *_AGENCIES)}"
    detail |= {"pattern_events": events, "made_of": f"{said} of those that you were told of"}
    return {**content, "detail": detail}


def made_of(days: Sequence[datetime], found: Found) -> str:
    """How many events of how many agencies, and between which days, as far as its reader sees."""
    of = _number(found.agencies, *_AGENCIES)
    first, last = (f"{day.astimezone(LONDON):%-d %B %Y}" for day in (min(days), max(days)))
    when = f"on {first}" if first == last else f"from {first} to {last}"
    newest = f", of which the newest {len(days)} stand here" if found.of > len(days) else ""
    count = _number(found.of, "event", "events")
    return f"{count} of {of} {when}, as far as you may see them{newest}"


def _number(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _content(
    rule: PatternRule,
    child: JsonObject,
    events: Sequence[JsonObject],
    says_of_what: str,
    owner: str,
    *,
    exercise: bool,
) -> JsonObject:
    return {
        "core": {
            "local_reference": f"{rule.id}, version {rule.version}",
            "asks": "information",
            "urgency": "routine",
            "exercise": exercise,
            "children": [child],
        },
        "detail": {
            "pattern": rule.id,
            "pattern_version": rule.version,
            "pattern_title": rule.title,
            "pattern_says": rule.says,
            "not_an_assessment": NOT_AN_ASSESSMENT,
            "made_of": says_of_what,
            "pattern_events": list(events),
            "pattern_source": rule.source,
            "pattern_owner": owner,
        },
    }


def _child(newest_first: Iterable[Visible]) -> JsonObject:
    """Who the child is, by the newest event that says each thing."""
    who: JsonObject = {"person": THE_CHILD}
    for event in newest_first:
        core = event.told.get("core")
        children = core.get("children") if isinstance(core, Mapping) else None
        for child in children if isinstance(children, list) else ():
            if isinstance(child, Mapping) and child.get("person") == event.person:
                who |= {name: child[name] for name in _WHO if name in child and name not in who}
    return who


def _counted(happened: Happened, agreement: Agreement) -> JsonObject:
    agency = next((a.name for a in agreement.agencies.values() if a.id == happened.agency), None)
    kind = by_name(happened.type)
    event: JsonObject = {
        "day": happened.at.astimezone(LONDON).date().isoformat(),
        "what": kind.CALLED if kind and kind.TYPE in TOLD else happened.type,
        "agency": agency or "an agency that has left",
    }
    if cause := _words(happened, CAUSED_BY):
        event["caused_by"] = cause[0]
    if barriers := _words(happened, BARRIERS):
        event["barriers"] = [*barriers]
    if ratio := ratio_of(happened):
        event["offered"] = f"{ratio[0]} of {ratio[1]} in twelve months"
    return event


def _words(happened: Happened, path: str) -> list[str]:
    """The labels of the codes that an event says in a field."""
    kind = by_name(happened.type)
    places = leaves_of(content_type(kind)) if kind else ()
    labels = next((place.codes for place in places if place.path == path), {})
    return [labels.get(code, code) for code in happened.says.get(path, ())]
