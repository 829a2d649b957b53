"""What is kept back, as instructions say it: a matter, a place, a service, or a recipient.

Example: the child's own team reads an incident of a family in a refuge, without where that is. It
reads "Where they are now is not told here: ask the front door." A school that may not know of
refuges reads nothing of the kind.
"""

from collections.abc import Iterator

from wholepicture_agreement.files import CHILDRENS_SERVICES, Restricted
from wholepicture_agreement.instructions.telling import Telling
from wholepicture_agreement.keeping import of_not_to

_A_PLACE = "Where they are now is not told here: ask the front door."
_A_SERVICE = "Another service works with the family: ask the front door."


def of_the_matter(telling: Telling) -> Iterator[str]:
    """What is done and not done because of a restricted matter."""
    for kind in _restricted(telling):
        yield from kind.instructions


def from_whom(telling: Telling) -> Iterator[str]:
    """Whom the sender keeps it from, where the recipient reads that; else that it stays here."""
    reads = "not_to" in telling.shown.core.get("handling", {})
    for entry in telling.facts.core.handling.not_to:
        names = of_not_to(entry).from_whom(telling.facts.agreement)
        yield f"The sender keeps this back: do not tell {names if reads else 'anybody else'}."


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
    reads = (facts.agreement.recipients.get(target.recipient) for target in telling.targets)
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
