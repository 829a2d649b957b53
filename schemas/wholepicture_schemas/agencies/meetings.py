"""What any agency tells of work together: meetings called and held, and space to reflect."""

import datetime as dt
from typing import Annotated, ClassVar, Literal

from wholepicture_schemas.codes import Asks
from wholepicture_schemas.core import Core
from wholepicture_schemas.envelope import Detail, Event, Told
from wholepicture_schemas.identifiers import RecipientIdField
from wholepicture_schemas.meaning import Means, Needed
from wholepicture_schemas.meetings import Meeting
from wholepicture_schemas.texts import Line, Text

MeetingKind = Annotated[
    Literal[
        "child-in-need", "core-group", "team-around-the-family", "professionals",
        "health-coordination", "discharge-planning", "other",
    ],
    Means(codes={
        "child-in-need": "child in need meeting", "core-group": "core group",
        "team-around-the-family": "team around the family",
        "professionals": "meeting of professionals",
        "health-coordination": "meeting to coordinate health care",
        "discharge-planning": "meeting before a discharge", "other": "another meeting",
    }),
]  # fmt: skip


class MeetingPlanned(Detail, frozen=True):
    """Why a meeting is called, when it is, and who is asked to come."""

    meeting_kind: Annotated[MeetingKind | None, Means("Kind of meeting", "plain")] = None
    meeting: Annotated[
        Meeting | None, Needed("Say when it is, and who is invited."), Means("Meeting", "plain")
    ] = None
    meeting_because: Annotated[
        Text | None,
        Needed("Write why it is called."),
        Means("Why the meeting is called", "free-text"),
    ] = None
    invited_recipients: Annotated[
        tuple[RecipientIdField, ...], Means("Recipients that are invited", "plain")
    ] = ()
    """Each the id of a recipient of the agreement: these, and only these, are told."""


class MeetingCalled(Event[Told[Core, MeetingPlanned]], frozen=True):
    """Somebody calls a meeting of the agencies about a child. Any of them may."""

    TYPE: ClassVar[str] = "uk.wholepicture.any.meeting-called.v1"
    CALLED: ClassVar[str] = "a meeting of the agencies that was called"
    REPORTED: ClassVar[str] = "A meeting of the agencies was called"
    ASKS: ClassVar[Asks] = "information"


class MeetingOver(Detail, frozen=True):
    """Who came to a meeting, who sent a report, and what was agreed."""

    meeting_kind: Annotated[MeetingKind | None, Means("Kind of meeting", "plain")] = None
    meeting: Annotated[
        Meeting | None, Needed("Say when it was, and who came."), Means("Meeting", "plain")
    ] = None
    agreed_actions: Annotated[
        Text | None, Needed("Write who does what, by when."), Means("What was agreed", "free-text")
    ] = None
    views_differ: Annotated[
        Text | None, Means("Where somebody saw it differently", "free-text")
    ] = None
    next_meeting_on: Annotated[dt.date | None, Means("Next meeting on", "plain")] = None
    invited_recipients: Annotated[
        tuple[RecipientIdField, ...], Means("Recipients that are invited", "plain")
    ] = ()
    """Each the id of a recipient of the agreement: these, and only these, are told."""


class MeetingHeld(Event[Told[Core, MeetingOver]], frozen=True):
    """A meeting of the agencies about a child was held."""

    TYPE: ClassVar[str] = "uk.wholepicture.any.meeting-held.v1"
    CALLED: ClassVar[str] = "a meeting of the agencies that was held"
    REPORTED: ClassVar[str] = "A meeting of the agencies was held"
    ASKS: ClassVar[Asks] = "outcome"


class Reflection(Detail, frozen=True):
    """A practitioner asks for space to reflect. Nothing of the case needs to be said."""

    reflection_asked_by: Annotated[
        Line | None, Needed("Say which role asks."), Means("Who asks", "service", "role")
    ] = None
    reflection_because: Annotated[
        Text | None, Means("What it is about, without naming the family", "free-text")
    ] = None
    reflection_wanted_by: Annotated[dt.date | None, Means("Wanted by", "plain")] = None
    reflection_offered_on: Annotated[dt.date | None, Means("Offered on", "plain")] = None


class ReflectiveSupervisionRequested(Event[Told[Core, Reflection]], frozen=True):
    """A practitioner, or all who work with a family, ask for reflective supervision."""

    TYPE: ClassVar[str] = "uk.wholepicture.any.reflective-supervision-requested.v1"
    CALLED: ClassVar[str] = "a request for reflective supervision"
    REPORTED: ClassVar[str] = "Somebody asks for reflective supervision"
