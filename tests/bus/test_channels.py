"""What lies on each kind of topic: nothing is left out, and the rights are the doctor's."""

from wholepicture_bus.channels import CHANNELS, by_type
from wholepicture_bus.doctor.examining import Owner
from wholepicture_consumers.topic_specs import topic_specs
from wholepicture_schemas.catalogue import EVENT_TYPES
from wholepicture_schemas.identifiers import AgencyId, RecipientId
from wholepicture_schemas.news import NewsOfAChild
from wholepicture_schemas.patterns import PatternFound

from tests.support.shipped import shipped

AGREEMENT = shipped()


def test_every_type_lies_somewhere() -> None:
    """No type of the language without a topic; what the bus itself tells comes in deliveries."""
    assert by_type().keys() == EVENT_TYPES.keys() - {PatternFound.TYPE, NewsOfAChild.TYPE}


def test_every_topic_is_of_a_channel_and_every_channel_has_topics() -> None:
    """The topics that the agreement needs, and no others."""
    owners = {
        "agency": AGREEMENT.agency_ids,
        "recipient": AGREEMENT.subscribers,
        "sender": (*AGREEMENT.agency_ids, *AGREEMENT.subscribers),
        "": ("",),
    }

    named = {channel.topic(owner) for channel in CHANNELS for owner in owners[channel.whose]}

    assert named == {spec.name for spec in topic_specs(AGREEMENT)}


def test_who_reads_and_writes_is_what_the_doctor_asks_for() -> None:
    """An agency and a recipient have the rights that the channels say, and no more."""
    owner = Owner(AgencyId("a"), RecipientId("r"))

    says = {
        (channel.topic("a" if channel.whose == "agency" else "r"), right)
        for channel in CHANNELS
        for right, who in (("WRITE", channel.written_by), ("READ", channel.read_by))
        if who.endswith("whose topic it is, and nobody else")
    }

    assert {(need.topic, need.operation) for need in owner.needs} == says
