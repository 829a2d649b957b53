"""What was kept long enough is gone from what is known and from the disk, and all else stays."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from wholepicture_consumers.facts.event import EventState
from wholepicture_consumers.picture.documents import NewsState, PatternState
from wholepicture_consumers.rebuilding.comparing import differences
from wholepicture_consumers.rebuilding.folding import DOCUMENTS, ROWS, fold_all
from wholepicture_consumers.retention.forgotten import told_no_more
from wholepicture_consumers.retention.holds import Hold, Holds
from wholepicture_consumers.retention.run import Ran, forget
from wholepicture_engine.store import Database
from wholepicture_engine.store.differing import pairs
from wholepicture_engine.store.shadow import Shadow
from wholepicture_engine.store.tables import DOCUMENT, ROW
from wholepicture_schemas.operations import LegalHoldData

from tests.consumers import news_stages, pattern_stages
from tests.consumers.both_stages import AGREEMENT, START, Followed, Stages
from tests.consumers.rebuilding.facts import loaded, stored
from tests.journeys.stories import (
    COUNCIL,
    POLICE,
    TEAM,
    adult,
    child,
    correction,
    family,
    incident,
    involvement,
    nhs_number,
    retraction,
)

OF, OTHERS = family(), family()
IVY = child(OF, "Ivy", "2016-05-04", nhs_number=nhs_number())
BO = child(OTHERS, "Bo", "2018-01-01", nhs_number=nhs_number())
KEEP = AGREEMENT.keep
REFUGE = {"lines": ["12 Hiddenquay Road"], "postcode": "BS99 1AA"}


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An empty database, on SQLite and on PostgreSQL."""
    made = Database(database_url)
    made.make_tables()
    yield made
    made.close()


def test_nothing_is_left_of_a_child_of_whom_all_was_kept_long_enough(
    database: Database, database_url: str
) -> None:
    """No name, no number, no street: neither in what is known nor anywhere in the files."""
    stages = Stages()
    stages.publish(incident([IVY]), "E1")
    stages.publish(correction(POLICE, "E1", [_born("2016-05-05")]), "C1")
    _pass(stages, KEEP)
    stages.publish(incident([BO]), "E2")
    stored(stages.memory, database)
    kinds = _kinds_that_say(database, OF.words)

    ran = _forget(database, stages)

    assert (ran.events, ran.children, ran.stays) == (1, 1, {})
    assert {"seen", "event", "sent"} <= kinds
    assert not _kinds_that_say(database, (*OF.words, IVY["nhs_number"], "Ivy", "ivy"))
    assert _kinds_that_say(database, OTHERS.words)
    if database.on_sqlite:
        assert not _on_disk(database_url, OF.surname)
        assert _on_disk(database_url, OTHERS.surname)


def test_what_is_deleted_was_on_the_disk(database: Database, database_url: str) -> None:
    """The search finds a name before its time has passed, so that it says something after."""
    stages = Stages()
    stages.publish(incident([IVY]), "E1")
    stored(stages.memory, database)

    ran = _forget(database, stages)

    assert ran.events == 0
    assert _kinds_that_say(database, OF.words)
    assert not database.on_sqlite or _on_disk(database_url, OF.surname)


def test_what_remains_is_as_if_the_rest_had_never_been_told(database: Database) -> None:
    """Of two children and two authorities; a rebuild from all records finds no difference."""
    stages = Stages()
    stages.publish(involvement(OF, "Ivy", "2016-05-04", nhs_number=IVY["nhs_number"]), "I1",
                   of=COUNCIL)  # fmt: skip
    stages.publish(incident([IVY, {**BO, "person": "c2"}]), "E1")
    stages.publish(incident([IVY]), "E2")
    _pass(stages, KEEP)
    stages.publish(retraction(POLICE, "E2"), "T2")
    stages.publish(incident([IVY]), "E3")
    stored(stages.memory, database)

    ran = _forget(database, stages)

    assert ran.events == 1
    assert dict(ran.stays) == {"work goes on": 1}
    assert _left(database) == {"I1", "E2", "E3"}
    assert _differs_from_what_was_told(database, stages) == []


