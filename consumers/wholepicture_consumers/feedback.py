"""The words that go back to an agency about what it sent.

To whom something went is said by family alone, such as children's social care: which team of it has
the child, or how many do, is not for the sender to know.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import get_args

from wholepicture_bus import topics
from wholepicture_bus.binding import outgoing
from wholepicture_bus.records import Outgoing, Place
from wholepicture_schemas.children import Missing
from wholepicture_schemas.codes import Outcome, RecipientKind
from wholepicture_schemas.feedback import (
    Feedback,
    FeedbackData,
    FixRequest,
    FixRequestData,
    OutcomeTold,
    State,
)
from wholepicture_schemas.identifiers import AgencyId, EventId, Source, derived
from wholepicture_schemas.model import unchecked
from wholepicture_schemas.problems import Problem
from wholepicture_schemas.words import listed

BUS = Source("/bus/wholepicture")

_SOCIAL_CARE = "children's social care"
_OF_A_KIND: Mapping[RecipientKind, str] = {
    "front-door": _SOCIAL_CARE,
    "emergency-duty": _SOCIAL_CARE,
    "social-work-team": _SOCIAL_CARE,
    "second-reader": _SOCIAL_CARE,
    "designated-officer": _SOCIAL_CARE,
    "education-safeguarding": "education",
    "setting": "education",
    "police-safeguarding-unit": "police",
    "health-team": "health",
    "housing-team": "housing",
    "voluntary-team": "a voluntary organisation",
    "family-court-team": "Cafcass",
    "adult-services-team": "adult services",
    "justice-team": "youth justice or probation",
    "partnership-unit": "the safeguarding partnership",
}
_OF_AN_AGENCY: Mapping[str, str] = {
    "police": "police",
    "education": "education",
    "health": "health",
    "housing": "housing",
    "voluntary": "a voluntary organisation",
    "family-court": "Cafcass",
    "adult-services": "adult services",
    "justice": "youth justice or probation",
    "partnership": "the safeguarding partnership",
}
_OF_EVERY_AGENCY = frozenset({"emergency-duty", "second-reader"})
"""Kinds that several families have: which it is, its agency says."""


_TOLD: Mapping[Outcome | None, OutcomeTold] = {code: code for code in get_args(OutcomeTold)}
"""The outcomes that a sender is told."""
_feedback, _feedback_data = unchecked(Feedback), unchecked(FeedbackData)
_fix_request, _fix_request_data = unchecked(FixRequest), unchecked(FixRequestData)
_missing = unchecked(Missing)


def family_of(kind: RecipientKind, agency_kind: str | None) -> str:
    """The family of a recipient, the one word by which a sender hears of it."""
    word = _OF_A_KIND[kind]
    return _OF_AN_AGENCY.get(agency_kind or "", word) if kind in _OF_EVERY_AGENCY else word


def feedback(
    agency: AgencyId,
    event: str,
    at: datetime,
    state: State,
    says: str,
    *,
    cause: str,
    to: Sequence[str] = (),
    outcome: Outcome | None = None,
) -> Outgoing:
    """One step of an event's way. ``cause`` makes the id, so that a repeat is recognised.

    ``to`` are the families that it is about.
    """
    told = _feedback(
        id=derived("feedback", state, agency, event, cause),
        source=BUS,
        type=Feedback.TYPE,
        time=at,
        partitionkey=event,
        correlationid=event,
        data=_feedback_data(
            agency=agency,
            event=event,
            at=at,
            state=state,
            says=says,
            to=listed(to) if to else None,
            to_each=tuple(to) if to else None,
            outcome=_TOLD.get(outcome),
        ),
    )
    return outgoing(told, topics.feedback(agency), event)


def fix_request(
    agency: AgencyId,
    event: str | None,
    at: datetime,
    problems: Sequence[Missing],
    place: Place,
    *,
    delivered: bool,
) -> Outgoing:
    """What an agency is asked to put right.

    ``place`` and the event make the id: one record can lead to a word about several events. The
    agency is told the place where it can read there.
    """
    own = place if place.topic in {topics.events(agency), topics.history(agency)} else None
    told = _fix_request(
        id=derived(
            "fix-request", place.topic_id, str(place.partition), str(place.offset), event or ""
        ),
        source=BUS,
        type=FixRequest.TYPE,
        time=at,
        correlationid=event,
        data=_fix_request_data(
            agency=agency,
            event=event,
            at=at,
            delivered=delivered,
            problems=tuple(problems),
            topic=own.topic if own else None,
            partition=own.partition if own else None,
            offset=own.offset if own else None,
        ),
    )
    return outgoing(told, topics.feedback(agency), event or str(EventId(told.id)))


def as_missing(problems: Sequence[Problem]) -> tuple[Missing, ...]:
    """Problems in the form in which they travel."""
    return tuple(
        _missing(field=problem.field, what=problem.what, fix=problem.fix) for problem in problems
    )
