"""What several types of event say in the same way: barriers, who caused it, an appointment."""

import datetime as dt
from typing import Annotated, Literal

from wholepicture_schemas.meaning import Means
from wholepicture_schemas.model import Said
from wholepicture_schemas.texts import Line, Text

Barrier = Annotated[
    Literal[
        "language", "transport", "trauma", "experience-of-racism", "trust", "carer-strain",
        "disability-access", "cost", "childcare", "work-hours", "not-understood", "other",
    ],
    Means(codes={
        "language": "language, or no interpreter", "transport": "transport",
        "trauma": "earlier trauma", "experience-of-racism": "experience of racism",
        "trust": "lost trust in services", "carer-strain": "strain of caring",
        "disability-access": "access for a disabled person", "cost": "cost",
        "childcare": "care of other children", "work-hours": "hours of work",
        "not-understood": "the advice or letter was not understood", "other": "something else",
    }),
]  # fmt: skip
"""What stands in a family's way. None of it is a fault."""

CausedBy = Annotated[
    Literal["family", "service", "both", "unknown"],
    Means(codes={
        "family": "the family", "service": "the service", "both": "both", "unknown": "not known",
    }),
]  # fmt: skip
"""By whom something did not come about. Where a service caused it, that is said."""

Assessed = Annotated[
    Literal["yes", "no", "not-assessed"],
    Means(codes={"yes": "yes", "no": "no", "not-assessed": "not assessed"}),
]


class Barriers(Said, frozen=True):
    """What stood in the family's way, and what the family says of it."""

    kinds: Annotated[tuple[Barrier, ...], Means("What stood in the way", "plain")] = ()
    in_their_words: Annotated[
        Text | None, Means("What stood in the way, in their words", "free-text")
    ] = None
    tried: Annotated[Text | None, Means("What was done about it", "free-text")] = None


class Appointment(Said, frozen=True):
    """An appointment of a child with a health service."""

    with_whom: Annotated[Line | None, Means("Which service it is with", "service")] = None
    specialty: Annotated[Line | None, Means("Specialty", "health")] = None
    on: Annotated[dt.date | None, Means("Day of the appointment", "health")] = None
    for_what: Annotated[Text | None, Means("What it is for", "health")] = None


class Point(Said, frozen=True):
    """One point of a clinician's judgement, with the reason."""

    answer: Annotated[Assessed, Means("Answer", "health")]
    because: Annotated[Text | None, Means("Why", "health")] = None
