"""The people an event is about: children, adults, and the professionals to call back."""

from collections.abc import Iterable
from typing import Annotated, Literal

from wholepicture_schemas.codes import (
    Communication,
    Disability,
    Ethnicity,
    Exposure,
    Relation,
    Sex,
    YesNo,
)
from wholepicture_schemas.considered import Impact, Voice, VulnerabilityConsidered
from wholepicture_schemas.identifiers import (
    AgencyIdField,
    AuthorityField,
    NhsNumberField,
    PersonRefField,
    PracticeField,
    UpnField,
    UprnField,
    UrnField,
)
from wholepicture_schemas.meaning import Means, Needed
from wholepicture_schemas.model import Said
from wholepicture_schemas.postcodes import Postcode
from wholepicture_schemas.problems import Problem
from wholepicture_schemas.texts import Line, PartialDateField, Phone, Text, is_not_known


class Name(Said, frozen=True):
    """A person's name as the sender's system holds it."""

    given: Annotated[Line | None, Means("Given name", "identity")] = None
    family: Annotated[Line | None, Means("Family name", "identity")] = None
    also_known_as: Annotated[tuple[Line, ...], Means("Other names", "identity")] = ()
    """Other names in use, former ones too. Never an identity that is protected."""


def says_who(name: Name | None) -> bool:
    """Whether somebody can be found by a name: it has letters, and no words for "not known"."""
    told = (name.given, name.family, *name.also_known_as) if name is not None else ()
    return any(any(map(str.isalpha, part)) and not is_not_known(part) for part in told if part)


class LocalIdentifier(Said, frozen=True):
    """A person's number in one system, such as a case number."""

    system: Annotated[Line, Means("Whose number it is", "service")]
    value: Annotated[Line, Means("Number", "identity")]


class Address(Said, frozen=True):
    """A place. A shared address is a hint that people belong together, and no more."""

    lines: Annotated[tuple[Line, ...], Means("Address", "whereabouts", "lines")] = ()
    postcode: Postcode | None = None
    uprn: UprnField | None = None
    authority: AuthorityField | None = None
    """The local authority it lies in."""
    no_fixed_address: Annotated[bool | None, Means("No fixed address", "whereabouts")] = None


class School(Said, frozen=True):
    """The school, nursery or college that a child goes to, or that they are educated at home."""

    name: Annotated[Line | None, Means("Name", "school", "school")] = None
    urn: UrnField | None = None
    """Its number in Get Information about Schools."""
    home_educated: Annotated[bool | None, Means("Educated at home", "school")] = None


class GpPractice(Said, frozen=True):
    """The GP practice where a child is registered, which tells whereabouts the child lives."""

    name: Annotated[Line | None, Means("Name", "whereabouts", "service")] = None
    code: PracticeField | None = None


class Objection(Said, frozen=True):
    """A young person of 16 or 17 does not want this to be shared."""

    because: Annotated[Text | None, Means("Why", "free-text")] = None
    """Why, in the young person's own words where they can be had."""
    said_on: Annotated[PartialDateField | None, Means("Said on", "plain")] = None


class Agreed(Said, frozen=True):
    """Whether a person agreed to something, such as a carers' service. It is no legal basis."""

    state: Annotated[
        Literal["given", "refused", "withdrawn"], Means("Given, refused or withdrawn", "plain")
    ]
    to: Annotated[Line, Means("To what", "service")]
    """To what, in plain words."""
    on: Annotated[PartialDateField | None, Means("On the day", "plain")] = None


