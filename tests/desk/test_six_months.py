"""The six months: each event is whole, reaches whom the agreement names, and says what it must.

The decisions are those of the shipped agreement, of a child with whom the Disabled Children's Team
works already; that the same comes over the broker is in the test of the whole demonstration.
"""

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from wholepicture_agreement import Item, decide
from wholepicture_agreement.cases import Case, of_document
from wholepicture_bus.errors import StopError
from wholepicture_desk.demo.gathering import Evidence
from wholepicture_desk.demo.months import Months
from wholepicture_desk.demo.received import Received
from wholepicture_desk.demo.scenario import FILE, Scenario, Told, read_scenario
from wholepicture_desk.demo.story import read_story
from wholepicture_schemas.deliveries import DeliveryData
from wholepicture_schemas.identifiers import RecipientId
from wholepicture_schemas.reading import read_closed

from tests.support.shipped import shipped

STORY = Path("examples/demo")
TEAM, SCHOOL, DOCTORS = "social-work-bristol-3", "setting-100002", "community-health-2"
PARTNERSHIP = "partnership-1"
MILO = {"person": "c1", "born": "2017-05-14", "urn": "100002", "open": TEAM}
CASE = Case.model_validate({"name": "milo", "story": "A.", "told": (), "children": [MILO]})


@cache
def scenario() -> Scenario:
    """The six months of this repository."""
    return read_scenario(STORY)


def told(short: str) -> Told:
    """The first event of a type."""
    return next(one for one in scenario().told if f".{short}." in one.document["type"])


def items(short: str) -> dict[str, Item]:
    """What each recipient gets of it."""
    decision = decide(of_document(told(short).document, CASE), shipped())
    return {item.recipient: item for item in decision.items}


def said(item: Item) -> Any:
    """What an item tells."""
    return json.loads(json.dumps(item.told, default=str))


def test_every_event_is_whole() -> None:
    """The kit would publish each as it stands, and all are practice with numbers nobody has."""
    for one in scenario().told:
        read_closed(one.document)
        core = one.document["data"]["core"]
        assert core["exercise"] is True
        assert all(child["nhs_number"].startswith("999") for child in core.get("children", ()))
        phones = re.findall(r"\b0\d{3,4} ?\d{3} ?\d{3,4}\b", json.dumps(one.document))
        assert all(phone.startswith(("0117 496 0", "07700 900")) for phone in phones)


def test_they_are_six_months_of_nine_agencies_in_order() -> None:
    """From January to June, in the order of the days; with one correction and one retraction."""
    days = [one.on for one in scenario().told]
    kinds = [one.document["type"].split(".")[3] for one in scenario().told]
    tellers = {one.agency for one in scenario().told}

    assert days == sorted(days)
    assert scenario().first <= days[0] < days[-1] <= scenario().last
    assert len(tellers) == 9
    assert tellers <= shipped().agencies.keys() & scenario().called.keys()
    assert (kinds.count("correction"), kinds.count("retraction")) == (1, 1)
    assert len({one.id for one in scenario().told}) == len(kinds)


@pytest.mark.finding("F1")
def test_each_event_is_told_beyond_whoever_saw_it() -> None:
    """The team of the child is told of everything that others saw, each time with whom to call."""
    for one in scenario().told:
        if one.amends or "children" not in one.document["data"]["core"]:
            continue
        decision = decide(of_document(one.document, CASE), shipped())
        recipients = {item.recipient for item in decision.items}
        assert recipients
        assert TEAM in recipients or one.agency == "bristol-city-council"
        assert all(item.told_by.call_back is not None for item in decision.items)


@pytest.mark.finding("F2")
def test_a_strength_reaches_whom_a_concern_reaches() -> None:
    """The worker, the school and who treats him hear that it goes well, and none decides."""
    strength = items("strengths-note")

    assert strength.keys() >= {TEAM, SCHOOL, DOCTORS}
    assert said(strength[TEAM])["detail"]["strength"]
    assert {item.kind for item in strength.values()} == {"notice"}


