"""What any agency tells of a family: concerns and strengths, trust lost and regained, its view."""

from collections.abc import Iterable
from typing import Annotated, ClassVar, Literal

from wholepicture_schemas.blocks import Barriers, CausedBy
from wholepicture_schemas.codes import YesNo
from wholepicture_schemas.core import Core
from wholepicture_schemas.envelope import Detail, Event, Told
from wholepicture_schemas.identifiers import PersonRefField
from wholepicture_schemas.meaning import Means, Needed
from wholepicture_schemas.problems import Problem
from wholepicture_schemas.texts import Line, PartialDateField, Text

Strength = Annotated[
    Literal[
        "care-of-child", "relationship", "engagement", "support-network", "education", "health",
        "communication", "joy", "other",
    ],
    Means(codes={
        "care-of-child": "how the child is cared for", "relationship": "a relationship",
        "engagement": "how they work with services", "support-network": "who supports them",
        "education": "learning", "health": "health", "communication": "how the child is heard",
        "joy": "what the child enjoys", "other": "something else",
    }),
]  # fmt: skip
Service = Annotated[
    Literal["respite", "interpreter", "transport", "equipment", "therapy", "advocacy", "other"],
    Means(codes={
        "respite": "a short break", "interpreter": "an interpreter", "transport": "transport",
        "equipment": "equipment", "therapy": "therapy", "advocacy": "an advocate",
        "other": "something else",
    }),
]  # fmt: skip
NotProvided = Annotated[
    Literal["cancelled-by-service", "no-staff", "waiting-list", "refused", "not-booked", "other"],
    Means(codes={
        "cancelled-by-service": "the service cancelled it", "no-staff": "there was no staff",
        "waiting-list": "there is a waiting list", "refused": "it was refused",
        "not-booked": "nobody booked it", "other": "another reason",
    }),
]  # fmt: skip
OwnAgreement = Annotated[
    Literal["given", "refused", "withdrawn", "not-asked"],
    Means(codes={
        "given": "agrees that it is told", "refused": "does not agree",
        "withdrawn": "took the agreement back", "not-asked": "was not asked",
    }),
]  # fmt: skip
"""Whether a person agrees that their own words are told. It is no legal basis."""


class OfAnyAgency(Detail, frozen=True):
    """A concern for a child, as the agency saw it."""

    concern: Annotated[
        Text | None, Needed("Write what the concern is."), Means("What the concern is", "free-text")
    ] = None
    seen_how: Annotated[Text | None, Means("How that is known", "free-text")] = None
    parent_intended: Annotated[
        Text | None, Means("What the parent meant to do, as far as it is known", "free-text")
    ] = None
    """Apart from how it affected the child, which stands in impact of each child."""
    done_so_far: Annotated[Text | None, Means("What was done so far", "free-text")] = None
    barriers: Annotated[Barriers | None, Means("What stood in the way", "free-text")] = None


class AgencyConcern(Event[Told[Core, OfAnyAgency]], frozen=True):
    """Any agency has a concern for a child."""

    TYPE: ClassVar[str] = "uk.wholepicture.any.concern.v1"
    CALLED: ClassVar[str] = "a concern of any agency for a child"
    REPORTED: ClassVar[str] = "Report of a concern for a child"


class Strengths(Detail, frozen=True):
    """What goes well for a child and family; it counts as much as a concern."""

    strength: Annotated[
        Text | None, Needed("Write what goes well."), Means("What goes well", "free-text")
    ] = None
    strength_kinds: Annotated[tuple[Strength, ...], Means("What it is about", "plain")] = ()
    what_helped: Annotated[Text | None, Means("What helped", "free-text")] = None


class StrengthsNote(Event[Told[Core, Strengths]], frozen=True):
    """Something goes well for a child."""

    TYPE: ClassVar[str] = "uk.wholepicture.any.strengths-note.v1"
    CALLED: ClassVar[str] = "what goes well for a child"
    REPORTED: ClassVar[str] = "Report of what goes well"


