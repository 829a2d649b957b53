"""Who else must know: areas, the designated officer, health; and who reads of whom."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wholepicture_agreement import Agreement, Decision, Item, decide

from tests.agreement.incidents import Case, document, of_document, situation
from tests.support.examples import examples
from tests.support.shipped import shipped

_SISTER = {"person": "c1", "born": "2014-06-02", "urn": "100001", "open": "social-work-bristol-2"}
_BROTHER = {"person": "c2", "born": "2022-10-01"}


def _decided(*children: Any, **more: Any) -> Decision:
    return decide(situation({"children": list(children), **more}), shipped())


def _item(decision: Decision, recipient: str) -> Item:
    return next(item for item in decision.items if item.recipient == recipient)


def _told(decision: Decision) -> set[str]:
    return {str(item.recipient) for item in decision.items}


def _with_adults(case: Case, adults: list[dict[str, Any]], **core: Any) -> Decision:
    event = document(case)
    event["data"]["core"] |= {"adults": adults, **core}
    return decide(of_document(event, case), shipped())


# ---- areas


@pytest.mark.parametrize(("area", "named"), [("E06000025", "Access"), ("E06000024", "North Som")])
@pytest.mark.parametrize("restricted", [["refuge"], []])
def test_who_acts_in_another_area_does_not_tell_where_a_refuge_is(
    area: str, named: str, restricted: list[str]
) -> None:
    """The team may not read where the refuge is, and so not which other area was told."""
    decision = _decided({**_SISTER, "staying": area}, restricted=restricted)

    told = _item(decision, "social-work-bristol-2")
    assert (named in str(told.instructions)) is (not restricted)
    assert any(name.startswith("front-door") for name in _told(decision))


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ({"area": "E06000025"}, {"front-door-south-gloucestershire"}),
        ({"staying": "E06000025"}, {"front-door-south-gloucestershire"}),
        ({"responsible": "E06000025"}, {"front-door-south-gloucestershire"}),
        ({"moved_since_to": "E06000025"}, {"front-door-south-gloucestershire"}),
        ({"staying": "E06000024"}, {"front-door-bristol"}),
        ({"area": "S12000036"}, {"front-door-bristol"}),
        ({}, set()),
        ({"area": ""}, set()),
    ],
)
def test_an_open_case_elsewhere_is_told_of_where_the_child_is(
    where: dict[str, str], told: set[str]
) -> None:
    """By home, stay or care that is not the team's own area; never by where it happened alone."""
    decision = _decided({**_SISTER, **where}, where="E06000022")

    doors = {name for name in _told(decision) if name.startswith("front-door")}
    assert doors == told
    assert "social-work-bristol-2" in _told(decision)


def test_who_is_told_elsewhere_reads_who_has_the_case() -> None:
    """With the number; and where that area is telephoned, whoever takes the call hears it."""
    near = _item(_decided({**_SISTER, "staying": "E06000025"}), "front-door-south-gloucestershire")
    far = _item(_decided({**_SISTER, "staying": "E08000003"}), "front-door-bristol")

    assert near.arrival == "contact"
    assert "South social work unit on 0117 496 0212" in " ".join(near.instructions)
    assert far.instructions[0].startswith("This belongs to Manchester, which is not connected")
    assert far.question is not None
    assert far.question.kind == "phone"
    assert "South social work unit on 0117 496 0212" in " ".join(far.instructions)


@pytest.mark.parametrize("code", ["E06999999", "E07000178", "W06000008", "N09000003", "E09000033"])
def test_no_area_is_shown_as_its_code(code: str) -> None:
    """By name, with a district's county; and of a code that is none, that it is not known."""
    decision = _decided({"person": "c1", "born": "2020-02-02", "responsible": code})

    door = _item(decision, "front-door-bristol")
    said = " ".join(
        (*door.instructions, door.headline, door.question.asks if door.question else "")
    )
    assert code not in said
    assert door.question is not None


# ---- who works with children


@pytest.mark.parametrize(
    ("works_for", "relation", "officer"),
    [
        ("bristol-education", "father", "quality-assurance-bristol"),
        ("community-health", "aunt-uncle", "quality-assurance-bristol"),
        ("south-gloucestershire-council", "father", "second-reader-south-gloucestershire"),
        (None, "foster-carer", "quality-assurance-bristol"),
        ("avon-and-somerset-police", "father", None),
        (None, "step-father", None),
    ],
)
def test_a_person_alleged_who_works_with_children_brings_the_designated_officer(
    works_for: str | None, relation: str, officer: str | None
) -> None:
    """Of the area where the person works; nobody of the employer is told.

    Source: Working Together to Safeguard Children 2023, chapter 4.
    """
    adult = {
        "person": "a1",
        "name": {"given": "Sam", "family": "Madeup"},
        "related_to": [{"child": "c1", "relation": relation}],
    }
    adult |= {"works_for": works_for} if works_for else {}

    decision = _with_adults({"children": [_SISTER]}, [adult])

    told = {i.recipient for i in decision.items if "designated-officer" in i.rules}
    assert told == ({officer} if officer else set())
    for item in decision.items:
        if item.recipient == officer:
            assert item.respond_by is not None
            assert any("LADO" in said for said in item.instructions)
            assert "c1" not in {child.person for child in item.children}
    if works_for == "bristol-education":
        assert not _told(decision) & {"setting-100001", "education-bristol"}


