"""Closed: why somebody who told of a child does not hear that there is news.

What the news is closed by may stand in the event itself, or in an event of the child before it: who
works where, and that the child objects. Example: the police tell that the father works for housing.
A month later the mother flees, and no event repeats where he works. Housing hears of neither.
"""

from collections.abc import Iterator

from wholepicture_schemas.cached import cached_property
from wholepicture_schemas.identifiers import RecipientId

from wholepicture_agreement.asked.asking import must_ask
from wholepicture_agreement.news.staff import Staff, staff_of
from wholepicture_agreement.situation import KnownChild
from wholepicture_agreement.told import ages, matters
from wholepicture_agreement.told.facts import EventFacts, Subject
from wholepicture_agreement.whom.kept_from import kept_from
from wholepicture_agreement.whom.recipients import Target
from wholepicture_agreement.written.files import CHILDRENS_SERVICES

_RESTRICTED = "It is of a restricted kind, so nobody hears that there is news."
_STAFF = "It may name somebody who works there, so they do not hear that there is news."
_ASKED_FIRST = "A person would be asked before they are told of it, so they do not hear of news."
_OBJECTED = "The young person objected to sharing before, so only those hear of news who act."
_OLD_ENOUGH = 16


class Closed:
    """To whom an event is closed as news of its children."""

    def __init__(self, facts: EventFacts) -> None:
        self._facts = facts

    def to(self, recipient: RecipientId, child: KnownChild) -> str | None:
        """Why a recipient does not hear that there is news of a child; none where it does."""
        return next(self._reasons(recipient, child), None)

    def _reasons(self, recipient: RecipientId, child: KnownChild) -> Iterator[str]:
        facts, agreement = self._facts, self._facts.agreement
        if self._is_restricted:
            yield _RESTRICTED
        read_by = [*map(agreement.recipient, agreement.chain(recipient))]
        if self._staff.may_be_among(read_by) or any(map(facts.names_staff_of, read_by)):
            yield _STAFF
        subject = next(one for one in facts.subjects if one.known.person == child.person)
        if kept := kept_from(recipient, subject, facts):
            yield kept
        if must_ask(Target(recipient), subject, facts) is not None:
            yield _ASKED_FIRST
        acts = agreement.recipient(recipient).kind in CHILDRENS_SERVICES
        if not acts and self._objected(subject):
            yield _OBJECTED

    @cached_property
    def _is_restricted(self) -> bool:
        """Whether it is of a restricted matter, place or service, or a text of it speaks of one."""
        facts = self._facts
        return bool(
            facts.restricted_kinds
            or facts.restricted_place_or_service
            or matters.speaks_of_any(facts.situation.event, facts.terms)
        )

    @cached_property
    def _staff(self) -> Staff:
        children = self._facts.situation.children
        return staff_of({word for child in children for word in child.employers}, self._facts)

    def _objected(self, subject: Subject) -> bool:
        """Whether a child objected in any event, and may be old enough for that to count."""
        turned_16 = ages.years_before(self._facts.happened, _OLD_ENOUGH)
        return subject.known.objected and ages.may_be(
            subject.told, self._facts.happened, lambda earliest, _: earliest <= turned_16
        )
