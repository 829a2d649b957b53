"""The table of cases as it is written: what happened, what is known, and who must be told what."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, JsonValue, PositiveInt, StringConstraints
from pydantic_core import PydanticCustomError
from wholepicture_schemas.answers import QuestionMatter
from wholepicture_schemas.catalogue import agency_kind, by_name
from wholepicture_schemas.codes import Arrival, ChildrenCheckAnswer, Confidence, Urgency
from wholepicture_schemas.core import NotTo
from wholepicture_schemas.identifiers import (
    AgencyId,
    AgencyIdField,
    AuthorityCode,
    AuthorityField,
    PersonRef,
    PersonRefField,
    RecipientIdField,
    UrnField,
)
from wholepicture_schemas.model import Model
from wholepicture_schemas.texts import Line, PartialDateField, Text, partial_date

from wholepicture_agreement.by_when.working_time import LONDON
from wholepicture_agreement.written.words_of_rules import Slug

NOT_KNOWN = ""
"""The text for "not known", in place of a default."""
_AUTHORITY = re.compile("[EWNS][0-9]{8}")
_INCIDENTS = frozenset({"domestic-abuse-incident", "child-concern"})

FieldPath = Annotated[str, StringConstraints(pattern=r"^(core|detail)(\.[a-z0-9_*-]+)*$")]
ExpectedItem = tuple[RecipientIdField, Arrival, str]
"""Who is told, how it arrives, and the children that it is about, such as "c1 c2"."""
ExpectedEntry = Annotated[tuple[Line, ...], Field(min_length=2, max_length=3)]
"""Who is not told, by which rule, and optionally words of the reason."""
ExpectedQuestion = tuple[RecipientIdField, QuestionMatter, str]
"""Who is asked, why, and about whom, such as "setting-100001 public-health-nursing"."""
ExpectedNews = tuple[RecipientIdField, PersonRefField, Line]
"""Who hears that there is news, of which child, and when it is read: a day, or "at once"."""
LineOrLines = Line | tuple[Line, ...]


def _in_london(moment: dt.datetime) -> dt.datetime:
    """A moment in UTC; one without an offset is London time."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=LONDON)).astimezone(dt.UTC)


Moment = Annotated[dt.datetime, AfterValidator(_in_london)]


def _birth_date(text: str) -> str:
    return text and partial_date(text)


def _authority(text: str) -> AuthorityCode:
    if text and not _AUTHORITY.fullmatch(text):
        fix = "Write the code of the authority, such as E06000023 for Bristol."
        raise PydanticCustomError("wholepicture.authority", fix)
    return AuthorityCode(text)


# no unions: pydantic reports a mistake in a union once for every branch
BirthDateOrNotKnown = Annotated[str, AfterValidator(_birth_date)]
AuthorityOrNotKnown = Annotated[AuthorityCode, AfterValidator(_authority)]
CheckOrNotKnown = Literal[ChildrenCheckAnswer, ""]


class ToldBefore(Model, frozen=True):
    """What an agency told of a child of a case before."""

    agency: AgencyIdField
    event: Slug = "concern"
    days_ago: PositiveInt = 30
    restricted: tuple[Slug, ...] = ()
    works_for: AgencyIdField | None = None
    """Where it said that the father works, by the agency."""
    works_at: tuple[Line, ...] = ()
    """The same by a recipient's id, a school's number (URN) or a name."""
    objects: bool = False
    """Whether it said that the child objects to sharing."""


class CaseChild(Model, frozen=True):
    """A child of a case: what the sender tells of it, and what is known of it here."""

    person: PersonRefField
    born: BirthDateOrNotKnown | None = None
    expected: PartialDateField | None = None
    """Of a child not born yet: when it is expected."""
    area: AuthorityOrNotKnown = AuthorityCode("E06000023")
    """The authority where it lives."""
    no_fixed_address: bool = False
    staying: AuthorityField | None = None
    """The authority where it is now."""
    responsible: AuthorityField | None = None
    """The authority that looks after it."""
    urn: UrnField | None = None
    """The number of its school."""
    home_educated: bool = False
    open: Slug | tuple[Slug, ...] = ()
    """The teams of social work that have an open episode with it."""
    early_help: Slug | tuple[Slug, ...] = ()
    """The teams of early help that have an open episode with it."""
    last_known_in: AuthorityField | None = None
    """The authority where an earlier event said that it lives."""
    moved_since_to: AuthorityField | None = None
    """The authority where a later event said that it lives."""
    kept_from: tuple[NotTo, ...] = ()
    """From whom its agency decided before, naming no event, to keep what it tells of the child."""
    told_before: tuple[ToldBefore, ...] = ()
    """Which agencies told of the child before."""
    identity: Confidence = "confirmed"
    """Whether it is known for certain who the child is."""
    also: dict[str, JsonValue] = Field(default_factory=dict)
    """More that the sender tells of it, by the event's own names of fields."""


