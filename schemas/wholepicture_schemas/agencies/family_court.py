"""The family court, as CAFCASS tells of it: proceedings, checks, a hearing, an order.

What was filed in proceedings may be told only as the court's rules allow.
Source: Family Procedure Rules 2010, Part 12 Chapter 7; Administration of Justice Act 1960, s12.
"""

import datetime as dt
from typing import Annotated, ClassVar, Literal

from wholepicture_schemas.codes import Asks, YesNo
from wholepicture_schemas.core import Core
from wholepicture_schemas.envelope import Detail, Event, Told
from wholepicture_schemas.meaning import Means, Needed
from wholepicture_schemas.police import Order
from wholepicture_schemas.texts import Line, Text
from wholepicture_schemas.times import Time

ProceedingsKind = Annotated[
    Literal[
        "private-law", "care", "supervision", "emergency-protection", "adoption-placement",
        "special-guardianship", "other",
    ],
    Means(codes={
        "private-law": "between parents or family (private law)", "care": "care proceedings",
        "supervision": "supervision proceedings",
        "emergency-protection": "an emergency protection order",
        "adoption-placement": "adoption or placement",
        "special-guardianship": "special guardianship", "other": "other proceedings",
    }),
]  # fmt: skip

ImpactTheme = Annotated[
    Literal["domestic-abuse", "harmful-conflict", "refusal-or-resistance", "other-harm"],
    Means(codes={
        "domestic-abuse": "domestic abuse", "harmful-conflict": "harmful conflict",
        "refusal-or-resistance": "refusal or resistance of the child to spend time with a parent",
        "other-harm": "other harmful parenting",
    }),
]  # fmt: skip
"""Source: CAFCASS, Child Impact Assessment Framework (CIAF)."""


class Proceedings(Detail, frozen=True):
    """Which proceedings, and what the court allows to be told of them."""

    case_number: Annotated[Line | None, Means("Number of the proceedings", "reference")] = None
    proceedings_kind: Annotated[ProceedingsKind | None, Means("Kind of proceedings", "plain")] = (
        None
    )
    court: Annotated[Line | None, Means("Which court", "plain")] = None
    disclosure_restricted: Annotated[
        Text | None,
        Needed("Write what the court allows to be told, and to whom; say if it said nothing."),
        Means("What the court allows to be told", "handling"),
    ] = None
    """Whoever is told reads it, and tells nobody more than it says."""


class Issued(Proceedings, frozen=True):
    """Proceedings that began."""

    issued_on: Annotated[dt.date | None, Means("Issued on", "plain")] = None
    next_hearing_at: Annotated[Time | None, Means("Next hearing at", "plain")] = None


class ProceedingsIssued(Event[Told[Core, Issued]], frozen=True):
    """Family proceedings about a child began."""

    TYPE: ClassVar[str] = "uk.wholepicture.family-court.proceedings-issued.v1"
    CALLED: ClassVar[str] = "the begin of family proceedings"
    REPORTED: ClassVar[str] = "Family proceedings about the child began"
    ASKS: ClassVar[Asks] = "status"


class ChecksRequested(Proceedings, frozen=True):
    """What CAFCASS asks to know before the first hearing, and by when."""

    checks_due_on: Annotated[
        dt.date | None, Needed("Say by when."), Means("Checks to be answered by", "plain")
    ] = None
    checks_asked: Annotated[Text | None, Means("What is asked", "free-text")] = None


class SafeguardingChecksRequested(Event[Told[Core, ChecksRequested]], frozen=True):
    """CAFCASS asks children's services what they know of a child in proceedings."""

    TYPE: ClassVar[str] = "uk.wholepicture.family-court.safeguarding-checks-requested.v1"
    CALLED: ClassVar[str] = "a request for safeguarding checks"
    REPORTED: ClassVar[str] = "CAFCASS asks for safeguarding checks"
    ASKS: ClassVar[Asks] = "information"


class ChecksReturned(Proceedings, frozen=True):
    """That the checks were answered, and what CAFCASS concludes for the child."""

    checks_returned_on: Annotated[dt.date | None, Means("Checks answered on", "plain")] = None
    checks_concern: Annotated[
        YesNo | None, Means("Whether the checks gave rise to a concern", "offence")
    ] = None
    checks_advice: Annotated[Text | None, Means("What CAFCASS advises the court", "offence")] = None


class SafeguardingChecksReturned(Event[Told[Core, ChecksReturned]], frozen=True):
    """CAFCASS has the answers to its checks, and told the court."""

    TYPE: ClassVar[str] = "uk.wholepicture.family-court.safeguarding-checks-returned.v1"
    CALLED: ClassVar[str] = "safeguarding checks that were answered"
    REPORTED: ClassVar[str] = "CAFCASS has the answers to its safeguarding checks"
    ASKS: ClassVar[Asks] = "outcome"


class ImpactConcern(Proceedings, frozen=True):
    """What CAFCASS fears for a child, by the themes of its framework.

    How it affected each child stands in core.children.*.impact, apart from what anyone intended.
    """

    impact_themes: Annotated[
        tuple[ImpactTheme, ...],
        Needed("Name the themes of the framework."),
        Means("Themes of harm", "offence"),
    ] = ()
    concern: Annotated[
        Text | None, Needed("Write what the concern is."), Means("What the concern is", "free-text")
    ] = None
    risk_assessment_made: Annotated[
        YesNo | None, Means("Whether a risk assessment was sent to the court", "plain")
    ] = None
    """Children Act 1989, section 16A."""


class ChildImpactConcern(Event[Told[Core, ImpactConcern]], frozen=True):
    """CAFCASS is concerned how proceedings or a parent's conduct affect a child."""

    TYPE: ClassVar[str] = "uk.wholepicture.family-court.child-impact-concern.v1"
    CALLED: ClassVar[str] = "a concern of CAFCASS for a child in proceedings"
    REPORTED: ClassVar[str] = "CAFCASS is concerned for a child in proceedings"


class HearingHeld(Proceedings, frozen=True):
    """A hearing: when, for what, and what is asked of whom before it."""

    hearing_at: Annotated[
        Time | None, Needed("Say when the hearing is."), Means("Hearing at", "plain")
    ] = None
    hearing_for: Annotated[Line | None, Means("What the hearing is for", "plain")] = None
    before_the_hearing: Annotated[
        Text | None, Means("What is asked of whom before it", "free-text")
    ] = None


class Hearing(Event[Told[Core, HearingHeld]], frozen=True):
    """A hearing about a child is listed or was held."""

    TYPE: ClassVar[str] = "uk.wholepicture.family-court.hearing.v1"
    CALLED: ClassVar[str] = "a hearing of the family court"
    REPORTED: ClassVar[str] = "Hearing of the family court about the child"
    ASKS: ClassVar[Asks] = "status"


class CourtOrder(Proceedings, frozen=True):
    """An order that the family court made, as whoever hands the child over must know it."""

    order_made_on: Annotated[dt.date | None, Means("Order made on", "order")] = None
    orders: Annotated[
        tuple[Order, ...],
        Needed("Write each order as it is now."),
        Means("Orders and bail conditions", "order", each="an order or bail condition"),
    ] = ()


class OrderMade(Event[Told[Core, CourtOrder]], frozen=True):
    """The family court made an order about a child."""

    TYPE: ClassVar[str] = "uk.wholepicture.family-court.order-made.v1"
    CALLED: ClassVar[str] = "an order of the family court"
    REPORTED: ClassVar[str] = "The family court made an order about the child"
    ASKS: ClassVar[Asks] = "outcome"
