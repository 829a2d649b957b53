"""Police: a child taken into police protection, a child exploited, orders, and a MARAC."""

import datetime as dt
from collections.abc import Iterable
from typing import Annotated, ClassVar, Literal

from wholepicture_schemas.codes import Asks, Urgency, YesNo
from wholepicture_schemas.core import Core
from wholepicture_schemas.envelope import Detail, Event, Told
from wholepicture_schemas.identifiers import PersonRefField
from wholepicture_schemas.meaning import Means, Needed
from wholepicture_schemas.persons import Address, Professional
from wholepicture_schemas.police import Order
from wholepicture_schemas.problems import Problem
from wholepicture_schemas.texts import Line, Text
from wholepicture_schemas.times import Time

_POLICE_PROTECTION = dt.timedelta(hours=72)
"""Source: Children Act 1989, section 46(6)."""

ExploitationKind = Annotated[
    Literal["sexual", "criminal", "county-lines", "trafficking", "modern-slavery", "other"],
    Means(codes={
        "sexual": "child sexual exploitation", "criminal": "child criminal exploitation",
        "county-lines": "county lines", "trafficking": "trafficking",
        "modern-slavery": "modern slavery", "other": "another kind of exploitation",
    }),
]  # fmt: skip

OrderChange = Annotated[
    Literal["made", "varied", "breached", "ended", "bail-began", "bail-varied", "bail-ended"],
    Means(codes={
        "made": "an order was made", "varied": "an order was varied",
        "breached": "an order or condition was breached", "ended": "an order ended",
        "bail-began": "bail began", "bail-varied": "bail conditions changed",
        "bail-ended": "bail ended",
    }),
]  # fmt: skip


class Protection(Detail, frozen=True):
    """Since when a child is in police protection, where, why, and who is responsible."""

    taken_at: Annotated[
        Time | None,
        Needed("Say when the child was taken into police protection."),
        Means("In police protection since", "plain"),
    ] = None
    protection_expires_at: Annotated[
        Time | None,
        Needed("Say when it expires, at most 72 hours later."),
        Means("Police protection ends at", "plain"),
    ] = None
    designated_police_officer: Annotated[
        Professional | None,
        Needed("Name the designated officer, with a number."),
        Means("Designated officer of the police", "service"),
    ] = None
    protection_because: Annotated[
        Text | None,
        Needed("Write why the child would otherwise have come to serious harm."),
        Means("Why police protection was used", "offence"),
    ] = None
    protected_where: Annotated[
        Address | None, Means("Where the child is now", "whereabouts", area=True)
    ] = None
    carers_told_of_protection: Annotated[
        YesNo | None, Means("Whether the parents were told", "plain")
    ] = None
    child_view_of_protection: Annotated[
        Text | None, Means("What the child wishes and feels", "free-text")
    ] = None

    def checks(self) -> Iterable[Problem]:
        """Police protection lasts 72 hours at most."""
        if self.taken_at is None or self.protection_expires_at is None:
            return
        if not self.taken_at < self.protection_expires_at <= self.taken_at + _POLICE_PROTECTION:
            fix = "Give a time after it began and at most 72 hours later."
            yield Problem("protection_expires_at", "cannot be right", fix)


class PoliceProtection(Event[Told[Core, Protection]], frozen=True):
    """Police took a child into police protection (Children Act 1989, section 46)."""

    TYPE: ClassVar[str] = "uk.wholepicture.police.police-protection.v1"
    CALLED: ClassVar[str] = "police protection of a child"
    URGENCY: ClassVar[Urgency] = "immediate"
    REPORTED: ClassVar[str] = "Police took the child into police protection"
    ASKS: ClassVar[Asks] = "referral"


class Exploited(Detail, frozen=True):
    """Why the police think that a child is exploited. The child is a victim, whatever they did."""

    exploitation_kinds: Annotated[
        tuple[ExploitationKind, ...],
        Needed("Say what kind of exploitation is feared."),
        Means("Kind of exploitation", "offence"),
    ] = ()
    exploitation_signs: Annotated[
        Text | None,
        Needed("Write what was seen or heard."),
        Means("What points to exploitation", "offence"),
    ] = None
    exploitation_where: Annotated[
        Address | None, Means("Where it is thought to happen", "whereabouts")
    ] = None
    national_referral: Annotated[
        YesNo | None, Means("Whether the National Referral Mechanism was used", "offence")
    ] = None
    police_do: Annotated[Text | None, Means("What the police do now", "offence")] = None


class ExploitationConcern(Event[Told[Core, Exploited]], frozen=True):
    """Police fear that a child is exploited."""

    TYPE: ClassVar[str] = "uk.wholepicture.police.exploitation-concern.v1"
    CALLED: ClassVar[str] = "a concern that a child is exploited"
    REPORTED: ClassVar[str] = "Police concern that the child is exploited"


class OrderNews(Detail, frozen=True):
    """Which orders and bail conditions hold from now on, and what changed."""

    order_change: Annotated[
        OrderChange | None, Needed("Say what changed."), Means("What changed", "order")
    ] = None
    order_changed_at: Annotated[Time | None, Means("Changed at", "order")] = None
    orders: Annotated[
        tuple[Order, ...],
        Needed("Write each order or condition as it is now."),
        Means("Orders and bail conditions", "order", each="an order or bail condition"),
    ] = ()
    victim_told_of_order: Annotated[YesNo | None, Means("Whether the victim knows", "offence")] = (
        None
    )
    breached_how: Annotated[Text | None, Means("How it was breached", "offence")] = None


class OrderOrBailChanged(Event[Told[Core, OrderNews]], frozen=True):
    """An order or bail condition about a child or their carer began, changed or ended."""

    TYPE: ClassVar[str] = "uk.wholepicture.police.order-or-bail-changed.v1"
    CALLED: ClassVar[str] = "a change of an order or bail condition"
    REPORTED: ClassVar[str] = "Police report of a change of an order or bail condition"
    ASKS: ClassVar[Asks] = "status"


class MaracCase(Detail, frozen=True):
    """A case for the conference on high-risk domestic abuse, and the adviser of the victim.

    A multi-agency risk assessment conference (MARAC) is about adults; the children are named so
    that somebody speaks for them there.
    """

    marac_on: Annotated[dt.date | None, Means("Conference on", "offence")] = None
    marac_victim: Annotated[
        PersonRefField | None, Means("Whom the conference is to protect", "offence")
    ] = None
    marac_referred_by: Annotated[
        Line | None, Means("Who referred to the conference", "service", "service")
    ] = None
    adviser: Annotated[
        Professional | None,
        Means("Adviser of the victim (IDVA)", "service", safety=True),
    ] = None
    """The independent domestic violence adviser. Known only to those who may know the service."""
    marac_actions: Annotated[Text | None, Means("What the conference asks of whom", "offence")] = (
        None
    )


class MaracReferral(Event[Told[Core, MaracCase]], frozen=True):
    """A case of high-risk domestic abuse goes to the conference of agencies (MARAC)."""

    TYPE: ClassVar[str] = "uk.wholepicture.police.marac-referral.v1"
    CALLED: ClassVar[str] = "a referral to the conference on domestic abuse (MARAC)"
    REPORTED: ClassVar[str] = "Domestic abuse referred to a conference of agencies (MARAC)"
