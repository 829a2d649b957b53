"""News that is closed to somebody by what an event before it said: staff, and an objection."""

from typing import Any

import pytest

from tests.consumers.both_stages import Followed, Stages
from tests.consumers.news_stages import (
    CHARITY,
    CHARITY_UNIT,
    HOUSING,
    HOUSING_UNIT,
    abuse,
    stages,
    tell,
    told,
    who_hears,
)
from tests.consumers.pattern_stages import FAMILY, FATHER, IVY, MOTHER, event_id
from tests.journeys.stories import POLICE, child, correction, incident, retraction

pytestmark = pytest.mark.finding("F11")
A_WEEK = 7 * 24 * 60
EDUCATION, EDUCATION_TEAM = "bristol-education", "education-bristol"
TEACHER = {
    "person": "a7",
    "name": {"given": "Tom", "family": "Reed"},
    "related_to": [{"child": "c1", "relation": "not-related"}],
}
AT_9 = {key: said for key, said in IVY.items() if key != "exposure"}
AT_17 = {**AT_9, "birth_date": "2009-05-04"}
OBJECTS = {"objects_to_sharing": {"because": "An aunt."}, "risk_of_significant_harm": "no"}


def _told_by(of: str, **more: Any) -> Stages:
    made = stages()
    tell(made, "before", told(of, **more), of)
    made.pass_minutes(A_WEEK)
    return made


def _works(**where: Any) -> dict[str, Any]:
    """An incident that says where the father works."""
    return incident([IVY], [{**FATHER, **where}, MOTHER])


def _ledger(followed: Followed) -> list[str]:
    return [
        entry["because"]
        for entry in followed.ledger
        if entry["rule"] == "news-for-those-who-told" and entry["decision"] == "withhold"
    ]


def test_who_works_there_holds_for_the_next_events() -> None:
    """The charity hears of neither: the second event does not repeat that the father works there.

    Once the police correct that he does, it hears again. Housing heard each time.
    """
    made = _told_by(CHARITY)
    tell(made, "of housing", told(HOUSING), HOUSING)
    made.pass_minutes(A_WEEK)

    first = tell(made, "says so", _works(works_for=CHARITY))
    made.pass_minutes(A_WEEK)
    second = tell(made, "leaves it out", abuse())
    changes = [{"field": "core.adults.0.works_for", "value": None}]
    made.publish(correction(POLICE, event_id("says so"), changes), event_id("put right"))
    made.pass_minutes(A_WEEK)
    third = tell(made, "after that", abuse())

    assert [who_hears(one) for one in (first, second)] == [[HOUSING_UNIT], [HOUSING_UNIT]]
    assert "works there" in _ledger(second)[0]
    assert sorted(who_hears(third)) == [CHARITY_UNIT, HOUSING_UNIT]


def test_so_does_what_a_restricted_event_and_one_about_a_sibling_say() -> None:
    """The siblings share their father; that he is alleged is for few to know, and holds as well."""
    made = _told_by(CHARITY)
    bo = child(FAMILY, "Bo", "2012-01-02", "c2", nhs_number="9990000026")
    of_both = tell(made, "of both", told(HOUSING, children=[AT_9, bo]), HOUSING)
    closed: dict[str, Any] = {"handling": {"restricted_kinds": ["allegation-against-staff"]}}
    father = {**FATHER, "related_to": [{"child": "c2", "relation": "father"}], "works_for": CHARITY}
    tell(made, "of Bo", told(POLICE, children=[bo], adults=[father], **closed))
    made.pass_minutes(A_WEEK)

    of_ivy = tell(made, "of Ivy alone", abuse())

    assert who_hears(of_both) == [CHARITY_UNIT]
    assert who_hears(of_ivy) == [HOUSING_UNIT]


def test_what_they_told_themselves_counts_too() -> None:
    """Housing's older event says that the father works for housing; its newest does not."""
    made = _told_by(HOUSING, adults=[{**FATHER, "works_for": HOUSING}])
    tell(made, "newer", told(HOUSING), HOUSING)

    assert who_hears(tell(made, "news", abuse())) == []


@pytest.mark.parametrize("workplace", ["100001", "setting-100001", "Harbourside Primary", "100002"])
def test_a_school_is_meant_by_whichever_word(workplace: str) -> None:
    """Its number, its id and its name count alike, and whichever school of the agency it is."""
    made = _told_by(EDUCATION)

    followed = tell(made, "teacher", incident([IVY], [{**TEACHER, "works_at": [workplace]}]))

    assert who_hears(followed) == []
    assert who_hears(tell(made, "next", abuse())) == []


def test_an_employer_whom_nobody_goes_by_may_be_anybody() -> None:
    """Also where the field could not be read."""
    for where in ({"works_at": ["The corner shop"]}, {"works_at": 7}):
        made = _told_by(HOUSING)
        tell(made, "says so", _works(**where))
        assert who_hears(tell(made, "next", abuse())) == []


def test_an_objection_holds_for_later_events_till_it_is_taken_out() -> None:
    """Whoever does not act hears nothing, whichever event it stands in; the front door does."""
    for of, doc in ((POLICE, told(POLICE, children=[{**AT_17, **OBJECTS}])), (HOUSING, None)):
        made = _told_by("south-gloucestershire-council", children=[AT_17])
        more = {**AT_17, **OBJECTS} if doc is None else AT_17
        tell(made, "of housing", told(HOUSING, children=[more]), HOUSING)
        if doc is not None:
            tell(made, "objects", doc)
        made.pass_minutes(A_WEEK)

        followed = tell(made, "next", told(CHARITY, children=[AT_17]), CHARITY)

        assert HOUSING_UNIT not in who_hears(followed)
        assert "front-door-south-gloucestershire" in who_hears(followed)
        assert any("objected" in because for because in _ledger(followed))
        name = "objects" if doc is not None else "of housing"
        made.publish(retraction(of, event_id(name)), event_id("back"), of=of)
        if doc is not None:
            made.pass_minutes(A_WEEK)
            again = tell(made, "after that", told(CHARITY, children=[AT_17]), CHARITY)
            assert HOUSING_UNIT in who_hears(again)


def test_a_text_that_speaks_of_a_refuge_or_a_service_closes_it() -> None:
    """As the field for it would; that service's name is no other word."""
    for summary in ("She fled to a safe house.", "She is with Next Link now."):
        made = _told_by(HOUSING)
        assert who_hears(tell(made, "news", abuse(summary=summary))) == []
    assert who_hears(tell(made, "plain", abuse(summary="He is a refugee."))) == [HOUSING_UNIT]
