"""Staff: whether somebody of a child's events works where a notice of news would be read.

Whoever told of a child hears nothing of news where any event of the child names their agency as an
employer, this event or one before it. A recipient's id, a school's number (URN) and a name count
alike. A school's agency is the one that answers for it, so its team hears nothing either.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from wholepicture_schemas.identifiers import AgencyId

from wholepicture_agreement.told.facts import EventFacts
from wholepicture_agreement.whom.meant import Meant, meant
from wholepicture_agreement.written.files import Recipient


@dataclass(frozen=True, slots=True)
class Staff:
    """Who the employers of the adults of a child's events are, as far as anybody goes by that."""

    agencies: frozenset[AgencyId]
    """The agencies that are meant, or whose recipients are."""
    at_another_school: bool
    """Whether a school is meant that is no recipient."""
    not_known: bool
    """Whether somebody may work anywhere: it is said in words that resemble nobody."""

    def may_be_among(self, readers: Iterable[Recipient]) -> bool:
        """Whether any of these readers may be where one of the adults works."""
        return self.not_known or any(map(self._may_be, readers))

    def _may_be(self, reader: Recipient) -> bool:
        teaches = self.at_another_school and reader.kind == "education-safeguarding"
        return teaches or reader.agency in self.agencies


def staff_of(employers: Iterable[str], facts: EventFacts) -> Staff:
    """Who is meant by what an event itself says, and by these words of other events."""
    before = meant(employers, facts.agreement, facts.schools)
    both = (facts.employers, before)
    return Staff(
        agencies=frozenset(agency for words in both for agency in _agencies(words, facts)),
        at_another_school=any(
            words.schools or words.urns - set(facts.agreement.settings) for words in both
        ),
        not_known=facts.employer_not_known or bool(before.nobody),
    )


def _agencies(words: Meant, facts: EventFacts) -> Iterable[AgencyId]:
    agreement = facts.agreement
    yield from words.agencies
    yield from (agreement.recipient(one).agency for one in words.recipients)
    yield from (agreement.settings[urn].agency for urn in words.urns if urn in agreement.settings)
