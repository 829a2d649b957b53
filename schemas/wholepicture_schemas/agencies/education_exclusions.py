"""A child sent away from school, for some days or for good."""

import datetime as dt
from typing import Annotated, ClassVar, Literal

from pydantic import NonNegativeInt

from wholepicture_schemas.codes import Asks, YesNo
from wholepicture_schemas.core import Core
from wholepicture_schemas.envelope import Detail, Event, Told
from wholepicture_schemas.meaning import Means, Needed
from wholepicture_schemas.texts import Text

ExclusionReason = Annotated[
    Literal[
        "PP", "PA", "VP", "VA", "OW", "BU", "RA", "LG", "DS", "SM", "DA", "DM", "TH", "DB", "MT",
        "PH",
    ],
    Means(codes={
        "PP": "physical assault of a pupil", "PA": "physical assault of an adult",
        "VP": "verbal abuse or threats towards a pupil",
        "VA": "verbal abuse or threats towards an adult",
        "OW": "a weapon or a prohibited item", "BU": "bullying", "RA": "racist abuse",
        "LG": "abuse about sexual orientation or gender identity",
        "DS": "abuse about disability", "SM": "sexual misconduct", "DA": "drugs or alcohol",
        "DM": "damage", "TH": "theft", "DB": "persistent or general disruption",
        "MT": "misuse of social media or technology",
        "PH": "a breach of protective measures of public health",
    }),
]  # fmt: skip
"""Source: DfE school census, reasons for suspension and permanent exclusion."""


class SentAway(Detail, frozen=True):
    """Why a school sent a child away, and what it considered before."""

    exclusion_reasons: Annotated[
        tuple[ExclusionReason, ...],
        Needed("Give the reasons by the codes of the school census."),
        Means("Reason for suspension or exclusion", "offence"),
    ] = ()
    need_considered: Annotated[
        YesNo | None,
        Needed("Say whether an unmet need or harm was considered as a cause."),
        Means("Whether an unmet need or harm was considered as a cause", "health"),
    ] = None
    """Behaviour can be how a child shows pain, fear or harm, above all one who does not speak."""
    what_led_to_it: Annotated[Text | None, Means("What led to it", "offence")] = None
    education_meanwhile: Annotated[
        Text | None, Means("Education that the child gets meanwhile", "free-text")
    ] = None


class Suspended(SentAway, frozen=True):
    """The days of a suspension."""

    suspended_from: Annotated[
        dt.date | None,
        Needed("Say from which day the child is suspended."),
        Means("Suspended from", "plain"),
    ] = None
    suspended_until: Annotated[dt.date | None, Means("Suspended until", "plain")] = None
    """The last day of it."""
    sessions_suspended: Annotated[
        NonNegativeInt | None, Means("Half-days of the suspension", "plain")
    ] = None


class Suspension(Event[Told[Core, Suspended]], frozen=True):
    """A school suspended a child for some days."""

    TYPE: ClassVar[str] = "uk.wholepicture.education.suspension.v1"
    CALLED: ClassVar[str] = "a suspension from school"
    REPORTED: ClassVar[str] = "The child is suspended from school"
    ASKS: ClassVar[Asks] = "status"


class Excluded(SentAway, frozen=True):
    """The day of a permanent exclusion, and when it is decided on."""

    excluded_on: Annotated[
        dt.date | None,
        Needed("Say on which day the child was excluded."),
        Means("Excluded on", "plain"),
    ] = None
    governors_meet_by: Annotated[dt.date | None, Means("Governors decide on it by", "plain")] = None


class Exclusion(Event[Told[Core, Excluded]], frozen=True):
    """A school excluded a child permanently."""

    TYPE: ClassVar[str] = "uk.wholepicture.education.exclusion.v1"
    CALLED: ClassVar[str] = "a permanent exclusion from school"
    REPORTED: ClassVar[str] = "The child is permanently excluded from school"
    ASKS: ClassVar[Asks] = "status"