@pytest.mark.finding("F3", "A4")
def test_advice_not_followed_is_answered_by_health_and_by_the_worker() -> None:
    """Each is asked, by its own time; the worker reads the barriers that the family met."""
    advice = items("medical-advice-not-followed")
    worker, doctors = advice[TEAM], advice[DOCTORS]

    assert (worker.kind, doctors.kind) == ("referral", "referral")
    assert worker.respond_by is not None
    assert doctors.respond_by is not None
    assert worker.respond_by < doctors.respond_by
    assert set(said(doctors)["detail"]["points"]) == {
        "harm", "benefit", "outweighs", "access", "understood",
    }  # fmt: skip
    assert "in my language" in said(worker)["detail"]["barriers"]["in_their_words"]
    assert "in_their_words" not in json.dumps(said(doctors))
    assert advice[SCHOOL].kind == "notice"
    assert said(advice[SCHOOL]).keys() == {"core"}


@pytest.mark.finding("F5")
def test_who_has_not_seen_the_father_says_so_in_plain_words() -> None:
    """The worker reads since when, and that nobody asked; it is told to nobody else."""
    unseen = items("adult-not-seen")

    assert unseen.keys() == {TEAM}
    assert said(unseen[TEAM])["detail"]["not_seen_since"] == "2025-10"
    assert said(unseen[TEAM])["detail"]["not_seen_reason"] == "not-asked"


@pytest.mark.finding("F6")
def test_a_parents_own_words_reach_the_worker_alone() -> None:
    """With her own agreement beside them; no school and no health service reads them."""
    context = items("parent-context")

    assert context.keys() == {TEAM}
    assert said(context[TEAM])["detail"]["own_agreement"] == "given"


@pytest.mark.finding("F7")
@pytest.mark.parametrize("short", ["carer-strain", "engagement-rupture"])
def test_strain_and_rupture_reach_the_worker_with_their_barriers(short: str) -> None:
    """In the carer's own words, and with what was asked for or offered."""
    detail = said(items(short)[TEAM])["detail"]

    assert "language" in detail["barriers"]["kinds"]
    assert detail["barriers"]["in_their_words"]
    assert detail.get("asked_for") or detail.get("support_offered")


@pytest.mark.finding("F8")
def test_reflection_is_asked_for_without_a_word_of_the_child() -> None:
    """It needs no child's name, and somebody has to offer a day."""
    asked = items("reflective-supervision-requested")

    assert asked.keys() == {PARTNERSHIP}
    assert asked[PARTNERSHIP].respond_by is not None
    assert "Milo" not in json.dumps(said(asked[PARTNERSHIP]))


@pytest.mark.finding("F8", "F9")
def test_a_disagreement_reaches_the_worker_and_is_recorded_without_a_name() -> None:
    """The worker reads both views; the partnership only that there is one, and about what."""
    differ = items("professional-disagreement")

    assert {"one_view", "other_view"} <= said(differ[TEAM])["detail"].keys()
    assert said(differ[PARTNERSHIP])["detail"]["disagreement_about"] == "threshold"
    for word in ("Milo", "Hartnoll", "hospital"):
        assert word not in json.dumps(said(differ[PARTNERSHIP]))


WITH_IMPACT = tuple(
    one.document["type"].split(".")[3]
    for one in scenario().told
    if any("impact" in child for child in one.document["data"]["core"].get("children", ()))
)


@pytest.mark.finding("F9", "F12", "A2")
@pytest.mark.parametrize("short", WITH_IMPACT)
def test_the_impact_on_the_child_is_one_block_apart_from_intent(short: str) -> None:
    """Whichever agency tells, the worker reads the same block, and nothing of blame in it."""
    (child,) = said(items(short)[TEAM])["core"]["children"]

    assert child["impact"]["so_what"]
    assert child["impact"].keys() <= {"what_happened", "effect_seen", "evidence", "so_what"}


@pytest.mark.finding("F12", "A2")
def test_impact_is_told_by_health_housing_and_the_voluntary_sector() -> None:
    """It is no field of one agency."""
    tellers = {told(short).document["type"].split(".")[2] for short in WITH_IMPACT}

    assert {"health", "housing", "any"} <= tellers


