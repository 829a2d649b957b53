"""The front sheet of a pattern says which pattern it is and which events make it."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from wholepicture_schemas.deliveries import Delivery
from wholepicture_schemas.patterns import PatternFound
from wholepicture_subscribers.subscription import Referral
from wholepicture_subscribers.subscription.listing import listed
from wholepicture_subscribers.subscription.overview import overview
from wholepicture_subscribers.subscription.plain import SECOND_SHEET
from wholepicture_subscribers.subscription.strip import strip
from wholepicture_subscribers.subscription.wording import in_words

from tests.subscribers.subscription.bus_side import delivery

Read = Callable[[Delivery], Referral]
RULE = "A pattern rule of Test Council"
TITLE = "Appointments missed again and again"
DETAIL: dict[str, Any] = {
    "pattern": "appointments-missed",
    "pattern_version": 2,
    "pattern_title": TITLE,
    "pattern_says": "Three or more appointments within six months.",
    "not_an_assessment": "This is not an assessment.",
    "made_of": "2 events of 2 agencies from 2 February 2026 to 4 March 2026",
    "pattern_events": [
        {"day": "2026-02-02", "what": "an appointment that was missed", "agency": "Test Hospital",
         "offered": "2 of 4 in twelve months", "caused_by": "the family",
         "barriers": ["no interpreter", "cost"]},
        {"day": "2026-03-04", "what": "a concern for a child", "agency": "Test School"},
    ],
    "pattern_source": "NHS guidance",
    "pattern_owner": "Test Council, 0117 496 0000",
}  # fmt: skip

pytestmark = pytest.mark.finding("F11")


def _item(**more: Any) -> Delivery:
    told_by = {"agency": RULE, "agency_kind": "childrens-social-care", "asks": "information",
               "local_reference": "appointments-missed, version 2"}  # fmt: skip
    told = {"core": {"children": [{"person": "c1", "name": {"given": "Robin"}}]}, "detail": DETAIL}
    return delivery(
        1,
        **{"event_type": PatternFound.TYPE, "told_by": told_by, "told": told,
           "arrival": "news-on-open-case", **more},
    )  # fmt: skip


def test_it_says_which_pattern_it_is(referral_of: Read) -> None:
    """The title and what makes it stand at the head; no agency is said to have reported it."""
    head = in_words(referral_of(_item())).partition("What to do")[0]

    assert f"\n{TITLE}." in head
    assert DETAIL["made_of"] in head
    assert DETAIL["not_an_assessment"] in head
    assert "report by" not in head.lower()
    assert "appened at" not in head


def test_its_events_stand_on_the_first_sheet(referral_of: Read) -> None:
    """Each with day, what and agency, and first of it what stood in the family's way."""
    sheet = in_words(referral_of(_item())).partition(SECOND_SHEET)[0]

    first = "2 February 2026: an appointment that was missed, told by Test Hospital:"
    wanted = (
        "The events that make it", first, "What stood in the way: no interpreter, cost",
        "Who caused it: the family", "2 of 4 in twelve months",
        "4 March 2026: a concern for a child, told by Test School",
        "Three or more appointments within six months.", "NHS guidance",
        "appointments-missed, version 2",
    )  # fmt: skip
    places = [sheet.index(words) for words in wanted]
    assert places == sorted(places)
    assert "What happened" not in sheet
    assert "Call: Test Council, 0117 496 0000" in sheet
    assert "sends this for information" not in sheet


def test_the_page_has_the_same(referral_of: Read) -> None:
    """What the text says of it stands on the printed page, too."""
    page = referral_of(_item()).page()

    assert TITLE in page
    assert "no interpreter" in page


def test_it_has_no_lane_of_its_own() -> None:
    """The strip shows what agencies told; that the bus put it side by side is none of it."""
    earlier = {"person": "c1", "happened": "2026-02-02T12:00:00Z", "told_by": "Test Hospital",
               "about": "was not brought", "told": {}}  # fmt: skip

    (lanes,) = strip(_item(earlier=[earlier]).data)

    assert [lane.who for lane in lanes.lanes] == ["Test Hospital"]


def test_the_list_calls_it_a_pattern(referral_of: Read) -> None:
    """It says that it is a pattern, and which."""
    referral = referral_of(_item())
    record = referral._record  # noqa: SLF001 - the record behind it

    lines = "\n".join(overview(tuple(listed(record)), datetime(2026, 3, 5, tzinfo=UTC), 120))

    assert "open case: pattern over time" in lines
    assert TITLE in lines
    assert ": report" not in lines


def test_one_that_is_taken_back_says_no_more_of_it(referral_of: Read) -> None:
    """Its content is gone, and nothing stands in its place."""
    amends = {"delivery": "d-0", "how": "retraction", "because": "An event was taken back."}

    text = in_words(referral_of(_item(told={}, amends=amends)))

    assert TITLE not in text
    assert "The events that make it" not in text
