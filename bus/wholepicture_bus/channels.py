"""What lies on each kind of topic, who writes it and who may read it.

Topics of one kind differ by whose they are: ``referrals.{recipient}`` stands for one topic of each
recipient. The broker's rights follow from these (docs/deploying.md, "Rights").
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from wholepicture_schemas.catalogue import REPLIES, TOLD
from wholepicture_schemas.children import ChildConcerned, PersonLinked, ReplyTakenIn
from wholepicture_schemas.deliveries import Delivery
from wholepicture_schemas.disclosures import Disclosure, LedgerEntry
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.feedback import Feedback, FixRequest
from wholepicture_schemas.identifiers import AgencyId, RecipientId
from wholepicture_schemas.operations import Expired, LegalHold, LegalHoldEnded, Release, Settled

from wholepicture_bus import topics

Whose = Literal["agency", "recipient", "sender", ""]
"""Whose topic it is: one of each; of a sender, who is an agency or a recipient; or of the bus."""
_THE_BUS = "the bus itself"


@dataclass(frozen=True, slots=True)
class Channel:
    """Topics of one kind."""

    name: str
    address: str
    """The topic's name, with the one whose it is in braces: events.{agency}."""
    whose: Whose
    holds: str
    written_by: str
    read_by: str
    types: tuple[type[Event[Any]], ...] = ()
    """What may lie on it; none where it is a copy of what could not be read."""
    bus_reads: bool = False
    """Whether others write it for the bus to read."""

    def topic(self, owner: str) -> str:
        """The topic of one of them."""
        return self.address.replace(f"{{{self.whose}}}", owner) if self.whose else self.address


_AGENCY, _RECIPIENT, _SENDER = (
    AgencyId("{agency}"),
    RecipientId("{recipient}"),
    AgencyId("{sender}"),
)

CHANNELS: tuple[Channel, ...] = (
    Channel(
        "events",
        topics.events(_AGENCY),
        "agency",
        "What an agency tells.",
        "the agency whose topic it is, and nobody else",
        _THE_BUS,
        tuple(TOLD.values()),
        bus_reads=True,
    ),
    Channel(
        "history",
        topics.history(_AGENCY),
        "agency",
        "What an agency held before it was connected; read while nothing else waits.",
        "the agency whose topic it is, and nobody else",
        _THE_BUS,
        tuple(TOLD.values()),
        bus_reads=True,
    ),
    Channel(
        "referrals",
        topics.referrals(_RECIPIENT),
        "recipient",
        "What a recipient is told and must answer.",
        _THE_BUS,
        "the recipient whose topic it is, and nobody else",
        (Delivery,),
    ),
    Channel(
        "notices",
        topics.notices(_RECIPIENT),
        "recipient",
        "What a recipient is told for its information.",
        _THE_BUS,
        "the recipient whose topic it is, and nobody else",
        (Delivery,),
    ),
    Channel(
        "replies",
        topics.replies(_RECIPIENT),
        "recipient",
        "What a recipient answers.",
        "the recipient whose topic it is, and nobody else",
        _THE_BUS,
        tuple(REPLIES.values()),
        bus_reads=True,
    ),
    Channel(
        "feedback",
        topics.feedback(_AGENCY),
        "agency",
        "How far an agency's events have come, and what it is asked to put right.",
        _THE_BUS,
        "the agency whose topic it is, and nobody else",
        (Feedback, FixRequest),
    ),
    Channel(
        "invalid",
        topics.invalid(_SENDER),
        "sender",
        "Records that could not be read, byte for byte, with the reason in a header.",
        _THE_BUS,
        f"{_THE_BUS} and whoever runs it; the sender learns of it by feedback",
    ),
    Channel(
        "children",
        topics.CHILDREN,
        "",
        "Which child each event concerns: everything that was told, joined by child.",
        _THE_BUS,
        f"{_THE_BUS}, and no agency or recipient",
        (ChildConcerned, PersonLinked, ReplyTakenIn),
    ),
    Channel(
        "disclosures",
        topics.DISCLOSURES,
        "",
        "The ledger: who was told what and why, and who was not.",
        _THE_BUS,
        f"{_THE_BUS}, and the partnership's auditors",
        (LedgerEntry, Disclosure),
    ),
    Channel(
        "operations",
        topics.OPERATIONS,
        "",
        "What whoever runs the bus decided about held and unreadable records, and about what is "
        "deleted or kept.",
        "whoever runs the bus, by its commands",
        _THE_BUS,
        (Release, Settled, LegalHold, LegalHoldEnded, Expired),
        bus_reads=True,
    ),
)


def by_type() -> Mapping[str, tuple[Channel, ...]]:
    """The channels on which each type of event may lie, by the type's name."""
    found: dict[str, tuple[Channel, ...]] = {}
    for channel in CHANNELS:
        for kind in channel.types:
            found[kind.TYPE] = (*found.get(kind.TYPE, ()), channel)
    return found