class Child(Said, frozen=True):
    """A child the event concerns: anyone under 18, in any role, or not born yet."""

    person: PersonRefField
    """A name for this person inside this event only, such as c1."""
    name: Annotated[Name | None, Means("Name", "identity")] = None
    birth_date: Annotated[PartialDateField | None, Means("Date of birth", "identity")] = None
    expected_birth_date: Annotated[
        PartialDateField | None, Means("Expected date of birth", "identity")
    ] = None
    """Of a child not born yet."""
    mother: Annotated[PersonRefField | None, Means("Mother of the unborn child")] = None
    """The adult of this event who carries the unborn child."""
    sex: Annotated[Sex | None, Means("Sex", "identity")] = None
    ethnicity: Annotated[Ethnicity | None, Means("Ethnicity", "equality")] = None
    nhs_number: NhsNumberField | None = None
    upn: UpnField | None = None
    local_identifiers: Annotated[
        tuple[LocalIdentifier, ...], Means("The child's number at an agency", "identity")
    ] = ()
    lives_at: Annotated[Address | None, Means("Where the child lives", "whereabouts")] = None
    staying_at: Annotated[Address | None, Means("Where the child is staying", "whereabouts")] = None
    """Where the child is now, if elsewhere."""
    responsible_authority: Annotated[
        AuthorityField | None, Means("Council that looks after the child", "plain")
    ] = None
    """The authority that looks after the child, if one does."""
    school: Annotated[School | None, Means("School", "school")] = None
    gp_practice: Annotated[GpPractice | None, Means("GP practice", "whereabouts")] = None
    disability: Annotated[tuple[Disability, ...], Means("Disability", "health")] = ()
    communication: Annotated[
        tuple[Communication, ...], Means("How they communicate", "health")
    ] = ()
    communication_note: Annotated[
        Text | None, Means("What helps the child to communicate", "health")
    ] = None
    languages: Annotated[tuple[Line, ...], Means("Languages", "plain")] = ()
    vulnerability_considered: Annotated[
        VulnerabilityConsidered | None, Means("What makes the child vulnerable", "health")
    ] = None
    exposure: Annotated[Exposure | None, Means("What the child saw or heard", "plain")] = None
    seen: Annotated[bool | None, Means("Seen by the sender", "plain")] = None
    """Whether the sender saw the child."""
    welfare_check_done: Annotated[
        bool | None, Means("Checked that the child was well", "plain")
    ] = None
    voice: Annotated[Voice | None, Means("What the child said or showed", "free-text")] = None
    impact: Annotated[Impact | None, Means("How it affected the child", "free-text")] = None
    risk_of_significant_harm: Annotated[YesNo | None, Means("Risk of serious harm", "plain")] = None
    """Whether the sender thinks that the child is at risk of it. Said where the child objects."""
    objects_to_sharing: Annotated[Objection | None, Means("Objection to sharing it", "plain")] = (
        None
    )

    @property
    def speaks(self) -> bool:
        """False where the event says that the child does not communicate in speech."""
        return "NON_VERBAL" not in self.communication

    @property
    def unborn(self) -> bool:
        """Whether the child is said to be not born yet, whether or not a date is expected."""
        return self.birth_date is None and (
            self.expected_birth_date is not None or self.exposure == "UNBORN"
        )

    def checks(self) -> Iterable[Problem]:
        """A child must be findable, and one whom words may leave unheard must be observed.

        Communication as a disability does not say that a child does not speak: its words do too.
        """
        voice = self.voice or Voice()
        observed = voice.observation or voice.not_obtained_because
        if not self.speaks and not observed:
            fix = "Write what was observed, or in voice.not_obtained_because why nothing was."
            yield Problem("voice.observation", "is missing", fix)
        elif "COMM" in self.disability and not (observed or voice.words):
            fix = (
                "Write what was observed, in voice.words what was said, or in "
                "voice.not_obtained_because why there is neither."
            )
            yield Problem("voice.observation", "is missing", fix)
        if len(self.disability) > 1 and "NONE" in self.disability:
            yield Problem("disability", "cannot be right", "NONE stands alone: remove it.")
        if self.unborn:
            if self.expected_birth_date is None:
                fix = "Give the date on which the child is expected, as far as it is known."
                yield Problem("expected_birth_date", "is missing", fix)
        elif not (self.nhs_number or self.upn or self.local_identifiers or says_who(self.name)):
            yield Problem("name", "is missing", "Give the name, as far as it is known.")
        if self.objects_to_sharing and self.risk_of_significant_harm in {None, "unknown"}:
            yield Problem(
                "risk_of_significant_harm",
                "is missing",
                "Say yes or no. The question about the objection needs it.",
            )


