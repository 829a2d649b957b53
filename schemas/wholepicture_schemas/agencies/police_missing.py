"""Police: a child who is missing, and a child who was found."""

import datetime as dt
from typing import Annotated, ClassVar, Literal

from wholepicture_schemas.codes import Asks, Urgency, YesNo
from wholepicture_schemas.core import Core
from wholepicture_schemas.envelope import Detail, Event, Told
from wholepicture_schemas.meaning import Means, Needed
from wholepicture_schemas.persons import Address
from wholepicture_schemas.texts import Line, Text
from wholepicture_schemas.times import Time

MissingKind = Annotated[
    Literal["M", "A"],
    Means(codes={
        "M": "missing", "A": "away without authorisation, and it is known or thought where",
    }),
]  # fmt: skip
"""Source: DfE, children looked after, missing and away without authorisation."""

MissingRisk = Annotated[
    Literal["very-low", "low", "medium", "high"],
    Means(codes={
        "very-low": "very low", "low": "low", "medium": "medium", "high": "high",
    }),
]  # fmt: skip
"""The police's own grade. It decides how they search, never whether anybody is told."""


class MissingChild(Detail, frozen=True):
    """Since when a child is missing, from where, and where the child may be."""

    missing_kind: Annotated[
        MissingKind | None, Means("Missing, or away without authorisation", "plain")
    ] = None
    missing_since: Annotated[
        Time | None,
        Needed("Say since when the child is missing."),
        Means("Missing since", "plain"),
    ] = None
    missing_from: Annotated[Address | None, Means("Missing from", "whereabouts")] = None
    last_seen_at: Annotated[Address | None, Means("Last seen at", "whereabouts")] = None
    last_seen_wearing: Annotated[Text | None, Means("What the child wears", "free-text")] = None
    missing_risk: Annotated[
        MissingRisk | None, Means("Grade of the police for the search", "offence")
    ] = None
    missing_why: Annotated[
        Text | None, Means("What may have led to it, and what is feared", "offence")
    ] = None
    may_be_with: Annotated[Text | None, Means("Who the child may be with", "offence")] = None
    needs_while_missing: Annotated[
        Text | None, Means("Medicine, care or help that the child needs", "health")
    ] = None
    missing_times_before: Annotated[
        int | None, Means("Times missing in the last 12 months", "plain")
    ] = None
    """A fact of the police's record and no score."""


class ChildMissing(Event[Told[Core, MissingChild]], frozen=True):
    """A child is missing: whoever knows where the child may be calls the police now."""

    TYPE: ClassVar[str] = "uk.wholepicture.police.missing.v1"
    CALLED: ClassVar[str] = "a missing child"
    URGENCY: ClassVar[Urgency] = "immediate"
    REPORTED: ClassVar[str] = "Police report that a child is missing"


class FoundChild(Detail, frozen=True):
    """When and where a child was found, what happened meanwhile, and who talks with the child.

    Source: DfE, Children who run away or go missing from home or care, 2014: within 72 hours.
    """

    found_at: Annotated[
        Time | None, Needed("Say when the child was found."), Means("Found at", "plain")
    ] = None
    missing_since: Annotated[Time | None, Means("Missing since", "plain")] = None
    found_where: Annotated[Address | None, Means("Found where", "whereabouts")] = None
    returned_to: Annotated[
        Address | None, Means("Where the child was brought", "whereabouts", area=True)
    ] = None
    came_to_harm: Annotated[YesNo | None, Means("Whether the child came to harm", "plain")] = None
    while_missing: Annotated[Text | None, Means("What happened meanwhile", "offence")] = None
    return_interview_by: Annotated[
        dt.date | None, Means("Return interview to be offered by", "plain")
    ] = None
    return_interview_with: Annotated[
        Line | None, Means("Who offers the return interview", "service", "role")
    ] = None


class Found(Event[Told[Core, FoundChild]], frozen=True):
    """A child who was missing was found, or came back."""

    TYPE: ClassVar[str] = "uk.wholepicture.police.found.v1"
    CALLED: ClassVar[str] = "news that a missing child was found"
    REPORTED: ClassVar[str] = "Police report that a missing child was found"
    ASKS: ClassVar[Asks] = "status"
