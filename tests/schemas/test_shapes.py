"""What has the form of a place or a number is found in a text; what only resembles one stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wholepicture_schemas.in_texts import shapes
from wholepicture_schemas.in_texts.traces import cut

pytestmark = pytest.mark.finding("F4")

PLACES_AND_NUMBERS = [
    (
        "Gone to 27 Quill Rise, BS91 6XY, new number 07700 900777.",
        "Gone to [kept back], [kept back], new number [kept back].",
    ),
    ("at bs916xy now", "at [kept back] now"),
    ("at BS91-6XY now", "at [kept back] now"),
    ("at BS 91 6XY now", "at [kept back] now"),
    ("at W1A 1AA.", "at [kept back]."),
    ("Flat 3, 27 Quill Road, Bedminster", "[kept back], Bedminster"),
    ("She is in flat 3 27 quill road now", "She is in [kept back] now"),
    ("No. 27 quill rd it is", "No. [kept back] it is"),
    ("At 12a St John's Rd.", "At [kept back]."),
    ("At 12-14 Quill Road", "At [kept back]"),
    ("At 14 The Grove", "At [kept back]"),
    ("At Flat 9, New House", "At [kept back]"),
    ("At fourteen Elder Grove", "At [kept back]"),
    ("At Number Twenty-Two Hill View Road", "At Number [kept back]"),
    ("At 10 Isle of Dogs Road", "At [kept back]"),
    ("SHE IS NOW AT 27 QUILL GROVE BS91 6XY", "SHE IS NOW AT [kept back] [kept back]"),
    ("At 5 Larkspur Cl. now", "At [kept back]. now"),
    (
        "Not within 100m of 3 Vine Row BS91 1ZZ (her mother's).",
        "Not within 100m of [kept back] [kept back] (her mother's).",
    ),
    ("Call +44 7700 900123", "Call [kept back]"),
    ("Call 0044 7700 900 123", "Call [kept back]"),
    ("Call +44 (0)7700 900123", "Call [kept back]"),
    ("Call (0117) 496 0123", "Call [kept back]"),
    ("Call 0117-496-0123", "Call [kept back]"),
    ("Call 0117.496.0123", "Call [kept back]"),
    ("Call 0 7 7 0 0 9 0 0 1 2 3", "Call [kept back]"),
    ("ring her on 496 0123", "ring her on [kept back]"),
    ("Text 07700\u200b900123 only", "Text [kept back] only"),
    ("Write to kim.x@mail.example", "Write to [kept back]"),
    ("Write to kim (at) mail (dot) example", "Write to [kept back]"),
    ("Write to kim at mail dot com", "Write to [kept back]"),
    ("she is @kim_22 there", "she is [kept back] there"),
    ("Snapchat: kimqm", "Snapchat: [kept back]"),
    ("insta kim_22", "insta [kept back]"),
    ('Instagram name "kimqm"', 'Instagram name "[kept back]"'),
    ("See https://maps.example/x?q=1", "See [kept back]"),
    ("See facebook.com/kim.m", "See [kept back]"),
    ("At ///filled.count.soap", "At [kept back]"),
    ("what3words filled.count.soap", "what3words [kept back]"),
    ("w3w: filled count soap", "w3w: [kept back]"),
    ("At 51.4545, -2.5879", "At [kept back]"),
    ("At ST 58712 72845", "At [kept back]"),
    ("UPRN 34056789", "UPRN [kept back]"),
    ("uprn: 000034056789", "uprn: [kept back]"),
    ("drives AB12 CDE", "drives [kept back]"),
    ("drives ab12cde", "drives [kept back]"),
    ("reg A123 BCD", "reg [kept back]"),
    ("The car ABC 123D", "The car [kept back]"),
    ("registration number ab 12 cde", "registration number [kept back]"),
]
OTHERS = [
    "crime 5226/004417",
    "AS-26-004417",
    "5226004417",
    "at 22:15 on 4 March 2026",
    "04.03.2026 10:30",
    "2026-03-04T10:00",
    "2 children in the street",
    "15 minutes down the road",
    "within 100 metres of the road",
    "aged 9",
    "his 3 sons and 2 daughters",
    "between 8am and 6pm",
    "on the M5 3pm",
    "the A38 near the house",
    "NHS number 999 000 0018",
    "call 999 or 101",
    "Section 47",
    "DA/2026/0001",
    "took 2 buses home",
    "3 officers went to the house",
    "2 OFFICERS ATTENDED THE HOUSE",
    "ROOM B12 AND LEFT",
    "log 345 2026",
    "Year 6",
    "9-year-old",
    "30 years",
    "for 12 months",
    "at 10.30 the close friend",
    "paid 50 pounds",
    "no10 and then",
    "Not to attend Harbourside Primary School. Not to collect Tia.",
    "messages on Facebook as well",
    "Facebook messages.",
    "e.g. the child",
    "DASH 14 of 27",
    "on 4 November he",
    "PC 1234 attended",
    "two close friends",
    "a week or two park",
    "0830-0915 and 0930-1015",
    "1 in 10",
    "GCSE 9-1",
    "U18s, 16/17",
    "£20.00",
    "NG12 3 times",
    "text him at 9 on Monday",
    "Hand over in Gorse Street only.",
    "two or three way",
    "the first of 3 way calls",
    "Number 2 in the family",
]


@pytest.mark.parametrize(("text", "left"), PLACES_AND_NUMBERS)
def test_a_place_or_number_is_found_by_its_form(text: str, left: str) -> None:
    """In every spelling, and nothing beside it is lost."""
    assert cut(text, shapes.spans(text)) == left


@pytest.mark.parametrize("text", OTHERS)
def test_what_only_resembles_one_stays(text: str) -> None:
    """Numbers of crimes, dates, times, ages, counts and distances, and streets without a number."""
    assert cut(text, shapes.spans(text)) == text


_BEFORE = st.sampled_from(["", "Now at ", "She went to ", "gone,", "(", "ask: "])
_BEHIND = st.sampled_from(["", ".", ", he said", " with the child", ")", "\nThen"])


@given(
    place=st.sampled_from(["BS91 6XY", "07700 900123", "27 Quill Road", "kim@mail.example"]),
    before=_BEFORE,
    behind=_BEHIND,
)
def test_it_is_found_wherever_it_stands(place: str, before: str, behind: str) -> None:
    """At the beginning, at the end and between signs."""
    left = cut(f"{before}{place}{behind}", shapes.spans(f"{before}{place}{behind}"))

    assert left is None or place not in left
    assert (left or "").startswith(before.strip(" ,(:"))


@given(st.text())
def test_any_text_can_be_looked_at(text: str) -> None:
    """What is found lies in the text, whatever signs it is of."""
    assert all(0 <= start < end <= len(text) for start, end in shapes.spans(text))
