"""What any agency tells of a disagreement: professionals disagree, and one of them escalates.

Source: Working Together 2023, chapter 2: each partnership has a clear policy to escalate.
"""

import datetime as dt
from typing import Annotated, ClassVar, Literal

from pydantic import PositiveInt

from wholepicture_schemas.codes import Asks
from wholepicture_schemas.core import Core
from wholepicture_schemas.envelope import Detail, Event, Told
from wholepicture_schemas.identifiers import AgencyIdField, EventId, RecipientIdField
from wholepicture_schemas.meaning import Means, Needed
from wholepicture_schemas.model import Said
from wholepicture_schemas.texts import Line, Text

DisagreementAbout = Annotated[
    Literal[
        "threshold", "decision", "plan", "nothing-done", "information-not-shared", "closing",
        "who-acts", "other",
    ],
    Means(codes={
        "threshold": "which threshold is met", "decision": "a decision",
        "plan": "a plan or how it is carried out", "nothing-done": "nothing was done",
        "information-not-shared": "information was not shared", "closing": "a case being closed",
        "who-acts": "who acts", "other": "something else",
    }),
]  # fmt: skip

EscalationEnd = Annotated[
    Literal["agreed", "decision-changed", "decision-stays", "withdrawn"],
    Means(codes={
        "agreed": "both agreed on what to do", "decision-changed": "the decision was changed",
        "decision-stays": "the decision stays, and the reasons were given",
        "withdrawn": "whoever raised it took it back",
    }),
]  # fmt: skip


class EscalationStage(Said, frozen=True):
    """A stage of the partnership's own policy, and by when it has to be answered.

    What the stages are called and how long each lasts is the policy's; the bus only counts.
    """

    number: Annotated[PositiveInt | None, Means("Stage", "plain")] = None
    called: Annotated[Line | None, Means("What the stage is called", "plain")] = None
    answer_by: Annotated[dt.date | None, Means("To be answered by", "plain")] = None
    answered_by: Annotated[Line | None, Means("Who answers", "service", "role")] = None


class Disagreement(Detail, frozen=True):
    """What two agencies see differently, and what each of them relies on."""

    disagreement_about: Annotated[
        DisagreementAbout | None,
        Needed("Say what the disagreement is about."),
        Means("What the disagreement is about", "plain"),
    ] = None
    disagreement_with: Annotated[
        AgencyIdField | None, Means("Agency that sees it differently", "plain")
    ] = None
    one_view: Annotated[
        Text | None,
        Needed("Write what you think, and what you rely on."),
        Means("What the sender thinks, and relies on", "free-text"),
    ] = None
    other_view: Annotated[
        Text | None, Means("What the other thinks, and relies on", "free-text")
    ] = None
    child_meanwhile: Annotated[
        Text | None, Means("What keeps the child safe meanwhile", "free-text")
    ] = None
    """A disagreement never pauses what keeps a child safe."""
    about_event: Annotated[EventId | None, Means("Which event it is about", "reference")] = None
    invited_recipients: Annotated[
        tuple[RecipientIdField, ...], Means("Recipients that are invited", "plain")
    ] = ()
    """Each the id of a recipient of the agreement: these are told beside children's services."""


class ProfessionalDisagreement(Event[Told[Core, Disagreement]], frozen=True):
    """Professionals disagree about a child. To say so is good practice."""

    TYPE: ClassVar[str] = "uk.wholepicture.any.professional-disagreement.v1"
    CALLED: ClassVar[str] = "a disagreement of professionals about a child"
    REPORTED: ClassVar[str] = "Professionals disagree about the child"


class Raised(Disagreement, frozen=True):
    """A disagreement that goes to a stage of the policy."""

    stage: Annotated[
        EscalationStage | None,
        Needed("Say at which stage it is, and by when it has to be answered."),
        Means("Stage of the escalation", "plain"),
    ] = None
    result_wanted: Annotated[
        Text | None, Needed("Write what you want to be done."), Means("What is wanted", "free-text")
    ] = None


class EscalationRaised(Event[Told[Core, Raised]], frozen=True):
    """A professional escalates a disagreement."""

    TYPE: ClassVar[str] = "uk.wholepicture.any.escalation-raised.v1"
    CALLED: ClassVar[str] = "an escalation that was raised"
    REPORTED: ClassVar[str] = "A disagreement about the child was escalated"


class Moved(Raised, frozen=True):
    """The next stage of an escalation, and why it came to that."""

    escalation: Annotated[EventId | None, Means("Which escalation it is", "reference")] = None
    stage_because: Annotated[Text | None, Means("Why it went to another stage", "free-text")] = None


class EscalationChanged(Event[Told[Core, Moved]], frozen=True):
    """An escalation went to another stage, because a person decided so."""

    TYPE: ClassVar[str] = "uk.wholepicture.any.escalation-changed.v1"
    CALLED: ClassVar[str] = "an escalation that went to another stage"
    REPORTED: ClassVar[str] = "An escalation about the child went to another stage"
    ASKS: ClassVar[Asks] = "status"


class Resolved(Detail, frozen=True):
    """How an escalation ended, and what changes for the child."""

    escalation: Annotated[EventId | None, Means("Which escalation it is", "reference")] = None
    stage: Annotated[EscalationStage | None, Means("Stage of the escalation", "plain")] = None
    escalation_end: Annotated[
        EscalationEnd | None,
        Needed("Say how it ended."),
        Means("How the escalation ended", "plain"),
    ] = None
    escalation_result: Annotated[
        Text | None,
        Needed("Write what changes for the child."),
        Means("What changes for the child", "free-text"),
    ] = None
    learned: Annotated[Text | None, Means("What was learned", "free-text")] = None
    invited_recipients: Annotated[
        tuple[RecipientIdField, ...], Means("Recipients that are invited", "plain")
    ] = ()
    """Each the id of a recipient of the agreement: these are told beside children's services."""


class EscalationResolved(Event[Told[Core, Resolved]], frozen=True):
    """An escalation ended."""

    TYPE: ClassVar[str] = "uk.wholepicture.any.escalation-resolved.v1"
    CALLED: ClassVar[str] = "an escalation that was resolved"
    REPORTED: ClassVar[str] = "An escalation about the child was resolved"
    ASKS: ClassVar[Asks] = "outcome"
