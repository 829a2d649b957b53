"""Topics are made once, and drift from what they must be is refused with a sentence."""

from collections.abc import Callable

import pytest
from wholepicture_bus.admin import Admin
from wholepicture_bus.errors import AbsentTopicError, DriftError
from wholepicture_bus.topics import TopicSpec

from tests.delivery.ground import Ground
from tests.delivery.member import STOPPED_ITSELF
from tests.delivery.oracle import events
from tests.support.brokers import Broker

pytestmark = pytest.mark.broker

Names = Callable[[str], str]


def test_topics_are_made_once_however_often_it_is_asked(broker: Broker, names: Names) -> None:
    """The second time nothing is made, and nothing is wrong."""
    wanted = [
        TopicSpec(names("one"), 3, {"retention.ms": "1000000"}),
        TopicSpec(names("two"), 1, {"message.timestamp.type": "LogAppendTime"}),
    ]
    admin = Admin(broker.bootstrap)

    first, second = admin.create_topics(wanted), admin.create_topics(wanted)

    assert first == [names("one"), names("two")]
    assert second == []


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        (TopicSpec("", 4, {"retention.ms": "1000000"}), "has 3 partitions and must have 4"),
        (TopicSpec("", 3, {"retention.ms": "7"}), "has retention.ms=1000000 and must have 7"),
    ],
)
def test_topic_with_other_settings_is_refused(
    broker: Broker, names: Names, changed: TopicSpec, says: str
) -> None:
    """A changed number of partitions breaks order; a shorter retention would lose the picture."""
    admin = Admin(broker.bootstrap)
    admin.create_topics([TopicSpec(names("one"), 3, {"retention.ms": "1000000"})])

    with pytest.raises(DriftError, match=f"Topic {names('one')} {says}"):
        admin.create_topics([TopicSpec(names("one"), changed.partitions, changed.settings)])


def test_topic_with_more_partitions_is_said_and_used(broker: Broker, names: Names) -> None:
    """Kafka cannot take a partition away: refusing would stop every start for ever."""
    admin = Admin(broker.bootstrap)
    admin.create_topics([TopicSpec(names("one"), 3, {})])
    fewer = [TopicSpec(names("one"), 2, {})]

    assert admin.create_topics(fewer) == []
    assert [names("one") in sentence for sentence in admin.raised(fewer)] == [True]


def test_missing_topic_is_named(broker: Broker, names: Names) -> None:
    """A stage whose topic does not exist says which, and what to do."""
    with pytest.raises(AbsentTopicError, match=f"There is no topic {names('none')}"):
        Admin(broker.bootstrap).topic_ids([names("none")])


def test_stage_that_could_not_send_stops_before_it_reads(ground: Ground, names: Names) -> None:
    """A topic that it may send to is asked for at the start: a record must not be the first to."""
    ground.publish(events(3))
    member = ground.member(out=names("none"))

    code = member.ended()

    assert code == STOPPED_ITSELF
    assert f"There is no topic {names('none')}." in member.said
    assert "wholepicture topics create" in member.said
    assert ground.rows("SELECT * FROM position") == []
    assert ground.rows("SELECT * FROM handled") == []
