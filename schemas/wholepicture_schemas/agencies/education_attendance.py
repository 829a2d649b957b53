"""Whether a child comes to school: falling attendance, missing, at home, or a part-time week."""

import datetime as dt
from typing import Annotated, ClassVar, Literal

from pydantic import Field, NonNegativeInt

from wholepicture_schemas.codes import Asks, YesNo
from wholepicture_schemas.core import Core
from wholepicture_schemas.envelope import Detail, Event, Told
from wholepicture_schemas.meaning import Means, Needed
from wholepicture_schemas.persons import Address, School
from wholepicture_schemas.texts import Text

Percent = Annotated[float, Field(ge=0, le=100)]

AbsenceReason = Annotated[
    Literal[
        "illness", "medical-appointments", "caring-for-somebody", "fear-or-anxiety",
        "transport-not-provided", "support-not-provided", "family-circumstances", "holiday",
        "no-reason-given", "other", "unknown",
    ],
    Means(codes={
        "illness": "illness", "medical-appointments": "medical appointments",
        "caring-for-somebody": "the child cares for somebody",
        "fear-or-anxiety": "fear or anxiety",
        "transport-not-provided": "transport was not provided",
        "support-not-provided": "support that the child needs was not provided",
        "family-circumstances": "what is happening in the family", "holiday": "holiday",
        "no-reason-given": "no reason was given", "other": "another reason",
        "unknown": "not known",
    }),
]  # fmt: skip
"""Why a child is absent. The service may be the reason, not the family."""

ChosenBy = Annotated[
    Literal["carers", "suggested-by-school", "no-school-place", "unknown"],
    Means(codes={
        "carers": "the parents or carers chose it",
        "suggested-by-school": "a school suggested it",
        "no-school-place": "there was no school place that meets the child's needs",
        "unknown": "not known",
    }),
]  # fmt: skip

PartTimeReason = Annotated[
    Literal["health", "return-after-absence", "behaviour", "staffing-or-place", "other"],
    Means(codes={
        "health": "the child's health", "return-after-absence": "a return after an absence",
        "behaviour": "how the child behaves",
        "staffing-or-place": "the school lacks staff or a place",
        "other": "another reason",
    }),
]  # fmt: skip


class Attendance(Detail, frozen=True):
    """How much a child came to school in a time, and how much before."""

    attendance_since: Annotated[
        dt.date | None,
        Needed("Say from which day the attendance was counted."),
        Means("Attendance counted from", "plain"),
    ] = None
    attendance_until: Annotated[dt.date | None, Means("Attendance counted until", "plain")] = None
    attendance_percent: Annotated[
        Percent | None,
        Needed("Give the attendance in percent."),
        Means("Attendance in percent", "plain"),
    ] = None
    attendance_percent_before: Annotated[
        Percent | None, Means("Attendance in percent before that", "plain")
    ] = None
    sessions_missed: Annotated[NonNegativeInt | None, Means("Half-days missed", "plain")] = None
    absence_reasons: Annotated[
        tuple[AbsenceReason, ...], Means("Why the child was absent", "health")
    ] = ()
    last_came_on: Annotated[dt.date | None, Means("Last came on", "plain")] = None
    what_was_tried: Annotated[
        Text | None, Means("What was tried so that the child can come", "free-text")
    ] = None


class AttendanceFall(Event[Told[Core, Attendance]], frozen=True):
    """A child comes to school much less than before."""

    TYPE: ClassVar[str] = "uk.wholepicture.education.attendance-fall.v1"
    CALLED: ClassVar[str] = "a fall in school attendance"
    REPORTED: ClassVar[str] = "Fall in the child's school attendance"


class MissingEducation(Detail, frozen=True):
    """A child who should be in education and cannot be found there, and what was done to find out.

    Source: DfE, Children missing education, statutory guidance (Education Act 1996, section 436A).
    """

    last_seen_in_education_on: Annotated[
        dt.date | None,
        Needed("Say when the child was last seen in education."),
        Means("Last seen in education on", "plain"),
    ] = None
    last_school: Annotated[School | None, Means("Last school", "school")] = None
    may_have_moved_to: Annotated[
        Address | None, Means("Where the child may have moved", "whereabouts", area=True)
    ] = None
    enquiries_made: Annotated[
        Text | None,
        Needed("Write what was done to find the child: who asked whom, and when."),
        Means("What was done to find the child", "free-text"),
    ] = None
    known_to_be_safe: Annotated[
        YesNo | None, Means("Whether somebody has seen the child since", "plain")
    ] = None


class ChildMissingEducation(Event[Told[Core, MissingEducation]], frozen=True):
    """A child of school age is in no school and, as far as is known, not taught elsewhere."""

    TYPE: ClassVar[str] = "uk.wholepicture.education.child-missing-education.v1"
    CALLED: ClassVar[str] = "a child missing education"
    REPORTED: ClassVar[str] = "Child missing education"


class HomeEducation(Detail, frozen=True):
    """A child left school to be educated at home, and how that came."""

    home_education_since: Annotated[
        dt.date | None,
        Needed("Say since when the child is educated at home."),
        Means("Educated at home since", "plain"),
    ] = None
    home_education_chosen_by: Annotated[
        ChosenBy | None, Means("Who chose education at home", "plain")
    ] = None
    school_left: Annotated[School | None, Means("School that the child left", "school")] = None
    ehc_plan_held: Annotated[
        YesNo | None, Means("Whether the child has an education, health and care plan", "health")
    ] = None
    reason_of_carers: Annotated[Text | None, Means("Why, in the carers' words", "free-text")] = None
    visit_agreed: Annotated[
        YesNo | None, Means("Whether a visit or meeting was agreed", "plain")
    ] = None


class HomeEducationBegan(Event[Told[Core, HomeEducation]], frozen=True):
    """Education at home began. It is lawful, and no concern by itself."""

    TYPE: ClassVar[str] = "uk.wholepicture.education.home-education-began.v1"
    CALLED: ClassVar[str] = "news that education at home began"
    REPORTED: ClassVar[str] = "The child is now educated at home"
    ASKS: ClassVar[Asks] = "status"


class PartTime(Detail, frozen=True):
    """A week that is shorter than that of other children of the age."""

    hours_a_week: Annotated[
        float | None,
        Needed("Say how many hours a week the child is in school."),
        Means("Hours in school a week", "plain"),
    ] = None
    part_time_since: Annotated[dt.date | None, Means("Part-time since", "plain")] = None
    part_time_until: Annotated[dt.date | None, Means("Part-time until", "plain")] = None
    part_time_review_on: Annotated[
        dt.date | None,
        Needed("Say when the school looks at it again."),
        Means("The school looks at it again on", "plain"),
    ] = None
    part_time_reason: Annotated[
        PartTimeReason | None, Means("Why the week is part-time", "health")
    ] = None
    carers_agree: Annotated[YesNo | None, Means("Whether the parents or carers agree", "plain")] = (
        None
    )
    cared_for_meanwhile: Annotated[
        Text | None, Means("Who looks after the child in the other hours", "free-text")
    ] = None


class PartTimeTimetable(Event[Told[Core, PartTime]], frozen=True):
    """A child is in school for part of the week only."""

    TYPE: ClassVar[str] = "uk.wholepicture.education.part-time-timetable.v1"
    CALLED: ClassVar[str] = "a part-time timetable"
    REPORTED: ClassVar[str] = "The child is in school for part of the week only"
    ASKS: ClassVar[Asks] = "status"
