"""What is kept back, as an item's instructions say it: a matter, a place, a service, a recipient.

Example: the child's own team reads an incident of a family in a refuge, without where that is. It
reads "Where they are now is not told here: ask the front door." A school that may not know of
refuges reads nothing of the kind.
"""

from collections.abc import Iterable, Iterator

from wholepicture_agreement import keeping
from wholepicture_agreement.facts import EventFacts, Subject
from wholepicture_agreement.files import CHILDRENS_SERVICES, Rule
from wholepicture_agreement.recipients import Target

_A_PLACE = "Where they are now is not told here: ask the front door."
_A_SERVICE = "Another service works with the family: ask the front door."


def of_restricted(facts: EventFacts, rules: Iterable[Rule]) -> Iterator[str]:
    """What is done and not done because of a restricted kind, and where to ask for what is cut."""
    given = tuple(rules)
    for kind in facts.restricted_kinds:
        known = next((known for known in facts.terms.restricted if known.kind == kind), None)
        if known is None:
            continue
        yield from known.instructions
        opened = any("any" in rule.restricted or kind in rule.restricted for rule in given)
        if known.keeps == "matter" or opened or not any(kind in rule.knows_of for rule in given):
            continue
        yield _A_PLACE if known.keeps == "place" else _A_SERVICE


def of_not_to(facts: EventFacts, *, seen: bool) -> Iterator[str]:
    """From whom the sender keeps it back, where that is ``seen``; else that it goes no further."""
    for entry in facts.core.handling.not_to:
        whom = keeping.of_not_to(entry).from_whom(facts.agreement) if seen else "anybody else"
        yield f"The sender keeps this back: do not tell {whom}."


def who_works_with(
    facts: EventFacts, targets: Iterable[Target], subjects: Iterable[Subject]
) -> Iterator[str]:
    """Of a front door: which team works with each child, so that it reads of no child as new."""
    given = tuple(targets)
    reads = [facts.agreement.recipients.get(target.recipient) for target in given]
    if not all(entry and entry.kind in CHILDRENS_SERVICES for entry in reads):
        return
    teams = {target.team for target in given}
    known = facts.agreement.recipients
    for subject in subjects:
        if subject.known.confidence != "confirmed":
            continue
        for episode in subject.known.involvements:
            team = known.get(episode.team)
            if team is None or episode.team in teams:
                continue
            name = subject.told.name if subject.told else None
            child = name.given if name and name.given else "the child"
            phone = f" ({team.phone})" if team.phone else ""
            yield f"{team.name}{phone} works with {child}."
