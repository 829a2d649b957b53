"""The list of a day, and what never arrived sent again, as a person or a job does it."""

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from wholepicture_bus.spool import Spool, SpooledRecord
from wholepicture_schemas.any_agency import FeedManifestSent

from tests.producers.published import AGENCY, DAY, WHY, content_of, publish_without, run

pytestmark = pytest.mark.usefixtures("spool_file")


def _list(spool_file: Path) -> dict[str, Any]:
    with closing(Spool(spool_file)) as spool:
        rows = [row for row in spool.unsent(50) if b"feed-manifest" in _type_of(row)]
    return content_of(rows[-1])


def _type_of(row: SpooledRecord) -> bytes:
    return dict(row.outgoing.headers)["ce_type"] or b""


def test_the_list_of_a_day_names_what_was_sent_on_it(spool_file: Path) -> None:
    """In London's days, by receipt and by type; what was sent before or after is not in it."""
    for at, name in ((DAY, "A"), (DAY + timedelta(hours=11, minutes=59), "B")):
        publish_without(spool_file, event=name, at=at, sent=True)
    publish_without(spool_file, event="C", at=DAY + timedelta(hours=12), sent=True)
    publish_without(spool_file, event="D", at=DAY)

    result = run("manifest", "--day", "2026-03-03", "--wait", "0")

    assert "List of 2026-03-03: 2 events." in result.stdout
    detail = _list(spool_file)["detail"]
    assert (detail["total"], detail["events"]) == (2, ["A", "B"])
    assert detail["sent"] == [{"type": "child-concern", "count": 2}]
    assert _list(spool_file)["core"]["call_back"]["phone"]


def test_each_feed_lists_its_own(spool_file: Path) -> None:
    """What another system of the agency sent from this machine stands on that one's list."""
    publish_without(spool_file, event="A", at=DAY, sent=True)
    publish_without(spool_file, event="B", at=DAY, sent=True, system="/custody")

    run("manifest", "--day", "2026-03-03")
    own = _list(spool_file)["detail"]["events"]
    run("manifest", "--day", "2026-03-03", "--feed", f"/agencies/{AGENCY}/custody")

    assert (own, _list(spool_file)["detail"]["events"]) == (["A"], ["B"])


def test_a_day_on_which_nothing_was_sent_is_told_too(spool_file: Path) -> None:
    """Zero is a list: else silence would look like an ordinary day."""
    publish_without(spool_file, sent=True)

    run("manifest", "--day", "2026-02-01")

    assert _list(spool_file)["detail"]["total"] == 0


def test_a_job_that_runs_twice_publishes_one_list(spool_file: Path) -> None:
    """The same day gives the same list under the same receipt."""
    publish_without(spool_file, at=DAY, sent=True)
    first, second = (run("manifest", "--day", "2026-03-03").stdout for _ in range(2))

    assert first.splitlines()[0] == second.splitlines()[0]
    assert "0 sent to Kafka, 1 waiting." in second


def test_what_is_published_between_two_runs_makes_no_second_list(spool_file: Path) -> None:
    """Whom to call is that of what was published last; the day is the same, and so is its list."""
    publish_without(spool_file, at=DAY, sent=True)
    first = run("manifest", "--day", "2026-03-03").stdout
    publish_without(spool_file, event="E-0002")
    run("fix", "E-0002", "--set", "core.call_back.phone=0117 496 0999", *WHY)

    second = run("manifest", "--day", "2026-03-03").stdout
    chosen = run("manifest", "--day", "2026-03-03", "--phone", "0117 496 0111").stdout

    assert first.splitlines()[0] == second.splitlines()[0] != chosen.splitlines()[0]
    assert _list(spool_file)["core"]["call_back"]["phone"] == "0117 496 0111"


def test_a_day_that_has_changed_has_a_second_list_beside_the_first(spool_file: Path) -> None:
    """What is new on it would else be looked for by nobody; it is again one, however often run."""
    publish_without(spool_file, at=DAY, sent=True)
    first = run("manifest", "--day", "2026-03-03").stdout
    publish_without(spool_file, event="E-0002", at=DAY, sent=True)
    second = run("manifest", "--day", "2026-03-03").stdout
    publish_without(spool_file, event="E-0003")
    run("fix", "E-0003", "--set", "core.call_back.phone=0117 496 0999", *WHY)

    third = run("manifest", "--day", "2026-03-03").stdout

    assert first.splitlines()[0] != second.splitlines()[0] == third.splitlines()[0]
    assert _list(spool_file)["detail"]["events"] == ["E-0001", "E-0002"]


def test_a_machine_that_never_published_says_whom_to_call(spool_file: Path) -> None:
    """With nothing to take it from it asks, and with it the list is made."""
    assert "add --phone NUMBER" in run("manifest").output

    result = run("manifest", "--phone", "0117 496 0110", "--live")

    assert result.exit_code == 0
    core = _list(spool_file)["core"]
    assert (core["call_back"], core["exercise"]) == ({"phone": "0117 496 0110"}, False)


def test_a_day_that_is_not_over_has_no_list_yet() -> None:
    """A list of half a day would hide what comes later."""
    today = datetime.now(UTC).date() + timedelta(days=1)

    assert "not over yet" in run("manifest", "--day", today.isoformat()).output


def test_another_agencys_feed_is_refused(spool_file: Path) -> None:
    """A list is of one's own systems."""
    publish_without(spool_file, sent=True)

    result = run("manifest", "--feed", "/agencies/bristol-city-council")

    assert "source must be your own" in result.output
    assert result.exit_code == 2


def test_what_never_arrived_is_sent_again(spool_file: Path) -> None:
    """It waits once more as it was; what is not here is named."""
    publish_without(spool_file, sent=True)

    result = run("spool", "again", "E-0001", "E-9")

    assert "0 sent to Kafka, 1 waiting." in result.stdout
    assert "E-9 is not in the spool of this machine." in result.stdout
    assert result.exit_code == 1


def test_what_never_arrived_is_named_by_the_beginning_of_its_receipt(spool_file: Path) -> None:
    """It is enough as long as one receipt alone begins so."""
    publish_without(spool_file, sent=True)

    assert "0 sent to Kafka, 1 waiting." in run("spool", "again", "E-00").stdout


def test_a_beginning_of_several_receipts_sends_none_of_them() -> None:
    """What was meant is asked, with how many there are."""
    run("manifest", "--phone", "0117 496 0110", "--live")
    run("manifest", "--phone", "0117 496 0111", "--live")

    result = run("spool", "again", "")

    assert "2 receipts begin with" in result.stdout
    assert result.exit_code == 1


def test_a_list_is_not_corrected(spool_file: Path) -> None:
    """The person is told to publish what is missing, or the list anew."""
    run("manifest", "--phone", "0117 496 0110", "--live")
    with closing(Spool(spool_file)) as spool:
        (row,) = spool.unsent(5)
    assert _type_of(row).decode() == FeedManifestSent.TYPE

    assert "wholepicture spool again" in run("fix", row.event).output
