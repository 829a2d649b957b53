"""A first load of what an agency held has a lane of its own, and what follows of it stays there."""

from pathlib import Path

import pytest
from wholepicture_producers.again.growing import Terms
from wholepicture_producers.mapping import checked
from wholepicture_producers.publisher import Publisher
from wholepicture_producers.publishing import publish
from wholepicture_producers.reading import EventFile

from tests.producers.exports import AGENCY, IRIS, MAPPING, NOW, OTIS, Exports

LIVE, HISTORY = f"events.{AGENCY}", f"history.{AGENCY}"
AUNT = {**OTIS, "Log": "L-2"}


@pytest.fixture
def exports(tmp_path: Path) -> Exports:
    """An agency's machine."""
    return Exports(tmp_path)


def _load(exports: Exports, *rows: dict[str, str]) -> None:
    """Publish these rows as history."""
    exports.publish()  # writes an empty table, whose place is known then
    (table,) = exports.folder.glob("*.csv")
    columns = list(dict.fromkeys(name for row in rows for name in row))
    lines = [columns, *[[row.get(name, "") for name in columns] for row in rows]]
    missing = [name for name in (*MAPPING["columns"], "Household") if name not in columns]
    text = "\n".join(
        ",".join([*line, *(missing if at == 0 else [""] * len(missing))])
        for at, line in enumerate(lines)
    )
    table.write_text(text + "\n", encoding="utf-8")
    publisher = Publisher(AGENCY, exports.spool, None, send_in_background=False, now=lambda: NOW)
    refused: list[str] = []
    source = EventFile(str(table), checked(MAPPING), history=True)
    publish(source, publisher, lambda _, found: refused.extend(map(str, found)), terms=Terms())
    assert not refused


def _lanes(exports: Exports) -> dict[str, int]:
    """How many records wait in each lane."""
    rows = [*exports.spool.unsent(), *exports.spool.unsent(without=[LIVE])]
    found = {row.event: row.outgoing.topic for row in rows}
    return {lane: list(found.values()).count(lane) for lane in set(found.values())}


def test_an_export_that_is_told_as_history_has_its_own_topic(exports: Exports) -> None:
    """Each of its events says so; nobody has to map a column to it."""
    _load(exports, IRIS, AUNT)

    assert _lanes(exports) == {HISTORY: 2}
    assert all(b'"history":true' in (row.outgoing.value or b"") for row in exports.spool.unsent())


def test_the_daily_export_that_holds_history_again_publishes_only_what_is_new(
    exports: Exports,
) -> None:
    """What was history stays history: its rows are known, and no correction says otherwise."""
    _load(exports, IRIS)

    accepted = exports.publish(IRIS, AUNT)

    assert (accepted.new, accepted.unchanged, accepted.changed) == (1, 1, [])
    assert _lanes(exports) == {HISTORY: 1, LIVE: 1}


def test_what_was_told_as_it_happened_does_not_become_history(exports: Exports) -> None:
    """A load of the past that overlaps with what was told since changes nothing of that."""
    exports.publish(IRIS)

    _load(exports, IRIS, AUNT)

    assert _lanes(exports) == {LIVE: 1, HISTORY: 1}


def test_a_correction_of_history_goes_behind_it(exports: Exports) -> None:
    """A load that is put right as a whole takes nobody's place either."""
    _load(exports, IRIS)

    accepted = exports.publish({**IRIS, "Worry": "Alone by day."})

    assert [growth.state for growth in accepted.changed] == ["corrected"]
    assert _lanes(exports) == {HISTORY: 2}
