"""The core that every agency's event has, whatever its detail: who, when, from whom, call-back."""

import datetime as dt
from collections.abc import Iterable
from typing import Annotated

from pydantic import StringConstraints

from wholepicture_schemas.codes import (
    AbuseKind,
    AllegedNow,
    Asks,
    FamilyInformed,
    LegalPower,
    RecipientKind,
    ReferralSource,
    Standing,
    Urgency,
)
from wholepicture_schemas.identifiers import AgencyIdField, PersonRef, PersonRefField
from wholepicture_schemas.meaning import Means, Needed
from wholepicture_schemas.model import Model, Said
from wholepicture_schemas.persons import Adult, CallBack, Child, Professional
from wholepicture_schemas.problems import Problem
from wholepicture_schemas.texts import DayOrTimeField, Line, Text
from wholepicture_schemas.times import Time

Reference = Annotated[str, StringConstraints(min_length=1, max_length=80)]


class Allegation(Said, frozen=True):
    """Who alleges, and who is alleged to have done what to whom. Anyone of any age in any role."""

    alleged_by: Annotated[PersonRefField | None, Means("Who says so", "offence")] = None
    """A person of this event; left out where an officer or another professional alleges it."""
    alleged: Annotated[PersonRefField, Means("Who is said to have done it", "offence")]
    """The person who is alleged to have done it."""
    victims: Annotated[tuple[PersonRefField, ...], Means("Who was harmed", "offence")] = ()
    kinds: Annotated[tuple[AbuseKind, ...], Means("Kind of abuse", "offence")] = ()
    standing: Annotated[Standing, Means("Alleged, charged or proved", "offence")] = "alleged"
    what: Annotated[Text | None, Means("What is said to have been done", "offence")] = None
    now: Annotated[AllegedNow | None, Means("How it is now with whoever is alleged", "order")] = (
        None
    )
    """Where the alleged person is now, as whoever hands a child over must know it."""
    now_until: Annotated[DayOrTimeField | None, Means("Until", "order")] = None
    """Until when that is so, such as the end of the bail."""
    now_as_of: Annotated[Time | None, Means("As known at", "order")] = None
    """When the sender knew it to be so; it may have changed since."""

    def checks(self) -> Iterable[Problem]:
        """An allegation says to whom it is alleged, and times of a state come with the state."""
        if not self.victims:
            yield Problem("victims", "is missing", "Say whom it is alleged to have harmed.")
        if self.now is None and (self.now_until or self.now_as_of):
            fix = "Say how it is now, such as on-bail; unknown is an answer."
            yield Problem("now", "is missing", fix)


class DoNotDisclose(Model, frozen=True):
    """A person of this event who must not learn of it, and why."""

    person: Annotated[PersonRefField, Means("Who must not learn of it", "handling")]
    because: Annotated[Text, Means("Why", "handling")]


class CallFirst(Model, frozen=True):
    """Whom to call before anyone speaks to the family."""

    who: Annotated[Line, Means("Whom to call", "service")]
    phone: Annotated[Line, Means("Telephone", "service")]
    because: Annotated[Text | None, Means("Why", "handling")] = None


class NotTo(Model, frozen=True):
    """From whom the sender keeps this event back, and why; from everybody where it names nobody.

    It cannot keep an event from those who act for a child's safety.
    """

    kinds: Annotated[tuple[RecipientKind, ...], Means("Kinds of recipient", "handling")] = ()
    recipients: Annotated[tuple[Line, ...], Means("Recipients", "handling")] = ()
    """Each a recipient's or an agency's id, a school's number (URN), or a name."""
    because: Annotated[
        Text | None,
        Needed("Write why telling would do more harm."),
        Means("Why telling would do more harm", "handling"),
    ] = None
    review_on: Annotated[
        dt.date | None,
        Needed("Say when somebody looks at it again."),
        Means("When somebody looks at it again", "handling"),
    ] = None


class Handling(Model, frozen=True):
    """What whoever receives this must and must not do with it; shown before all else."""

    not_visible_online: Annotated[
        bool | None, Means("Keep it out of what a parent can open online", "handling")
    ] = None
    """Keep it out of what a parent can open; where nothing is said, it is if a carer is alleged."""
    not_in_shared_records: Annotated[
        bool | None, Means("Keep it out of records that parents see", "handling")
    ] = None
    """Keep it out of parent-visible records, conference papers and court bundles until reviewed."""
    call_before_speaking_to_family: Annotated[
        CallFirst | None, Means("Whom to call before speaking to the family", "handling")
    ] = None
    do_not_disclose_to: Annotated[
        tuple[DoNotDisclose, ...], Means("Who must not learn of it", "handling")
    ] = ()
    address_protected: Annotated[
        tuple[PersonRefField, ...], Means("Whose address is protected", "handling")
    ] = ()
    """The people whose address and phone go to nobody without a stated need."""
    originator_control: Annotated[
        bool | None, Means("Pass it on only after the sender agreed", "handling")
    ] = None
    """Pass it on only after the sender agreed."""
    not_to: Annotated[
        tuple[NotTo, ...], Means("Who is not told", "handling", each="a decision")
    ] = ()
    """From whom this event is kept back because telling would do more harm than not."""
    restricted_kinds: Annotated[tuple[Line, ...], Means("Restricted kinds", "handling")] = ()
    """Restricted kinds of the agreement that apply, such as fabricated-illness."""


