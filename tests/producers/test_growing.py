"""An export that grows: what its rows say of events that were published before."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from wholepicture_bus.spool import Spool
from wholepicture_producers.after.fixing import fixed
from wholepicture_producers.after.published import as_it_stands
from wholepicture_producers.again.growing import Terms
from wholepicture_producers.publisher import Publisher
from wholepicture_schemas.catalogue import by_name

from tests.producers.exports import AGENCY, IRIS, NOW, OTIS, Exports, exports_in

OTHER = {
    "Log": "L-1", "Household": "H-9", "Seen at": "08/03/2026 11:00", "First": "Amal",
    "Last": "Reyes", "Born": "01/01/2017", "Worry": "Seen in the road.",
}  # fmt: skip

SINGLE = {
    "Log": "core.local_reference", "Seen at": "time", "First": "core.children.0.name.given",
    "Last": "core.children.0.name.family", "Born": "core.children.0.birth_date",
    "Worry": "detail.concern",
}  # fmt: skip
"""The columns of a table with one row an event."""


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Exports]:
    """An agency's machine from which nothing was published yet."""
    with exports_in(tmp_path) as made:
        yield made


def put_right(machine: Exports, field: str, value: object) -> None:
    """Somebody corrects the first event with ``wholepicture fix``."""
    receipt, kind = next(iter(machine.accepted.receipts))[1], by_name("child-concern")
    row = machine.spool.row(receipt)
    assert row is not None
    assert kind is not None
    event = as_it_stands(row, kind, [row for row in machine.spool.unsent() if row.amends])
    found = fixed(event, [(field, value)], "It was wrong.", (), AGENCY, NOW)
    publisher = Publisher(AGENCY, machine.spool, None, send_in_background=False, now=lambda: NOW)
    publisher.publish(found.correction)


def test_a_sibling_added_next_day_is_added_to_what_was_told(machine: Exports) -> None:
    """Whoever was told of the first child is told of the second, in the same matter."""
    machine.publish(IRIS)

    done = machine.publish(IRIS, OTIS)

    ((field, sibling),) = machine.changes()
    assert (done.new, len(done.changed), done.unchanged, done.rejected) == (0, 1, 0, 0)
    assert (field, sibling["name"]["given"], sibling["person"]) == ("core.children.1", "Otis", "c2")
    assert machine.correction()["detail"]["corrects"] == next(iter(done.receipts))[1]
    assert (
        machine.correction()["detail"]["because"] == "The export of 10 March 2026 says otherwise."
    )


def test_the_order_of_rows_says_nothing(machine: Exports) -> None:
    """A sibling above the first child takes neither their place nor their reference."""
    mother = {"Adult": "Nell", "Adult last": "Fell", "Is": "mother"}
    machine.publish({**IRIS, **mother})

    machine.publish({**OTIS, **mother}, {**IRIS, **mother})

    core = machine.event()["core"]
    assert machine.names() == ["Iris", "Otis"]
    assert [child["person"] for child in core["children"]] == ["c1", "c2"]
    (adult,) = core["adults"]
    assert [relation["child"] for relation in adult["related_to"]] == ["c1", "c2"]
    machine.publish({**OTIS, **mother}, {**IRIS, **mother})
    machine.publish({**IRIS, **mother}, {**OTIS, **mother})
    assert machine.count() == 1


def test_only_what_has_changed_is_corrected(machine: Exports) -> None:
    """Each field by itself; a field that was missing is filled in."""
    machine.publish(IRIS)

    machine.publish(
        {**IRIS, "Home": "BS2 0AA", "Summary": "A neighbour rang.", "NHS": "9990000018"}
    )

    assert dict(machine.changes()) == {
        "core.children.0.nhs_number": "9990000018",
        "core.children.0.lives_at.postcode": "BS2 0AA",
        "core.summary": "A neighbour rang.",
    }


@pytest.mark.parametrize(
    "now",
    [
        {"First": "Irys"},
        {"Last": "Fell-Marsh"},
        {"Born": "05/02/2015"},
        {"First": "IRIS ", "Last": "FELL", "NHS": "9990000018"},
    ],
)
def test_who_a_child_is_can_be_put_right(machine: Exports, now: dict[str, str]) -> None:
    """A slip in a name or a day of birth makes no second child."""
    machine.publish(IRIS)

    machine.publish({**IRIS, **now})

    assert len(machine.event()["core"]["children"]) == 1
    assert machine.refused == []
    assert all(field.startswith("core.children.0.") for field, _ in machine.changes())


def test_a_twin_is_another_child(machine: Exports) -> None:
    """The same family name and day of birth make nobody the same."""
    machine.publish(IRIS)

    machine.publish({**IRIS, "First": "Otto"})

    assert machine.names() == ["Iris", "Otto"]
    assert machine.accepted.changed[0].found.gone == ["core.children.0"]


def test_a_child_of_whom_nothing_was_known_is_named(machine: Exports) -> None:
    """What was left open is filled in, and makes no second child."""
    machine.publish({**IRIS, "First": "", "Last": "", "Born": ""})

    machine.publish(IRIS)

    if not machine.refused:
        assert machine.names() == ["Iris"]


