"""What is kept back, as instructions say it: a matter, a place, a service, or a recipient.

Example: the child's own team reads an incident of a family in a refuge, without where that is. It
reads "Where they are now is not told here: ask the front door." A school that may not know of
refuges reads nothing of the kind.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from wholepicture_agreement.item.instructions.telling import Telling
from wholepicture_agreement.told.facts import EventFacts
from wholepicture_agreement.whom.keeping import KeepsBack
from wholepicture_agreement.written.files import CHILDRENS_SERVICES, Restricted

_A_PLACE = "Where they are now is not told here: ask the front door."
_OF_A_KIND_NOT_LISTED = (
    "The sender says that few may know of this, in words that nobody here goes by: do not speak to "
    "the family or to anybody named here before you have called the sender."
)
_A_SERVICE = "Another service works with the family: ask the front door."


def is_restricted(facts: EventFacts) -> bool:
    """Whether an event is said to be of a restricted kind."""
    return bool(facts.restricted_kinds)


def is_of_a_matter(facts: EventFacts) -> bool:
    """Whether an event is of a restricted kind, or a text of it speaks of a restricted matter."""
    return bool(facts.restricted_kinds or facts.matters_in_texts)


def of_the_matter(telling: Telling) -> Iterator[str]:
    """What is done and not done because of a restricted matter, also one that a text speaks of."""
    for kind in _restricted(telling):
        yield from kind.instructions
    facts = telling.facts
    for kind in facts.terms.restricted:
        if kind.kind in facts.matters_in_texts:
            opened = any(active.opens(kind.kind) for active in telling.rules)
            yield from kind.instructions if opened else ()
    listed = {kind.kind for kind in facts.terms.restricted}
    if not listed.issuperset(facts.restricted_kinds):
        yield _OF_A_KIND_NOT_LISTED


def from_whom(telling: Telling) -> Iterator[str]:
    """Whom the sender keeps it from, where the recipient reads that; else that it stays here."""
    shown: Sequence[Mapping[str, Any]] = telling.shown.core.get("handling", {}).get("not_to", ())
    for entry in shown:
        keeps = KeepsBack(tuple(entry.get("kinds", ())), tuple(entry.get("recipients", ())))
        names = keeps.from_whom(telling.facts.agreement, unknown="“{}”".format)
        yield f"The sender keeps this back from {names}: do not tell them of it."
    if telling.facts.core.handling.not_to and not shown:
        yield "The sender keeps this back: do not tell anybody else."


def whom_to_ask(telling: Telling) -> Iterator[str]:
    """That a place or a service is kept back, for whoever may know that there is one."""
    for kind in _restricted(telling):
        opened = any(active.opens(kind.kind) for active in telling.rules)
        knows = any(kind.kind in active.rule.knows_of for active in telling.rules)
        if kind.keeps != "matter" and knows and not opened:
            yield _A_PLACE if kind.keeps == "place" else _A_SERVICE


def who_works_with(telling: Telling) -> Iterator[str]:
    """Of those who act for a child's safety: which team works with a child and is not told."""
    facts, teams = telling.facts, {target.team for target in telling.targets}
    reads = [facts.agreement.recipients.get(target.recipient) for target in telling.targets]
    if not all(entry and entry.kind in CHILDRENS_SERVICES for entry in reads):
        return
    for subject in telling.subjects:
        for episode in subject.known.involvements:
            team = facts.agreement.recipients.get(episode.team)
            if team is None or team.id in teams or subject.known.confidence != "confirmed":
                continue
            if any(team.name in said for said in telling.also):
                continue
            child = telling.shown.called(subject.known.person) or "the child"
            phone = f" ({team.phone})" if team.phone else ""
            yield f"{team.name}{phone} works with {child}."


def _restricted(telling: Telling) -> Iterator[Restricted]:
    """The restricted kinds that the event is said to be of, as the agreement has them."""
    for kind in telling.facts.restricted_kinds:
        yield from (known for known in telling.facts.terms.restricted if known.kind == kind)