class Case(Model, frozen=True):
    """One event at one moment, and everything that must come of it.

    By default the police tell of an incident in Bristol of a made-up family on a Wednesday morning.
    The father is alleged to have hit the mother, who has moved since. Another agency tells of the
    same family, and of no allegation.
    """

    name: Line
    story: Text
    event: Slug = "domestic-abuse-incident"
    sender: AgencyIdField = AgencyId("avon-and-somerset-police")
    """The agency that tells it."""
    id: Slug = "01931f2e-0000-7000-8000-000000000001"
    """The event's id, by which a sample is drawn."""
    at: Moment | None = None
    """When it happened and was told, in London time."""
    urgency: Urgency = "routine"
    exercise: bool | Literal["not said"] = True
    """Whether it is practice data."""
    history: bool = False
    """Whether it is of the first load of what an agency held already."""
    grade: Line = "MEDIUM"
    """The grade of the risk tool that the police use for adults."""
    check: CheckOrNotKnown = "named"
    """Whether the sender asked if there are children."""
    where: AuthorityOrNotKnown = AuthorityCode("E06000023")
    """The authority where it happened."""
    children: tuple[CaseChild, ...] = ()
    alleged: tuple[PersonRefField, ...] | None = None
    """Who is alleged to have hit somebody; a1 is the father, a2 the mother. By default the father
    where the police tell, and nobody where another agency does."""
    works_for: AgencyIdField | None = None
    """The partner agency that the father works for."""
    works_at: tuple[Line, ...] = ()
    """Where else the father works: ids, numbers of schools, or names."""
    not_to: tuple[NotTo, ...] = ()
    """From whom the sender keeps it back."""
    originator_control: bool = False
    """Whether the sender keeps control over passing it on."""
    restricted: tuple[Slug, ...] = ()
    """The restricted kinds that the sender names."""
    core: dict[str, JsonValue] = Field(default_factory=dict)
    """More that the sender tells, in place of what the made-up family's event says."""
    detail: dict[str, JsonValue] = Field(default_factory=dict)
    without: tuple[str, ...] = ()
    """What the sender left out, such as core.call_back or core.children.0.name."""

    told: tuple[ExpectedItem, ...]
    """Everyone who is told; nobody else may be."""
    withheld: tuple[ExpectedEntry, ...] = ()
    """From whom it is withheld, and by which rule; each is on the ledger."""
    asked: tuple[ExpectedEntry, ...] = ()
    """About whom somebody is asked first, or who is asked about the child or for a call."""
    questions: tuple[ExpectedQuestion, ...] = ()
    """Who gets a question of its own."""
    news: tuple[ExpectedNews, ...] = ()
    """Who hears no more than that there is news of a child of whom their agency told before."""
    says: dict[RecipientIdField, LineOrLines] = Field(default_factory=dict)
    """Words that a recipient reads at the head: what it is, what to do, whom to phone first."""
    sees: dict[RecipientIdField, tuple[FieldPath, ...]] = Field(default_factory=dict)
    """Fields that a recipient sees; a person's own reference may stand for the star."""
    never_sees: dict[RecipientIdField, tuple[FieldPath, ...]] = Field(default_factory=dict)
    """Fields that the event has and a recipient does not see."""
    never_reads: dict[RecipientIdField, LineOrLines] = Field(default_factory=dict)
    """Words that the event has and a recipient reads nowhere."""

    @property
    def of_an_incident(self) -> bool:
        """Whether its event is an incident of the police, or of a type that nobody knows."""
        return by_name(self.event) is None or self.event in _INCIDENTS

    @property
    def by_police(self) -> bool:
        """Whether its event is of a type that the police tell, or of one that nobody knows."""
        kind = by_name(self.event)
        return kind is None or agency_kind(kind.TYPE) == "police"

    @property
    def who_is_alleged(self) -> tuple[PersonRef, ...]:
        """Who is alleged to have hit somebody."""
        if self.alleged is not None:
            return self.alleged
        return (PersonRef("a1"),) if self.by_police else ()


class Heading(Model, frozen=True):
    """A heading of the table, and the cases under it."""

    title: Line
    about: Text | None = None
    case: Annotated[tuple[Case, ...], Field(min_length=1)]


class CasesFile(Model, frozen=True):
    """cases.toml."""

    heading: Annotated[tuple[Heading, ...], Field(min_length=1)]

    def cases(self) -> Iterator[Case]:
        """Every case, in the order of the file."""
        for heading in self.heading:
            yield from heading.case


def many(words: str | tuple[str, ...]) -> tuple[str, ...]:
    """The words as a tuple, whether one or several were written."""
    return (words,) if isinstance(words, str) else words