def test_an_event_is_kept_from_the_last_word_of_it(database: Database) -> None:
    """Corrected a month ago, it is known whole: the correction of it has somewhere to go."""
    stages = Stages()
    stages.publish(incident([IVY]), "E1")
    _pass(stages, KEEP - timedelta(days=30))
    stages.publish(correction(POLICE, "E1", [_born("2016-05-05")]), "C1")
    _pass(stages, timedelta(days=31))
    stored(stages.memory, database)

    kept = _forget(database, stages)
    _pass(stages, KEEP)
    gone = _forget(database, stages)

    assert (kept.events, gone.events) == (0, 1)


def test_a_protection_goes_with_the_last_of_what_it_protects(database: Database) -> None:
    """A refuge that was named long ago stays out of texts as long as anybody is told of the child.

    Promise 6: what could reach an alleged perpetrator is masked.
    """
    mother = adult(OF, "Mia", "a1", "mother", new_address=REFUGE)
    stages = Stages()
    stages.publish(incident([IVY], [mother]), "E1")
    stages.publish(incident([IVY]), "E2")
    _pass(stages, KEEP)
    stages.publish(incident([IVY]), "E3")
    stored(stages.memory, database)

    first = _forget(database, stages)
    _pass(stages, KEEP)
    last = _forget(database, stages)

    assert (first.events, dict(first.stays)) == (1, {"protects": 1})
    assert (last.events, last.children) == (2, 1)


@pytest.mark.parametrize("about", ["child", "event"])
def test_what_is_on_hold_stays_until_the_hold_ends(database: Database, about: Any) -> None:
    """An inquiry asks for it: nothing of it goes, and what else is old does."""
    stages = Stages()
    (told,) = stages.publish(incident([IVY]), "E1").children
    stages.publish(incident([BO]), "E2")
    _pass(stages, KEEP)
    stored(stages.memory, database)
    named = told["child"] if about == "child" else f"/agencies/{POLICE}:E1"

    held = _forget(database, stages, _hold(about, named))
    whole = _left(database)
    ended = _forget(database, stages)

    assert (held.events, dict(held.stays), whole) == (1, {"on hold": 1}, {"E1"})
    assert _differs_from_what_was_told(database, stages) == []
    assert (ended.events, _left(database)) == (1, set())


def test_what_a_person_is_asked_about_stays(database: Database) -> None:
    """Status asks a person who acts on it: that would else be gone without an answer."""
    stages = Stages()
    told = stages.publish(incident([IVY]), "E1")
    for recipient in [item["recipient"] for item in told.items if item["kind"] == "referral"]:
        for number, (name, _) in enumerate(told.sent(recipient)):
            stages.answer(recipient, "decided", f"R-{recipient}-{number}", delivery=name,
                          outcome="not-ours", because="Not known here.")  # fmt: skip
    _pass(stages, KEEP)
    stored(stages.memory, database)

    ran = _forget(database, stages)

    assert dict(ran.stays) == {"a person is asked": 1}


def test_a_pattern_goes_with_the_first_of_its_events(database: Database) -> None:
    """What it says of an event is what its recipient was told of that event.

    What is left of it is no news, to nobody: a pattern is one again with what happens since.
    """
    stages = pattern_stages.stages()
    told = incident([IVY])
    for name in ("E1", "E2", "E3"):
        stages.publish(told, name)
        _pass(stages, timedelta(days=40))
    _pass(stages, KEEP - timedelta(days=100))
    stored(stages.memory, database)
    patterns = _keys(database, PatternState.KIND)

    ran = _forget(database, stages)
    left = _keys(database, PatternState.KIND)
    sent = [name for name in _keys(database, "sent") if _about(database, name) in patterns]
    stages.remember(loaded(database))
    later = stages.publish(told, "E4")
    since = stages.publish(told, "E5")

    assert patterns
    assert (ran.events, ran.patterns, left, sent) == (1, len(patterns), set(), [])
    assert later.items
    assert pattern_stages.of_patterns(later) == []
    assert pattern_stages.of_patterns(since)


