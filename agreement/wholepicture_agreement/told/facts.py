"""What the rules may ask about an event and its children, read from the event once."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from wholepicture_schemas.answers import END_NOTHING
from wholepicture_schemas.cached import cached_property
from wholepicture_schemas.clock import GROWN_UP_AFTER, long_before_birth, young_adults
from wholepicture_schemas.codes import Urgency
from wholepicture_schemas.core import Core
from wholepicture_schemas.identifiers import (
    AgencyId,
    AuthorityCode,
    PersonRef,
    RecipientId,
    owner_of,
)
from wholepicture_schemas.moves import with_moves
from wholepicture_schemas.persons import Adult, Child, School

from wholepicture_agreement.by_when.school_days import EVERY_WORKING_DAY, SchoolDays
from wholepicture_agreement.by_when.urgency import hurried, urgency_of
from wholepicture_agreement.by_when.working_time import LONDON
from wholepicture_agreement.situation import KnownChild, OpenEpisode, Situation
from wholepicture_agreement.told import ages, matters, unnamed
from wholepicture_agreement.whom.meant import NOBODY, Meant, meant, unread_staff
from wholepicture_agreement.whom.schools import school_days, school_days_in
from wholepicture_agreement.whom.told_places import areas_of
from wholepicture_agreement.written.files import Agency, Recipient
from wholepicture_agreement.written.model import Agreement, Terms

Worked = TypeVar("Worked")

_CHILD_LOST = re.compile(r"^core\.children(\.\d+)?$")


@dataclass(frozen=True)
class Subject:
    """A child of the event: what was told of the child, and who the child is known to be."""

    known: KnownChild
    told: Child | None


@dataclass(frozen=True)
class EventFacts:
    """An event, and what is asked about it."""

    situation: Situation
    agreement: Agreement
    _once: dict[object, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    def once(self, of: Callable[["EventFacts"], Worked]) -> Worked:
        """What a function says of the event, worked out once for everybody who is told of it."""
        if of not in self._once:
            self._once[of] = of(self)
        known: Worked = self._once[of]
        return known

    @cached_property
    def core(self) -> Core:
        """The core of the event, as urgent as its type is at least, and with who moved by it."""
        return with_moves(self.situation.event, hurried(self.situation.event))

    @property
    def detail(self) -> Any:
        """The detail of its type; which fields it has depends on that."""
        return self.situation.event.data.detail

    @cached_property
    def agency_id(self) -> AgencyId:
        """The agency that told it, by the source that its topic vouches for."""
        return AgencyId(owner_of(self.situation.event.source))

    @cached_property
    def agency(self) -> Agency | None:
        """The agency that told it; none where it does not take part."""
        return self.agreement.agencies.get(self.agency_id)

    @cached_property
    def exercise(self) -> bool:
        """Whether it is practice data; where it does not say, whether its agency only practises."""
        if self.core.exercise is not None:
            return self.core.exercise
        agency = self.agency
        return self.agreement.is_exercise(agency) if agency else self.agreement.partnership.exercise

    @cached_property
    def home_authority(self) -> AuthorityCode:
        """The area that its sender belongs to."""
        home = self.agency.home_authority if self.agency else None
        return home or self.agreement.partnership.home_authority

    @cached_property
    def subjects(self) -> tuple[Subject, ...]:
        """Each child of the event; a child that is not linked is "not-confirmed"."""
        known = {child.person: child for child in self.situation.children}
        told = {child.person: child for child in self.core.children}
        return tuple(
            Subject(
                known.get(person) or KnownChild(person, None, "not-confirmed"), told.get(person)
            )
            for person in dict.fromkeys((*told, *known))
        )

    @cached_property
    def turned_away(self) -> Mapping[PersonRef, frozenset[RecipientId]]:
        """Of each child, who was told of it and gave an answer after which nobody acts."""
        turned_away: dict[PersonRef, set[RecipientId]] = {}
        for told in self.situation.told_before:
            for person, answer in told.answers.items():
                if answer in END_NOTHING:
                    turned_away.setdefault(person, set()).add(told.recipient)
        return {person: frozenset(recipients) for person, recipients in turned_away.items()}

    def turned_away_by(self, known: KnownChild) -> Sequence[OpenEpisode]:
        """The open episodes of a child whose team says that it does not act for the child."""
        turned_away = self.turned_away.get(known.person, frozenset())
        return [episode for episode in known.involvements if episode.team in turned_away]

    @cached_property
    def under_18(self) -> frozenset[PersonRef]:
        """The people of the event who were under 18 when it happened, whatever list they are in."""
        grown = ages.years_before(self.happened, 18)
        young = {child.person for child in self.core.children}
        young |= {
            adult.person
            for adult in self.core.adults
            if adult.birth_date and grown < ages.bounds(adult.birth_date)[0] <= self._today
        }
        return frozenset(young)

    @cached_property
    def children_among_the_adults(self) -> Sequence[PersonRef]:
        """Who is under 18 and stands among the adults alone."""
        positions = young_adults(self.core, self.happened)
        young = (self.core.adults[at].person for at in positions)
        return tuple(person for person in young if person in self.under_18)

    @cached_property
    def happened(self) -> dt.date:
        """The day on which it happened; the day of receipt where its time cannot be right.

        A wrong clock must make no child too old for a rule, and no adult a child.
        """
        at = self.situation.event.time.astimezone(LONDON).date()
        long_ago = ages.years_before(self._today, GROWN_UP_AFTER)
        right = long_ago < at <= self._today and not long_before_birth(self.core, at, self._today)
        return at if right else self._today

    @cached_property
    def _today(self) -> dt.date:
        """The day of receipt."""
        return self.situation.received.astimezone(LONDON).date()

    @cached_property
    def children_not_named(self) -> bool:
        """Whether there may be children whom the event does not name."""
        lost = any(_CHILD_LOST.match(problem.field) for problem in self.situation.missing)
        lost = lost or unnamed.lost(self.core, self.detail)
        if lost or not hasattr(self.detail, "children_check"):
            return lost or not self.subjects
        if self.children_among_the_adults or self.against_no_children:
            return True
        return self.children_answer != ("named" if self.subjects else "none")

    @cached_property
    def no_children(self) -> bool:
        """Whether the sender says that there are none, and nothing contradicts it."""
        return not (self.subjects or self.children_not_named) and self.children_answer == "none"

    @cached_property
    def against_no_children(self) -> Sequence[str]:
        """What speaks against the sender's word that there are no children, where it says so."""
        said_none = self.children_answer == "none" and not self.subjects
        return unnamed.against_none(self.core, self.detail) if said_none else ()

    @property
    def children_answer(self) -> str | None:
        """What the sender answers to the question whether there were children."""
        check = getattr(self.detail, "children_check", None)
        if check is None or (check.answer == "none" and not check.how_known):
            return None  # none, and not how that is known, is no answer
        answer: str = check.answer
        return answer

    def urgency_of(self, subjects: Iterable[Subject]) -> Urgency:
        """How urgent it is for these children; for children who are not named, as for any."""
        return urgency_of(self.core, (one.told for one in tuple(subjects) or self.subjects))

    def at_risk(self, child: Child | None) -> bool:
        """Whether the sender states a risk of significant harm, or the urgency is immediate."""
        stated = child.risk_of_significant_harm if child else None
        return self.core.urgency == "immediate" or stated == "yes"

    def objects(self, child: Child | None) -> bool:
        """Whether a young person of 16 or 17 objects to sharing."""
        if child is None or child.objects_to_sharing is None:
            return False
        return ages.may_be(child, self._today, ages.between(self.happened, 16, 18))

    def of_school_age(self, child: Child | None) -> bool:
        """From reception to 17; where the birth date is not known, it may be."""
        days = self.school_days(child) if child else EVERY_WORKING_DAY
        school_day = days.next_school_day(self.situation.moment)
        return ages.may_be(child, self._today, ages.in_school_years(school_day, self.happened))

    def school_days(self, child: Child) -> SchoolDays:
        """The school days of a child's school, else of the areas where the child is."""
        school = child.school
        setting = self.agreement.settings.get(school.urn) if school and school.urn else None
        if setting is not None:
            return school_days(self.agreement, setting.id)
        for code in (*areas_of(child), self.home_authority):
            if days := school_days_in(self.agreement, code):
                return days
        return EVERY_WORKING_DAY

    def under_five(self, child: Child | None) -> bool:
        """Under five, or not born yet; where the birth date is not known, it may be."""
        return child is not None and (
            self.not_born(child)
            or ages.may_be(child, self._today, ages.between(self.happened, 0, 5))
        )

    def not_born(self, child: Child | None) -> bool:
        """Whether a child is told of as not born yet."""
        return child is not None and ages.not_born(child, self.happened)

    def on_the_bus(self, child: Child | None) -> bool:
        """Whether the child's school is a recipient, and has not turned the child away."""
        school = child.school if child else None
        if child is None or school is None or school.home_educated:
            return False
        setting = self.agreement.settings.get(school.urn) if school.urn else None
        turned_away = self.turned_away.get(child.person, frozenset())
        return setting is not None and setting.id not in turned_away

    @cached_property
    def schools(self) -> tuple[School, ...]:
        """The schools of its children."""
        return tuple([child.school for child in self.core.children if child.school is not None])

    @cached_property
    def employers(self) -> Meant:
        """Where the adults of the event work, of those who can be told."""
        return self.employers_of(*self.core.adults)

    def employers_of(self, *adults: Adult) -> Meant:
        """Where these adults work, of those who can be told."""
        words: list[str] = [adult.works_for for adult in adults if adult.works_for]
        words += [place for adult in adults for place in adult.works_at]
        return meant(words, self.agreement, self.schools) if words else NOBODY

    @property
    def names_staff(self) -> bool:
        """Whether it says of any adult where they work."""
        return self.employers is not NOBODY

    def names_staff_of(self, recipient: Recipient) -> bool:
        """Whether somebody of the event works for this recipient."""
        return self.names_staff and self.employers.includes(recipient, self.schools)

    @cached_property
    def employer_not_known(self) -> bool:
        """Whether it says in words that resemble nobody where somebody works."""
        return bool(self.employers.nobody or unread_staff(self.situation.missing))

    @cached_property
    def restricted_kinds(self) -> tuple[str, ...]:
        """The restricted kinds that apply; what could not be read of them is of a kind unknown."""
        return matters.named(self.situation.event, self.situation.missing, self.terms)

    @cached_property
    def matters_in_texts(self) -> tuple[str, ...]:
        """The restricted matters that its texts speak of without naming the kind."""
        return matters.spoken_of(self.situation.event, self.terms, self.restricted_kinds)

    @cached_property
    def terms(self) -> Terms:
        """The rules in force at the moment as of which it is decided."""
        return self.agreement.in_force(self.situation.moment)

    @cached_property
    def restricted_place(self) -> bool:
        """Whether where the people are is of a restricted kind."""
        kinds = self.restricted_kinds
        return bool(kinds) and any(self.terms.keeps(kind) == "place" for kind in kinds)

    @cached_property
    def restricted_place_or_service(self) -> bool:
        """Whether a place or a service of a restricted kind is in it, named so or known by name."""
        return matters.place_or_service(self.core, self.restricted_kinds, self.terms)