class Rupture(Detail, frozen=True):
    """Trust between a family and a service broke, who caused it, and what the family says."""

    which_service: Annotated[
        Line | None, Needed("Name the service."), Means("Which service", "service", "service")
    ] = None
    adult: Annotated[PersonRefField | None, Means("Which adult", "reference")] = None
    caused_by: Annotated[
        CausedBy | None,
        Needed("Say who caused it: the family, the service, both, or not known."),
        Means("Who caused it", "plain"),
    ] = None
    what_changed: Annotated[Text | None, Means("What changed", "free-text")] = None
    view_of_family: Annotated[
        Text | None, Means("What the family says, in their words", "free-text")
    ] = None
    barriers: Annotated[Barriers | None, Means("What stood in the way", "free-text")] = None
    support_offered: Annotated[Text | None, Means("Which support was offered", "free-text")] = None


class EngagementRupture(Event[Told[Core, Rupture]], frozen=True):
    """A family and a service no longer work together."""

    TYPE: ClassVar[str] = "uk.wholepicture.any.engagement-rupture.v1"
    CALLED: ClassVar[str] = "work of a service with a family that broke off"
    REPORTED: ClassVar[str] = "Report of work with a family that broke off"


class Repaired(Detail, frozen=True):
    """A family and a service work together again, and what helped."""

    which_service: Annotated[
        Line | None, Needed("Name the service."), Means("Which service", "service", "service")
    ] = None
    adult: Annotated[PersonRefField | None, Means("Which adult", "reference")] = None
    what_helped: Annotated[Text | None, Means("What helped", "free-text")] = None
    view_of_family: Annotated[
        Text | None, Means("What the family says, in their words", "free-text")
    ] = None


class EngagementRepaired(Event[Told[Core, Repaired]], frozen=True):
    """A family and a service work together again."""

    TYPE: ClassVar[str] = "uk.wholepicture.any.engagement-repaired.v1"
    CALLED: ClassVar[str] = "work of a service with a family that goes on again"
    REPORTED: ClassVar[str] = "Report of work with a family that goes on again"


class Strain(Detail, frozen=True):
    """A carer is strained by the care that they give, and what would help."""

    adult: Annotated[PersonRefField | None, Means("Which adult", "reference")] = None
    strain: Annotated[
        Text | None, Needed("Write what strains the carer."), Means("What strains", "free-text")
    ] = None
    care_given: Annotated[Text | None, Means("Which care they give", "health")] = None
    asked_for: Annotated[Text | None, Means("What the carer asked for", "free-text")] = None
    respite_offered: Annotated[YesNo | None, Means("Whether a break was offered", "plain")] = None
    respite_accepted: Annotated[YesNo | None, Means("Whether it was accepted", "plain")] = None
    carers_service_agreed: Annotated[
        OwnAgreement | None, Means("Whether a carers' service may be told", "plain")
    ] = None
    barriers: Annotated[Barriers | None, Means("What stood in the way", "free-text")] = None


class CarerStrain(Event[Told[Core, Strain]], frozen=True):
    """A carer of a child is under strain."""

    TYPE: ClassVar[str] = "uk.wholepicture.any.carer-strain.v1"
    CALLED: ClassVar[str] = "strain of a child's carer"
    REPORTED: ClassVar[str] = "Report of strain of a carer"


class Unprovided(Detail, frozen=True):
    """A service that a family needed and did not get, through no fault of theirs."""

    service_needed: Annotated[
        Service | None, Needed("Say what was needed."), Means("What was needed", "plain")
    ] = None
    why_not: Annotated[NotProvided | None, Means("Why it was not given", "plain")] = None
    who_should_give: Annotated[
        Line | None, Means("Who should have given it", "service", "service")
    ] = None
    not_given_on: Annotated[PartialDateField | None, Means("Not given on", "plain")] = None
    what_followed: Annotated[Text | None, Means("What followed from it", "free-text")] = None
    offered_next: Annotated[Text | None, Means("What is offered next", "free-text")] = None


class ServiceNotProvided(Event[Told[Core, Unprovided]], frozen=True):
    """A service did not give a family what it needed."""

    TYPE: ClassVar[str] = "uk.wholepicture.any.service-not-provided.v1"
    CALLED: ClassVar[str] = "a service that a family did not get"
    REPORTED: ClassVar[str] = "Report of a service that was not provided"


