"""A correction's headline names what changed, within what its recipient is told."""

from dataclasses import replace
from typing import Any

import pytest
from pydantic import JsonValue
from wholepicture_agreement import SeenAgain
from wholepicture_consumers.picture import voice
from wholepicture_consumers.picture.beside_words import changed_beside, to_do_differs
from wholepicture_consumers.picture.changed_words import what_changed
from wholepicture_schemas.children import Missing
from wholepicture_schemas.deliveries import DeliveryData

from tests.subscribers.subscription.bus_side import delivery

TOLD: dict[str, Any] = {
    "core": {
        "children": [
            {
                "person": "c1",
                "name": {"given": "Tia", "family": "Marl"},
                "birth_date": "2015-03-09",
            },
            {"person": "c2"},
        ],
        "adults": [{"person": "a1", "name": {"given": "Jo"}}],
    }
}


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ({"core.children.0.birth_date": "2015"}, {"core.children.0.birth_date": "2015-03-09"},
         "date of birth of T.M."),
        ({"core.children.0.name.given": "Ti"}, {"core.children.0.name.given": "Tia"},
         "name of T.M."),
        ({}, {"core.children.1.lives_at.postcode": "BS99 1AA"},
         "where a child lives"),
        ({"core.adults.0.phone": "07700 900001"}, {}, "telephone of J."),
        ({}, {"core.adults.0.safe_contact.never": "Write."}, "how to reach them safely (J.)"),
        ({"detail.what_happened": "A."}, {"detail.what_happened": "B."}, "what happened"),
        ({"core.children.2.person": "c3", "core.children.2.name.given": "Bo"}, {},
         "B. is taken out"),
        ({}, {"core.adults.0.person": "a1", "core.adults.0.name.given": "Jo"}, "J. is new"),
        ({"core.handling.originator_control": True}, {}, "how it must be handled"),
        ({"core.children.0.as_written.nhs_number": "999"}, {}, "NHS number of T.M."),
        ({"core.adults.0.as_written.phone": "ext 4"}, {"core.adults.0.phone": "0117 496 0140"},
         "telephone of J."),
        ({"detail.as_written.what_happened": "A."}, {}, "what happened"),
        ({}, {}, ""),
    ],
)  # fmt: skip
def test_a_change_is_named_by_field_and_person(
    before: dict[str, Any], after: dict[str, Any], said: str
) -> None:
    """The label of the field, and whose it is by initials, or "a child" where no name is told."""
    assert what_changed(before, after, TOLD) == said


def test_many_changes_are_counted() -> None:
    """Two are named and the rest are a number, so that a headline stays a sentence."""
    fields = ("birth_date", "sex", "exposure", "seen")
    after: dict[str, JsonValue] = {f"core.children.0.{field}": "x" for field in fields}

    assert what_changed({}, after, TOLD, ["B.O."]) == (
        "not about B.O., date of birth of T.M. and 3 more"
    )


def test_what_is_missing_no_more_is_named_by_field_and_person() -> None:
    """A wrong number that was taken out is missing now, and everything else is as it was."""
    number, born = "core.children.0.nhs_number", "core.children.0.birth_date"
    wrong = Missing(field=number, what="is not an NHS number", fix="Put it right.")
    half = Missing(field=born, what="is not a date", fix="Put it right.")
    held = delivery(1, told=TOLD, incomplete=[wrong.model_dump(), half.model_dump()]).data
    then = _seen(held)
    seen = replace(then, incomplete=(wrong.model_copy(update={"what": "is missing"}),))

    said = changed_beside(held, seen, then)

    assert said == (
        "NHS number of T.M. is missing and date of birth of T.M. is not said to be missing or "
        "wrong any more"
    )
    assert voice.beside(said, to_do=to_do_differs(seen, then)).endswith(
        "What you were told, and what to do with it, is as it was."
    )


def test_what_hurries_more_now_is_said() -> None:
    """With the instructions, where those are others."""
    then = _seen(delivery(1).data)
    seen = replace(then, urgency="immediate", instructions=("Call them.",))

    said = changed_beside(delivery(1).data, seen, then)

    assert said == "how urgent it is and what to do with it"
    assert voice.beside(said, to_do=to_do_differs(seen, then)) == (
        "Changed by the sender: how urgent it is and what to do with it. What you were told is as "
        "it was. Read again what to do with it."
    )


def _seen(held: DeliveryData) -> SeenAgain:
    """The event as a recipient sees it, as it was told to it."""
    return SeenAgain(
        told=held.told,
        fields=(),
        masked=(),
        instructions=held.instructions,
        told_by=held.told_by,
        urgency=held.urgency,
        phone_first=held.phone_first,
        question=held.question,
        addressed_to=held.addressed_to,
        incomplete=held.incomplete,
    )
