"""A child's groups are what agencies recorded last, and are for counting alone."""

import re
from pathlib import Path
from typing import Any

from wholepicture_consumers.governance.equality import groups
from wholepicture_consumers.governance.equality.groups import Groups, groups_of
from wholepicture_consumers.governance.equality.known import Known, known
from wholepicture_schemas.codes import ETHNICITIES
from wholepicture_schemas.identifiers import ChildRef

from tests.consumers.both_stages import Stages
from tests.consumers.pattern_stages import IVY, concern, event_id
from tests.journeys.stories import POLICE, retraction

ROOT = Path(__file__).parents[4]
HEALTH = "community-health"
AN_AGENCYS = "uk.wholepicture.any.concern.v1"


def _tell(stages: Stages, name: str, of: str, **said: Any) -> None:
    document = concern(of={**IVY, **said})
    document["data"]["core"]["producer"] = of
    kind = document["type"] if of == POLICE else AN_AGENCYS
    stages.publish({**document, "type": kind}, event_id(name), of=of)


def _known(stages: Stages) -> Known:
    children = {ChildRef(key) for kind, key in stages.memory.documents if kind == "picture"}
    ((_, found),) = known(children, stages.memory.work)
    return found


def test_the_newest_of_each_agency_counts() -> None:
    """An agency that says nothing later takes nothing back; one that corrects itself does."""
    stages = Stages()
    _tell(stages, "one", POLICE, ethnicity="WBRI")
    _tell(stages, "two", POLICE, ethnicity="BCRB", disability=["NONE"])
    _tell(stages, "three", POLICE)
    _tell(stages, "four", HEALTH, disability=["AUT"], communication=["BSL"])

    assert _known(stages).groups == Groups(
        groups.BLACK,
        ETHNICITIES["BCRB"],
        groups.DISABLED,
        groups.NEEDS,
        groups.DISABLED_MINORITY,
    )


def test_what_was_taken_back_is_not_recorded() -> None:
    """A child of whom nothing else is recorded is not known."""
    stages = Stages()
    _tell(stages, "one", POLICE)
    _tell(stages, "two", POLICE, ethnicity="WBRI")
    stages.publish(retraction(POLICE, event_id("two")), event_id("back"))

    assert _known(stages).groups.ethnicity == groups.UNKNOWN


def test_agencies_that_differ_are_a_row_of_their_own() -> None:
    """Within one main group they differ in detail alone; a refusal does not contradict a group."""
    assert groups_of(["WBRI", "BCRB"], [], has_needs=False)[:2] == (groups.DIFFERS, groups.DIFFERS)
    main, in_detail, *_ = groups_of(["WBRI", "WIRT"], [], has_needs=False)
    assert (main, in_detail) == (groups.WHITE, f"{groups.WHITE}: {groups.DIFFERS}")
    assert groups_of(["REFU", "ABAN"], [], has_needs=False).ethnicity == groups.ASIAN
    assert groups_of(["REFU", "NOBT"], [], has_needs=False).ethnicity == groups.REFUSED
    assert groups_of(["NOBT"], [], has_needs=False).in_detail == groups.NOT_YET


def test_every_code_has_its_row() -> None:
    """In each cut, whatever was recorded."""
    for code in ETHNICITIES:
        for label, cut in zip(
            groups_of([code], [["LD"]], has_needs=True), groups.CUTS, strict=True
        ):
            assert label in cut.labels


def test_nothing_else_of_the_bus_reads_an_ethnicity() -> None:
    """Promise 8: a check that refuses it, and a table of cases that shows it, name it besides.

    The families of the study are made up, and no stage can import it.
    """
    named = re.compile(r"\.ethnicity\b|[\"']ethnicity[\"']")

    readers = {
        file.name
        for room in ("agreement", "engine", "consumers", "subscribers", "desk")
        for file in (ROOT / room).glob("wholepicture_*/**/*.py")
        if file.parent.name not in {"equality", "study"}
        and named.search(file.read_text(encoding="utf-8"))
    }

    assert readers == {"checks_of_rules.py", "building.py"}
