"""What the police tell: domestic-abuse incidents, concerns for a child, and the daily manifest."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Annotated, Any, ClassVar

from pydantic import NonNegativeInt

from wholepicture_schemas.clock import may_be_at_school
from wholepicture_schemas.codes import (
    AbuseKind,
    ChildrenCheckAnswer,
    Connection,
    Exposure,
    OrderKind,
    RiskGrade,
    RiskTool,
)
from wholepicture_schemas.considered import VulnerabilityConsidered
from wholepicture_schemas.core import Core
from wholepicture_schemas.envelope import Detail, Event, Told
from wholepicture_schemas.identifiers import PersonRefField
from wholepicture_schemas.meaning import Means, Needed
from wholepicture_schemas.model import Model, Said
from wholepicture_schemas.persons import Address, Child
from wholepicture_schemas.problems import Problem
from wholepicture_schemas.texts import Line, PartialDateField, Text

_FOR_SCHOOL = (
    "Write in a line what a school may be told of what happened, without a place, a charge or a "
    "record."
)
_FOR_HEALTH = (
    "Write in a line what a health visitor or nurse may be told of what happened, without a place "
    "or an offence."
)
_VOICE_FOR_SCHOOL = (
    "Write what a school may be told of what the child said or showed, without a place, a charge "
    "or a record."
)


class ChildrenCheck(Said, frozen=True):
    """Were there children? Every incident says so; an unasked question is an answer too."""

    answer: Annotated[ChildrenCheckAnswer, Means("Answer", "plain")]
    how_known: Annotated[Text | None, Means("How it is known", "free-text")] = None
    """How it is known, above all that there are none."""

    def checks(self) -> Iterable[Problem]:
        """That there are no children is known from somewhere."""
        if self.answer == "none" and not self.how_known:
            yield Problem("how_known", "is missing", "Write how it is known that there are none.")


class Order(Said, frozen=True):
    """An order or bail condition on contact, as whoever hands a child over must know it."""

    kind: Annotated[OrderKind, Means("Kind of order", "order")]
    person: Annotated[PersonRefField, Means("Whom it binds", "order")]
    """Whom it binds."""
    children: Annotated[tuple[PersonRefField, ...], Means("Children it is about", "order")] = ()
    condition: Annotated[Text, Means("What is forbidden or has to be done", "order")]
    """What it forbids or requires about contact and collection, in plain words."""
    until: Annotated[PartialDateField | None, Means("Until", "order")] = None


class ChildInIncident(Child, frozen=True):
    """A child of a household where an incident was recorded; their vulnerability is considered."""

    vulnerability_considered: Annotated[
        VulnerabilityConsidered | None,
        Needed(
            "Say for each child whether their vulnerability was considered, and what was known."
        ),
        Means("What makes the child vulnerable", "health"),
    ] = None
    exposure: Annotated[
        Exposure | None,
        Needed("Say how the child was exposed; UNKNOWN is an answer."),
        Means("What the child saw or heard", "plain"),
    ] = None


class IncidentCore(Core, frozen=True):
    """The core of an incident: its children are asked about more closely."""

    children: Annotated[
        tuple[ChildInIncident, ...], Means("Children", "identity", each="a child")
    ] = ()


class DomesticAbuse(Detail, frozen=True):
    """A domestic-abuse incident as the force recorded it."""

    children_check: Annotated[
        ChildrenCheck | None,
        Needed("Say whether there were children: named, none, not-asked or unknown."),
        Means("Whether there were children", "plain"),
    ] = None
    where: Annotated[Address | None, Means("Where it happened", "whereabouts")] = None
    """Where it happened; its authority is told of children whose home is not known."""
    crime_number: Annotated[Line | None, Means("Crime number", "offence")] = None
    connection: Annotated[Connection | None, Means("How the adults are connected", "identity")] = (
        None
    )
    kinds: Annotated[tuple[AbuseKind, ...], Means("Kind of abuse", "offence")] = ()
    risk_tool: Annotated[
        RiskTool | None, Means("How the risk to an adult was assessed", "offence")
    ] = None
    risk_grade: Annotated[RiskGrade | None, Means("Grade of that risk", "offence")] = None
    indicators_counted: Annotated[
        NonNegativeInt | None, Means("Signs of risk counted", "offence")
    ] = None
    incidents_in_last_12_months: Annotated[
        NonNegativeInt | None,
        Means("Incidents in the last 12 months", "offence"),
    ] = None
    """How many the force recorded before this one between the same people: a fact, no score."""
    what_happened: Annotated[Text | None, Means("What happened", "offence")] = None
    disposal: Annotated[Line | None, Means("What the police did about it", "offence")] = None
    body_worn_video: Annotated[bool | None, Means("Body-worn video", "plain")] = None
    orders: Annotated[
        tuple[Order, ...],
        Means("Orders and bail conditions", "order", each="an order or bail condition"),
    ] = ()


def _texts_for_others(event: Event[Told[IncidentCore, Any]]) -> Iterator[Problem]:
    """The texts that the sender has not released to those who are told the minimum.

    Source: DfE, Operation Encompass statutory guidance, 7 November 2025: circumstances in a line.
    """
    core = event.data.core
    pupils = [
        (at, child)
        for at, child in enumerate(core.children)
        if may_be_at_school(child, event.time.date())
    ]
    if pupils and not core.for_school and not isinstance(event, ChildConcern):
        yield Problem("core.for_school", "is missing", _FOR_SCHOOL)
    if core.children and not core.for_health:
        yield Problem("core.for_health", "is missing", _FOR_HEALTH)
    for at, child in pupils:
        voice = child.voice
        if voice and (voice.words or voice.observation) and not voice.for_school:
            yield Problem(f"core.children.{at}.voice.for_school", "is missing", _VOICE_FOR_SCHOOL)


class DomesticAbuseIncident(Event[Told[IncidentCore, DomesticAbuse]], frozen=True):
    """Police recorded domestic abuse, and says whether there were children."""

    TYPE: ClassVar[str] = "uk.wholepicture.police.domestic-abuse-incident.v1"
    CALLED: ClassVar[str] = "a domestic abuse incident"
    REPORTED: ClassVar[str] = "Police report of domestic abuse"

    def checks_when_made(self) -> Iterable[Problem]:
        """Children who are said to be named are."""
        check = self.data.detail.children_check
        if check is not None and check.answer == "named" and not self.data.core.children:
            yield Problem(
                "detail.children_check.answer",
                "says that children are named, and none is",
                "Name each in core.children, or answer none, not-asked or unknown.",
            )

    def checks_when_read(self) -> Iterable[Problem]:
        """What schools and health services may be told is written for them."""
        return _texts_for_others(self)


class Concern(Detail, frozen=True):
    """A concern for a child: what was seen, where, and what was done at once."""

    concern: Annotated[
        Text | None, Needed("Write what the concern is."), Means("What the concern is", "free-text")
    ] = None
    """A school reads it where core.for_school is not written: no place, no record."""
    where: Annotated[Address | None, Means("Where it happened", "whereabouts")] = None
    done_at_once: Annotated[Text | None, Means("What was done at once", "offence")] = None
    orders: Annotated[
        tuple[Order, ...],
        Means("Orders and bail conditions", "order", each="an order or bail condition"),
    ] = ()


class ChildConcern(Event[Told[IncidentCore, Concern]], frozen=True):
    """Police have a concern for a child, apart from domestic abuse."""

    TYPE: ClassVar[str] = "uk.wholepicture.police.child-concern.v1"
    CALLED: ClassVar[str] = "a concern for a child"
    REPORTED: ClassVar[str] = "Police report of a concern for a child"

    def checks_when_read(self) -> Iterable[Problem]:
        """What schools and health services may be told is written for them."""
        return _texts_for_others(self)


class ManifestEntry(Model, frozen=True):
    """One incident of the day, by the force's own number, without any content."""

    local_reference: Annotated[Line, Means("The sender's own number", "reference")]
    children_check: Annotated[ChildrenCheckAnswer, Means("Whether there were children", "plain")]


