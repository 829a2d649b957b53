"""News: whoever told of a child before hears that there is some, whom to call, and no more."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wholepicture_bus.binding import attributes_of
from wholepicture_schemas.children import Link, links_now
from wholepicture_schemas.identifiers import ChildRef, EventId, PersonRef

from tests.consumers.both_stages import Followed, Stages
from tests.consumers.news_stages import (
    CHARITY,
    CHARITY_UNIT,
    HOUSING,
    HOUSING_UNIT,
    POLICE_UNIT,
    abuse,
    of_news,
    stages,
    tell,
    told,
    who_hears,
)
from tests.consumers.pattern_stages import FAMILY, IVY, event_id
from tests.journeys.stories import FRONT_DOOR, POLICE, child, correction, retraction

pytestmark = pytest.mark.finding("F11")
A_DAY = 24 * 60
TYPES = ("concern", "missing")
OTHER = child(FAMILY, "Bo", "2012-01-02", "c2", nhs_number="9990000026")
TOM = child(FAMILY, "Tom", "2011-09-09", nhs_number="9990000034", school={"urn": "100002"})


def _housing_told(*, minutes: int = A_DAY) -> Stages:
    """Housing told of Ivy, a day before what comes next."""
    made = stages()
    tell(made, "told before", told(HOUSING, local_reference="HO-1"), HOUSING)
    made.pass_minutes(minutes)
    return made


def _taken_back(made: Stages, name: str, of: str = POLICE) -> Followed:
    return made.publish(retraction(of, event_id(name)), event_id(f"{name} taken back"), of=of)


def _said(item: dict[str, Any]) -> dict[str, Any]:
    """An item without the reference to the child, which is made for it as its id is."""
    children = [{**about, "child_reference": "..."} for about in item["children"]]
    return {**item, "children": children}


def _link(to: str, name: str) -> Link:
    return Link(
        id=EventId(name),
        person=PersonRef("c1"),
        child=ChildRef(to),
        confidence="confirmed",
        basis="first-record",
        model="person",
    )


def test_whoever_told_before_hears_that_there_is_news() -> None:
    """Housing reads which child, when it told, and whom to call; the ledger has the rule."""
    made = _housing_told()

    followed = tell(made, "news", abuse())

    (item,) = of_news(followed)
    assert item["recipient"] == HOUSING_UNIT
    assert item["kind"] == "notice"
    assert item["digest"] == "2026-11-20"
    assert item.get("respond_by") is None
    assert item["told"]["core"]["children"][0]["name"]["given"] == "Ivy"
    assert item["told"]["detail"]["you_told_on"] == "2026-11-18"
    assert "0117 496 0201" in item["told"]["detail"]["whom_to_call"]
    assert item["told_by"]["agency"] == "Safeguarding partnership's business unit"
    assert item["told_by"]["local_reference"] == "HO-1"
    assert not {"abuse", "shouted", "sergeant"} & set(str(item).split())
    (entry,) = [one for one in followed.ledger if one["rule"] == "news-for-those-who-told"]
    assert (entry["decision"], entry["recipient"]) == ("give", HOUSING_UNIT)
    assert event_id("news") in entry["because"]
    assert "core.children.*.name.given" in entry["fields"]


def test_who_told_the_news_hears_nothing_of_the_notice() -> None:
    """That somebody told of the child before would show in a word back."""
    heard, alone = _housing_told(), stages()
    alone.pass_minutes(A_DAY + 1)

    with_notice, without = tell(heard, "news", abuse()), tell(alone, "news", abuse())

    def back(followed: Followed) -> list[Any]:
        return [word for word in followed.words_back if word["agency"] == POLICE]

    assert of_news(with_notice)
    assert back(with_notice) == back(without)


@given(
    kind=st.sampled_from(["abuse", "concern", "pregnancy-concern", "exploitation-concern"]),
    urgency=st.sampled_from(["routine", "same-day", "immediate"]),
    beside=st.booleans(),
    asks=st.sampled_from(["information", "referral"]),
)
def test_a_notice_is_the_same_whatever_is_news(
    kind: str, urgency: str, asks: str, *, beside: bool
) -> None:
    """Byte for byte but for its ids, whoever told what of the child, alone or with others."""
    plain, made = _housing_told(), _housing_told()
    of = POLICE if kind == "abuse" else CHARITY
    children = [IVY, OTHER] if beside else [IVY]
    more = {"children": children, "urgency": urgency, "asks": asks, "summary": "Something new."}
    document = abuse(**more) if of == POLICE else told(CHARITY, kind, **more)

    first, second = tell(plain, "news", abuse()), tell(made, "otherwise", document, of)

    ((item,), (other,)) = of_news(first), of_news(second)
    assert _said(item) == _said(other)
    assert _headers(first) == _headers(second)


def _headers(followed: Followed) -> list[dict[str, str]]:
    """The headers of the notice, without its ids."""
    topics = [(one.topic, one.key, one.headers) for one in followed.made]
    (headers,) = [
        attributes_of(found) | {"topic": topic, "key": str(key)}
        for topic, key, found in topics
        if topic == "notices.front-door-bristol"
    ]
    return [{k: v for k, v in headers.items() if k not in {"id", "correlationid", "causationid"}}]


@pytest.mark.parametrize(
    "closed",
    [
        {"handling": {"restricted_kinds": ["live-investigation"]}},
        {"handling": {"restricted_kinds": ["refuge"]}},
        {"handling": {"not_to": [{"kinds": ["housing-team"], "because": "A neighbour."}]}},
        {"handling": {"originator_control": True}},
        {"summary": "She stays at the refuge.", "professionals": [{"role": "refuge worker"}]},
    ],
    ids=["matter", "place", "kept from them", "asked about first", "by its words"],
)
def test_of_what_is_closed_nobody_hears(closed: dict[str, Any]) -> None:
    """It leaves no notice, and the notice of the next event is as if it had never been."""
    made, without = _housing_told(), _housing_told()

    followed = tell(made, "closed", abuse(**closed))
    without.pass_minutes()

    assert who_hears(followed) == []
    withheld = [one for one in followed.ledger if one["rule"] == "news-for-those-who-told"]
    assert [one["decision"] for one in withheld] == ["withhold"]
    after, alone = tell(made, "news", abuse()), tell(without, "news", abuse())
    assert list(map(_said, of_news(after))) == list(map(_said, of_news(alone)))
    _taken_back(made, "news")
    (gone,) = of_news(_taken_back(without, "news"))
    assert gone["amends"]["how"] == "retraction"


def test_a_restricted_event_keeps_no_notice_up() -> None:
    """The only open news is taken back, and so is the notice, whatever else is there."""
    made = _housing_told()
    tell(made, "news", abuse())
    tell(made, "closed", abuse(handling={"restricted_kinds": ["live-investigation"]}))

    (gone,) = of_news(_taken_back(made, "news"))

    assert gone["amends"]["how"] == "retraction"


def test_whoever_has_the_event_gets_no_notice() -> None:
    """The police have a unit that would hear; of their own event nobody of them does."""
    made = _housing_told()
    tell(made, "first", abuse())

    again = tell(made, "second", abuse())
    of_charity = tell(made, "third", told(CHARITY), CHARITY)

    assert who_hears(again) == []  # housing has its notice of that day
    assert who_hears(of_charity) == [POLICE_UNIT]


def test_a_day_brings_one_notice_of_a_child() -> None:
    """Three events of a day are one notice; the next day has its own."""
    made = _housing_told()
    three = [tell(made, name, abuse()) for name in ("one", "two", "three")]
    made.pass_minutes(A_DAY)

    later = tell(made, "four", abuse())

    assert [who_hears(followed) for followed in three] == [[HOUSING_UNIT], [], []]
    assert [item["digest"] for item in of_news(later)] == ["2026-11-23"]
    (entry,) = [one for one in three[1].ledger if one["rule"] == "news-for-those-who-told"]
    (first,) = [one for one in three[0].ledger if one["rule"] == "news-for-those-who-told"]
    assert entry["delivery"] == first["delivery"]


def test_what_the_agreement_names_comes_at_once() -> None:
    """By itself, though there is a notice of that day; and once a day, however often it is told."""
    made = _housing_told()
    tell(made, "concern", told(CHARITY), CHARITY)
    detail = {"missing_since": "2026-11-19T09:00:00Z"}
    document = told(POLICE)
    document |= {"type": "uk.wholepicture.police.missing.v1"}
    document["data"]["detail"] = detail

    followed = tell(made, "missing", document)

    assert {item.get("digest") for item in of_news(followed)} == {None}
    called = {item["told"]["detail"]["whom_to_call"] for item in of_news(followed)}
    assert called == {"First Response, 0117 496 0201"}
    assert who_hears(followed) == [CHARITY_UNIT, HOUSING_UNIT]
    assert who_hears(tell(made, "missing again", document)) == []
    _taken_back(made, "missing")
    (gone, _) = of_news(_taken_back(made, "missing again"))
    assert gone["amends"]["how"] == "retraction"
    made.pass_minutes(A_DAY // 2)  # in the evening, to be read then: who is on duty for it
    at_night = tell(made, "at night", document)
    assert who_hears(at_night) == [CHARITY_UNIT, HOUSING_UNIT]
    called = {item["told"]["detail"]["whom_to_call"] for item in of_news(at_night)}
    assert called == {"Emergency Duty Team, 0117 496 0202"}


def test_a_correction_changes_no_notice() -> None:
    """It said nothing of what was corrected."""
    made = _housing_told()
    tell(made, "news", abuse())

    changes = [{"field": "core.summary", "value": "Another summary."}]
    corrected = made.publish(correction(POLICE, event_id("news"), changes), event_id("put right"))

    assert of_news(corrected) == []


def test_a_notice_stands_while_any_of_its_news_does() -> None:
    """Of two events of a day one is taken back: quiet. Both are: it is taken back, and once."""
    made = _housing_told()
    tell(made, "one", abuse())
    tell(made, "two", abuse())

    first, second = _taken_back(made, "one"), _taken_back(made, "two")

    assert of_news(first) == []
    (gone,) = of_news(second)
    assert gone["recipient"] == HOUSING_UNIT
    assert gone["headline"].endswith("that of 20 November 2026. This says nothing of any other.")
    assert gone["told"] == {}
    assert who_hears(tell(made, "three", abuse())) == [HOUSING_UNIT]


def test_whoever_passed_a_notice_on_says_that_it_is_taken_back() -> None:
    """And nobody reads that there is no news: another notice of the child stands."""
    made = _housing_told()
    tell(made, "one", abuse())
    made.pass_minutes(A_DAY)
    tell(made, "two", abuse())

    (gone,) = of_news(_taken_back(made, "two"))

    tell_them, mark, *_ = gone["instructions"]
    assert tell_them.startswith("Tell Housing options safeguarding lead now that it is taken back")
    assert "phone 0117 496 0711" in tell_them
    assert "any other notice of the child holds as before" in mark
    assert "no news" not in str(gone)


@pytest.mark.parametrize(
    ("of", "called"),
    [
        (HOUSING, "First Response, 0117 496 0201"),
        ("south-gloucestershire-council", "First Response, 0117 496 0201"),
        ("bristol-city-council", "Access and Response Team, 0117 496 0401"),
    ],
)
def test_a_front_door_is_called(of: str, called: str) -> None:
    """It follows from the reader alone, and the words say that it may have been told nothing."""
    made = stages()
    tell(made, "before", told(of), of)
    made.pass_minutes(A_DAY)
    away = {**_plain(IVY), "lives_at": {"lines": ["1 New"], "authority": "E06000025"}}
    where = IVY if of == "south-gloucestershire-council" else away

    (item,) = of_news(tell(made, "news", told(POLICE, children=[where])))

    assert item["told"]["detail"]["whom_to_call"] == called
    assert "may have to find out" in item["told"]["detail"]["what_this_is"]
    assert any("may have been told nothing" in said for said in item["instructions"])


def test_who_took_back_what_they_told_hears_no_more() -> None:
    """Housing told of another family's child: what it heard of Ivy is taken back with that."""
    made = _housing_told()
    tell(made, "news", abuse())

    gone = _taken_back(made, "told before", HOUSING)
    made.pass_minutes(A_DAY)
    later = tell(made, "later", abuse())

    assert [item["amends"]["how"] for item in of_news(gone)] == ["retraction"]
    assert who_hears(later) == []


