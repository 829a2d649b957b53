"""What a national record of the NHS says of a child: a birth, a death, a practice, an adjustment.

Such a record tells that something is recorded, and little of it: what is not told stays open.

Source: NHS England, Multicast Notification Service, specification/schemas/cloudevents, April 2026.
"""

from typing import Annotated, ClassVar, Literal

from wholepicture_schemas.core import Core
from wholepicture_schemas.envelope import Detail, Event, Told
from wholepicture_schemas.meaning import Means, Needed
from wholepicture_schemas.texts import PartialDateField, Text

DeathStatus = Annotated[
    Literal["informal", "formal"],
    Means(codes={
        "informal": "told by a service, no certificate yet", "formal": "registered",
    }),
]  # fmt: skip
"""How sure a death is. One that was recorded by mistake is taken back, and is no status here.

Source: the same, pdsDeathEventData: 1 is informal, 2 is formal, U is "entered in error".
"""
Registration = Annotated[
    Literal["birth", "first-acceptance", "transfer-in", "immigrant", "internal-transfer"],
    Means(codes={
        "birth": "registered after birth", "first-acceptance": "never registered before",
        "transfer-in": "moved from another practice", "immigrant": "came from another country",
        "internal-transfer": "moved between practices of one area",
    }),
]  # fmt: skip
"""Source: the same, pdsChangeOfGpEventData, registrationEncounterCode 1 to 4 and 6."""


class Death(Detail, frozen=True):
    """A child's death, as the record has it: no cause and no place."""

    death_status: Annotated[
        DeathStatus | None,
        Needed("Say whether the death is registered, or told by a service so far."),
        Means("How sure it is", "health"),
    ] = None
    died_on: Annotated[PartialDateField | None, Means("Died on", "health")] = None


class DeathRecorded(Event[Told[Core, Death]], frozen=True):
    """A child's death is recorded. Whoever learns of it here must not be who tells the family."""

    TYPE: ClassVar[str] = "uk.wholepicture.health.death-recorded.v1"
    CALLED: ClassVar[str] = "a record of a child's death"
    REPORTED: ClassVar[str] = "Health record of a child's death"


class Birth(Detail, frozen=True):
    """A child's birth, as the record has it."""

    multiple_birth: Annotated[bool | None, Means("One of twins or more", "health")] = None


class BirthRecorded(Event[Told[Core, Birth]], frozen=True):
    """A child's birth is recorded, mostly with an NHS number that nobody had before."""

    TYPE: ClassVar[str] = "uk.wholepicture.health.birth-recorded.v1"
    CALLED: ClassVar[str] = "a record of a child's birth"
    REPORTED: ClassVar[str] = "Health record of a child's birth"


class Practice(Detail, frozen=True):
    """How a child came to another GP practice. Which one it is stands with the child, if told."""

    registration: Annotated[
        Registration | None, Means("How the child was registered", "whereabouts")
    ] = None
    """It may tell that the child has moved, or from where."""


class GpChanged(Event[Told[Core, Practice]], frozen=True):
    """A child is registered with another GP practice. It does not say that the child has moved."""

    TYPE: ClassVar[str] = "uk.wholepicture.health.gp-changed.v1"
    CALLED: ClassVar[str] = "a change of a child's GP practice"
    REPORTED: ClassVar[str] = "Health record of another GP practice"


class Adjustment(Detail, frozen=True):
    """That a child needs services to do something otherwise, and what, where the sender says it."""

    adjustments: Annotated[Text | None, Means("What services are to do otherwise", "health")] = None


class ReasonableAdjustmentRecorded(Event[Told[Core, Adjustment]], frozen=True):
    """A flag for reasonable adjustments was set or changed in a child's record."""

    TYPE: ClassVar[str] = "uk.wholepicture.health.reasonable-adjustment-recorded.v1"
    CALLED: ClassVar[str] = "a record that services are to do something otherwise for a child"
    REPORTED: ClassVar[str] = "Health record of reasonable adjustments for a child"
