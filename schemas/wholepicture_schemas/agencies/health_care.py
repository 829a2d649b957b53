"""What health services tell of care: a discharge, a gap in care at home, an unborn child."""

import datetime as dt
from typing import Annotated, ClassVar

from pydantic import NonNegativeInt

from wholepicture_schemas.blocks import Barriers, CausedBy
from wholepicture_schemas.codes import YesNo
from wholepicture_schemas.core import Core
from wholepicture_schemas.envelope import Detail, Event, Told
from wholepicture_schemas.meaning import Means, Needed
from wholepicture_schemas.persons import Professional
from wholepicture_schemas.texts import Text


class Discharge(Detail, frozen=True):
    """A child with complex needs goes home, and the care that they need there."""

    discharged_on: Annotated[dt.date | None, Means("Goes home on", "health")] = None
    needs_at_home: Annotated[
        Text | None,
        Needed("Write which care the child needs at home."),
        Means("Which care the child needs at home", "health"),
    ] = None
    equipment_ready: Annotated[YesNo | None, Means("Whether the equipment is there", "health")] = (
        None
    )
    carers_trained: Annotated[YesNo | None, Means("Whether the carers are trained", "health")] = (
        None
    )
    community_care_begins: Annotated[
        dt.date | None, Means("When care in the community begins", "health")
    ] = None
    not_in_place: Annotated[Text | None, Means("What is not in place yet", "health")] = None
    lead_clinician: Annotated[
        Professional | None, Means("Who leads the child's health care", "service")
    ] = None


class DischargeWithComplexNeeds(Event[Told[Core, Discharge]], frozen=True):
    """A child with complex needs leaves hospital."""

    TYPE: ClassVar[str] = "uk.wholepicture.health.discharge-with-complex-needs.v1"
    CALLED: ClassVar[str] = "a discharge from hospital of a child with complex needs"
    REPORTED: ClassVar[str] = "Health report of a discharge from hospital with complex needs"


class CareGap(Detail, frozen=True):
    """Hours of care at home that were agreed and nobody gives."""

    care_agreed_hours: Annotated[
        NonNegativeInt | None, Means("Hours of care agreed a week", "health")
    ] = None
    care_missing_hours: Annotated[
        NonNegativeInt | None,
        Needed("Say how many hours a week nobody gives."),
        Means("Hours of care missing a week", "health"),
    ] = None
    gap_since: Annotated[dt.date | None, Means("Missing since", "health")] = None
    caused_by: Annotated[CausedBy | None, Means("Who caused it", "plain")] = None
    why_gap: Annotated[Text | None, Means("Why there is a gap", "health")] = None
    who_does_it_now: Annotated[Text | None, Means("Who does it now", "health")] = None
    meaning_for_health: Annotated[
        Text | None, Means("What it means for the child's health", "health")
    ] = None


class HomeCareGap(Event[Told[Core, CareGap]], frozen=True):
    """Care at home that a child depends on is not given in full."""

    TYPE: ClassVar[str] = "uk.wholepicture.health.home-care-gap.v1"
    CALLED: ClassVar[str] = "a gap in a child's care at home"
    REPORTED: ClassVar[str] = "Health report of a gap in care at home"


class Pregnancy(Detail, frozen=True):
    """A concern for a child who is not born yet."""

    pregnancy_concern: Annotated[
        Text | None, Needed("Write what the concern is."), Means("What worries", "free-text")
    ] = None
    weeks: Annotated[NonNegativeInt | None, Means("Weeks of pregnancy", "health")] = None
    booked_at_weeks: Annotated[
        NonNegativeInt | None, Means("Weeks at the first appointment", "health")
    ] = None
    antenatal_missed: Annotated[
        NonNegativeInt | None, Means("Antenatal appointments missed", "health")
    ] = None
    support_offered: Annotated[Text | None, Means("Which support was offered", "free-text")] = None
    barriers: Annotated[Barriers | None, Means("What stood in the way", "free-text")] = None


class PregnancyConcern(Event[Told[Core, Pregnancy]], frozen=True):
    """A health service has a concern for an unborn child."""

    TYPE: ClassVar[str] = "uk.wholepicture.health.pregnancy-concern.v1"
    CALLED: ClassVar[str] = "a concern for a child who is not born yet"
    REPORTED: ClassVar[str] = "Health report of a concern for a child who is not born yet"
