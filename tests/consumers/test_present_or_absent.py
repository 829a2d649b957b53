"""Whether something restricted was told or not, whoever may not know of it gets the same bytes.

Generated histories of one family go through both stages twice, once with something restricted in
them and once without: in the place of a matter is a minute, in that of a place or a service is the
same event without it.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.consumers.both_stages import Stages
from tests.journeys.stories import (
    CONCERN,
    COUNCIL,
    POLICE,
    Family,
    adult,
    child,
    correction,
    incident,
    involvement,
    retraction,
)
from tests.support.examples import examples

pytestmark = pytest.mark.finding("F4")
MATTERS = (
    "fabricated-illness", "live-investigation", "allegation-against-staff", "of-no-kind-listed",
)  # fmt: skip
CUT = {
    "refuge": "Willow Refuge",
    "sexual-health": "Unity",
    "substance": "Turning Point",
    "domestic-abuse-support": "Next Link",
}
"""The kinds of which a place or a service is cut, each with a service of that kind."""
KNOWN_TO_TEAMS = {"fabricated-illness", "live-investigation"}
FRONT_DOORS = ("front-door-", "emergency-duty-", "second-reader-")
FAMILY = Family("Quillmere", "BS90 1ZZ", "1 Quill Row")
MOTHER, FATHER = (
    adult(FAMILY, "Mo", "a2", "mother"),
    adult(FAMILY, "Dan", "a1", "father"),
)
Bytes = dict[str, list[tuple[Any, ...]]]


def _child(number: bool, older: bool, school: bool) -> dict[str, Any]:
    more: dict[str, Any] = {"nhs_number": "9990000018"} if number else {}
    more |= {"school": {"urn": "100001"}} if school else {}
    return child(FAMILY, "Ada", "2014-04-04" if older else "2023-05-05", **more)


def _concern(of: Mapping[str, Any]) -> dict[str, Any]:
    told = incident([of], [FATHER, MOTHER])
    detail = {"concern": "The child was alone at home."}
    return {"type": CONCERN, "data": {"core": told["data"]["core"], "detail": detail}}


def _numbered(document: dict[str, Any]) -> dict[str, Any]:
    core = document["data"]["core"] | {"local_reference": "DA/2026/0001"}
    return {**document, "data": {**document["data"], "core": core}}


def _restricted(of: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """What a restricted service tells: its own texts, its own professionals."""
    helper = {"name": "Kim Sandstone", "role": "support worker", "organisation": "Sandstone House"}
    told = incident(
        [{**of, "voice": {"words": "I was scared at night."}}],
        [FATHER, {**MOTHER, "new_address": {"lines": ["Flat 9, Sandstone House"]}}],
        professionals=[helper],
        handling={"restricted_kinds": [kind]},
        summary="She came to us at night.",
    )
    return _numbered(told)


class _Steps:
    """One history, played once with what is restricted and once without."""

    def __init__(self, stages: Stages, *, present: bool) -> None:
        self._stages, self._present = stages, present
        self.sent: Bytes = {}

    def tell(self, document: dict[str, Any], event: str, of: str = POLICE) -> None:
        self._keep(self._stages.publish(_numbered(document), event, of=of).made)

    def maybe(self, document: dict[str, Any], event: str) -> None:
        if self._present:
            self._keep(self._stages.publish(document, event, of=POLICE).made)
        else:
            self._stages.pass_minutes()

    def _keep(self, made: Any) -> None:
        for one in made:
            if one.topic.startswith(("referrals.", "notices.")):
                item = json.loads(one.value)
                sent = (one.topic, one.key, one.headers, one.value)
                self.sent.setdefault(item["recipient"], []).append(sent)


def _seen(sent: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The records with each child's reference by the order in which it first appears.

    A reference is drawn from the child's first event, whatever that was: it is another one where
    that event was restricted, and tells nothing by itself. That two items have the same one counts.
    """
    names: dict[str, str] = {}
    seen = []
    for topic, key, headers, value in sent:
        text = value.decode()
        for one in json.loads(text)["children"]:
            for name in filter(None, (one["child_reference"], one.get("replaces"))):
                names.setdefault(name, f"child-{len(names)}")
        for name, plain in names.items():
            text = text.replace(name, plain)
        seen.append((topic, key, headers, text))
    return seen


def _entitled(recipient: str, kind: str) -> bool:
    return recipient.startswith(FRONT_DOORS) or (
        recipient.startswith("social-work-") and kind in KNOWN_TO_TEAMS
    )


@given(
    kind=st.sampled_from(MATTERS),
    numbers=st.lists(st.booleans(), min_size=7, max_size=7),
    older=st.booleans(),
    school=st.booleans(),
    steps=st.lists(st.sampled_from(("incident", "concern", "opened", "corrected")), max_size=4),
    at=st.integers(0, 4),
    then=st.sampled_from((None, "corrected", "retracted")),
    then_at=st.integers(0, 4),
)
@examples(100)
def test_the_unentitled_get_the_same_bytes(
    kind: str,
    numbers: list[bool],
    older: bool,
    school: bool,
    steps: list[str],
    at: int,
    then: str | None,
    then_at: int,
) -> None:
    """Restricted before, between or after others, corrected or taken back: it leaves nothing.

    ``numbers`` is whether each event gives the child's NHS number, that which is restricted last.
    """
    child_of = [_child(number, older, school) for number in numbers]
    with_it, without = (
        _played(child_of, kind, [*steps, "incident"], at, then, then_at, present=present)
        for present in (True, False)
    )
    own, others = (
        {name for name in sent if not _entitled(name, kind)} for sent in (with_it, without)
    )

    assert own == others
    for recipient in own:
        assert _seen(with_it[recipient]) == _seen(without[recipient]), recipient