def test_what_comes_of_it_afterwards_is_told_to_nobody_and_said_to_its_agency(
    database: Database,
) -> None:
    """A repeat, a correction, a retraction, and an answer: each has words, none is lost."""
    stages = Stages()
    told = stages.publish(incident([IVY]), "E1")
    stages.publish(correction(POLICE, "E1", [_born("2016-05-05")]), "C1")
    ((delivery, item), *_) = [
        (name, item) for to in {one["recipient"] for one in told.items} for name, item in
        told.sent(to)
    ]  # fmt: skip
    _pass(stages, KEEP)
    stored(stages.memory, database)
    _forget(database, stages)
    stages.remember(loaded(database))

    repeat = stages.publish(incident([IVY]), "E1")
    late = stages.publish(correction(POLICE, "E1", [_born("2016-05-06")]), "C2")
    later = stages.publish(correction(POLICE, "C1", [_born("2016-05-06")]), "C3")
    back = stages.publish(retraction(POLICE, "E1"), "T1")
    again = stages.come_again(0)
    answer = stages.answer(item["recipient"], "acknowledged", "R1", delivery=delivery)  # fmt: skip

    assert [state for state, _ in repeat.feedback] == ["not-delivered"]
    for amendment in (late, later, back):
        assert _asked(amendment) == ["names an event that is not kept any more"]
    assert not any(one.children or one.items for one in (repeat, late, later, back, again))
    assert answer.invalid


def test_a_notice_of_news_has_its_own_time_and_goes_with_the_child(database: Database) -> None:
    """It says what its reader told: that stays no longer than the notice itself, or the child.

    The newest stays while the event that is the news does: it could be taken back with it.
    """
    stages = news_stages.stages()
    news_stages.tell(stages, "before", news_stages.told(news_stages.HOUSING), news_stages.HOUSING)
    _pass(stages, timedelta(days=30))
    assert news_stages.of_news(news_stages.tell(stages, "news", news_stages.abuse()))
    _pass(stages, KEEP - timedelta(days=10))
    stored(stages.memory, database)

    first = _forget(database, stages)
    half = _keys(database, NewsState.KIND), _kinds_that_say(database, ("Ivy",))
    _pass(stages, timedelta(days=30))
    last = _forget(database, stages)

    assert (first.events, last.events, len(half[0])) == (1, 1, 1)
    assert half[1] >= {"news", "event", "sent"}
    assert not _kinds_that_say(database, ("Ivy", "Quillmere"))
    assert not _keys(database, NewsState.KIND) | _keys(database, "sent")


def test_whoever_was_shown_an_event_beside_one_that_expired_hears_of_its_correction(
    database: Database,
) -> None:
    """A team that came later was shown the incident beside the next one; it is put right twice."""
    stages = Stages()
    stages.publish(incident([IVY]), "E1")
    case = involvement(OF, "Ivy", "2016-05-04", nhs_number=IVY["nhs_number"])
    stages.publish(case, "I1", of=COUNCIL)
    ((delivery, shown),) = stages.publish(incident([IVY]), "E2").sent(TEAM)
    _pass(stages, KEEP - timedelta(days=30))
    again = {"field": "detail.risk_grade", "value": "HIGH"}
    assert stages.publish(correction(POLICE, "E1", [again]), "C1").sent(TEAM)
    _pass(stages, timedelta(days=31))
    stored(stages.memory, database)

    first = _forget(database, stages)
    stages.remember(loaded(database))
    right = stages.publish(correction(POLICE, "E1", [again | {"value": "MEDIUM"}]), "C2")
    case["data"]["detail"]["state"] = "closed"
    stages.publish(case, "I2", of=COUNCIL)
    stored(stages.memory, database)
    _pass(stages, KEEP)
    last = _forget(database, stages)

    assert shown["earlier"]
    assert (first.events, first.stays) == (1, {"work goes on": 1})
    ((_, amended),) = right.sent(TEAM)
    assert amended["amends"]["delivery"] == delivery
    assert (last.events, _keys(database, "sent")) == (3, set())