class Sharing(Said, frozen=True):
    """Why the sender shares this, and whether the family knows."""

    power: Annotated[
        LegalPower | None,
        Needed("Name the power or duty that you share under."),
        Means("Legal power", "plain"),
    ] = None
    because: Annotated[
        Text | None, Needed("Write in a sentence why you share this."), Means("Why", "free-text")
    ] = None
    family_informed: Annotated[
        FamilyInformed | None,
        Needed("Say whether the family knows."),
        Means("Whether the family knows", "handling"),
    ] = None
    family_not_informed_because: Annotated[
        Text | None, Means("Why the family does not know", "free-text")
    ] = None

    def checks(self) -> Iterable[Problem]:
        """A decision not to tell the family has a reason."""
        told = self.family_informed
        if told in {"no-unsafe", "no-not-practicable"} and not self.family_not_informed_because:
            yield Problem("family_not_informed_because", "is missing", "Write why, in a sentence.")


class Core(Said, frozen=True):
    """Who tells what of whom, how urgent it is, and whom to call."""

    producer: Annotated[
        AgencyIdField | None,
        Needed("Write your agency's id."),
        Means("Which agency tells it", "plain"),
    ] = None
    local_reference: Annotated[
        Reference | None,
        Needed("Give your own number for this."),
        Means("The sender's own number for this", "reference"),
    ] = None
    """The sender's own number for this."""
    asks: Annotated[
        Asks | None,
        Needed("Say what you ask, such as information or referral."),
        Means("What the sender asks for", "plain"),
    ] = None
    urgency: Annotated[Urgency, Means("How urgent it is", "plain")] = "routine"
    exercise: Annotated[
        bool | None,
        Needed("Write true for practice data, false for live."),
        Means("Whether it is practice", "plain"),
    ] = None
    """True for practice data. An exercise never reaches a live recipient, nor the reverse."""
    history: Annotated[bool | None, Means("Known before the agency joined", "plain")] = None
    """True for the first load of what an agency already held: it fills the chronology only."""
    call_back: Annotated[
        CallBack | None,
        Needed("Name whom a recipient can call."),
        Means("Whom to call about it", "service"),
    ] = None
    children: Annotated[tuple[Child, ...], Means("Children", "identity", each="a child")] = ()
    adults: Annotated[tuple[Adult, ...], Means("Adults", "identity", each="an adult")] = ()
    allegations: Annotated[
        tuple[Allegation, ...], Means("Allegations", "offence", each="an allegation")
    ] = ()
    professionals: Annotated[
        tuple[Professional, ...], Means("Professionals", "service", each="a professional")
    ] = ()
    """Others who work with the family, as far as the sender knows."""
    summary: Annotated[Text | None, Means("Summary", "offence")] = None
    """What happened, in plain words."""
    for_school: Annotated[Text | None, Means("What a school may be told", "free-text")] = None
    """What happened, in a line, for each child's school: no place, no charge, no record."""
    for_health: Annotated[Text | None, Means("What a health service may be told", "free-text")] = (
        None
    )
    """The same for a health visitor, nurse or midwife: no place, nothing of what anyone did."""
    sharing: Annotated[
        Sharing | None,
        Needed("Say why you share this, and under what power."),
        Means("Why it is shared", "plain"),
    ] = None
    handling: Annotated[Handling, Means("How it must be handled", "handling")] = Handling()
    referral_source: Annotated[
        ReferralSource | None, Means("Where the referral comes from", "plain")
    ] = None

    def people(self) -> dict[PersonRef, Child | Adult]:
        """Every person of the event by its reference."""
        children: dict[PersonRef, Child | Adult] = {child.person: child for child in self.children}
        return children | {adult.person: adult for adult in self.adults}

    def checks(self) -> Iterable[Problem]:
        """Each person has a reference of its own, and each reference leads to a person."""
        people = [child.person for child in self.children]
        people += [adult.person for adult in self.adults]
        if len(set(people)) < len(people):
            yield Problem("children", "cannot be right", "Give each person a reference of its own.")
        for field, person in self._references():
            if person not in people:
                fix = "Use the person reference of a child or an adult of this event."
                yield Problem(field, "names nobody of this event", fix)

    def _references(self) -> Iterable[tuple[str, PersonRef]]:
        for at, allegation in enumerate(self.allegations):
            if allegation.alleged_by:
                yield f"allegations.{at}.alleged_by", allegation.alleged_by
            yield f"allegations.{at}.alleged", allegation.alleged
            for to, victim in enumerate(allegation.victims):
                yield f"allegations.{at}.victims.{to}", victim
        for at, adult in enumerate(self.adults):
            for to, relationship in enumerate(adult.related_to):
                yield f"adults.{at}.related_to.{to}.child", relationship.child
        for at, child in enumerate(self.children):
            if child.mother:
                yield f"children.{at}.mother", child.mother
        for at, not_to in enumerate(self.handling.do_not_disclose_to):
            yield f"handling.do_not_disclose_to.{at}.person", not_to.person
        for at, protected in enumerate(self.handling.address_protected):
            yield f"handling.address_protected.{at}", protected