class Relationship(Said, frozen=True):
    """How an adult is related to one child of the event."""

    child: Annotated[PersonRefField, Means("Child")]
    relation: Annotated[Relation, Means("Relation", "identity")]
    parental_responsibility: Annotated[YesNo, Means("Parental responsibility", "identity")] = (
        "unknown"
    )


class SafeContact(Said, frozen=True):
    """How an adult who may be harmed can be reached without harm."""

    how: Annotated[Text | None, Means("How", "contact", safety=True)] = None
    when: Annotated[Text | None, Means("When", "contact", safety=True)] = None
    never: Annotated[Text | None, Means("Never", "handling")] = None
    """What must not be done, such as writing to the home. Everybody who is told reads it."""


class Adult(Said, frozen=True):
    """An adult the event concerns. Adults are not matched across children."""

    person: PersonRefField
    name: Annotated[Name | None, Means("Name", "identity")] = None
    birth_date: Annotated[PartialDateField | None, Means("Date of birth", "identity")] = None
    related_to: Annotated[
        tuple[Relationship, ...], Means("How they are related to the child", "identity")
    ] = ()
    lives_with_children: Annotated[YesNo, Means("Whether they live with the children", "plain")] = (
        "unknown"
    )
    address: Annotated[Address | None, Means("Address", "whereabouts")] = None
    phone: Phone | None = None
    new_address: Annotated[
        Address | None, Means("Where a victim moved to", "whereabouts", safety=True)
    ] = None
    """Where a victim moved to. Masked from everyone without a stated need."""
    victim_service: Annotated[
        Line | None,
        Means("Which service helps them as a victim", "service", "service", safety=True),
    ] = None
    """A service that helps a victim. Masked likewise."""
    communication: Annotated[
        tuple[Communication, ...], Means("How they communicate", "health")
    ] = ()
    languages: Annotated[tuple[Line, ...], Means("Languages", "plain")] = ()
    seen: Annotated[bool | None, Means("Seen by the sender", "plain")] = None
    safe_contact: Annotated[SafeContact | None, Means("How to reach them safely", "contact")] = None
    agreements: Annotated[tuple[Agreed, ...], Means("What they agreed to", "plain")] = ()
    """What this adult agreed to, refused or took back; nothing is shared or kept for it."""
    works_for: Annotated[AgencyIdField | None, Means("Agency they work for", "whereabouts")] = None
    """The partner agency that employs this adult: its own staff are not told about themselves."""
    works_at: Annotated[tuple[Line, ...], Means("Where they work", "whereabouts", "service")] = ()
    """Where this adult works, of those who could be told: a recipient's id, a school's number (URN)
    or its name. Colleagues there are not told."""
    offence_history: Annotated[Text | None, Means("Their record of offences", "offence")] = None


class Professional(Said, frozen=True):
    """Somebody who can be called about this event."""

    name: Annotated[Line | None, Means("Name", "service", "name")] = None
    role: Annotated[Line | None, Means("Role", "service", "role")] = None
    organisation: Annotated[Line | None, Means("Organisation", "service", "service")] = None
    phone: Annotated[Phone | None, Means("Telephone", "service")] = None
    email: Annotated[Line | None, Means("Email", "service", "email")] = None


class CallBack(Said, frozen=True):
    """Whom a recipient calls, and when somebody answers."""

    name: Annotated[Line | None, Means("Name", "service", "name")] = None
    role: Annotated[Line | None, Means("Role", "service", "role")] = None
    phone: Annotated[
        Phone | None, Needed("Give a number that a person answers."), Means("Telephone", "service")
    ] = None
    email: Annotated[Line | None, Means("Email", "service", "email")] = None
    hours: Annotated[Line | None, Means("When somebody answers", "service")] = None