@pytest.mark.parametrize(
    ("place", "told", "asked"),
    [
        ("100001", True, False),
        ("999123", True, False),
        ("Harbourside Primry", True, False),
        ("public-health-nursing", True, False),
        ("safeguarding-police", False, False),
        ("the corner shop", False, True),
    ],
)
def test_where_an_alleged_person_works_decides_whether_the_officer_hears(
    place: str, told: bool, asked: bool
) -> None:
    """A school by its number or name; of an employer that nobody knows, the team finds out."""
    adult = {"person": "a1", "name": {"given": "Sam"}, "works_at": [place]}

    decision = _with_adults({"children": [_SISTER]}, [adult])

    assert any("designated-officer" in item.rules for item in decision.items) is told
    said = [sentence for item in decision.items for sentence in item.instructions]
    assert any("whether Sam works with children" in sentence for sentence in said) is asked


def test_only_who_is_alleged_brings_the_designated_officer() -> None:
    """A victim who teaches brings nobody; her school learns nothing either."""
    victim = {"person": "a2", "name": {"given": "Jo"}, "works_for": "bristol-education"}

    decision = _with_adults({"children": [_SISTER]}, [{"person": "a1"}, victim])

    assert not [item for item in decision.items if "designated-officer" in item.rules]


def test_an_officer_of_an_area_that_is_not_connected_is_telephoned() -> None:
    """The local front door is asked who took the call."""
    carer = {"person": "a1", "related_to": [{"child": "c1", "relation": "foster-carer"}]}
    case = {"children": [{**_SISTER, "responsible": "E06000022"}]}

    door = _item(_with_adults(case, [carer]), "front-door-bristol")

    assert any("designated officer (LADO) there on 0117 496 0822" in s for s in door.instructions)
    assert door.question is not None
    assert "designated officer (LADO) of Bath and North East Somerset" in door.question.whom


# ---- a nursery


@pytest.mark.parametrize("kind", ["domestic-abuse-incident", "child-concern"])
@pytest.mark.parametrize("born", ["2022-09-01", "2023-05-02", "2026-02-01"])
def test_a_nursery_reads_to_whom_it_must_not_hand_the_child(kind: str, born: str) -> None:
    """Before reception, by its own rule: the duty to tell schools begins there."""
    child = {"person": "c1", "born": born, "urn": "100001"}

    nursery = _item(_decided(child, event=kind), "setting-100001")

    assert nursery.rules == ("setting-before-school-age",)
    assert "Not to collect the children." in nursery.instructions[0]
    assert nursery.respond_by is not None
    assert "lives_at" not in str(nursery.told)


def test_a_child_before_school_whose_nursery_is_not_said_reaches_no_school() -> None:
    """Nobody is sent to look for the school of a child who is too young for one."""
    kinds = {"setting", "education-safeguarding"}
    schools = {name for name, one in shipped().recipients.items() if one.kind in kinds}

    assert not _told(_decided({"person": "c1", "born": "2024-06-02"})) & schools


# ---- health


@pytest.mark.parametrize(
    ("child", "health"),
    [
        ({"born": "2014-06-02"}, {"public-health-nursing"}),
        ({"born": "2014-06-02", "urn": "100002"}, {"community-health-2"}),
        ({"born": "2009-06-02", "home_educated": True}, {"public-health-nursing"}),
        ({"born": "2024-06-02"}, {"public-health-nursing"}),
        ({"expected": "2027-01"}, {"public-health-nursing", "community-health-3"}),
        ({"born": "2008-01-02"}, set()),
    ],
)
def test_each_child_reaches_a_health_professional(child: dict[str, Any], health: set[str]) -> None:
    """By age and school; no disability is read."""
    kinds = {name for name, one in shipped().recipients.items() if one.kind == "health-team"}

    told = _told(_decided({"person": "c1", **child}))

    assert told & kinds == health