class Manifest(Detail, frozen=True):
    """All domestic-abuse incidents of a day, counted by what was asked about children.

    Each count is given, zero where it is zero: a day without incidents is told too.
    """

    day: Annotated[dt.date, Means("Which day it is about", "plain")]
    named: Annotated[NonNegativeInt, Means("How many incidents named children", "plain")]
    none: Annotated[NonNegativeInt, Means("How many had no children", "plain")]
    not_asked: Annotated[NonNegativeInt, Means("In how many it was not asked", "plain")]
    unknown: Annotated[NonNegativeInt, Means("In how many it is not known", "plain")]
    incidents: Annotated[
        tuple[ManifestEntry, ...], Means("Which incidents are counted", "plain")
    ] = ()

    def checks(self) -> Iterable[Problem]:
        """The counts and the list agree."""
        for answer, count in (
            ("named", self.named),
            ("none", self.none),
            ("not-asked", self.not_asked),
            ("unknown", self.unknown),
        ):
            if count != sum(entry.children_check == answer for entry in self.incidents):
                fix = "Count the incidents of the list with this answer."
                yield Problem(answer.replace("-", "_"), "differs from the list", fix)


class ChildLinkedIncidentManifest(Event[Told[Core, Manifest]], frozen=True):
    """The force's list of the day, so that an incident that never arrived is noticed."""

    TYPE: ClassVar[str] = "uk.wholepicture.police.child-linked-incident-manifest.v1"
    CALLED: ClassVar[str] = "the day's count of domestic abuse incidents"
    REPORTED: ClassVar[str] = "Police count of the day's domestic abuse incidents"
    WITHOUT_DETAIL: ClassVar[bool] = False
