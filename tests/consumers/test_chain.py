"""The chain: what was decided because of a record is one entry, or several where it is large."""

from collections.abc import Iterator
from datetime import UTC, datetime

from wholepicture_agreement import Entry
from wholepicture_bus.binding import attributes_of
from wholepicture_bus.records import Outgoing, Place, Record
from wholepicture_consumers.picture.causes import Entered, House
from wholepicture_consumers.picture.chain import MOST_BYTES, entered
from wholepicture_consumers.picture.documents import Chain
from wholepicture_engine.stage import Key
from wholepicture_engine.store import Memory
from wholepicture_schemas.disclosures import GENESIS
from wholepicture_schemas.identifiers import EventId, RecipientId
from wholepicture_schemas.ledger import EntryRead, entry_in

from tests.consumers.both_stages import AGREEMENT

RECORD = Record(
    Place("children", "", 3, 0), None, b"", (), datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
)
ABOUT = ("/agencies/police:e1", "uk.wholepicture.police.domestic-abuse-incident.v1")


def _decided(number: int, *, rule: str = "rule", fields: tuple[str, ...] = ("core",)) -> Entered:
    entry = Entry(
        decision="give",
        recipient=RecipientId(f"recipient-{number}"),
        rule=rule,
        rule_version=1,
        agreement="2026-11-01",
        purpose="So that they know.",
        legal_basis="Children Act 2004, section 11",
        children=(),
        fields=fields,
        masked=(),
        because="They work with the child.",
    )
    return entry, EventId(f"delivery-{number}")


def _made(memory: Memory, *decided: Entered) -> list[Outgoing]:
    work = memory.work([Key(Chain, "3")])
    house = House(AGREEMENT, work, decided={ABOUT: list(decided)})
    made = list(entered(house, RECORD))
    memory.keep(work)
    return made


def _read(made: list[Outgoing]) -> Iterator[EntryRead]:
    for record in made:
        entry = entry_in(attributes_of(record.headers)["type"], record.value)
        assert entry is not None
        yield entry


def test_what_several_decisions_have_in_common_is_said_once() -> None:
    """Fifty recipients of one rule, with the same view: one entry, and each is read by itself."""
    fields = tuple(f"core.field_{number}" for number in range(40))

    (record,) = made = _made(Memory(), *(_decided(one, fields=fields) for one in range(50)))

    (entry,) = _read(made)
    assert [one.recipient for one in entry.decisions] == [f"recipient-{n}" for n in range(50)]
    assert {(one.rule, one.fields) for one in entry.decisions} == {("rule", fields)}
    value = (record.value or b"").decode()
    assert [value.count(text) for text in ("section 11", "core.field_7")] == [1, 1]


def test_a_rule_of_two_agreements_is_two_grounds() -> None:
    """An amendment follows from the agreement of its day, beside what is decided now."""
    now, delivery = _decided(1)
    before = now._replace(agreement="2025-11-01", rule_version=0)

    (entry,) = _read(_made(Memory(), (now, delivery), (before, None)))

    assert [(one.agreement, one.rule_version) for one in entry.decisions] == [
        ("2026-11-01", 1),
        ("2025-11-01", 0),
    ]


def test_an_entry_that_would_be_too_large_is_several() -> None:
    """They follow each other in the chain, and no decision is lost or said twice."""
    memory, size = Memory(), MOST_BYTES // 40
    decided = [_decided(one, fields=(f"{one}-{'x' * size}",)) for one in range(100)]

    made = _made(memory, *decided)

    entries = list(_read(made))
    assert len(entries) > 2
    assert all(len(record.value or b"") <= MOST_BYTES for record in made)
    told = [decision.recipient for entry in entries for decision in entry.decisions]
    assert told == [f"recipient-{number}" for number in range(100)]
    assert [entry.sequence for entry in entries] == list(range(len(entries)))
    hashes = [entry.hash for entry in entries]
    assert [entry.previous for entry in entries] == [GENESIS, *hashes[:-1]]
    assert len({attributes_of(record.headers)["id"] for record in made}) == len(made)
    (after,) = _read(_made(memory, _decided(1)))
    assert (after.sequence, after.previous) == (len(entries), hashes[-1])


def test_where_nothing_was_decided_nothing_is_entered() -> None:
    """The chain stays as it was."""
    memory = Memory()
    work = memory.work([Key(Chain, "3")])

    assert not list(entered(House(AGREEMENT, work), RECORD))
    assert work.get(Chain, "3") is None
