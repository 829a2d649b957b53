"""The people an event is about: children, adults, and the professionals to call back."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Annotated, Literal, NewType

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from wholepicture_schemas.codes import (
    Communication,
    Disability,
    Ethnicity,
    Exposure,
    Relation,
    Sex,
    YesNo,
)
from wholepicture_schemas.identifiers import (
    AgencyIdField,
    AuthorityField,
    NhsNumberField,
    PersonRefField,
    UpnField,
    UprnField,
    UrnField,
)
from wholepicture_schemas.model import Model, Needed
from wholepicture_schemas.problems import Problem

PartialDate = NewType("PartialDate", str)
"""A date known to the year, the month or the day: 2015, 2015-03 or 2015-03-09."""

Text = Annotated[str, StringConstraints(min_length=1, max_length=20_000, strip_whitespace=True)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True)]
Phone = Annotated[str, StringConstraints(pattern=r"^[0-9+() -]{5,25}$")]
_PARTIAL = r"(19|20|21)[0-9]{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?"
_WHOLE_DATE = len("2015-03-09")


def partial_date(text: str) -> PartialDate:
    """A date known to the year, the month or the day, in the years 1900 to 2199."""
    if not re.fullmatch(_PARTIAL, text) or not _is_in_the_calendar(text):
        raise PydanticCustomError(
            "wholepicture.partial_date", "Write what is known: 2015, 2015-03 or 2015-03-09."
        )
    return PartialDate(text)


def _is_in_the_calendar(text: str) -> bool:
    """Whether a whole date has a day that its month has."""
    if len(text) < _WHOLE_DATE:
        return True
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


PartialDateField = Annotated[
    PartialDate, AfterValidator(partial_date), Field(json_schema_extra={"pattern": f"^{_PARTIAL}$"})
]


class Name(Model, frozen=True):
    """A person's name as the sender's system holds it."""

    given: Line | None = None
    family: Line | None = None
    also_known_as: tuple[Line, ...] = ()
    """Other names in use, former ones too. Never an identity that is protected."""


class LocalIdentifier(Model, frozen=True):
    """A person's number in one system, such as a case number."""

    system: Line
    value: Line


class Address(Model, frozen=True):
    """A place. A shared address is a hint that people belong together, and no more."""

    lines: tuple[Line, ...] = ()
    postcode: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9 ]{5,8}$")] | None = None
    uprn: UprnField | None = None
    authority: AuthorityField | None = None
    """The local authority it lies in."""
    no_fixed_address: bool = False


class School(Model, frozen=True):
    """The school, nursery or college that a child goes to, or that it is educated at home."""

    name: Line | None = None
    urn: UrnField | None = None
    """Its number in Get Information about Schools."""
    home_educated: bool = False


class VulnerabilityConsidered(Model, frozen=True):
    """Whether the sender thought about what makes this child vulnerable, and what was known."""

    considered: bool
    disability_known: YesNo | None = None
    communication_known: YesNo | None = None
    medical_dependence_known: YesNo | None = None
    """Whether it was known if the child depends on care, equipment or medicine to stay well."""
    known_from: Line | None = None
    rationale: Annotated[Text | None, Needed("Write what was considered, or why it was not.")] = (
        None
    )


class Voice(Model, frozen=True):
    """What the child said or showed. Of a child who does not speak: what was seen."""

    words: Text | None = None
    """The child's own words."""
    observation: Text | None = None
    """What the child showed: how it looked, moved, reacted, and to whom."""
    not_obtained_because: Text | None = None
    """Why there are neither words nor an observation."""
    heard_by: Line | None = None
    seen_alone: bool | None = None


class Impact(Model, frozen=True):
    """What happened to the child by it, apart from what anyone intended."""

    what_happened: Text | None = None
    effect_seen: Text | None = None
    evidence: Text | None = None
    so_what: Text | None = None
    """What it means for this child if nothing changes."""


class Objection(Model, frozen=True):
    """A young person of 16 or 17 does not want this to be shared."""

    because: Text | None = None
    """Why, in the young person's own words where they can be had."""
    said_on: PartialDateField | None = None


