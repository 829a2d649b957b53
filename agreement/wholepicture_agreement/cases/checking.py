"""Checking a case: what the agreement decides of its event, and where the case says otherwise."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import Literal

from pydantic import JsonValue
from wholepicture_schemas.identifiers import RecipientId
from wholepicture_schemas.reading import content_of

from wholepicture_agreement.cases.building import situation
from wholepicture_agreement.cases.files import Case, ExpectedEntry, many
from wholepicture_agreement.cases.of_news import Heard, heard
from wholepicture_agreement.deciding import decide
from wholepicture_agreement.seen.leaves import Leaf, leaves
from wholepicture_agreement.situation import Decision, Item, Situation
from wholepicture_agreement.written.model import Agreement

_ARRIVES: Mapping[str, str] = {
    "contact": "as a contact",
    "news-on-open-case": "as news on an open case",
    "for-your-information": "for its information",
    "possible-linked-children": "as possible linked children",
}
_PERSON = 2
"""The index of the person in a path such as core.children.c1.name."""
_WITH_REASON = 3
AT_ONCE = "at once"
"""When a notice of news is read that waits for no digest."""
NameOf = Callable[[str], str]


@dataclass(frozen=True)
class CaseOutcome:
    """A case, its decision, and the differences from what the case says; none where it passes."""

    case: Case
    situation: Situation
    decision: Decision
    differences: tuple[str, ...]


def outcome(case: Case, agreement: Agreement) -> CaseOutcome:
    """What the agreement decides of a case, compared with what the case says."""
    asked = situation(case)
    decision = decide(asked, agreement, explaining=True)
    news = tuple(heard(case, asked, decision, agreement))
    entries = (entry for _, decided in news for entry in decided.entries)
    decision = replace(decision, entries=(*decision.entries, *entries))
    read = (*decision.items, *(item for _, decided in news for item in decided.items))

    def name(recipient: str) -> str:
        return f"{agreement.recipient(RecipientId(recipient)).name} ({recipient})"

    differences = (
        *_told(case, decision, name),
        *_not_told(case.withheld, "withhold", decision, name),
        *_not_told(case.asked, "ask", decision, name),
        *_questions(case, decision, name),
        *_heard(case, news, name),
        *_read(case, read, name),
        *_seen(case, read, name),
        *_shows_nothing(case, asked),
    )
    return CaseOutcome(case, asked, decision, differences)


def how(arrival: str) -> str:
    """How something arrives, as the end of a sentence."""
    return _ARRIVES.get(arrival, arrival)


def _told(case: Case, decision: Decision, name: NameOf) -> Iterator[str]:
    wanted = {str(who): (str(arrival), people) for who, arrival, people in case.told}
    items = {
        str(item.recipient): (item.arrival, " ".join(child.person for child in item.children))
        for item in decision.items
    }
    for who, told in wanted.items():
        if who not in items:
            yield f"{name(who)} is not told, and should be {_way(told)}."
        elif items[who] != told:
            yield f"{name(who)} is told {_way(items[who])}, and should be {_way(told)}."
    for who, told in items.items():
        if who not in wanted:
            yield f"{name(who)} is told {_way(told)}, and should not be told."


def _way(told: tuple[str, str]) -> str:
    arrival, people = told
    return f"{how(arrival)} of {people or 'no child'}"


def _not_told(
    wanted: Iterable[ExpectedEntry],
    kind: Literal["withhold", "ask"],
    decision: Decision,
    name: NameOf,
) -> Iterator[str]:
    reasons = {
        (str(entry.recipient), entry.rule): entry.because
        for entry in decision.entries
        if entry.decision == kind
    }
    what = "kept back" if kind == "withhold" else "asked about first"
    named = {entry[:2]: entry[2] if len(entry) == _WITH_REASON else "" for entry in wanted}
    for (who, rule), words in named.items():
        reason = reasons.get((who, rule))
        if reason is None:
            yield f"{name(who)}: it is not {what} by rule {rule}, and should be."
        elif words not in reason:
            yield f"{name(who)}: the reason of rule {rule} is: {reason}"
    for who, rule in reasons.keys() - named.keys():
        yield f"{name(who)}: it is {what} by rule {rule}, and the case does not say so."


def _questions(case: Case, decision: Decision, name: NameOf) -> Iterator[str]:
    """A sentence for each question that is missing or not in the case."""
    wanted = {(str(who), str(kind), about) for who, kind, about in case.questions}
    asked = {
        (str(item.recipient), str(item.question.matter), " ".join(map(str, item.asks_about)))
        for item in decision.questions
        if item.question
    }
    for who, kind, about in sorted(wanted - asked):
        yield f"{name(who)} is not asked ({kind}) about {about}, and should be."
    for who, kind, about in sorted(asked - wanted):
        yield f"{name(who)} is asked ({kind}) about {about}, and the case does not say so."


def _heard(case: Case, news: Iterable[Heard], name: NameOf) -> Iterator[str]:
    """A sentence for each notice of news that is missing, or not in the case."""
    wanted = {(str(who), str(child), when) for who, child, when in case.news}
    told = {
        (str(item.recipient), str(hears.child.person), str(item.digest or AT_ONCE))
        for hears, decided in news
        for item in decided.items
    }
    for who, child, when in sorted(wanted - told):
        yield f"{name(who)} does not hear that there is news of {child} ({when}), and should."
    for who, child, when in sorted(told - wanted):
        yield f"{name(who)} hears that there is news of {child} ({when}): the case does not say so."


def _read(case: Case, items: Iterable[Item], name: NameOf) -> Iterator[str]:
    """A sentence for each text that a recipient should read at the head and does not."""
    for item in items:
        for text in many(case.says.get(item.recipient, ())):
            if text not in _head(item):
                yield f"{name(item.recipient)} does not read: {text}"


def _seen(case: Case, items: Iterable[Item], name: NameOf) -> Iterator[str]:
    """A sentence for each field or text that is wrongly absent or wrongly given."""
    for item in items:
        who, present, words = item.recipient, leaves(item.told), _head(item) + _text(item.told)
        for path in case.sees.get(who, ()):
            if not _stands(path, present):
                yield f"{name(who)} does not see {path}, and should."
        for path in case.never_sees.get(who, ()):
            if _stands(path, present):
                yield f"{name(who)} sees {path}, and should not."
        for text in many(case.never_reads.get(who, ())):
            if text in words:
                yield f"{name(who)} reads {text!r}, and should not."


def _shows_nothing(case: Case, asked: Situation) -> Iterator[str]:
    """A sentence for each ``never_sees`` or ``never_reads`` that the event does not have."""
    content = content_of(asked.event)
    present, words = leaves(content), _text(content)
    for path in dict.fromkeys(chain.from_iterable(case.never_sees.values())):
        if not _stands(path, present):
            yield f"The event of this case has no {path}: that nobody sees it shows nothing."
    for text in dict.fromkeys(chain.from_iterable(map(many, case.never_reads.values()))):
        if text not in words:
            yield f"The event of this case does not say {text!r}: not to read it shows nothing."


def _head(item: Item) -> str:
    """The head of an item: its headline, whom to phone first, its instructions."""
    first = f"Phone first: {item.phone_first}" if item.phone_first else ""
    return "\n".join([item.headline, first, *item.instructions])


def _text(content: Mapping[str, JsonValue]) -> str:
    return json.dumps(content, ensure_ascii=False)


def _stands(path: str, present: Iterable[Leaf]) -> bool:
    """Whether a leaf lies under a path; a star or a person's reference stands for a person."""
    parts = path.split(".")
    return any(_is_under(parts, leaf) for leaf in present)


def _is_under(parts: list[str], leaf: Leaf) -> bool:
    stars = leaf.starred.split(".")
    if len(parts) > len(stars):
        return False
    return all(
        part in {"*", star} or (at == _PERSON and part == leaf.person)
        for at, (part, star) in enumerate(zip(parts, stars, strict=False))
    )
