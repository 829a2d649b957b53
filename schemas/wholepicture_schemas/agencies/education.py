"""A concern for a child, as a school, a college, a nursery or a childminder tells it."""

from typing import Annotated, ClassVar, Literal

from wholepicture_schemas.codes import YesNo
from wholepicture_schemas.core import Core
from wholepicture_schemas.envelope import Detail, Event, Told
from wholepicture_schemas.meaning import Means, Needed
from wholepicture_schemas.texts import Line, PartialDateField, Text

ConcernKind = Annotated[
    Literal[
        "neglect", "physical", "sexual", "emotional", "domestic-abuse", "care-at-home",
        "medical-needs", "behaviour-changed", "wellbeing", "online", "exploitation", "other",
    ],
    Means(codes={
        "neglect": "possible neglect", "physical": "possible physical abuse",
        "sexual": "possible sexual abuse", "emotional": "possible emotional abuse",
        "domestic-abuse": "domestic abuse at home",
        "care-at-home": "the care that the child gets at home",
        "medical-needs": "medical needs that are not met",
        "behaviour-changed": "the child behaves differently", "wellbeing": "the child's wellbeing",
        "online": "what the child meets online",
        "exploitation": "exploitation of the child", "other": "another concern",
    }),
]  # fmt: skip
"""What a practitioner is worried about. It is a worry in their words and no finding."""

Setting = Annotated[
    Literal["nursery", "pre-school", "childminder", "childrens-centre", "other"],
    Means(codes={
        "nursery": "nursery", "pre-school": "pre-school", "childminder": "childminder",
        "childrens-centre": "children's centre or family hub", "other": "another place",
    }),
]  # fmt: skip


class ConcernNoticed(Detail, frozen=True):
    """What was noticed of a child, since when, and what was done so far."""

    concern: Annotated[
        Text | None, Needed("Write what the concern is."), Means("What the concern is", "free-text")
    ] = None
    concern_kinds: Annotated[tuple[ConcernKind, ...], Means("Kind of concern", "health")] = ()
    noticed_since: Annotated[PartialDateField | None, Means("Noticed since", "plain")] = None
    noticed_before: Annotated[
        Text | None, Means("What was noticed before, and when", "free-text")
    ] = None
    """Earlier things that seemed small by themselves."""
    done_so_far: Annotated[Text | None, Means("What was done so far", "free-text")] = None
    carers_spoken_to: Annotated[
        YesNo | None, Means("Whether the parents or carers were spoken to", "plain")
    ] = None


class EducationConcern(Event[Told[Core, ConcernNoticed]], frozen=True):
    """A school or college has a concern for a child."""

    TYPE: ClassVar[str] = "uk.wholepicture.education.education-concern.v1"
    CALLED: ClassVar[str] = "a concern of a school or college"
    REPORTED: ClassVar[str] = "Concern of the child's school or college"


class ConcernInEarlyYears(ConcernNoticed, frozen=True):
    """The same, of a child before school: where they are cared for, and for how long."""

    setting_kind: Annotated[Setting | None, Means("Where the child is cared for", "school")] = None
    care_hours_a_week: Annotated[float | None, Means("Hours of care a week", "plain")] = None
    development: Annotated[Text | None, Means("How the child grows and develops", "health")] = None
    comes_in_the_care_of: Annotated[
        Line | None, Means("Who brings and collects the child", "identity")
    ] = None


class EarlyYearsConcern(Event[Told[Core, ConcernInEarlyYears]], frozen=True):
    """A nursery, a childminder or a children's centre has a concern for a young child."""

    TYPE: ClassVar[str] = "uk.wholepicture.education.early-years-concern.v1"
    CALLED: ClassVar[str] = "a concern of a nursery or childminder"
    REPORTED: ClassVar[str] = "Concern of the child's nursery or childminder"
