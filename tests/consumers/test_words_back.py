"""What an agency hears of its events: by family of recipients, and each thing once."""

import json
from typing import Any, get_args

import pytest
from wholepicture_bus.binding import attributes_of
from wholepicture_bus.records import Outgoing, Record
from wholepicture_consumers.feedback import family_of
from wholepicture_schemas.codes import RecipientKind

from tests.consumers.both_stages import Stages
from tests.journeys.stories import (
    COUNCIL,
    FRONT_DOOR,
    POLICE,
    TEAM,
    child,
    correction,
    family,
    incident,
    involvement,
    nhs_number,
    retraction,
)

SOCIAL_CARE = "children's social care"


class House(Stages):
    """Both stages, of which what goes back to agencies is looked at, and recipients answer."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[dict[str, Any]] = []
        self.ids: list[str] = []

    def reply(self, recipient: str, delivery: str, kind: str, **said: str) -> None:
        """A recipient answers a delivery."""
        self.answer(recipient, kind, f"reply-{self._count}", delivery=delivery, **said)

    def _through(self, stage: Any, record: Record, *, held: bool = False) -> Any:
        made: list[Outgoing] = list(super()._through(stage, record, held=held))
        for one in made:
            if one.topic.startswith("feedback."):
                self.words.append(json.loads(one.value or b"{}"))
                self.ids.append(attributes_of(one.headers)["id"])
        return made

    def heard(self, event: str, state: str) -> list[str | None]:
        """To whom, of everything that was said of an event in one state."""
        return [to for word in self.said_of(event, state) for to in word.get("to_each") or [None]]

    def said_of(self, event: str, state: str) -> list[dict[str, Any]]:
        """Everything that was said of an event in one state."""
        about = [one for one in self.words if one.get("event") == event]
        return [one for one in about if one.get("state") == state]

    def delivery(self, event: str, recipient: str) -> str:
        """The first delivery of an event to a recipient."""
        found = self.holders(event)
        return found[recipient]


def _open_case_and_sibling() -> House:
    """The team works with one child and the front door hears of the other: two of one family."""
    house, of, number = House(), family(), nhs_number()
    house.publish(involvement(of, "Ivy", "2016-05-04", nhs_number=number), "I1", of=COUNCIL)
    known = child(of, "Ivy", "2016-05-04", nhs_number=number)
    house.publish(incident([known, child(of, "Elsie", "2018-02-02", "c2")]), "E1")
    return house


@pytest.mark.parametrize("open_case", [True, False])
def test_the_sender_cannot_tell_an_open_case_from_none(*, open_case: bool) -> None:
    """The team and the front door are one family, of which it hears once, and in one order."""
    house, of, number = House(), family(), nhs_number()
    if open_case:
        house.publish(involvement(of, "Ivy", "2016-05-04", nhs_number=number), "I1", of=COUNCIL)

    house.publish(incident([child(of, "Ivy", "2016-05-04", nhs_number=number)]), "E1")

    told = set(house.holders("E1"))
    assert (TEAM in told) == open_case
    (word,) = house.said_of("E1", "delivered")
    assert word["to_each"] == [SOCIAL_CARE, "education", "health"]
    assert word["to"] == "children's social care, education and health"
    assert word["says"] == "Delivered to: children's social care, education and health."


def test_how_many_of_a_family_were_told_is_not_heard() -> None:
    """The team and the front door both have it: one word, and one of the answers of both."""
    house = _open_case_and_sibling()
    door, team = house.delivery("E1", FRONT_DOOR), house.delivery("E1", TEAM)

    house.reply(TEAM, team, "acknowledged")
    house.reply(FRONT_DOOR, door, "acknowledged")
    house.reply(TEAM, team, "decided", outcome="nfa", reason="R.")
    house.reply(FRONT_DOOR, door, "decided", outcome="nfa", reason="R.")

    assert house.heard("E1", "delivered").count(SOCIAL_CARE) == 1
    assert house.heard("E1", "acknowledged") == [SOCIAL_CARE]
    assert house.heard("E1", "decided") == [SOCIAL_CARE]
    assert len(set(house.ids)) == len(house.ids)


def test_another_decision_is_heard() -> None:
    """Whoever decides may decide anew, so two outcomes do not tell of two who decided."""
    house = _open_case_and_sibling()

    for outcome in ("nfa", "early-help"):
        house.reply(FRONT_DOOR, house.delivery("E1", FRONT_DOOR), "decided", outcome=outcome)

    outcomes = [one["outcome"] for one in house.words if one.get("state") == "decided"]
    assert outcomes == ["nfa", "early-help"]


def test_an_answer_to_a_correction_is_heard_under_its_own_receipt() -> None:
    """That a change stands in the record is told of the correction, not of what it corrects."""
    house = House()
    house.publish(incident([child(family(), "Una", "2014-04-04")]), "E1")
    changes = [{"field": "detail.what_happened", "value": "He broke a window."}]
    made = house.publish(correction(POLICE, "E1", changes), "C1")
    ids = {item["recipient"]: name for item, name in zip(made.items, made.item_ids, strict=True)}

    house.reply(FRONT_DOOR, ids[FRONT_DOOR], "correction-applied")

    assert SOCIAL_CARE in house.heard("C1", "delivered")
    assert house.heard("C1", "correction-applied") == [SOCIAL_CARE]
    assert not house.heard("E1", "correction-applied")


def test_a_family_that_was_only_shown_it_is_not_named() -> None:
    """That others were shown it beside something else would tell of what that was."""
    house, of, number = House(), family(), nhs_number()
    ivy = child(of, "Ivy", "2016-05-04", nhs_number=number)
    house.publish(incident([ivy], history=True), "E1")
    house.publish(involvement(of, "Ivy", "2016-05-04", nhs_number=number), "I1", of=COUNCIL)
    house.publish(incident([ivy]), "E2")

    made = house.publish(retraction(POLICE, "E1"), "R1")

    assert TEAM in made.deliveries
    assert house.heard("R1", "accepted")
    assert not house.heard("R1", "delivered")


def test_a_correction_that_brings_in_more_of_a_family_says_nothing_new() -> None:
    """The front door gets it for the child that was added: its family has had it already."""
    house, of, number = House(), family(), nhs_number()
    house.publish(involvement(of, "Ivy", "2016-05-04", nhs_number=number), "I1", of=COUNCIL)
    house.publish(incident([child(of, "Ivy", "2016-05-04", nhs_number=number)]), "E1")
    elsie = child(of, "Elsie", "2018-02-02", "c2")

    changes = [{"field": "core.children.1", "value": elsie}]
    made = house.publish(correction(POLICE, "E1", changes), "C1")

    assert FRONT_DOOR in made.deliveries
    assert house.heard("E1", "delivered").count(SOCIAL_CARE) == 1
    assert house.heard("C1", "delivered").count(SOCIAL_CARE) <= 1


@pytest.mark.parametrize(
    ("kind", "agency_kind", "family_word"),
    [
        ("front-door", "childrens-social-care", SOCIAL_CARE),
        ("social-work-team", "childrens-social-care", SOCIAL_CARE),
        ("second-reader", "childrens-social-care", SOCIAL_CARE),
        ("emergency-duty", "police", "police"),
        ("second-reader", "police", "police"),
        ("setting", "education", "education"),
        ("education-safeguarding", "childrens-social-care", "education"),
        ("health-team", None, "health"),
    ],
)
def test_the_kinds_of_one_family_read_alike(
    kind: RecipientKind, agency_kind: str | None, family_word: str
) -> None:
    """The force's own control room at night is police, and never children's social care."""
    assert family_of(kind, agency_kind) == family_word


@pytest.mark.parametrize("kind", get_args(RecipientKind))
def test_every_kind_has_a_family(kind: RecipientKind) -> None:
    """A kind without one would stop the event of whoever is told of it."""
    assert family_of(kind, "childrens-social-care")


def test_what_is_alleged_of_a_foster_carer_reaches_the_designated_officer() -> None:
    """The sender hears that it went to children's social care, and of no allegation's officer."""
    house = House()
    told = incident([child(family(), "Robin", "2016-04-04")])
    core = told["data"]["core"]
    carer = {"person": "a1", "related_to": [{"child": "c1", "relation": "foster-carer"}]}
    core |= {"adults": [carer], "allegations": [{"alleged": "a1", "victims": ["c1"]}]}

    made = house.publish(told, "E1")

    assert "quality-assurance-bristol" in made.deliveries
    assert house.heard("E1", "delivered").count(SOCIAL_CARE) == 1
