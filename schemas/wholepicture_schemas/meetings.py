"""A meeting about a child: when, who was invited, who came, who sent a report instead."""

import datetime as dt
from collections.abc import Iterable
from typing import Annotated, Literal

from wholepicture_schemas.codes import YesNo
from wholepicture_schemas.identifiers import AgencyIdField
from wholepicture_schemas.meaning import Means
from wholepicture_schemas.model import Said
from wholepicture_schemas.problems import Problem
from wholepicture_schemas.texts import Line, Text
from wholepicture_schemas.times import Time

Attended = Annotated[
    Literal["attended", "sent-somebody", "sent-apologies", "did-not-come"],
    Means(codes={
        "attended": "attended", "sent-somebody": "sent somebody instead",
        "sent-apologies": "sent apologies", "did-not-come": "did not come",
    }),
]  # fmt: skip
"""Whether somebody came. It is a fact and not a judgement: a clinic may have had no other hour."""

FamilyPart = Annotated[
    Literal["attended", "views-sent", "not-asked", "declined", "not-safe"],
    Means(codes={
        "attended": "attended", "views-sent": "sent their views", "not-asked": "not asked",
        "declined": "declined", "not-safe": "it would not have been safe",
    }),
]  # fmt: skip


class Invited(Said, frozen=True):
    """Somebody who was invited to a meeting."""

    agency: Annotated[AgencyIdField | None, Means("Agency", "service")] = None
    who: Annotated[Line | None, Means("Who was invited", "service", "role")] = None
    """The role, and the name where it is needed."""
    attended: Annotated[Attended | None, Means("Whether they came", "service")] = None
    report_sent: Annotated[YesNo | None, Means("Whether they sent a report", "service")] = None

    def checks(self) -> Iterable[Problem]:
        """Whoever is invited is named by agency or by role."""
        if not (self.agency or self.who):
            yield Problem("who", "is missing", "Name the agency or the role that was invited.")


class Meeting(Said, frozen=True):
    """When and how a meeting is held, who was invited, and the part of the child and family."""

    on: Annotated[dt.date | None, Means("Held on", "plain")] = None
    at: Annotated[Time | None, Means("Begins at", "plain")] = None
    how: Annotated[Line | None, Means("How to take part", "service")] = None
    """The room or the way to dial in."""
    chaired_by: Annotated[Line | None, Means("Who chairs it", "service", "role")] = None
    invited: Annotated[
        tuple[Invited, ...], Means("Who was invited", "service", each="somebody invited")
    ] = ()
    child_part: Annotated[FamilyPart | None, Means("How the child took part", "plain")] = None
    carers_part: Annotated[
        FamilyPart | None, Means("How the parents or carers took part", "plain")
    ] = None
    interpreter_there: Annotated[
        YesNo | None, Means("Whether the interpreter or communicator was there", "plain")
    ] = None
    history_asked: Annotated[
        Text | None, Means("What is known of the parents' history, and who asked", "free-text")
    ] = None
