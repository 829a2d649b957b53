"""The rules that gave an event to a recipient and still do, by the event's current version."""

from collections.abc import Callable, Collection, Mapping
from collections.abc import Set as AbstractSet

from wholepicture_schemas.any_agency import Withheld
from wholepicture_schemas.identifiers import PersonRef, RecipientId
from wholepicture_schemas.persons import Child

from wholepicture_agreement.asked.asking import must_ask
from wholepicture_agreement.told.facts import EventFacts, Subject
from wholepicture_agreement.whom.kept_from import kept_from
from wholepicture_agreement.whom.recipients import Target
from wholepicture_agreement.written.files import CHILDRENS_SERVICES, Recipient, RecipientKind
from wholepicture_agreement.written.model import ActiveRule, Terms

Opened = tuple[ActiveRule, AbstractSet[PersonRef]]
"""A rule, and the children that it gives."""


def closed_to(facts: EventFacts, recipient: RecipientId, kind: RecipientKind) -> bool:
    """Whether an event is closed to a recipient under every rule.

    It is in five cases:

    - it is a decision not to tell;
    - it is practice data and the recipient takes part live, or the reverse;
    - a person must agree first, and has not;
    - the sender keeps it back from the recipient;
    - it names somebody who works for the recipient.

    Of a recipient that has left the agreement only what the sender keeps back counts, by its kind.
    """
    agreement = facts.agreement
    if isinstance(facts.situation.event, Withheld):
        return True
    entry = agreement.recipients.get(recipient)
    if entry is None:
        controlled = facts.core.handling.originator_control or facts.core.handling.not_to
        return bool(controlled) and kind not in CHILDRENS_SERVICES
    subjects: tuple[Subject | None, ...] = facts.subjects or (None,)
    if all(must_ask(Target(recipient), subject, facts) for subject in subjects):
        return True
    if all(kept_from(recipient, subject, facts) for subject in subjects):
        return True
    read_by = map(agreement.recipient, agreement.chain(recipient))
    own = kind != "second-reader" and any(map(facts.names_staff_of, read_by))
    return own or agreement.is_exercise(entry) != facts.exercise


def still_open(
    facts: EventFacts,
    terms: Terms,
    given: Mapping[str, Collection[PersonRef]],
    recipient: RecipientId,
    kind: RecipientKind,
) -> tuple[Opened, ...]:
    """The rules that gave an event and still do, each with its children, in their order.

    ``given`` has the children that each rule gave. A rule is closed where the event is of a
    restricted kind that the rule does not name. It is closed to a school of which none of these
    children is a pupil now, and to a GP practice of which none is a patient. Example: a correction
    changes the child's school, and the former school gets nothing more.
    """
    if closed_to(facts, recipient, kind):
        return ()
    opened: list[Opened] = []
    waiting = _waiting(facts, recipient)
    known = {active.rule.id: active for active in terms.rules}
    for name, persons in given.items():
        active = known.get(name)
        if active is None or terms.closes(active, facts.restricted_kinds):
            continue
        left = frozenset(persons) - waiting
        for role, belongs in _BELONGS.items():
            if role in active.rule.to:
                left -= _elsewhere(facts, recipient, belongs)
        if persons and not left:
            continue
        opened.append((active, left))
    return tuple(opened)


def _waiting(facts: EventFacts, recipient: RecipientId) -> AbstractSet[PersonRef]:
    """The children of whom this recipient is not told, or not before a person was asked."""
    if recipient not in facts.agreement.recipients:
        return frozenset()
    return {
        subject.known.person
        for subject in facts.subjects
        if must_ask(Target(recipient), subject, facts) or kept_from(recipient, subject, facts)
    }


def _elsewhere(
    facts: EventFacts, recipient: RecipientId, belongs: Callable[[Child, Recipient], bool]
) -> AbstractSet[PersonRef]:
    """The children of the event that do not belong to this school, or to this practice, now."""
    entry = facts.agreement.recipients.get(recipient)
    if entry is None:
        return frozenset()
    return {child.person for child in facts.core.children if not belongs(child, entry)}


def _is_pupil(child: Child, entry: Recipient) -> bool:
    """Whether a child goes to the school of a recipient; of one that is no school, always."""
    if entry.urn is None:
        return True
    school = child.school
    return school is not None and school.urn == entry.urn and not school.home_educated


def _is_patient(child: Child, entry: Recipient) -> bool:
    """Whether a child is registered with a recipient's practice; of no practice, always."""
    practice = child.gp_practice
    return entry.practice is None or (practice is not None and practice.code == entry.practice)


_BELONGS: Mapping[str, Callable[[Child, Recipient], bool]] = {
    "setting": _is_pupil,
    "gp-practice": _is_patient,
}
"""The roles whose recipient may be another one once a child has moved on."""
