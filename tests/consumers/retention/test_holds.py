"""Legal holds: what stands after which records, and what a command refuses."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner
from wholepicture_bus.binding import outgoing
from wholepicture_bus.cli import app
from wholepicture_bus.errors import StopError
from wholepicture_bus.records import Place, Record
from wholepicture_consumers.retention.alone import alone
from wholepicture_consumers.retention.holds import ended, holds_of, placed, to_review
from wholepicture_engine.store import Database
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.operations import LegalHoldData

from tests.consumers.both_stages import Stages
from tests.consumers.rebuilding.facts import stored
from tests.journeys.stories import POLICE, child, family, incident

SAYS = LegalHoldData(
    about="child", named="child-1", because="An inquiry.", by="IG lead", review_on=date(2027, 5, 31)
)
RIGHT = {
    "--reason": "An inquiry asked for it.", "--by": "information governance lead",
    "--until": "2097-05-31",
}  # fmt: skip


def _record(event: Event[Any], offset: int) -> Record:
    made = outgoing(event, "operations", "retention")
    at = datetime(2026, 11, 30, 9, offset, tzinfo=UTC)
    return Record(Place("operations", "id", 0, offset), made.key, made.value, made.headers, at)


def test_a_hold_stands_until_it_is_ended() -> None:
    """Each for itself; what names no hold that stands ends none."""
    one, other = placed(SAYS), placed(SAYS.model_copy(update={"about": "event", "named": "/a:e1"}))
    records = [_record(one, 0), _record(other, 1), _record(ended("nobody", "Why.", "IG lead"), 2)]
    last = _record(ended(one.id, "The inquiry has its copy.", "IG lead"), 3)

    both, left = holds_of(records), holds_of([*records, last])

    assert [hold.id for hold in both.standing] == [one.id, other.id]
    assert both.keep("/a:e2", ["child-1"])
    assert not left.keep("/a:e2", ["child-1"])
    assert left.keep("/a:e1", [])
    assert not holds_of([])


def test_a_person_looks_at_a_hold_after_its_review_date() -> None:
    """Status names the hold by its id; it stands all the same."""
    holds = holds_of([_record(placed(SAYS), 0)])

    before, after = to_review(holds, date(2027, 5, 31)), to_review(holds, date(2027, 6, 1))

    assert before == []
    assert len(after) == 1
    assert "31 May 2027" in after[0]
    assert "child-1" not in after[0]


def test_a_record_of_a_hold_has_nothing_of_whom_it_is_about_outside_its_value() -> None:
    """Promise 9: not in the key, and not in a header."""
    record = _record(placed(SAYS), 0)

    outside = (record.key or b"") + b"".join(value or b"" for _, value in record.headers)

    assert b"child-1" not in outside
    assert b"inquiry" not in outside


@pytest.fixture
def known(tmp_path: Path) -> dict[str, str]:
    """The environment of a machine that knows one event of one child, of two agencies' ids."""
    stages, url = Stages(), f"sqlite:///{tmp_path / 'kept.db'}"
    stages.publish(incident([child(family(), "Ivy", "2016-05-04")]), "E1")
    stages.publish(
        incident([child(family(), "Bo", "2016-05-04")]), "E1", source=f"/agencies/{POLICE}/b"
    )
    database = Database(url)
    database.make_tables()
    stored(stages.memory, database)
    database.close()
    return {"DATABASE_URL": url, "WHOLEPICTURE_DATA": str(tmp_path), "COLUMNS": "200"}


@pytest.mark.parametrize(
    ("named", "changes", "says"),
    [
        ("nobody", {}, "Nothing is kept of nobody."),
        ("E1", {}, "Several events have this id. Give one whole: "),
        ("E1", {"--until": "soon"}, "Write the date as 2027-05-31; 'soon' is none."),
        ("E1", {"--until": "2026-11-30"}, "has to be in the future"),
        ("E1", {"--reason": "  "}, "Say why with --reason"),
        ("E1", {"--by": "1"}, "Write your role in up to 60 letters"),
    ],
)
def test_a_hold_that_is_not_right_is_refused_in_a_sentence(
    known: dict[str, str], named: str, changes: dict[str, str], says: str
) -> None:
    """Before anything is asked of Kafka."""
    options = [part for option in {**RIGHT, **changes}.items() for part in option]

    refused = CliRunner(env=known).invoke(app(), ["retention", "hold", named, *options])

    assert refused.exit_code != 0
    assert says in str(refused.exception)


def test_no_hold_is_placed_while_something_is_deleted(known: dict[str, str]) -> None:
    """It could come too late for what goes just then, and who places it would not know."""
    database = Database(known["DATABASE_URL"])

    with (
        alone(database),
        pytest.raises(StopError, match="Do it again in a minute"),
        alone(database),
    ):
        pass
    with alone(database):
        pass
    database.close()