@pytest.mark.parametrize("said", ["named", "related"])
def test_the_midwives_can_find_the_mother_of_an_unborn_child(said: str) -> None:
    """Her name and how to reach her safely, however she is said to be the mother; nobody else's."""
    child: dict[str, Any] = {"person": "c1", "expected": "2027-01", "area": "E06000023"}
    if said == "named":
        child["also"] = {"mother": "a2"}
    adults = [
        {
            "person": "a1",
            "name": {"given": "Ola", "family": "Harmer"},
            "related_to": [{"child": "c1", "relation": "father"}],
        },
        {
            "person": "a2",
            "name": {"given": "Una", "family": "Bearer"},
            "birth_date": "1999-09-09",
            "new_address": {"lines": ["3 Hidden Mews"]},
            "related_to": [{"child": "c1", "relation": "mother"}] if said == "related" else [],
        },
    ]

    item = _item(_with_adults({"children": [child]}, adults), "community-health-3")

    text = str(item.told)
    assert "Una" in text
    assert "1999-09-09" in text
    assert "Hidden Mews" not in text
    assert "Harmer" not in text


# ---- who reads of whom


def test_the_team_and_the_front_door_of_one_household_read_of_each_other() -> None:
    """Each by name and number, and what it does; no school reads which team it is."""
    decision = _decided(_SISTER, _BROTHER)

    team, door = (_item(decision, name) for name in ("social-work-bristol-2", "front-door-bristol"))
    assert ("First Response", "decides what happens next for Given-c2 Example") in {
        (also.name, also.does) for also in team.also_told
    }
    assert ("South social work unit", "works with Given-c1 Example") in {
        (also.name, also.does) for also in door.also_told
    }
    for name in ("setting-100001", "public-health-nursing"):
        (also,) = _item(decision, name).also_told
        assert also.name == "Children's social care"
        assert also.phone is None


def test_the_team_of_the_alleged_ones_other_child_reads_nothing_of_the_victims() -> None:
    """Neither front door nor school of the children who fled from him: their names tell where."""
    fled = {"person": "c2", "born": "2022-10-01", "area": "E06000025"}
    adults = [
        {"person": "a1", "related_to": [
            {"child": "c1", "relation": "father"}, {"child": "c2", "relation": "father"},
        ]},
        {"person": "a2", "related_to": [{"child": "c2", "relation": "mother"}]},
    ]  # fmt: skip

    decision = _with_adults({"children": [_SISTER, fled]}, adults)

    assert "front-door-south-gloucestershire" in _told(decision)
    team = _item(decision, "social-work-bristol-2")
    assert "Access and Response" not in str((team.also_told, team.instructions))
    assert "South Gloucestershire" not in str((team.also_told, team.instructions))


def test_a_second_reader_is_named_to_nobody() -> None:
    """That somebody reads in another's place tells that staff are named."""
    decision = _decided(_SISTER, _BROTHER, works_for="south-gloucestershire-council")
    moved = _decided(
        {**_SISTER}, {**_BROTHER, "area": "E06000025"}, works_for="south-gloucestershire-council"
    )

    for item in (*decision.items, *moved.items):
        assert not [also for also in item.also_told if "reader" in also.name]


@given(
    teams=st.lists(st.sampled_from(["", "social-work-bristol-1", "social-work-bristol-3"]),
                   min_size=1, max_size=3),
    urns=st.lists(st.sampled_from(["", "100001", "100002"]), min_size=3, max_size=3),
    areas=st.lists(st.sampled_from(["E06000023", "E06000025", "E06000022"]),
                   min_size=3, max_size=3),
)  # fmt: skip
@examples(60)
def test_outside_childrens_services_nobody_reads_a_name(
    teams: list[str], urns: list[str], areas: list[str]
) -> None:
    """A school, a health team and the officer read at most that children's social care has it."""
    children = [
        {
            "person": f"c{at}", "born": "2014-06-02", "area": areas[at],
            **({"open": team} if team else {}), **({"urn": urns[at]} if urns[at] else {}),
        }
        for at, team in enumerate(teams)
    ]  # fmt: skip
    decision = _decided(*children)

    agreement = shipped()
    for item in decision.items:
        kind = agreement.recipient(item.recipient).kind
        if kind in {"setting", "education-safeguarding", "health-team", "designated-officer"}:
            assert {also.name for also in item.also_told} <= {"Children's social care"}


# ---- who passes it on


def test_whoever_carries_an_item_is_asked_to_pass_it_on(agreement: Agreement) -> None:
    """Whoever a recipient is reached through: the recipient's name and number, and the answer."""
    decision = _decided(
        {"person": "c1", "born": "2014-06-02", "urn": "100001"},
        {"person": "c2", "born": "2013-06-02", "area": "E06000025"},
        urgency="immediate", at="2026-11-19T03:00:00", check="unknown",
    )  # fmt: skip

    carried = {i.recipient: i for i in decision.items if agreement.recipient(i.recipient).via}
    assert {"setting-100001", "education-south-gloucestershire", "force-control-room"} <= set(
        carried
    )
    for name, item in carried.items():
        one = agreement.recipient(name)
        said = f"Pass this on to {one.name} now: phone {one.phone}."
        assert any(said in sentence for sentence in item.instructions)
        assert any("Answer when you have." in sentence for sentence in item.instructions)