def test_what_broke_off_is_done_the_next_time(database: Database) -> None:
    """Intake has forgotten an event, and the machine died before the picture had."""
    from wholepicture_consumers.retention.forgetting import forget_at_intake

    stages = Stages()
    stages.publish(incident([IVY]), "E1")
    _pass(stages, KEEP)
    stored(stages.memory, database)
    name = f"/agencies/{POLICE}:E1"
    assert forget_at_intake(database, name, (), stages.moment)

    ran = _forget(database, stages)

    assert (ran.events, _left(database)) == (1, set())
    assert not _kinds_that_say(database, OF.words)


def test_a_child_known_since_by_another_event_is_known_by_what_that_said(
    database: Database,
) -> None:
    """By whom a child is found again stays while an event of the child is kept."""
    stages = Stages()
    (first,) = stages.publish(incident([IVY]), "E1").children
    _pass(stages, KEEP)
    stages.publish(incident([IVY]), "E2")
    stored(stages.memory, database)

    _forget(database, stages)
    stages.remember(loaded(database))
    (again,) = stages.publish(incident([IVY]), "E3").children

    assert again["child"] == first["child"]


def _forget(database: Database, stages: Stages, holds: Holds = Holds()) -> Ran:  # noqa: B008 - frozen
    return forget(database, AGREEMENT, holds, stages.moment + timedelta(minutes=1))


def _hold(about: Any, named: str) -> Holds:
    review = (START + KEEP * 3).date()
    says = LegalHoldData(about=about, named=named, because="An inquiry.", by="IG lead",
                         review_on=review)  # fmt: skip
    return Holds((Hold("h1", START, says),))


def _pass(stages: Stages, time: timedelta) -> None:
    stages.pass_minutes(int(time / timedelta(minutes=1)) + 1)


def _born(date: str) -> dict[str, Any]:
    return {"field": "core.children.0.birth_date", "value": date}


def _asked(followed: Followed) -> list[str]:
    return [problem["what"] for problem in followed.problems]


def _keys(database: Database, kind: str) -> set[str]:
    with database.transaction() as transaction:
        wanted = select(DOCUMENT.c.key).where(DOCUMENT.c.kind == kind, DOCUMENT.c.body != b"")
        return set(transaction.connection.execute(wanted).scalars())


def _about(database: Database, delivery: str) -> str:
    with database.transaction() as transaction:
        wanted = select(DOCUMENT.c.body).where(
            DOCUMENT.c.kind == "sent", DOCUMENT.c.key == delivery
        )
        body = transaction.connection.execute(wanted).scalar_one()
    return str(json.loads(body)["event"])


def _left(database: Database) -> set[str]:
    return {name.rpartition(":")[2] for name in _keys(database, EventState.KIND)}


def _kinds_that_say(database: Database, words: tuple[str, ...]) -> set[str]:
    """The kinds of documents and rows in which one of these words stands."""
    sought = [word.casefold().encode() for word in words]
    with database.transaction() as transaction:
        connection = transaction.connection
        found = [
            *connection.execute(select(DOCUMENT.c.kind, DOCUMENT.c.key, DOCUMENT.c.body)),
            *connection.execute(select(ROW.c.kind, ROW.c.key, ROW.c.body)),
        ]
    return {
        kind
        for kind, key, body in found
        if any(word in bytes(body).lower() + key.encode() for word in sought)
    }


def _on_disk(database_url: str, word: str) -> bool:
    """Whether a word stands anywhere in the files of a database on SQLite."""
    path = Path(database_url.removeprefix("sqlite:///"))
    files = path.parent.glob(f"{path.name}*")
    return any(word.encode() in file.read_bytes() for file in files)


def _differs_from_what_was_told(database: Database, stages: Stages) -> list[str]:
    """What a rebuild finds: all records are there still, and those of what expired count not."""
    shadow = Shadow(database)
    shadow.make()
    with database.transaction() as transaction:
        expired = told_no_more(transaction.connection)
    list(fold_all(stages.recorded, shadow, expired))
    with database.transaction() as transaction:
        return [str(one) for one in differences(pairs(transaction, DOCUMENTS, ROWS))]