@pytest.mark.parametrize(
    "row",
    [
        OTHER,
        {**OTHER, "Household": "H-1"},
        {**OTHER, "Seen at": IRIS["Seen at"]},
        {**IRIS, "Seen at": "06/03/2026 10:00", "Worry": "Left at the station."},
        {**IRIS, "First": "Otis", "Seen at": "06/03/2026 10:00"},
    ],
)
def test_a_number_that_is_used_again_corrects_nothing(
    machine: Exports, row: dict[str, str]
) -> None:
    """Nothing of one incident gets into another, and no advice says to put it there."""
    machine.publish(IRIS)

    done = machine.publish(row)

    assert (done.rejected, machine.count()) == (1, 0)
    assert "wholepicture fix" not in machine.refused[0]
    assert "number" in machine.refused[0]


def test_another_time_may_add_and_not_replace(machine: Exports) -> None:
    """The sibling reaches who must know; that the time stays is said."""
    machine.publish(IRIS)

    later = {"Seen at": "04/03/2026 21:40"}
    machine.publish({**IRIS, **later}, {**OTIS, **later})

    assert machine.names() == ["Iris", "Otis"]
    assert machine.accepted.changed[0].found.left == {"time": "it cannot be corrected"}


def test_what_is_in_the_rows_no_longer_is_shown_and_stays(machine: Exports) -> None:
    """A child, an adult or a field is as easily lost from an export as taken out of it."""
    machine.publish(IRIS, OTIS)

    done = machine.publish({**IRIS, "Home": ""})

    assert machine.count() == 0
    assert done.changed[0].found.gone == ["core.children.0.lives_at", "core.children.1"]
    assert machine.publish({**IRIS, "Home": ""}).unchanged == 1


def test_what_is_gone_is_taken_away_where_that_is_wanted(machine: Exports) -> None:
    """With --removals the event says what the rows say."""
    machine.publish(OTIS, IRIS)

    machine.publish({**IRIS, "Home": ""}, terms=Terms(removals=True))

    assert machine.names() == ["Iris"]
    assert "lives_at" not in machine.event()["core"]["children"][0]


def test_what_somebody_put_right_stays(machine: Exports) -> None:
    """The same row, and a row that has grown elsewhere, undo no correction."""
    machine.publish(IRIS)
    put_right(machine, "core.children.0.lives_at.postcode", "BS3 1AB")

    same = machine.publish(IRIS)
    grown = machine.publish(IRIS, OTIS)

    assert (same.unchanged, len(grown.changed)) == (1, 1)
    assert machine.event()["core"]["children"][0]["lives_at"]["postcode"] == "BS3 1AB"
    assert machine.names() == ["Iris", "Otis"]


def test_a_row_and_a_person_that_disagree_are_shown(machine: Exports) -> None:
    """What was put right by hand is not overwritten; the rest of the row goes."""
    machine.publish(IRIS)
    put_right(machine, "core.children.0.lives_at.postcode", "BS3 1AB")

    done = machine.publish({**IRIS, "Home": "BS2 0AA", "Summary": "A neighbour rang."})

    assert machine.changes() == [("core.summary", "A neighbour rang.")]
    assert "wholepicture fix" in done.changed[0].found.left["core.children.0.lives_at.postcode"]


def test_a_sibling_that_was_added_by_hand_is_not_added_twice(machine: Exports) -> None:
    """The row's child is the one who is there."""
    machine.publish(IRIS)
    child = {**machine.event()["core"]["children"][0], "person": "c9"}
    child |= {"name": {"given": "Otis", "family": "Fell"}, "birth_date": "2018-11-11"}
    put_right(machine, "core.children.1", child)

    machine.publish(IRIS, OTIS)

    assert machine.names() == ["Iris", "Otis"]
    assert machine.count() == 1


def test_an_older_export_undoes_nothing(machine: Exports) -> None:
    """What it says was said before, and is refused; it goes where somebody says so."""
    machine.publish(IRIS)
    machine.publish({**IRIS, "Home": "BS2 0AA"})

    old = machine.publish(IRIS)
    refused = list(machine.refused)
    machine.publish(IRIS, terms=Terms(reverts=True))

    assert old.rejected == 1
    assert "an earlier export" in refused[0]
    assert machine.event()["core"]["children"][0]["lives_at"]["postcode"] == "BS1 4DJ"


def test_what_changes_nothing_is_not_counted_as_changed(machine: Exports) -> None:
    """A cell that is empty now is named, and nothing goes."""
    machine.publish(IRIS)

    done = machine.publish({**IRIS, "Home": ""})

    assert [growth.state for growth in done.changed] == ["left"]
    assert (done.corrected, done.unchanged) == (0, 0)


