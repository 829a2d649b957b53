"""Housing: a home that may be lost, a home that harms, a move for safety."""

import datetime as dt
from typing import Annotated, ClassVar, Literal

from pydantic import NonNegativeInt

from wholepicture_schemas.codes import Asks, YesNo
from wholepicture_schemas.core import Core
from wholepicture_schemas.envelope import Detail, Event, Told
from wholepicture_schemas.identifiers import AuthorityField, PersonRefField
from wholepicture_schemas.meaning import Means, Needed
from wholepicture_schemas.texts import Line, Text

EvictionStage = Annotated[
    Literal["arrears", "notice", "possession-claim", "possession-order", "warrant", "evicted"],
    Means(codes={
        "arrears": "rent is owed", "notice": "notice was given",
        "possession-claim": "the landlord went to court",
        "possession-order": "the court ordered possession",
        "warrant": "a day for the bailiffs is set", "evicted": "the family was evicted",
    }),
]  # fmt: skip

HomeProblem = Annotated[
    Literal[
        "overcrowded", "damp-or-mould", "no-heating", "no-hot-water", "unsafe-electrics",
        "infestation", "not-accessible", "fire-risk", "other",
    ],
    Means(codes={
        "overcrowded": "too many people for the rooms", "damp-or-mould": "damp or mould",
        "no-heating": "no heating", "no-hot-water": "no hot water",
        "unsafe-electrics": "unsafe electrics", "infestation": "infestation",
        "not-accessible": "the child cannot get in, out or about",
        "fire-risk": "a danger of fire", "other": "another problem",
    }),
]  # fmt: skip


class HomeAtRisk(Detail, frozen=True):
    """How near a family is to losing their home, and what would keep it."""

    eviction_stage: Annotated[
        EvictionStage | None,
        Needed("Say how far it has come."),
        Means("How far the loss of the home has come", "plain"),
    ] = None
    home_lost_by: Annotated[dt.date | None, Means("Day on which the home may be lost", "plain")] = (
        None
    )
    eviction_because: Annotated[Text | None, Means("What led to it", "free-text")] = None
    would_keep_the_home: Annotated[Text | None, Means("What would keep the home", "free-text")] = (
        None
    )
    housing_duty_accepted: Annotated[
        YesNo | None, Means("Whether the council accepted a duty to house", "plain")
    ] = None


class EvictionRisk(Event[Told[Core, HomeAtRisk]], frozen=True):
    """A family with children may lose their home."""

    TYPE: ClassVar[str] = "uk.wholepicture.housing.eviction-risk.v1"
    CALLED: ClassVar[str] = "a family who may lose their home"
    REPORTED: ClassVar[str] = "The family may lose their home"


class HarmfulHome(Detail, frozen=True):
    """What is wrong with a home, since when, and what it does to the child."""

    home_problems: Annotated[
        tuple[HomeProblem, ...],
        Needed("Say what is wrong with the home."),
        Means("What is wrong with the home", "plain"),
    ] = ()
    reported_to_landlord_on: Annotated[dt.date | None, Means("Landlord was told on", "plain")] = (
        None
    )
    people_in_home: Annotated[
        NonNegativeInt | None, Means("How many people live there", "plain")
    ] = None
    bedrooms: Annotated[NonNegativeInt | None, Means("How many bedrooms", "plain")] = None
    home_and_child: Annotated[
        Text | None, Means("What the home does to the child's health and care", "health")
    ] = None
    repair_by: Annotated[dt.date | None, Means("Repaired by", "plain")] = None


class OvercrowdingOrDisrepair(Event[Told[Core, HarmfulHome]], frozen=True):
    """A home harms a child: too small, out of repair, or not accessible."""

    TYPE: ClassVar[str] = "uk.wholepicture.housing.overcrowding-or-disrepair.v1"
    CALLED: ClassVar[str] = "a home that is overcrowded or out of repair"
    REPORTED: ClassVar[str] = "The family's home is overcrowded or out of repair"


class MoveForSafety(Detail, frozen=True):
    """A move because of domestic abuse. The new place stands with the adult, as new_address."""

    moved_for_safety_on: Annotated[dt.date | None, Means("Moved on", "plain")] = None
    who_moved: Annotated[
        PersonRefField | None,
        Needed("Say which adult of this event moved."),
        Means("Who moved", "identity"),
    ] = None
    moved_to_authority: Annotated[
        AuthorityField | None,
        Means("Council where they live now", "whereabouts", safety=True, area=True),
    ] = None
    school_journey: Annotated[
        Text | None, Means("What the move means for school and care", "free-text")
    ] = None
    still_without_a_home: Annotated[
        YesNo | None, Means("Whether they still need a lasting home", "plain")
    ] = None
    moved_with_help_of: Annotated[
        Line | None, Means("Service that helped with the move", "service", "service", safety=True)
    ] = None


class DomesticAbuseMove(Event[Told[Core, MoveForSafety]], frozen=True):
    """A family moved to be safe from domestic abuse. Nobody may be led to where they are."""

    TYPE: ClassVar[str] = "uk.wholepicture.housing.domestic-abuse-move.v1"
    CALLED: ClassVar[str] = "a move to be safe from domestic abuse"
    REPORTED: ClassVar[str] = "The family moved to be safe from domestic abuse"
    MOVED: ClassVar[str] = "who_moved"
    ASKS: ClassVar[Asks] = "status"


class TemporaryHome(Detail, frozen=True):
    """A family placed in temporary accommodation: since when, of what kind, and how far away.

    The place stands with the child, as staying_at; a refuge is named in restricted_kinds.
    """

    placed_on: Annotated[
        dt.date | None, Needed("Say since when."), Means("Placed there on", "plain")
    ] = None
    placed_from_authority: Annotated[
        AuthorityField | None, Means("Council that placed them", "plain", area=True)
    ] = None
    shared_facilities: Annotated[
        YesNo | None, Means("Whether kitchen or bathroom are shared with strangers", "plain")
    ] = None
    minutes_to_school: Annotated[NonNegativeInt | None, Means("Minutes to school", "plain")] = None


class TemporaryAccommodationPlaced(Event[Told[Core, TemporaryHome]], frozen=True):
    """A council placed a family with children in temporary accommodation."""

    TYPE: ClassVar[str] = "uk.wholepicture.housing.temporary-accommodation-placed.v1"
    CALLED: ClassVar[str] = "a placement in temporary accommodation"
    REPORTED: ClassVar[str] = "The family was placed in temporary accommodation"
    ASKS: ClassVar[Asks] = "status"