def test_a_link_that_is_undone_takes_the_notice_back() -> None:
    """The incident is found to be about Tom: it is news of him, and no news of Ivy any more."""
    made = _housing_told()
    of_tom = tell(made, "of Tom", told(CHARITY, children=[_plain(TOM)]), CHARITY)
    tell(made, "news", abuse())
    tom = of_tom.children[0]["child"]

    moved = made.linked(event_id("news"), _link(tom, "link-1"), version=1)

    heard = {(item["recipient"], not item.get("amends")) for item in of_news(moved)}
    assert heard == {(HOUSING_UNIT, False), (CHARITY_UNIT, True)}


def test_a_link_of_what_they_told_themselves_that_is_undone_takes_it_back() -> None:
    """Housing's child was taken for Ivy. What housing heard of her names another child."""
    made = _housing_told()
    (ivy,) = links_now(made.event(event_id("told before"), HOUSING).links)
    tell(made, "news", abuse())

    moved = made.linked(
        event_id("told before"), _link(f"{ivy.child}-2", "link-1"), version=1, of=HOUSING
    )

    assert [(one["recipient"], one["amends"]["how"]) for one in of_news(moved)] == [
        (HOUSING_UNIT, "retraction")
    ]


def test_history_and_what_others_only_practise_is_no_news() -> None:
    """What was held already is sent to nobody, and live data to nobody who practises."""
    made = _housing_told()

    history = tell(made, "old", abuse(history=True))
    live = tell(made, "live", abuse(exercise=False))

    assert (who_hears(history), who_hears(live)) == ([], [])