@pytest.mark.finding("A3")
def test_a_rupture_and_its_repair_name_the_service_and_what_changed() -> None:
    """A rupture says who caused it, so that it is no word against the family."""
    rupture, repair = (items(one)[TEAM] for one in ("engagement-rupture", "engagement-repaired"))

    assert said(rupture)["detail"]["caused_by"] == "service"
    assert said(rupture)["detail"]["which_service"] == said(repair)["detail"]["which_service"]
    assert said(repair)["detail"]["what_helped"]


def test_the_court_is_told_to_childrens_services_only() -> None:
    """Neither the school nor a health service reads of proceedings."""
    for short in ("proceedings-issued", "child-impact-concern", "hearing"):
        assert items(short).keys() == {TEAM}


def evidence(*received: Received) -> Evidence:
    """What came, and nothing else."""
    return Evidence(
        story=read_story(STORY), agreement=shipped(), broken="none", received=received,
        spoken=(), heard=(), invalid=(), replies=(), ledger=(),
    )  # fmt: skip


def came(one: Told, recipient: str) -> Received:
    """An item about an event, a second after it was taken in."""
    at = datetime(2026, 11, 18, 10, tzinfo=UTC)
    data = DeliveryData.model_construct(
        recipient=RecipientId(recipient), received=at, told=one.document["data"]
    )
    return Received(RecipientId(recipient), one.id, data, at + timedelta(seconds=1))


def test_lanes_show_what_each_knew_and_was_told() -> None:
    """What came from another agency is told; what came from one's own is not."""
    strain = told("carer-strain")
    months = Months(scenario(), evidence(came(strain, TEAM), came(strain, "families-1"))).facts()
    lanes = {lane.who: lane for lane in months.lanes}

    (heard,) = lanes["Children's services"].told
    assert (heard.what, heard.who, heard.on) == (
        "carer strain", ("Family charity",), date(2026, 2, 12),
    )  # fmt: skip
    assert not lanes["Family charity"].told
    knew = next(entry for entry in lanes["Family charity"].knew if entry.what == "carer strain")
    assert knew.who == ("Children's services",)
    assert "domestic abuse incident" in {entry.what for entry in lanes["Police"].knew}
    assert months.slowest == timedelta(seconds=1)


def test_whoever_was_told_must_hear_that_it_was_put_right() -> None:
    """A correction that did not reach one of those who had been told is missing."""
    first, right = told("was-not-brought"), told("correction")
    nobody_else = "Not everybody who had been told heard it: was not brought put right."

    some = Months(scenario(), evidence(came(first, TEAM), came(first, SCHOOL), came(right, TEAM)))
    every = Months(scenario(), evidence(came(first, TEAM), came(right, TEAM)))

    assert nobody_else in some.missing()
    assert nobody_else not in every.missing()


def test_who_read_nothing_of_what_was_wrong_need_not_hear_it() -> None:
    """A school that was told of the appointment alone is not told of a change in the rest."""
    first, right = told("was-not-brought"), told("correction")
    note = came(first, SCHOOL)
    note = replace(note, data=note.data.model_copy(update={"told": {"core": {}}}))

    months = Months(scenario(), evidence(came(first, TEAM), note, came(right, TEAM)))

    assert not any("was not brought put right" in one for one in months.missing())


def test_nothing_that_came_is_all_missing() -> None:
    """Where nothing came, each event and each agency is named."""
    missing = Months(scenario(), evidence()).missing()

    assert sum(sentence.startswith("Nobody was told: ") for sentence in missing) == 30
    assert sum(sentence.endswith("of the others'.") for sentence in missing) == 11


def test_a_scenario_that_cannot_be_read_is_told_in_a_sentence(tmp_path: Path) -> None:
    """Where it is not there, or names what is not there, a sentence says where to look."""
    with pytest.raises(StopError, match="The six months are not in"):
        read_scenario(tmp_path)
    written = (STORY / FILE).read_text(encoding="utf-8")
    (tmp_path / FILE).write_text(written.replace("carer-strain", "no-such-type"), encoding="utf-8")
    with pytest.raises(StopError, match="no-such-type"):
        read_scenario(tmp_path)