def test_a_dry_run_shows_and_keeps_nothing(machine: Exports) -> None:
    """New, changed, unchanged and refused, by the names of fields; the next run finds it all."""
    second = {**OTHER, "Log": "L-2"}
    machine.publish(IRIS, second)
    third, broken = {**OTHER, "Log": "L-3"}, {**IRIS, "Log": "L-4", "Seen at": "soon"}
    rows = ({**IRIS, "Home": "BS2 0AA"}, second, third, broken)

    shown = machine.publish(*rows, terms=Terms(dry_run=True))

    assert (shown.new, shown.unchanged, shown.rejected) == (1, 1, 1)
    assert [(grown.state, grown.found.fields) for grown in shown.changed] == [
        ("to-correct", ("core.children.0.lives_at.postcode",))
    ]
    assert len(machine.spool.unsent()) == 2
    done = machine.publish(*rows)
    assert (done.new, len(done.changed), done.unchanged) == (1, 1, 1)


def test_corrections_can_be_held_back(machine: Exports) -> None:
    """What is new goes; the next run without the option corrects."""
    machine.publish(IRIS)
    rows = (IRIS, OTIS, {**OTHER, "Log": "L-2"})

    held = machine.publish(*rows, terms=Terms(new_only=True))
    count = machine.count()
    machine.publish(*rows, terms=Terms(because="The officer went back."))

    assert (held.new, held.changed[0].state, count) == (1, "held-back", 0)
    assert machine.correction()["detail"]["because"] == "The officer went back."


def test_a_change_of_the_mapping_is_no_news_of_every_incident(machine: Exports) -> None:
    """Another desk's number corrects nothing; what the mapping fills in for the first time does."""
    machine.publish(IRIS)

    changed = {"core.call_back.phone": "0117 496 0199", "core.urgency": "routine"}
    done = machine.publish(
        IRIS, constants={**changed, "core.for_school": "Please keep an eye out."}
    )

    assert machine.changes() == [("core.for_school", "Please keep an eye out.")]
    assert "mapping" in done.changed[0].found.left["core.call_back.phone"]


def test_what_was_practised_is_told_once_live(machine: Exports) -> None:
    """The rows of a rehearsal are not known as published when they are meant."""
    machine.publish(IRIS, constants={"core.exercise": True})

    live = machine.publish(IRIS)

    assert (live.new, machine.count()) == (1, 0)


def test_two_rows_of_one_file_under_one_number_are_no_correction(machine: Exports) -> None:
    """Which of them is right nobody can know: the second is refused, and names the first."""
    rows = (IRIS, {**IRIS, "Worry": "Hungry."}, IRIS)
    done = machine.publish(*rows, group_by=None, once="Log", columns=SINGLE)

    assert (done.new, done.unchanged, done.rejected) == (1, 1, 1)
    assert "row 2 of this file" in machine.refused[0]


def test_what_was_taken_back_is_not_corrected(machine: Exports) -> None:
    """A changed row of it is refused and set aside."""
    machine.publish(IRIS)
    receipt = next(iter(machine.accepted.receipts))[1]
    core = {name: machine.event()["core"][name] for name in ("exercise", "call_back", "sharing")}
    core |= {"local_reference": "L-1", "asks": "retraction"}
    publisher = Publisher(AGENCY, machine.spool, None, send_in_background=False, now=lambda: NOW)
    detail = {"retracts": receipt, "reason": "wrong-person", "because": "Another child."}
    content = {"core": core, "detail": detail}
    publisher.publish({"type": "retraction", "time": NOW.isoformat(), "data": content})

    machine.publish(IRIS, OTIS)

    assert "was taken back" in machine.refused[0]


def test_what_was_pruned_is_known_again(machine: Exports) -> None:
    """The same row is not sent twice; a changed one is refused with what to do."""
    machine.publish(IRIS)
    machine.spool.mark_sent(machine.spool.unsent())
    machine.spool.prune(datetime.now(UTC) + timedelta(minutes=1))

    same = machine.publish(IRIS)
    changed = machine.publish(IRIS, OTIS)

    assert (same.unchanged, same.new, len(machine.spool.unsent())) == (1, 0, 0)
    assert changed.rejected == 1
    assert "publish a correction" in machine.refused[0].lower()


def test_a_spool_of_an_earlier_version_is_read(tmp_path: Path) -> None:
    """What its corrections amend is found out once."""
    with exports_in(tmp_path) as machine:
        machine.publish(IRIS)
        machine.publish(IRIS, OTIS)
        with machine.spool.transaction() as database:
            database.execute("DROP INDEX by_amended")
            database.execute("ALTER TABLE outgoing DROP COLUMN amends")
    with closing(Spool(tmp_path / "spool.db")) as spool:
        event, correction = spool.unsent()

    assert (event.amends, correction.amends) == (None, event.event)


def test_what_is_gone_is_taken_away_by_the_advised_command(machine: Exports) -> None:
    """The rows were published without --removals first, and the file is the same."""
    machine.publish(IRIS, OTIS)
    assert machine.publish(IRIS).changed[0].found.gone == ["core.children.1"]
    assert machine.publish(IRIS).unchanged == 1

    for _ in range(2):
        done = machine.publish(IRIS, terms=Terms(removals=True))

    assert (machine.count(), done.unchanged) == (1, 1)
    assert machine.changes() == [("core.children.1", None)]
