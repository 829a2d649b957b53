"""Children's social care: an adult not seen, private fostering."""

import datetime as dt
from collections.abc import Iterable
from typing import Annotated, ClassVar, Literal

from wholepicture_schemas.agencies.social_care_codes import PrivateFostering
from wholepicture_schemas.codes import Asks, YesNo
from wholepicture_schemas.core import Core
from wholepicture_schemas.envelope import Detail, Event, Told
from wholepicture_schemas.identifiers import PersonRefField
from wholepicture_schemas.meaning import Means, Needed
from wholepicture_schemas.model import Said
from wholepicture_schemas.problems import Problem
from wholepicture_schemas.texts import PartialDateField, Text

ReachedBy = Annotated[
    Literal["visit", "telephone", "letter", "message", "through-somebody", "other"],
    Means(codes={
        "visit": "a visit", "telephone": "a telephone call", "letter": "a letter",
        "message": "a message", "through-somebody": "through somebody else",
        "other": "another way",
    }),
]  # fmt: skip

NotSeenBecause = Annotated[
    Literal["not-asked", "did-not-answer", "works-away", "declined", "not-safe", "unknown"],
    Means(codes={
        "not-asked": "nobody asked for this adult", "did-not-answer": "there was no answer",
        "works-away": "works or lives away", "declined": "declined",
        "not-safe": "it was not safe to try", "unknown": "not known",
    }),
]  # fmt: skip
"""That nobody asked is an answer: a father is often not visible because nobody looked."""


class Attempt(Said, frozen=True):
    """One attempt to reach an adult."""

    on: Annotated[dt.date | None, Means("Tried on", "plain")] = None
    by: Annotated[ReachedBy | None, Means("How it was tried", "plain")] = None
    result: Annotated[Text | None, Means("What came of it", "free-text")] = None


class NotSeen(Detail, frozen=True):
    """An adult of the child's life whom nobody has seen, and what was tried."""

    adult: Annotated[PersonRefField | None, Means("Which adult", "reference")] = None
    not_seen_since: Annotated[PartialDateField | None, Means("Not seen since", "plain")] = None
    attempts: Annotated[
        tuple[Attempt, ...], Means("What was tried", "plain", each="an attempt")
    ] = ()
    not_seen_reason: Annotated[
        NotSeenBecause | None,
        Needed("Say why; that nobody asked is an answer."),
        Means("Why this adult was not seen", "plain"),
    ] = None
    comes_next: Annotated[
        Text | None,
        Needed("Write what comes next, and who does it."),
        Means("What comes next, and who does it", "free-text"),
    ] = None


class AdultNotSeen(Event[Told[Core, NotSeen]], frozen=True):
    """An adult who matters to a child has not been seen by whoever works with the family."""

    TYPE: ClassVar[str] = "uk.wholepicture.childrens-social-care.adult-not-seen.v1"
    CALLED: ClassVar[str] = "an adult of the family whom nobody has seen"
    REPORTED: ClassVar[str] = "An adult in the child's life has not been seen"
    ASKS: ClassVar[Asks] = "status"

    def checks_when_made(self) -> Iterable[Problem]:
        """The adult is one of the event."""
        adult = self.data.detail.adult
        if adult is not None and adult not in self.data.core.people():
            fix = "Use the person reference of an adult of this event."
            yield Problem("detail.adult", "names nobody of this event", fix)


class Fostered(Detail, frozen=True):
    """A child who lives with somebody who is no close relative, by a private arrangement.

    Source: Children Act 1989, section 66: under 16, or 18 if disabled, for 28 days or more.
    """

    private_fostering: Annotated[
        PrivateFostering | None, Means("Kind of private fostering", "plain")
    ] = None
    private_carer: Annotated[
        PersonRefField | None, Means("Who cares for the child", "identity")
    ] = None
    private_fostering_since: Annotated[
        PartialDateField | None, Means("The child lives there since", "plain")
    ] = None
    private_fostering_expected_until: Annotated[
        PartialDateField | None, Means("The child is to live there until", "plain")
    ] = None
    council_notified: Annotated[
        YesNo | None,
        Needed("Say whether the council was notified."),
        Means("Whether the council was notified", "plain"),
    ] = None
    arranged_how: Annotated[Text | None, Means("How it was arranged", "free-text")] = None


class PrivateFosteringFound(Event[Told[Core, Fostered]], frozen=True):
    """A child is privately fostered, or seems to be."""

    TYPE: ClassVar[str] = "uk.wholepicture.childrens-social-care.private-fostering.v1"
    CALLED: ClassVar[str] = "private fostering"
    REPORTED: ClassVar[str] = "The child is privately fostered, or seems to be"
