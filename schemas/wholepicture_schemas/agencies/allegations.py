"""What any agency tells of somebody who works with children: an allegation against them."""

from collections.abc import Iterable
from typing import Annotated, ClassVar, Literal

from wholepicture_schemas.codes import Asks, YesNo
from wholepicture_schemas.core import Core
from wholepicture_schemas.envelope import Detail, Event, Told
from wholepicture_schemas.identifiers import PersonRefField
from wholepicture_schemas.meaning import Means, Needed
from wholepicture_schemas.problems import Problem
from wholepicture_schemas.texts import Line, Text

StaffConduct = Annotated[
    Literal["harmed", "possible-offence", "may-pose-a-risk", "unsuitable"],
    Means(codes={
        "harmed": "behaved in a way that harmed or may have harmed a child",
        "possible-offence": "possibly committed an offence against or about a child",
        "may-pose-a-risk": "behaved towards a child in a way that suggests a risk to children",
        "unsuitable": "behaved in a way that suggests they may not be suited to this work",
    }),
]  # fmt: skip
"""Source: Working Together 2023, chapter 4, and Keeping children safe in education, part four."""


class StaffAllegation(Detail, frozen=True):
    """What is alleged of somebody who works with children, and where they do."""

    staff_member: Annotated[
        PersonRefField | None,
        Needed("Say which adult of this event it is about."),
        Means("Who is alleged", "offence"),
    ] = None
    staff_conduct: Annotated[
        tuple[StaffConduct, ...],
        Needed("Say what kind of conduct is alleged."),
        Means("What kind of conduct is alleged", "offence"),
    ] = ()
    staff_role: Annotated[Line | None, Means("Their work with children", "offence")] = None
    staff_alleged: Annotated[Text | None, Means("What is alleged", "offence")] = None
    still_works_with_children: Annotated[
        YesNo | None, Means("Whether they work with children now", "offence")
    ] = None
    employer_told: Annotated[YesNo | None, Means("Whether the employer was told", "offence")] = None


class AllegationAgainstStaff(Event[Told[Core, StaffAllegation]], frozen=True):
    """Somebody who works with children is alleged to have harmed one, or may not be suited."""

    TYPE: ClassVar[str] = "uk.wholepicture.any.allegation-against-staff.v1"
    CALLED: ClassVar[str] = "an allegation against somebody who works with children"
    RESTRICTED: ClassVar[tuple[str, ...]] = ("allegation-against-staff",)
    REPORTED: ClassVar[str] = "Allegation against somebody who works with children"
    ASKS: ClassVar[Asks] = "referral"

    def checks_when_made(self) -> Iterable[Problem]:
        """It is about a person of the event."""
        staff = self.data.detail.staff_member
        if staff is not None and staff not in self.data.core.people():
            fix = "Use the person reference of an adult of this event."
            yield Problem("detail.staff_member", "names nobody of this event", fix)

    def checks_when_read(self) -> Iterable[Problem]:
        """The core says who is alleged, for what anybody may see of them follows from that."""
        if not self.data.core.allegations:
            fix = "Write there too who is alleged to have harmed whom."
            yield Problem("core.allegations", "is missing", fix)
