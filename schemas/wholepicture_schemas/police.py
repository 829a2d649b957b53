"""What the police tell: domestic-abuse incidents, concerns for a child, and the daily manifest."""

import datetime as dt
from collections.abc import Iterable
from typing import Annotated, ClassVar

from pydantic import NonNegativeInt

from wholepicture_schemas.codes import (
    AbuseKind,
    ChildrenCheckAnswer,
    Connection,
    Exposure,
    OrderKind,
    RiskGrade,
    RiskTool,
)
from wholepicture_schemas.core import Core
from wholepicture_schemas.envelope import Detail, Event, Told
from wholepicture_schemas.identifiers import PersonRefField
from wholepicture_schemas.model import Model, Needed
from wholepicture_schemas.persons import (
    Address,
    Child,
    Line,
    PartialDateField,
    Text,
    VulnerabilityConsidered,
)
from wholepicture_schemas.problems import Problem


class ChildrenCheck(Model, frozen=True):
    """Were there children? Every incident says so; an unasked question is an answer too."""

    answer: ChildrenCheckAnswer
    how_known: Text | None = None
    """How it is known, above all that there are none."""

    def checks(self) -> Iterable[Problem]:
        """That there are no children is known from somewhere."""
        if self.answer == "none" and not self.how_known:
            yield Problem("how_known", "is missing", "Write how it is known that there are none.")


class Order(Model, frozen=True):
    """An order or bail condition on contact, as whoever hands a child over must know it."""

    kind: OrderKind
    person: PersonRefField
    """Whom it binds."""
    children: tuple[PersonRefField, ...] = ()
    condition: Text
    """What it forbids or requires about contact and collection, in plain words."""
    until: PartialDateField | None = None


class ChildInIncident(Child, frozen=True):
    """A child of a household where an incident was recorded; its vulnerability is considered."""

    vulnerability_considered: Annotated[
        VulnerabilityConsidered | None,
        Needed("Say for each child whether its vulnerability was considered, and what was known."),
    ] = None
    exposure: Annotated[
        Exposure | None, Needed("Say how the child was exposed; UNKNOWN is an answer.")
    ] = None


class IncidentCore(Core, frozen=True):
    """The core of an incident: its children are asked about more closely."""

    children: tuple[ChildInIncident, ...] = ()


class DomesticAbuse(Detail, frozen=True):
    """A domestic-abuse incident as the force recorded it."""

    children_check: Annotated[
        ChildrenCheck | None,
        Needed("Say whether there were children: named, none, not-asked or unknown."),
    ] = None
    where: Address | None = None
    """Where it happened; its authority is told of children whose home is not known."""
    crime_number: Line | None = None
    connection: Connection | None = None
    kinds: tuple[AbuseKind, ...] = ()
    risk_tool: RiskTool | None = None
    risk_grade: RiskGrade | None = None
    indicators_counted: NonNegativeInt | None = None
    incidents_in_last_12_months: NonNegativeInt | None = None
    """How many the force recorded before this one between the same people: a fact, no score."""
    what_happened: Text | None = None
    disposal: Line | None = None
    body_worn_video: bool | None = None
    orders: tuple[Order, ...] = ()


class DomesticAbuseIncident(Event[Told[IncidentCore, DomesticAbuse]], frozen=True):
    """Police recorded domestic abuse, and says whether there were children."""

    TYPE: ClassVar[str] = "uk.wholepicture.police.domestic-abuse-incident.v1"

    def checks_when_made(self) -> Iterable[Problem]:
        """Children who are said to be named are."""
        check = self.data.detail.children_check
        if check is not None and check.answer == "named" and not self.data.core.children:
            yield Problem(
                "detail.children_check.answer",
                "says that children are named, and none is",
                "Name each in core.children, or answer none, not-asked or unknown.",
            )


class Concern(Detail, frozen=True):
    """A concern for a child: what was seen, where, and what was done at once."""

    concern: Annotated[Text | None, Needed("Write what the concern is.")] = None
    where: Address | None = None
    done_at_once: Text | None = None
    orders: tuple[Order, ...] = ()


class ChildConcern(Event[Told[IncidentCore, Concern]], frozen=True):
    """Police have a concern for a child, apart from domestic abuse."""

    TYPE: ClassVar[str] = "uk.wholepicture.police.child-concern.v1"


class ManifestEntry(Model, frozen=True):
    """One incident of the day, by the force's own number, without any content."""

    local_reference: Line
    children_check: ChildrenCheckAnswer


class Manifest(Detail, frozen=True):
    """All domestic-abuse incidents of a day, counted by what was asked about children.

    Each count is given, zero where it is zero: a day without incidents is told too.
    """

    day: dt.date
    named: NonNegativeInt
    none: NonNegativeInt
    not_asked: NonNegativeInt
    unknown: NonNegativeInt
    incidents: tuple[ManifestEntry, ...] = ()

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
