"""Education, health and care plans (EHC plans): where a child's plan stands."""

import datetime as dt
from typing import Annotated, ClassVar, Literal

from wholepicture_schemas.codes import Asks
from wholepicture_schemas.core import Core
from wholepicture_schemas.envelope import Detail, Event, Told
from wholepicture_schemas.meaning import Means, Needed
from wholepicture_schemas.texts import Text

EhcStage = Annotated[
    Literal[
        "requested", "assessment-agreed", "assessment-refused", "draft", "final", "amended",
        "plan-refused", "overdue", "ceased",
    ],
    Means(codes={
        "requested": "an assessment was requested",
        "assessment-agreed": "the council agreed to assess",
        "assessment-refused": "the council refused to assess", "draft": "a draft was sent",
        "final": "the final plan was issued", "amended": "the plan was amended",
        "plan-refused": "the council refused a plan after the assessment",
        "overdue": "it is past the statutory time limit", "ceased": "the plan ended",
    }),
]  # fmt: skip

SpecialNeed = Annotated[
    Literal[
        "SPLD", "MLD", "SLD", "PMLD", "SEMH", "SLCN", "HI", "VI", "MSI", "PD", "ASD", "OTH",
    ],
    Means(codes={
        "SPLD": "specific learning difficulty", "MLD": "moderate learning difficulty",
        "SLD": "severe learning difficulty",
        "PMLD": "profound and multiple learning difficulty",
        "SEMH": "social, emotional and mental health",
        "SLCN": "speech, language and communication", "HI": "hearing impairment",
        "VI": "vision impairment", "MSI": "multi-sensory impairment",
        "PD": "physical disability", "ASD": "autistic spectrum disorder",
        "OTH": "another difficulty or disability",
    }),
]  # fmt: skip
"""Source: DfE, primary type of special educational need."""


class EhcPlan(Detail, frozen=True):
    """Where the plan stands, since when, and what the child waits for."""

    ehc_stage: Annotated[
        EhcStage | None,
        Needed("Say where the plan stands."),
        Means("Where the education, health and care plan stands", "plain"),
    ] = None
    ehc_stage_since: Annotated[dt.date | None, Means("It stands there since", "plain")] = None
    ehc_needs: Annotated[tuple[SpecialNeed, ...], Means("Special educational needs", "health")] = ()
    ehc_not_provided: Annotated[
        Text | None, Means("What the plan promises and the child does not get", "free-text")
    ] = None


class EhcPlanStatus(Event[Told[Core, EhcPlan]], frozen=True):
    """A child's education, health and care plan moved on, or is late."""

    TYPE: ClassVar[str] = "uk.wholepicture.education.ehc-plan-status.v1"
    CALLED: ClassVar[str] = "news of an education, health and care plan"
    REPORTED: ClassVar[str] = "News of the child's education, health and care plan"
    ASKS: ClassVar[Asks] = "status"
