"""Adult services: what happens to an adult who may have care of a child. Minimum content."""

import datetime as dt
from typing import Annotated, ClassVar, Literal

from wholepicture_schemas.codes import YesNo
from wholepicture_schemas.core import Core
from wholepicture_schemas.envelope import Detail, Event, Told
from wholepicture_schemas.identifiers import PersonRefField
from wholepicture_schemas.meaning import Means, Needed
from wholepicture_schemas.texts import Line, Text

EnquiryState = Annotated[
    Literal["begun", "ended-action", "ended-no-action"],
    Means(codes={
        "begun": "it began", "ended-action": "it ended, and something is done",
        "ended-no-action": "it ended, and nothing more is done",
    }),
]  # fmt: skip

CarerOutcome = Annotated[
    Literal["asked-for", "support-agreed", "support-refused-by-service", "declined", "waiting"],
    Means(codes={
        "asked-for": "an assessment was asked for", "support-agreed": "support was agreed",
        "support-refused-by-service": "the service gives no support",
        "declined": "the adult declined it", "waiting": "the adult waits for it",
    }),
]  # fmt: skip

CrisisPlace = Annotated[
    Literal["at-home", "admitted", "detained", "place-of-safety", "left-hospital", "unknown"],
    Means(codes={
        "at-home": "at home", "admitted": "admitted to hospital",
        "detained": "detained in hospital", "place-of-safety": "at a place of safety",
        "left-hospital": "left hospital", "unknown": "not known",
    }),
]  # fmt: skip

TreatmentState = Annotated[
    Literal["started", "stopped-as-planned", "stopped-early", "restarted"],
    Means(codes={
        "started": "started", "stopped-as-planned": "ended as planned",
        "stopped-early": "stopped early", "restarted": "started again",
    }),
]  # fmt: skip


class AboutAnAdult(Detail, frozen=True):
    """Which adult it is about, and whether that adult has care of a child."""

    about_adult: Annotated[
        PersonRefField | None,
        Needed("Say which adult of this event it is about."),
        Means("Which adult it is about", "identity"),
    ] = None
    has_care_of_child: Annotated[
        YesNo | None,
        Needed("Say whether this adult has care of a child; unknown is an answer."),
        Means("Whether the adult cares for a child", "plain"),
    ] = None
    care_meanwhile: Annotated[
        Text | None, Means("Who cares for the child meanwhile", "free-text")
    ] = None


class Enquiry(AboutAnAdult, frozen=True):
    """An enquiry about an adult at risk of abuse or neglect (Care Act 2014, section 42)."""

    enquiry_state: Annotated[
        EnquiryState | None, Means("Whether the enquiry began or ended", "health")
    ] = None
    enquiry_since: Annotated[dt.date | None, Means("Enquiry since", "plain")] = None


class AdultSafeguardingEnquiry(Event[Told[Core, Enquiry]], frozen=True):
    """Adult services enquire about an adult at risk who may have care of a child."""

    TYPE: ClassVar[str] = "uk.wholepicture.adult-services.adult-safeguarding-enquiry.v1"
    CALLED: ClassVar[str] = "an enquiry about an adult at risk"
    REPORTED: ClassVar[str] = "Adult services enquire about an adult at risk in the family"


class CarerAssessed(AboutAnAdult, frozen=True):
    """An assessment of a carer's own needs, and whether support came of it."""

    carer_outcome: Annotated[
        CarerOutcome | None,
        Needed("Say what came of it."),
        Means("What came of the carer's assessment", "health"),
    ] = None
    carer_hours_a_week: Annotated[
        float | None, Means("Hours of care that the adult gives a week", "health")
    ] = None
    carer_support: Annotated[Text | None, Means("What support was agreed", "health")] = None


class CarerAssessment(Event[Told[Core, CarerAssessed]], frozen=True):
    """Adult services assessed what a carer needs for themself."""

    TYPE: ClassVar[str] = "uk.wholepicture.adult-services.carer-assessment.v1"
    CALLED: ClassVar[str] = "an assessment of a carer's own needs"
    REPORTED: ClassVar[str] = "Assessment of what a carer in the family needs"


class Crisis(AboutAnAdult, frozen=True):
    """A crisis in an adult's mental health: where the adult is, and until when."""

    crisis_place: Annotated[
        CrisisPlace | None, Means("Where the adult is in the crisis", "health")
    ] = None
    crisis_since: Annotated[dt.date | None, Means("Crisis since", "health")] = None
    children_seen_in_crisis: Annotated[
        YesNo | None, Means("Whether somebody saw the children in the crisis", "plain")
    ] = None


class MentalHealthCrisis(Event[Told[Core, Crisis]], frozen=True):
    """An adult who may have care of a child is in a crisis of mental health."""

    TYPE: ClassVar[str] = "uk.wholepicture.adult-services.mental-health-crisis.v1"
    CALLED: ClassVar[str] = "a crisis in an adult's mental health"
    REPORTED: ClassVar[str] = "Crisis in the mental health of an adult of the family"


class Treatment(AboutAnAdult, frozen=True):
    """Treatment for alcohol or drugs that an adult started or stopped."""

    treatment_state: Annotated[
        TreatmentState | None,
        Needed("Say whether it started or stopped."),
        Means("Whether treatment started or stopped", "health"),
    ] = None
    treatment_since: Annotated[dt.date | None, Means("Treatment since or until", "health")] = None
    treatment_service: Annotated[
        Line | None, Means("Service that treats the adult", "service", "service")
    ] = None
    medicines_at_home: Annotated[
        YesNo | None, Means("Whether medicines that harm a child are kept at home", "health")
    ] = None


class SubstanceTreatment(Event[Told[Core, Treatment]], frozen=True):
    """An adult who may have care of a child started or stopped treatment for alcohol or drugs."""

    TYPE: ClassVar[str] = "uk.wholepicture.adult-services.substance-treatment.v1"
    CALLED: ClassVar[str] = "treatment of an adult for alcohol or drugs"
    REPORTED: ClassVar[str] = "Treatment of an adult of the family for alcohol or drugs"