def _played(
    child_of: Sequence[dict[str, Any]],
    kind: str,
    steps: list[str],
    at: int,
    then: str | None,
    then_at: int,
    *,
    present: bool,
) -> Bytes:
    play = _Steps(Stages(), present=present)
    told: list[str] = []
    at = min(at, len(steps))
    for place, step in enumerate([*steps, "end"]):
        if place == at:
            play.maybe(_restricted(child_of[-1], kind), "r1")
        if then and place == max(at, min(then_at, len(steps))):
            changes: list[dict[str, Any]] = [
                {"field": "core.summary", "value": "She came to us in the morning."}
            ]
            amends = correction(POLICE, "r1", changes)
            play.maybe(_numbered(amends if then == "corrected" else retraction(POLICE, "r1")), "r2")
        name, of = f"e{place}", child_of[place]
        if step == "incident":
            play.tell(incident([of], [FATHER, MOTHER]), name)
            told.append(name)
        elif step == "concern":
            play.tell(_concern(of), name)
            told.append(name)
        elif step == "opened":
            marks = {"nhs_number": of["nhs_number"]} if "nhs_number" in of else {}
            play.tell(involvement(FAMILY, "Ada", of["birth_date"], **marks), name, of=COUNCIL)
        elif step == "corrected" and told:
            changes = [{"field": "core.children.0.voice", "value": {"words": "New words."}}]
            play.tell(correction(POLICE, told[-1], changes), name)
    return play.sent


def test_the_test_would_see_it() -> None:
    """The front door, which may know of everything, does get something else."""
    child_of = [_child(number=True, older=True, school=True)] * 3
    with_it, without = (
        _played(child_of, "fabricated-illness", ["incident"], 0, None, 0, present=present)
        for present in (True, False)
    )

    assert _seen(with_it["front-door-bristol"]) != _seen(without["front-door-bristol"])
    assert set(with_it) == {"front-door-bristol", "setting-100001", "public-health-nursing"}


@given(
    kind=st.sampled_from(sorted(CUT)),
    older=st.booleans(),
    school=st.booleans(),
    opened=st.booleans(),
    marked=st.booleans(),
    later=st.booleans(),
)
@examples(60)
def test_a_place_or_a_service_leaves_the_unentitled_the_same_bytes(
    kind: str, older: bool, school: bool, opened: bool, marked: bool, later: bool
) -> None:
    """It is cut from the event, whether the sender marks it or its name alone tells of it.

    Of a place it is compared with a move to anywhere else, of which everybody is warned.
    """
    of = _child(number=True, older=older, school=school)
    sent: list[Bytes] = []
    for present in (True, False):
        play = _Steps(Stages(), present=present)
        if opened:
            marks = {"nhs_number": of["nhs_number"]}
            told = involvement(FAMILY, "Ada", of["birth_date"], **marks)
            play.tell(told, "e0", of=COUNCIL)
        play.tell(_cut(of, kind, present=present, marked=marked), "e1")
        if later:
            play.tell(incident([of], [FATHER, MOTHER]), "e2")
        sent.append(play.sent)
    entitled = (*FRONT_DOORS, "social-work-")

    with_it, without = (
        {name: _seen(got) for name, got in one.items() if not name.startswith(entitled)}
        for one in sent
    )
    assert with_it == without
    assert with_it


def _cut(of: Mapping[str, Any], kind: str, *, present: bool, marked: bool) -> dict[str, Any]:
    """An incident of a family that moved, with a place or a service of a kind or without."""
    helper = {"name": "Kim Sandstone", "role": "worker", "organisation": CUT[kind]}
    other = {"name": "Lou Marsh", "role": "health visitor", "organisation": "Community health"}
    told: dict[str, Any] = {"professionals": [other, *([helper] if present else [])]}
    if present and (marked or kind == "refuge"):
        told["handling"] = {"restricted_kinds": [kind]}
    return incident(
        [of], [FATHER, {**MOTHER, "new_address": {"lines": ["Flat 9, Sandstone House"]}}], **told
    )


def test_the_team_reads_that_something_is_kept_back() -> None:
    """Of a refuge it reads where to ask and not where it is; the front door reads where."""
    of = _child(number=True, older=True, school=True)
    stages = Stages()
    told = involvement(FAMILY, "Ada", of["birth_date"], nhs_number=of["nhs_number"])
    stages.publish(_numbered(told), "e0", of=COUNCIL)

    made = stages.publish(_numbered(_cut(of, "refuge", present=True, marked=True)), "e1")

    texts = {item["recipient"]: json.dumps(item) for item in made.items}
    team = next(text for name, text in texts.items() if name.startswith("social-work-"))
    assert "Where they are now is not told here: ask the front door." in team
    assert "Sandstone House" not in team
    assert "Sandstone House" in texts["front-door-bristol"]
    assert "works with Ada" in texts["front-door-bristol"]