class Agreed(Model, frozen=True):
    """Whether a person agreed to something, such as a carers' service. It is no legal basis."""

    state: Literal["given", "refused", "withdrawn"]
    to: Line
    """To what, in plain words."""
    on: PartialDateField | None = None


class Child(Model, frozen=True):
    """A child the event concerns: anyone under 18, in any role, or not born yet."""

    person: PersonRefField
    """A name for this person inside this event only, such as c1."""
    name: Name | None = None
    birth_date: PartialDateField | None = None
    expected_birth_date: PartialDateField | None = None
    """Of a child not born yet."""
    mother: PersonRefField | None = None
    """The adult of this event who carries the unborn child."""
    sex: Sex | None = None
    ethnicity: Ethnicity | None = None
    nhs_number: NhsNumberField | None = None
    upn: UpnField | None = None
    local_identifiers: tuple[LocalIdentifier, ...] = ()
    lives_at: Address | None = None
    staying_at: Address | None = None
    """Where the child is now, if elsewhere."""
    responsible_authority: AuthorityField | None = None
    """The authority that looks after the child, if one does."""
    school: School | None = None
    disability: tuple[Disability, ...] = ()
    communication: tuple[Communication, ...] = ()
    communication_note: Text | None = None
    languages: tuple[Line, ...] = ()
    vulnerability_considered: VulnerabilityConsidered | None = None
    exposure: Exposure | None = None
    seen: bool | None = None
    """Whether the sender saw the child."""
    welfare_check_done: bool | None = None
    voice: Voice | None = None
    impact: Impact | None = None
    risk_of_significant_harm: YesNo | None = None
    """Whether the sender thinks that the child is at risk of it. Said where the child objects."""
    objects_to_sharing: Objection | None = None

    @property
    def speaks(self) -> bool:
        """False where the event says that the child does not communicate in speech."""
        return "NON_VERBAL" not in self.communication

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
        if self.name is None and self.expected_birth_date is None and self.nhs_number is None:
            yield Problem("name", "is missing", "Give the name, as far as it is known.")
        if self.objects_to_sharing and self.risk_of_significant_harm in {None, "unknown"}:
            yield Problem(
                "risk_of_significant_harm",
                "is missing",
                "Say yes or no. Until then it is told as if at risk.",
            )


class Relationship(Model, frozen=True):
    """How an adult is related to one child of the event."""

    child: PersonRefField
    relation: Relation
    parental_responsibility: YesNo = "unknown"


class SafeContact(Model, frozen=True):
    """How an adult who may be harmed can be reached without harm."""

    how: Text | None = None
    when: Text | None = None
    never: Text | None = None
    """What must not be done, such as writing to the home."""


class Adult(Model, frozen=True):
    """An adult the event concerns. Adults are not matched across children."""

    person: PersonRefField
    name: Name | None = None
    birth_date: PartialDateField | None = None
    related_to: tuple[Relationship, ...] = ()
    lives_with_children: YesNo = "unknown"
    address: Address | None = None
    phone: Phone | None = None
    new_address: Address | None = None
    """Where a victim moved to. Masked from everyone without a stated need."""
    victim_service: Line | None = None
    """A service that helps a victim. Masked likewise."""
    communication: tuple[Communication, ...] = ()
    languages: tuple[Line, ...] = ()
    seen: bool | None = None
    safe_contact: SafeContact | None = None
    agreements: tuple[Agreed, ...] = ()
    """What this adult agreed to, refused or took back; nothing is shared or kept for it."""
    works_for: AgencyIdField | None = None
    """The partner agency that employs this adult: its own staff are not told about themselves."""
    offence_history: Text | None = None


class Professional(Model, frozen=True):
    """Somebody who can be called about this event."""

    name: Line | None = None
    role: Line | None = None
    organisation: Line | None = None
    phone: Phone | None = None
    email: Line | None = None


class CallBack(Model, frozen=True):
    """Whom a recipient calls, and when somebody answers."""

    name: Line | None = None
    role: Line | None = None
    phone: Annotated[Phone | None, Needed("Give a number that a person answers.")] = None
    email: Line | None = None
    hours: Line | None = None
