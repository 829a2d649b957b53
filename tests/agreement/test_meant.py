"""Who is meant by what a sender writes of a recipient: an id, a number, a name, or nobody known."""

import json
from typing import Any

import pytest
from wholepicture_agreement import Agreement, Decision, decide
from wholepicture_agreement.whom.meant import meant
from wholepicture_schemas.identifiers import RecipientId, Urn
from wholepicture_schemas.persons import School

from tests.agreement.incidents import document, of_document

TEAM, SCHOOL = "social-work-bristol-1", "setting-100001"
CASE = {"children": [{"person": "c1", "born": "2015-03-09", "urn": "100001", "open": TEAM}]}


def _decided(agreement: Agreement, **father: Any) -> Decision:
    event = document(CASE)
    event["data"]["core"]["adults"][0] |= father
    return decide(of_document(event, CASE), agreement)


def _told(decision: Decision) -> set[str]:
    return {str(item.recipient) for item in decision.items}


@pytest.mark.parametrize(
    "said",
    ["setting-100001", "100001", "Harbourside Primary", "harbourside  primary", "Harbour-side"],
)
def test_a_school_is_meant_by_its_id_its_number_and_names_like_its_own(
    agreement: Agreement, said: str
) -> None:
    """No colleague of the school reads it; the second reader does."""
    told = _told(_decided(agreement, works_at=[said]))

    assert SCHOOL not in told
    assert {"second-reader-bristol", TEAM} <= told


@pytest.mark.parametrize("said", ["KTW Ltd", "EDT", "The Royal Infirmary", "social services"])
def test_words_that_mean_nobody_are_asked_about_before_anybody_who_does_not_act(
    agreement: Agreement, said: str
) -> None:
    """Not even the child's own team reads it before the sender says who is meant."""
    decision = _decided(agreement, works_at=[said])

    assert _told(decision) == {"front-door-bristol"}
    (question,) = decision.questions
    assert question.recipient == "safeguarding-police"
    assert {TEAM, SCHOOL} <= set(map(str, question.asks_about))
    assert "North social work" not in json.dumps([question.headline, question.instructions])


@pytest.mark.parametrize("unread", [{"works_for": "BCC"}, {"works_at": [7]}, {"works_at": 7}])
def test_what_could_not_be_read_may_mean_anybody(
    agreement: Agreement, unread: dict[str, Any]
) -> None:
    """A slip of the sender's system takes no protection away."""
    assert _told(_decided(agreement, **unread)) == {"front-door-bristol"}


def test_second_readers_are_meant_by_their_ids_alone(agreement: Agreement) -> None:
    """A name like theirs would else leave nobody to read in another's place."""
    by_name = meant(["Head of safeguarding's on-call reader"], agreement)
    by_id = meant(["second-reader-bristol"], agreement)

    assert by_name.nobody
    assert by_id.recipients == {RecipientId("second-reader-bristol")}


def test_a_school_of_this_event_alone_is_meant_by_its_name(agreement: Agreement) -> None:
    """What was found for the same words in another event, with another school, does not count."""
    said, here = ["Quillmere Free School"], School(name="Quillmere Free School", urn=Urn("999999"))

    assert meant(said, agreement, [here]).schools == {"Quillmere Free School"}
    assert meant(said, agreement).nobody == ("Quillmere Free School",)
    assert meant(said, agreement, [here]).urns == {"999999"}
