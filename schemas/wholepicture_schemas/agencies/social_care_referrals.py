"""Children's social care: a referral, what was decided of it, and the assessment that follows."""

import datetime as dt
from typing import Annotated, ClassVar

from wholepicture_schemas.agencies.social_care_codes import Factor, PrimaryNeed, ReferralOutcome
from wholepicture_schemas.codes import Asks, ReferralSource
from wholepicture_schemas.core import Core
from wholepicture_schemas.envelope import Detail, Event, Told
from wholepicture_schemas.meaning import Means, Needed
from wholepicture_schemas.texts import Line, Text


class Referral(Detail, frozen=True):
    """A referral as children's services logged it, and by when they decide."""

    referral_received_on: Annotated[
        dt.date | None,
        Needed("Say when the referral was received."),
        Means("Referral received on", "plain"),
    ] = None
    referred_by: Annotated[ReferralSource | None, Means("Who referred", "service")] = None
    """By the census's code; an anonymous referrer stays so."""
    primary_need: Annotated[PrimaryNeed | None, Means("Main need", "health")] = None
    referral_decision_due_on: Annotated[dt.date | None, Means("To be decided by", "plain")] = None
    referral_reference: Annotated[Line | None, Means("Number of the referral", "reference")] = None


class ReferralReceived(Event[Told[Core, Referral]], frozen=True):
    """Children's services logged a referral: a contact alone is none."""

    TYPE: ClassVar[str] = "uk.wholepicture.childrens-social-care.referral-received.v1"
    CALLED: ClassVar[str] = "a referral that children's services received"
    REPORTED: ClassVar[str] = "Children's services received a referral"
    NOT_BY_RULES: ClassVar[str] = (
        "Nobody is told of this by itself: whoever referred hears that it was received, as the "
        "answer to what they sent."
    )
    ASKS: ClassVar[Asks] = "status"


class DecisionOnReferral(Detail, frozen=True):
    """What children's services decided of a referral, and why."""

    referral_outcome: Annotated[
        ReferralOutcome | None,
        Needed("Say what was decided."),
        Means("What was decided of the referral", "plain"),
    ] = None
    referral_decided_on: Annotated[dt.date | None, Means("Decided on", "plain")] = None
    referral_decided_because: Annotated[
        Text | None,
        Needed("Write why, in a sentence."),
        Means("Why it was decided so", "free-text"),
    ] = None
    referral_decision_reference: Annotated[
        Line | None, Means("Number of the referral that was decided", "reference")
    ] = None


class ReferralDecision(Event[Told[Core, DecisionOnReferral]], frozen=True):
    """Children's services decided what follows of a referral."""

    TYPE: ClassVar[str] = "uk.wholepicture.childrens-social-care.referral-decision.v1"
    CALLED: ClassVar[str] = "a decision on a referral"
    REPORTED: ClassVar[str] = "Children's services decided on a referral"
    NOT_BY_RULES: ClassVar[str] = (
        "Nobody is told of this by itself: whoever referred hears the decision, as the answer to "
        "what they sent."
    )
    ASKS: ClassVar[Asks] = "outcome"


class Assessment(Detail, frozen=True):
    """An assessment that began, and by when it is complete.

    Source: Working Together 2023, chapter 3: at most 45 working days from the referral.
    """

    assessment_started_on: Annotated[
        dt.date | None,
        Needed("Say when the assessment began."),
        Means("Assessment began on", "plain"),
    ] = None
    assessment_due_on: Annotated[dt.date | None, Means("Complete by", "plain")] = None
    assessed_by: Annotated[Line | None, Means("Who assesses", "service", "role")] = None


class AssessmentStarted(Event[Told[Core, Assessment]], frozen=True):
    """Children's services began to assess what a child needs."""

    TYPE: ClassVar[str] = "uk.wholepicture.childrens-social-care.assessment-started.v1"
    CALLED: ClassVar[str] = "the begin of an assessment by children's services"
    REPORTED: ClassVar[str] = "Children's services began an assessment"
    ASKS: ClassVar[Asks] = "status"


class Assessed(Detail, frozen=True):
    """What a complete assessment found, as its manager authorised it."""

    assessment_authorised_on: Annotated[
        dt.date | None,
        Needed("Say when the assessment was authorised."),
        Means("Assessment authorised on", "plain"),
    ] = None
    factors: Annotated[tuple[Factor, ...], Means("Factors found in the assessment", "offence")] = ()
    """Some tell of abuse by somebody, and of the health of others."""
    child_seen_in_assessment: Annotated[
        bool | None, Means("Whether the child was seen for it", "plain")
    ] = None
    assessment_outcome: Annotated[
        Text | None, Means("What follows of the assessment", "free-text")
    ] = None
    assessment_shared_with_family: Annotated[
        bool | None, Means("Whether the family has read it", "plain")
    ] = None


class AssessmentAuthorised(Event[Told[Core, Assessed]], frozen=True):
    """Children's services completed an assessment."""

    TYPE: ClassVar[str] = "uk.wholepicture.childrens-social-care.assessment-authorised.v1"
    CALLED: ClassVar[str] = "an assessment that children's services completed"
    REPORTED: ClassVar[str] = "Children's services completed an assessment"
    NOT_BY_RULES: ClassVar[str] = (
        "Nobody is told of this by itself: it stands in the child's chronology, and the worker "
        "tells the family and those who took part what follows."
    )
    ASKS: ClassVar[Asks] = "outcome"
