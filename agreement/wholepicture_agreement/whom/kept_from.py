"""Whether the sender keeps an event from a recipient, or is asked before that one is told.

Those who act for a child's safety wait for nobody, whatever the risk; a high risk opens nothing to
anybody else. Who acts for the safety of other children, as the designated officer does, is not
kept from it by the sender alone: a person of children's services decides.
"""

from collections.abc import Iterator

from wholepicture_schemas.identifiers import RecipientId
from wholepicture_schemas.persons import School

from wholepicture_agreement.by_when.working_time import LONDON
from wholepicture_agreement.told.facts import EventFacts, Subject
from wholepicture_agreement.whom.keeping import KeepsBack, of_not_to
from wholepicture_agreement.written.files import CHILDRENS_SERVICES, Recipient, RecipientKind

_FOR_OTHER_CHILDREN: frozenset[RecipientKind] = frozenset({"designated-officer"})
"""Who decides about somebody that may be a danger to other children than those of the event."""


def kept_from(recipient: RecipientId, subject: Subject | None, facts: EventFacts) -> str | None:
    """Why the sender keeps an event from a recipient; none where it does not."""
    kept = facts.core.handling.not_to
    if not kept or facts.agreement.recipient(recipient).kind in _FOR_OTHER_CHILDREN:
        return None
    return _kept_by_the_sender(recipient, subject, facts)


def asks_others(recipient: RecipientId, subject: Subject | None, facts: EventFacts) -> str | None:
    """Why the front door is asked whether a recipient is told whom the sender wants to keep out."""
    if facts.agreement.recipient(recipient).kind not in _FOR_OTHER_CHILDREN:
        return None
    return _kept_by_the_sender(recipient, subject, facts)


def _kept_by_the_sender(
    recipient: RecipientId, subject: Subject | None, facts: EventFacts
) -> str | None:
    schools = _schools(subject, facts)
    for entry in facts.core.handling.not_to:
        keeps = of_not_to(entry)
        if keeps.binds(recipient, facts.agreement, schools):
            return (
                "The sender decided that telling would do more harm than not; its reason stands in "
                f"its event. Kept from: {keeps.from_whom(facts.agreement)}. {keeps.until()}"
            )
    return None


def may_be_asked(facts: EventFacts) -> bool:
    """Whether anything in an event can make a person be asked before somebody is told.

    Of most events nobody is asked, whoever it is that is told.
    """
    return facts.once(_may_be_asked)


def _may_be_asked(facts: EventFacts) -> bool:
    handling = facts.core.handling
    return bool(
        handling.not_to
        or handling.originator_control
        or facts.employer_not_known
        or facts.matters_in_texts
        or any(subject.known.kept_back for subject in facts.subjects)
        or any(child.objects_to_sharing is not None for child in facts.core.children)
    )


def asks_the_sender(
    recipient: Recipient, subject: Subject | None, facts: EventFacts
) -> Iterator[str]:
    """Why the sender is asked before a recipient is told, each as a sentence; empty where not."""
    safety = recipient.kind in CHILDRENS_SERVICES
    if recipient.agency == facts.agency_id or (safety and recipient.kind != "social-work-team"):
        return
    if facts.employer_not_known:
        yield "It says that somebody works at a place that nobody here goes by."
    if safety:
        return
    if facts.matters_in_texts:
        yield (
            "Its texts speak of a matter that few may know of, and it does not say that it is of "
            "such a kind: correct it to name the kind, or answer yes where it is of none."
        )
    if facts.core.handling.originator_control:
        yield "The sender keeps control over passing it on."
    schools = _schools(subject, facts)
    kept = map(of_not_to, facts.core.handling.not_to)
    if any(keeps.unclear(facts.agreement, schools) for keeps in kept):
        yield "It is kept from somebody by a name that nobody here goes by."
    before = _of_child(subject, facts)
    if any(keeps.binds(recipient.id, facts.agreement, schools) for keeps in before):
        yield "The sender decided before not to tell such things of this child."


def _of_child(subject: Subject | None, facts: EventFacts) -> Iterator[KeepsBack]:
    """The decisions about a child that nobody was to look at again before this moment."""
    today = facts.situation.moment.astimezone(LONDON).date()
    for keeps in subject.known.kept_back if subject else ():
        if keeps.review_on is None or today < keeps.review_on:
            yield keeps


def _schools(subject: Subject | None, facts: EventFacts) -> tuple[School, ...]:
    """The school of a child; those of all children where it is about the event."""
    if subject is None:
        return facts.schools
    school = subject.told.school if subject.told else None
    return (school,) if school else ()
