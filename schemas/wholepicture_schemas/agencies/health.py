"""What health services tell: missed care, advice not followed, injuries, and what is unexplained.

A child who relies on others is *not brought*: such a child does not fail to attend.
"""

import datetime as dt
from typing import Annotated, ClassVar, Literal

from pydantic import NonNegativeInt

from wholepicture_schemas.blocks import Appointment, Barriers, CausedBy, Point
from wholepicture_schemas.codes import YesNo
from wholepicture_schemas.core import Core
from wholepicture_schemas.envelope import Detail, Event, Told
from wholepicture_schemas.meaning import Means, Needed
from wholepicture_schemas.model import Said
from wholepicture_schemas.persons import Professional
from wholepicture_schemas.texts import Line, PartialDateField, Text

Attendance = Annotated[
    Literal["WNB", "UNABLE_CANCELLED", "RESCHEDULED", "DNA_YOUNG_PERSON"],
    Means(codes={
        "WNB": "was not brought", "UNABLE_CANCELLED": "cancelled, as they were unable to come",
        "RESCHEDULED": "moved to another day",
        "DNA_YOUNG_PERSON": "a young person who comes alone did not come",
    }),
]  # fmt: skip
"""How an appointment was missed.

Source: NHS guidance on children who were not brought; repeated moves merit curiosity too.
"""
Consistent = Annotated[
    Literal["yes", "no", "unclear", "not-asked"],
    Means(codes={
        "yes": "fits the account", "no": "does not fit the account", "unclear": "is not clear",
        "not-asked": "nobody asked how it happened",
    }),
]  # fmt: skip
Presentation = Annotated[
    Literal["medically-unexplained", "perplexing", "fabricated-or-induced"],
    Means(codes={
        "medically-unexplained": "medically unexplained symptoms",
        "perplexing": "perplexing presentation, the child's state is not clear",
        "fabricated-or-induced": "fabricated or induced illness is considered",
    }),
]  # fmt: skip
"""Source: RCPCH, Perplexing presentations and fabricated or induced illness, 2021."""


class MissedAppointment(Detail, frozen=True):
    """An appointment to which a child was not brought, and what that means for the child."""

    how_missed: Annotated[
        Attendance | None,
        Needed("Say how it was missed: WNB where others bring the child."),
        Means("How it was missed", "health"),
    ] = None
    appointment: Annotated[Appointment | None, Means("Appointment", "health")] = None
    caused_by: Annotated[CausedBy | None, Means("Who caused it", "plain")] = None
    how_invited: Annotated[Text | None, Means("How the family was invited", "health")] = None
    """By letter, text or call, in which language, and how long before."""
    missed_in_last_12_months: Annotated[
        NonNegativeInt | None, Means("Missed in the last 12 months", "health")
    ] = None
    """A fact of the record, this one included; no score."""
    offered_in_last_12_months: Annotated[
        NonNegativeInt | None, Means("Appointments offered in the last 12 months", "health")
    ] = None
    """Beside what was missed: a child with sixty appointments a year is ill on some of them."""
    rebooked_for: Annotated[dt.date | None, Means("Booked again for", "health")] = None
    meaning_for_health: Annotated[
        Text | None,
        Needed("Write what it means for the child's health that care was missed."),
        Means("What it means for the child's health", "health"),
    ] = None
    barriers: Annotated[Barriers | None, Means("What stood in the way", "free-text")] = None
    view_of_family: Annotated[
        Text | None, Means("What the family says, in their words", "free-text")
    ] = None


class WasNotBrought(Event[Told[Core, MissedAppointment]], frozen=True):
    """A child was not brought to a health appointment."""

    TYPE: ClassVar[str] = "uk.wholepicture.health.was-not-brought.v1"
    CALLED: ClassVar[str] = "an appointment to which a child was not brought"
    REPORTED: ClassVar[str] = "Health report of an appointment to which the child was not brought"


_ANSWER = "Answer yes, no or not-assessed, and say why."


class FivePoints(Said, frozen=True):
    """The clinician's five points on care that was not given as advised.

    Source: Starship, Neglect of medical care. Points four and five ask for barriers before blame.
    """

    harm: Annotated[
        Point | None, Needed(_ANSWER), Means("Harm or risk from the lack of care", "health")
    ] = None
    benefit: Annotated[
        Point | None, Needed(_ANSWER), Means("Whether the care helps much", "health")
    ] = None
    outweighs: Annotated[
        Point | None, Needed(_ANSWER), Means("Whether it helps more than it burdens", "health")
    ] = None
    access: Annotated[
        Point | None, Needed(_ANSWER), Means("Whether it could be had and was not used", "health")
    ] = None
    understood: Annotated[
        Point | None, Needed(_ANSWER), Means("Whether the carer understands the advice", "health")
    ] = None


