"""Children's social care: from a strategy discussion to a child protection conference."""

import datetime as dt
from typing import Annotated, ClassVar, Literal

from pydantic import NonNegativeInt

from wholepicture_schemas.agencies.social_care_codes import Category, Section47Outcome
from wholepicture_schemas.codes import Asks, YesNo
from wholepicture_schemas.core import Core
from wholepicture_schemas.envelope import Detail, Event, Told
from wholepicture_schemas.meaning import Means, Needed
from wholepicture_schemas.meetings import Meeting
from wholepicture_schemas.texts import Text

StrategyDecision = Annotated[
    Literal["joint-section-47", "single-section-47", "police-alone", "no-section-47"],
    Means(codes={
        "joint-section-47": "section 47 enquiry of children's services with police",
        "single-section-47": "section 47 enquiry of children's services alone",
        "police-alone": "police investigate alone", "no-section-47": "no section 47 enquiry",
    }),
]  # fmt: skip

ConferenceKind = Annotated[
    Literal["initial", "pre-birth", "review", "transfer-in"],
    Means(codes={
        "initial": "initial conference", "pre-birth": "conference before the birth",
        "review": "review conference", "transfer-in": "conference on a transfer from elsewhere",
    }),
]  # fmt: skip

ConferenceOutcome = Annotated[
    Literal["plan-made", "plan-continued", "plan-ended", "no-plan", "not-held"],
    Means(codes={
        "plan-made": "a child protection plan was made", "plan-continued": "the plan continues",
        "plan-ended": "the plan ended", "no-plan": "no plan was made",
        "not-held": "it was not held",
    }),
]  # fmt: skip


class Strategy(Detail, frozen=True):
    """A strategy discussion: who took part and what was decided.

    Source: Working Together 2023, chapter 3: police, health and the referring agency take part.
    """

    meeting: Annotated[
        Meeting | None,
        Needed("Say when it was held, and who took part."),
        Means("Meeting", "plain"),
    ] = None
    strategy_decision: Annotated[
        StrategyDecision | None,
        Needed("Say what was decided."),
        Means("What the strategy discussion decided", "offence"),
    ] = None
    strategy_actions: Annotated[Text | None, Means("Who does what, by when", "free-text")] = None


class StrategyDiscussion(Event[Told[Core, Strategy]], frozen=True):
    """Children's services, police and health discussed whether a child is likely to be harmed."""

    TYPE: ClassVar[str] = "uk.wholepicture.childrens-social-care.strategy-discussion.v1"
    CALLED: ClassVar[str] = "a strategy discussion"
    REPORTED: ClassVar[str] = "Strategy discussion about the child"
    ASKS: ClassVar[Asks] = "status"


class EnquiryBegun(Detail, frozen=True):
    """A section 47 enquiry that began, and by when a conference is due.

    Source: Working Together 2023, chapter 3: 15 working days from the strategy discussion.
    """

    section_47_started_on: Annotated[
        dt.date | None,
        Needed("Say when the enquiry began."),
        Means("Section 47 enquiry began on", "plain"),
    ] = None
    with_police: Annotated[YesNo | None, Means("Whether police investigate too", "offence")] = None
    conference_due_on: Annotated[dt.date | None, Means("Initial conference due by", "plain")] = None
    conference_not_required: Annotated[
        bool | None, Means("No initial conference is required", "plain")
    ] = None


class Section47Started(Event[Told[Core, EnquiryBegun]], frozen=True):
    """Children's services enquire whether a child suffers or is likely to suffer serious harm."""

    TYPE: ClassVar[str] = "uk.wholepicture.childrens-social-care.section-47-started.v1"
    CALLED: ClassVar[str] = "the begin of a section 47 enquiry"
    REPORTED: ClassVar[str] = "Children's services began a section 47 enquiry"
    ASKS: ClassVar[Asks] = "status"


class EnquiryEnded(Detail, frozen=True):
    """What came of a section 47 enquiry."""

    section_47_ended_on: Annotated[
        dt.date | None, Means("Section 47 enquiry ended on", "plain")
    ] = None
    section_47_outcome: Annotated[
        Section47Outcome | None,
        Needed("Say what the outcome is."),
        Means("Outcome of the section 47 enquiry", "plain"),
    ] = None
    section_47_findings: Annotated[Text | None, Means("What the enquiry found", "free-text")] = None


class Section47Ended(Event[Told[Core, EnquiryEnded]], frozen=True):
    """A section 47 enquiry ended."""

    TYPE: ClassVar[str] = "uk.wholepicture.childrens-social-care.section-47-ended.v1"
    CALLED: ClassVar[str] = "the end of a section 47 enquiry"
    REPORTED: ClassVar[str] = "A section 47 enquiry ended"
    ASKS: ClassVar[Asks] = "outcome"


class Conference(Detail, frozen=True):
    """A child protection conference: who took part, and what it decided."""

    meeting: Annotated[
        Meeting | None,
        Needed("Say when it was held, and who took part."),
        Means("Meeting", "plain"),
    ] = None
    conference_kind: Annotated[ConferenceKind | None, Means("Kind of conference", "plain")] = None
    conference_outcome: Annotated[
        ConferenceOutcome | None,
        Needed("Say what the conference decided."),
        Means("What the conference decided", "plain"),
    ] = None
    category: Annotated[Category | None, Means("Category of abuse", "offence")] = None
    previous_plans: Annotated[
        NonNegativeInt | None, Means("Earlier child protection plans", "plain")
    ] = None
    next_conference_by: Annotated[dt.date | None, Means("Next conference by", "plain")] = None
    family_view_of_conference: Annotated[
        Text | None, Means("What the family and the child say to it", "free-text")
    ] = None


class ChildProtectionConference(Event[Told[Core, Conference]], frozen=True):
    """A child protection conference was held."""

    TYPE: ClassVar[str] = "uk.wholepicture.childrens-social-care.child-protection-conference.v1"
    CALLED: ClassVar[str] = "a child protection conference"
    REPORTED: ClassVar[str] = "Child protection conference about the child"
    ASKS: ClassVar[Asks] = "outcome"
