"""Histories of years: what remains, and what is told next, is as if the rest was never told."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from wholepicture_bus.records import Outgoing
from wholepicture_consumers.facts.records import read
from wholepicture_consumers.rebuilding.comparing import differences
from wholepicture_consumers.rebuilding.folding import DOCUMENTS, ROWS, fold_all
from wholepicture_consumers.retention.forgotten import told_no_more
from wholepicture_consumers.retention.holds import Holds
from wholepicture_consumers.retention.run import forget
from wholepicture_engine.store import Database
from wholepicture_engine.store.differing import pairs
from wholepicture_engine.store.shadow import Shadow

from tests.consumers.both_stages import AGREEMENT, Stages
from tests.consumers.rebuilding.facts import loaded, stored
from tests.journeys.stories import (
    COUNCIL,
    POLICE,
    adult,
    child,
    correction,
    family,
    incident,
    involvement,
    nhs_number,
    retraction,
)

OF = family()
NUMBERS = {"Ivy": nhs_number(), "Bo": nhs_number()}
BORN = {"Ivy": "2016-05-04", "Bo": "2018-01-01"}
MONTH = timedelta(days=30)
MOTHER = adult(OF, "Mia", "a1", "mother",
               new_address={"lines": ["12 Hiddenquay Road"], "postcode": "BS99 1AA"})  # fmt: skip
TEACHER = {"name": "T. Example", "role": "teacher", "organisation": "A school"}

WHO = st.sampled_from([("Ivy",), ("Bo",), ("Ivy", "Bo")])
ACTS = st.one_of(
    st.tuples(st.just("incident"), WHO, st.sampled_from(["plain", "refuge", "teacher"])),
    st.tuples(st.just("work"), st.sampled_from(["Ivy", "Bo"]), st.booleans()),
    st.tuples(st.just("correct"), st.integers(0, 9), st.sampled_from(["2016-05-05", "2011-01-01"])),
    st.tuples(st.just("retract"), st.integers(0, 9), st.none()),
    st.tuples(st.just("pass"), st.integers(1, 14), st.none()),
)


@given(acts=st.lists(ACTS, min_size=3, max_size=10))
@settings(
    settings() if settings.get_current_profile_name() == "long"
    else settings(max_examples=40, derandomize=True)
)  # fmt: skip
def test_what_remains_is_as_if_the_rest_had_never_been_told(acts: Sequence[Any]) -> None:
    """Facts, and the items of the next event with all that was told before: they are the same."""
    stages = _history(acts)
    with TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'kept.db'}")
        database.make_tables()
        stored(stages.memory, database)

        forget(database, AGREEMENT, Holds(), stages.moment + timedelta(minutes=1))
        again = forget(database, AGREEMENT, Holds(), stages.moment + timedelta(minutes=2))

        with database.transaction() as transaction:
            gone = told_no_more(transaction.connection)
        assert again.events == 0
        assert _differences(database, stages, gone) == []
        before = stages.moment - AGREEMENT.keep
        assert all(stages.event(name.rpartition(":")[2], _of(name)).last_word < before
                   for name in gone)  # fmt: skip
        other = _never_told(stages, gone)
        stages.remember(loaded(database))
        database.close()
    followed = stages.publish(incident([_child("Ivy"), _child("Bo", "c2")]), "NEXT")
    records = [one for one in followed.made if one.topic == "children"]
    told = [one for record in records for one in other.concern(record, stages.moment).items]
    assert followed.items == told


def _history(acts: Sequence[Any]) -> Stages:
    stages = Stages()
    told: list[tuple[str, str]] = []
    for number, (what, which, how) in enumerate([*acts, ("pass", 6, None)]):
        name = f"E{number}"
        if what == "incident":
            children = [_child(one, f"c{at + 1}") for at, one in enumerate(which)]
            adults = [MOTHER] if how == "refuge" else []
            teacher: dict[str, Any] = {"professionals": [TEACHER]} if how == "teacher" else {}
            stages.publish(incident(children, adults, **teacher), name)
            told.append((name, POLICE))
        elif what == "work":
            stages.publish(_work(which, is_open=how), name, of=COUNCIL)
            told.append((name, COUNCIL))
        elif what == "pass":
            stages.pass_minutes(int(which * MONTH / timedelta(minutes=1)))
        elif told:
            of, agency = told[which % len(told)]
            change = {"field": "core.children.0.birth_date", "value": how}
            says = correction(agency, of, [change]) if how else retraction(agency, of)
            stages.publish(says, name, of=agency)
    return stages


def _child(who: str, person: str = "c1") -> Mapping[str, Any]:
    return child(OF, who, BORN[who], person, nhs_number=NUMBERS[who])


def _work(who: str, *, is_open: bool) -> dict[str, Any]:
    case = involvement(OF, who, BORN[who], nhs_number=NUMBERS[who])
    if not is_open:
        case["data"]["detail"]["state"] = "closed"
    return case


def _of(name: str) -> str:
    return name.rpartition(":")[0].removeprefix("/agencies/")


def _differences(database: Database, stages: Stages, gone: frozenset[str]) -> list[str]:
    shadow = Shadow(database)
    shadow.make()
    list(fold_all(stages.recorded, shadow, gone))
    with database.transaction() as transaction:
        found = [str(one) for one in differences(pairs(transaction, DOCUMENTS, ROWS))]
    shadow.drop()
    return found


def _never_told(stages: Stages, gone: frozenset[str]) -> Stages:
    """The stages to whom nobody told what has expired."""
    other = Stages()
    for record in stages.recorded:
        if read(record).event not in gone:
            child_record = Outgoing("children", record.key, record.value, record.headers)
            other.concern(child_record, record.appended)
    return other