def test_what_is_answered_to_a_notice_brings_nothing_to_whoever_told_the_news() -> None:
    """Nor is somebody looked for who acts, where the child is not theirs: it was no event."""
    made = _housing_told()
    ((name, _),) = tell(made, "news", abuse()).sent(HOUSING_UNIT)

    seen = made.answer(FRONT_DOOR, "acknowledged", "r1", delivery=name)
    turned_away = made.answer(
        FRONT_DOOR, "decided", "r2", delivery=name, outcome="not-ours", reason="Moved away."
    )

    assert (seen.items, turned_away.items) == ([], [])
    assert seen.words_back
    heard = {word["agency"] for word in (*seen.words_back, *turned_away.words_back)}
    assert POLICE not in heard


def test_the_newest_that_holds_is_what_they_told() -> None:
    """Two concerns of housing: the newer is named, and the older once the newer is taken back."""
    made = _housing_told()
    tell(made, "told again", told(HOUSING), HOUSING)
    _taken_back(made, "told again", HOUSING)

    (item,) = of_news(tell(made, "news", abuse()))

    assert item["told"]["detail"]["you_told_on"] == date(2026, 11, 18).isoformat()


def _plain(of: dict[str, Any]) -> dict[str, Any]:
    return {key: said for key, said in of.items() if key != "exposure"}
