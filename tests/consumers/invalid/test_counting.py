"""The count of open unreadable records, taken in parts, is that of all records read at once."""

from collections import Counter
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st
from wholepicture_bus.admin import LogEnds
from wholepicture_bus.records import Place, Record
from wholepicture_bus.topics import OPERATIONS
from wholepicture_consumers.invalid.counting import Noted
from wholepicture_consumers.invalid.entries import Kept, entry_of, settled_by
from wholepicture_schemas.operations import Settled, SettledData

from tests.journeys.stories import POLICE
from tests.support.examples import examples

AT = datetime(2026, 3, 4, 22, tzinfo=UTC)
TOPICS = [f"invalid.{POLICE}", "invalid.front-door-bristol"]


def unreadable(topic: str, offset: int, came: int) -> Record:
    """An unreadable record; one that came in at the same place is a copy of it."""
    headers = (("wp_place", f"events.{POLICE}/0@{came}".encode()),)
    return Record(Place(topic, "", 0, offset), b"k", f"{came}".encode(), headers, AT)


def decision(about: Record, offset: int) -> Record:
    """What a person decided about an unreadable record."""
    said = SettledData(
        topic=about.place.topic,
        offset=about.place.offset,
        digest=about.digest().hex(),
        outcome="closed",
        by="on-call engineer",
    )
    headers = (("ce_type", Settled.TYPE.encode()),)
    return Record(Place(OPERATIONS, "", 0, offset), b"k", said.model_dump_json().encode(),
                  headers, AT)  # fmt: skip


@st.composite
def told(draw: st.DrawFn) -> list[Record]:
    """Unreadable records with copies among them, and decisions about some, each after its own."""
    records: list[Record] = []
    for offset, (at, came) in enumerate(
        draw(st.lists(st.tuples(st.sampled_from(TOPICS), st.integers(0, 3)), max_size=8))
    ):
        records.append(unreadable(at, offset, came))
        if draw(st.booleans()):
            records.append(decision(draw(st.sampled_from(
                [one for one in records if one.place.topic != OPERATIONS])), offset))  # fmt: skip
    return records


@examples(60)
@given(told(), st.integers(0, 16))
def test_what_is_counted_on_is_what_is_counted_at_once(records: list[Record], at: int) -> None:
    """Wherever the first look ended, and through the note of it."""
    noted = Noted()
    for record in records[:at]:
        noted.add(record)
    noted = Noted.of(noted.as_json())
    for record in records[at:]:
        noted.add(record)

    entries = tuple(entry_of(one) for one in records if one.place.topic != OPERATIONS)
    settled = {
        (said.topic, said.offset, said.digest): said for said in map(settled_by, records) if said
    }
    whole = Kept(entries, settled).open
    assert noted.open() == dict(Counter(entry.sender for entry in whole))


def test_a_topic_that_was_made_anew_is_counted_anew() -> None:
    """What stood at an offset of the old one is not what stands there now."""
    noted = Noted()
    noted.add(unreadable(TOPICS[0], 0, 1))
    noted.add(unreadable(TOPICS[1], 0, 2))
    noted.ids = dict.fromkeys(TOPICS, "old")
    noted.read_to({(topic, 0): LogEnds(0, 1) for topic in TOPICS})

    noted.without_made_anew({TOPICS[0]: "new", TOPICS[1]: "old"})

    assert noted.open() == {"front-door-bristol": 1}
    assert noted.stood == {(TOPICS[1], 0): 1}


def test_what_a_topic_keeps_no_longer_is_open_no_longer() -> None:
    """As where all that is there is read at once."""
    noted = Noted()
    for offset in range(3):
        noted.add(unreadable(TOPICS[0], offset, offset))

    noted.read_to({(TOPICS[0], 0): LogEnds(2, 3)})

    assert noted.open() == {POLICE: 1}