# ---- children in the wrong list, odd dates, and answers that contradict


@pytest.mark.parametrize("born", ["2051-03-09", "2062", "1915-03-09", "1926-01", "1975-03-09"])
@pytest.mark.parametrize("at", [None, "2027-01-04T11:00:00Z"])
def test_a_birth_date_that_cannot_be_right_loses_neither_school_nor_health(
    born: str, at: str | None
) -> None:
    """Every age is possible then."""
    case = {"person": "c1", "born": born, "urn": "100001"}

    told = _told(_decided(case, **({"at": at} if at else {})))

    assert {"front-door-bristol", "setting-100001", "public-health-nursing"} <= told


def test_an_event_of_1970_makes_no_adult_a_child_and_no_child_too_old() -> None:
    """The day of receipt counts in its place."""
    case: Case = {"children": [{"person": "c1", "born": "2014-06-02", "urn": "100001"}]}
    event = document(case) | {"time": "1970-01-01T00:00:00Z"}
    event["data"]["core"]["adults"][0]["birth_date"] = "1990-01-01"

    decision = decide(of_document(event, case), shipped())

    assert {"front-door-bristol", "setting-100001"} <= _told(decision)
    assert "safeguarding-police" not in _told(decision)


def test_children_among_the_adults_are_said_to_be_children() -> None:
    """To whoever acts or looks for children, by name; with others or alone."""
    young = [
        {"person": "a1", "name": {"given": "Kit", "family": "Young"}, "birth_date": "2010-02-02"},
        {"person": "a2", "name": {"given": "Lu", "family": "Young"}, "birth_date": "2009-02"},
    ]

    alone = _item(_with_adults({"check": "none"}, young), "front-door-bristol")
    beside = _with_adults({"children": [_SISTER]}, young[:1])

    assert any(
        "2 of the adults are under 18 themselves: Kit Young and Lu Young" in said
        for said in alone.instructions
    )
    team = _item(beside, "social-work-bristol-2")
    assert any(
        "One of the adults is under 18 themselves: Kit Young" in s for s in team.instructions
    )
    school = _item(beside, "setting-100001")
    assert not any("under 18" in said for said in school.instructions)


@pytest.mark.parametrize(
    ("adult", "detail", "says"),
    [
        ({"related_to": [{"child": "c9", "relation": "step-father"}]}, {},
         "an adult is said to be the step father of a child"),
        ({"lives_with_children": "yes"}, {}, "an adult is said to live with children"),
        ({}, {"orders": [{"kind": "other", "person": "a1", "children": ["c4"],
                          "condition": "No contact."}]}, "an order is about children"),
    ],
)  # fmt: skip
def test_a_word_of_no_children_that_the_event_contradicts_is_a_question(
    adult: dict[str, Any], detail: dict[str, Any], says: str
) -> None:
    """Both the police's unit and the front door ask; the reason is said."""
    case: Case = {"check": "none", "alleged": ["a1"], "detail": detail}

    decision = _with_adults(case, [{"person": "a1", **adult}, {"person": "a2"}])

    assert {"front-door-bristol", "safeguarding-police"} <= _told(decision)
    door = _item(decision, "front-door-bristol")
    assert any(says in sentence for sentence in door.instructions)


def test_a_relation_to_a_child_who_is_not_there_is_looked_into() -> None:
    """A third sibling whom a relation names, and nobody else."""
    adults = [{"person": "a1", "related_to": [
        {"child": "c1", "relation": "father"}, {"child": "c3", "relation": "father"},
    ]}]  # fmt: skip

    decision = _with_adults({"children": [_SISTER]}, adults)

    assert "safeguarding-police" in _told(decision)


def test_one_in_so_many_of_no_children_is_looked_at_again() -> None:
    """About one in twenty, the same ones each time."""
    case: Case = {"check": "none", "children": []}
    names = [f"01931f2e-0000-7000-8000-{number:012d}" for number in range(400)]
    drawn = [
        name
        for name in names
        if _told(_with_adults({**case, "id": name}, [{"person": "a1"}, {"person": "a2"}]))
    ]

    assert 8 < len(drawn) < 36
    again = _with_adults({**case, "id": drawn[0]}, [{"person": "a1"}, {"person": "a2"}])
    assert _told(again) == {"safeguarding-police"}
