"""Youth justice and probation: a child in contact with them, and an adult they supervise."""

import datetime as dt
from typing import Annotated, ClassVar, Literal

from wholepicture_schemas.codes import Asks, YesNo
from wholepicture_schemas.core import Core
from wholepicture_schemas.envelope import Detail, Event, Told
from wholepicture_schemas.identifiers import PersonRefField
from wholepicture_schemas.meaning import Means, Needed
from wholepicture_schemas.texts import Line, Text

YouthJusticeStage = Annotated[
    Literal[
        "diversion", "out-of-court", "bail-support", "remand", "community-order", "custody",
        "released", "ended",
    ],
    Means(codes={
        "diversion": "support without an offence on record (diversion)",
        "out-of-court": "a disposal out of court", "bail-support": "bail support",
        "remand": "remand", "community-order": "an order in the community",
        "custody": "custody", "released": "release from custody", "ended": "the work ended",
    }),
]  # fmt: skip

ProbationChange = Annotated[
    Literal[
        "moved-in", "new-relationship", "released", "recalled", "breach", "risk-to-children",
        "other",
    ],
    Means(codes={
        "moved-in": "moved into a home with children",
        "new-relationship": "a new relationship with somebody who has children",
        "released": "was released", "recalled": "was recalled to prison",
        "breach": "breached a condition", "risk-to-children": "a risk to children was assessed",
        "other": "another change",
    }),
]  # fmt: skip


class YouthJustice(Detail, frozen=True):
    """How a child is in contact with youth justice, and what they need. The child comes first."""

    youth_justice_stage: Annotated[
        YouthJusticeStage | None,
        Needed("Say what kind of contact it is."),
        Means("Contact with youth justice", "offence"),
    ] = None
    youth_justice_since: Annotated[
        dt.date | None, Means("In contact with youth justice since", "offence")
    ] = None
    youth_justice_worker: Annotated[
        Line | None, Means("Who works with the child in youth justice", "service", "name")
    ] = None
    youth_justice_worries: Annotated[
        Text | None, Means("What youth justice is worried about for the child", "offence")
    ] = None
    harm_to_child_considered: Annotated[
        YesNo | None, Means("Whether harm to the child was considered as a cause", "offence")
    ] = None


class YouthJusticeContact(Event[Told[Core, YouthJustice]], frozen=True):
    """A child came into contact with youth justice, or the work changed."""

    TYPE: ClassVar[str] = "uk.wholepicture.justice.youth-justice-contact.v1"
    CALLED: ClassVar[str] = "a child's contact with youth justice"
    REPORTED: ClassVar[str] = "The child is in contact with youth justice"
    ASKS: ClassVar[Asks] = "status"


class Probation(Detail, frozen=True):
    """What changed with an adult whom probation supervises, and what it means for a child."""

    supervised_adult: Annotated[
        PersonRefField | None,
        Needed("Say which adult of this event it is about."),
        Means("Whom probation supervises", "offence"),
    ] = None
    probation_change: Annotated[
        ProbationChange | None,
        Needed("Say what changed."),
        Means("What changed with the adult", "offence"),
    ] = None
    probation_worries: Annotated[
        Text | None,
        Needed("Write what probation is worried about for the child."),
        Means("What probation is worried about for the child", "offence"),
    ] = None
    licence_conditions: Annotated[
        Text | None, Means("Conditions about children or the family", "offence")
    ] = None
    lives_with_child: Annotated[
        YesNo | None, Means("Whether the adult lives with the child", "offence")
    ] = None


class ProbationConcern(Event[Told[Core, Probation]], frozen=True):
    """Probation is concerned for a child because of an adult whom it supervises."""

    TYPE: ClassVar[str] = "uk.wholepicture.justice.probation-concern.v1"
    CALLED: ClassVar[str] = "a concern of probation for a child"
    REPORTED: ClassVar[str] = "Concern of probation for the child"