class NetworkSupport(Detail, frozen=True):
    """A family, or the network around it, asks for support."""

    support_needed: Annotated[
        Text | None,
        Needed("Write which support is asked for."),
        Means("Which support is asked for", "free-text"),
    ] = None
    who_asks: Annotated[Line | None, Means("Who asks for it", "identity")] = None
    tried_before: Annotated[Text | None, Means("What was tried before", "free-text")] = None


class NetworkSupportRequested(Event[Told[Core, NetworkSupport]], frozen=True):
    """Support is asked for around a family."""

    TYPE: ClassVar[str] = "uk.wholepicture.any.network-support-requested.v1"
    CALLED: ClassVar[str] = "a request for support around a family"
    REPORTED: ClassVar[str] = "Report of a request for support"


class OwnStory(Detail, frozen=True):
    """What a parent wants known of their own life, in their own words and by their own wish."""

    adult: Annotated[PersonRefField | None, Means("Which adult", "reference")] = None
    own_words: Annotated[
        Text | None, Needed("Write it in the parent's own words."), Means("Own words", "free-text")
    ] = None
    own_agreement: Annotated[
        OwnAgreement | None,
        Needed("Say whether the parent agrees that it is told."),
        Means("Whether the parent agrees", "plain"),
    ] = None
    told_to: Annotated[Line | None, Means("To whom they said it", "service")] = None


class ParentContext(Event[Told[Core, OwnStory]], frozen=True):
    """A parent tells of their own life; only whoever works with the child reads it."""

    TYPE: ClassVar[str] = "uk.wholepicture.any.parent-context.v1"
    CALLED: ClassVar[str] = "what a parent tells of their own life"
    REPORTED: ClassVar[str] = "Report of what a parent tells of their own life"

    def checks_when_made(self) -> Iterable[Problem]:
        """Nobody's own story is told without their agreement."""
        agreed = self.data.detail.own_agreement
        if agreed is not None and agreed != "given":
            yield Problem(
                "detail.own_agreement",
                "does not say that the parent agrees",
                "Send it once the parent agrees, or leave the story out.",
            )


class ViewOfFamily(Detail, frozen=True):
    """Where a family sees it differently; that is no refusal of care."""

    differs_on: Annotated[
        Text | None, Needed("Write what they see differently."), Means("What about", "free-text")
    ] = None
    view_of_family: Annotated[
        Text | None, Means("What the family says, in their words", "free-text")
    ] = None
    wants_instead: Annotated[Text | None, Means("What they want instead", "free-text")] = None
    answered_by: Annotated[Text | None, Means("What was answered", "free-text")] = None


class FamilyView(Event[Told[Core, ViewOfFamily]], frozen=True):
    """A family's view differs from that of a service."""

    TYPE: ClassVar[str] = "uk.wholepicture.any.family-view.v1"
    CALLED: ClassVar[str] = "a family's own view"
    REPORTED: ClassVar[str] = "Report of a family's own view"


class Complaint(Detail, frozen=True):
    """A family complains of racism by somebody of a service."""

    complained_of: Annotated[
        PersonRefField | None,
        Needed("Name whom it is about among the adults, with where they work."),
        Means("Whom it is about", "reference"),
    ] = None
    complaint: Annotated[
        Text | None, Needed("Write it in their words."), Means("Complaint", "free-text")
    ] = None
    wanted_outcome: Annotated[Text | None, Means("What they want to happen", "free-text")] = None


class ComplaintOfRacism(Event[Told[Core, Complaint]], frozen=True):
    """A family complains of racism; whoever it is about is never told of it by the bus."""

    TYPE: ClassVar[str] = "uk.wholepicture.any.complaint-of-racism.v1"
    CALLED: ClassVar[str] = "a family's complaint of racism"
    REPORTED: ClassVar[str] = "Report of a complaint of racism"

    def checks_when_read(self) -> Iterable[Problem]:
        """It can be kept from whoever it is about only where it says where they work."""
        about = self.data.detail.complained_of
        adult = next((one for one in self.data.core.adults if one.person == about), None)
        if about is not None and (adult is None or not (adult.works_for or adult.works_at)):
            yield Problem(
                "detail.complained_of",
                "names nobody of whom it is said where they work",
                "Give that person among core.adults, with works_for or works_at.",
            )