class AdviceNotFollowed(Detail, frozen=True):
    """Medical advice for a child that is not followed, the judgement on it, and the barriers."""

    advice: Annotated[
        Text | None, Needed("Write what was advised."), Means("What was advised", "health")
    ] = None
    advised_on: Annotated[PartialDateField | None, Means("Advised on", "health")] = None
    how_advised: Annotated[
        Text | None, Means("How, in which language and form it was advised", "health")
    ] = None
    not_done: Annotated[Text | None, Means("What was not done", "health")] = None
    points: Annotated[
        FivePoints | None,
        Needed("Answer each of the five points: yes, no or not-assessed."),
        Means("The five points", "health"),
    ] = None
    barriers: Annotated[Barriers | None, Means("What stood in the way", "free-text")] = None
    view_of_family: Annotated[
        Text | None, Means("What the family says, in their words", "free-text")
    ] = None
    lead_clinician: Annotated[
        Professional | None, Means("Who leads the child's health care", "service")
    ] = None
    health_meeting_on: Annotated[
        dt.date | None, Means("When health professionals meet about it", "health")
    ] = None


class MedicalAdviceNotFollowed(Event[Told[Core, AdviceNotFollowed]], frozen=True):
    """Medical advice for a child is not followed."""

    TYPE: ClassVar[str] = "uk.wholepicture.health.medical-advice-not-followed.v1"
    CALLED: ClassVar[str] = "medical advice for a child that is not followed"
    REPORTED: ClassVar[str] = "Health report of medical advice that is not followed"


class Attended(Detail, frozen=True):
    """What a child came to an emergency department with, and what was found."""

    presenting: Annotated[
        Text | None,
        Needed("Write what the child came with."),
        Means("What they came with", "health"),
    ] = None
    account: Annotated[Text | None, Means("How it is said to have happened", "health")] = None
    account_given_by: Annotated[Line | None, Means("Who gave the account", "identity")] = None
    fits_account: Annotated[Consistent | None, Means("Whether it fits the account", "health")] = (
        None
    )
    clinician_says: Annotated[Text | None, Means("What the clinician says", "health")] = None
    attended_in_last_12_months: Annotated[
        NonNegativeInt | None, Means("Came in the last 12 months", "health")
    ] = None
    left_before_seen: Annotated[bool | None, Means("Left before being seen", "health")] = None
    next_step: Annotated[Text | None, Means("What happens next", "health")] = None


class EmergencyAttendance(Event[Told[Core, Attended]], frozen=True):
    """A child came to an emergency department."""

    TYPE: ClassVar[str] = "uk.wholepicture.health.emergency-attendance.v1"
    CALLED: ClassVar[str] = "a child's visit to an emergency department"
    REPORTED: ClassVar[str] = "Health report of a visit to an emergency department"


class Injury(Attended, frozen=True):
    """An injury of a child who cannot yet or cannot at all move by themselves."""

    injury: Annotated[
        Text | None, Needed("Write which injury was seen."), Means("Which injury", "health")
    ] = None
    why_not_moving: Annotated[
        Text | None, Means("Why the child does not move by themselves", "health")
    ] = None
    """Their age, or a disability: a disabled child is seen as any other child."""


class InjuryOfChildWhoDoesNotMove(Event[Told[Core, Injury]], frozen=True):
    """A child who does not move by themselves has an injury."""

    TYPE: ClassVar[str] = "uk.wholepicture.health.injury-of-child-who-does-not-move.v1"
    CALLED: ClassVar[str] = "an injury of a child who does not move by themselves"
    REPORTED: ClassVar[str] = (
        "Health report of an injury of a child who does not move by themselves"
    )


class Perplexing(Detail, frozen=True):
    """Signs of a child's illness that are not explained, and what is considered."""

    presentation: Annotated[
        Presentation | None,
        Needed("Say what is considered."),
        Means("What is considered", "health"),
    ] = None
    signs: Annotated[Text | None, Means("Which signs", "health")] = None
    immediate_serious_risk: Annotated[
        YesNo | None, Means("Immediate serious risk to health", "health")
    ] = None
    safe_to_tell_parents: Annotated[
        YesNo | None, Means("Whether it is safe that parents know", "handling")
    ] = None
    lead_clinician: Annotated[
        Professional | None, Means("Who leads the child's health care", "service")
    ] = None


class PerplexingPresentation(Event[Told[Core, Perplexing]], frozen=True):
    """A child's illness is not explained; of the restricted kind fabricated-illness by itself."""

    TYPE: ClassVar[str] = "uk.wholepicture.health.perplexing-presentation.v1"
    CALLED: ClassVar[str] = "an illness of a child that is not explained"
    REPORTED: ClassVar[str] = "Health report of an illness that is not explained"
    RESTRICTED: ClassVar[tuple[str, ...]] = ("fabricated-illness",)
