"""Voluntary organisations: a concern, something that was disclosed, a service that ends."""

import datetime as dt
from typing import Annotated, ClassVar, Literal

from wholepicture_schemas.codes import Asks, YesNo
from wholepicture_schemas.core import Core
from wholepicture_schemas.envelope import Detail, Event, Told
from wholepicture_schemas.identifiers import PersonRefField
from wholepicture_schemas.meaning import Means, Needed
from wholepicture_schemas.texts import Line, PartialDateField, Text

EndedBecause = Annotated[
    Literal["as-planned", "funding", "no-worker", "family-stopped", "moved", "unsafe", "other"],
    Means(codes={
        "as-planned": "it ended as planned", "funding": "the funding ended",
        "no-worker": "there was no worker", "family-stopped": "the family stopped it",
        "moved": "the family moved", "unsafe": "it was not safe to go on",
        "other": "another reason",
    }),
]  # fmt: skip
"""Why a service ended; often it is the service and not the family."""


class VoluntaryWorry(Detail, frozen=True):
    """What a voluntary organisation is worried about, and what it did."""

    concern: Annotated[
        Text | None, Needed("Write what the concern is."), Means("What the concern is", "free-text")
    ] = None
    noticed_since: Annotated[PartialDateField | None, Means("Noticed since", "plain")] = None
    done_so_far: Annotated[Text | None, Means("What was done so far", "free-text")] = None
    carers_spoken_to: Annotated[
        YesNo | None, Means("Whether the parents or carers were spoken to", "plain")
    ] = None


class VoluntaryConcern(Event[Told[Core, VoluntaryWorry]], frozen=True):
    """A voluntary organisation has a concern for a child."""

    TYPE: ClassVar[str] = "uk.wholepicture.voluntary.voluntary-concern.v1"
    CALLED: ClassVar[str] = "a concern of a voluntary organisation"
    REPORTED: ClassVar[str] = "Concern of a voluntary organisation"


class Disclosed(Detail, frozen=True):
    """What somebody told a worker, as nearly in their own words as can be."""

    disclosed_by: Annotated[
        PersonRefField | None,
        Needed("Say who of this event told it."),
        Means("Who told it", "identity"),
    ] = None
    disclosed_on: Annotated[dt.date | None, Means("Told on", "plain")] = None
    disclosed_words: Annotated[
        Text | None,
        Needed("Write what was said, in the person's own words."),
        Means("What was said, in their own words", "free-text"),
    ] = None
    questions_asked: Annotated[Text | None, Means("What the worker asked", "free-text")] = None
    """Open questions alone; what was asked matters for an investigation."""
    knows_it_is_passed_on: Annotated[
        YesNo | None, Means("Whether the person knows that it is passed on", "plain")
    ] = None


class DisclosureToAWorker(Event[Told[Core, Disclosed]], frozen=True):
    """A child or an adult told a worker of harm."""

    TYPE: ClassVar[str] = "uk.wholepicture.voluntary.disclosure-to-a-worker.v1"
    CALLED: ClassVar[str] = "something that was told to a worker"
    REPORTED: ClassVar[str] = "A child or adult told a worker of harm"
    ASKS: ClassVar[Asks] = "referral"


class ServiceOver(Detail, frozen=True):
    """Which service ended, why, and what the family has instead."""

    ended_service: Annotated[
        Line | None,
        Needed("Say which service ended."),
        Means("Which service ended", "service", "service"),
    ] = None
    service_ended_on: Annotated[dt.date | None, Means("Service ended on", "plain")] = None
    service_ended_reason: Annotated[
        EndedBecause | None, Needed("Say why."), Means("Why the service ended", "plain")
    ] = None
    instead_of_service: Annotated[
        Text | None, Means("What the family has instead", "free-text")
    ] = None


class ServiceEnded(Event[Told[Core, ServiceOver]], frozen=True):
    """A service that a family had from a voluntary organisation ended."""

    TYPE: ClassVar[str] = "uk.wholepicture.voluntary.service-ended.v1"
    CALLED: ClassVar[str] = "a service for the family that ended"
    REPORTED: ClassVar[str] = "A service that the family had has ended"
    ASKS: ClassVar[Asks] = "status"
