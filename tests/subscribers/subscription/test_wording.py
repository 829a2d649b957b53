"""What a practitioner reads begins with what to do, and has no system words."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from wholepicture_schemas.deliveries import Delivery
from wholepicture_schemas.news import NewsOfAChild
from wholepicture_subscribers.subscription import Referral
from wholepicture_subscribers.subscription.listing import listed
from wholepicture_subscribers.subscription.moments import moment, moment_or_date, when
from wholepicture_subscribers.subscription.wording import in_words

from tests.subscribers.subscription.bus_side import delivery

BANNED = re.compile(
    r"dead letter|parked|epoch|offset|partition|topic|broker|kafka|queue|payload|schema|null|None"
    r"|all clear|no concerns|no alert",
    re.IGNORECASE,
)


@pytest.fixture
def read(referral_of: Callable[[Delivery], Referral]) -> Any:
    """An item's words."""
    return lambda item: in_words(referral_of(item))


def test_what_matters_first_stands_first(read: Any, full: Delivery) -> None:
    """Danger, the child and what happened stand before what to do, and that before the form."""
    text = read(full)

    wanted = (
        "EXERCISE",
        "PHONE FIRST: 0117 496 0001",
        "REFERRAL 2e92db6d: Robin Test, 10 or 11",
        "Neighbours called.\nA child was there.",
        "How it is now",
        "What to do",
        "Do not speak to the family before calling.",
        "Is this the child you know as 4711?",
        "Respond by 5pm Tuesday 10 March",
        "Call: duty sergeant, 0117 496 0000",
        "This corrects item d-0",
        "Child and family",
        "What is missing",
        "Household and other adults",
        "What happened",
        "Told before",
        "Sender",
        "SECOND SHEET",
        "Told before, in full",
        "Who has told anything, and who has not",
        "Why you are told",
        "Every field",
    )
    places = [text.index(words) for words in wanted]
    assert places == sorted(places)


def test_the_first_sheet_is_a_form(read: Any) -> None:
    """Nothing on it has the shape of the data: a line says what belongs together."""
    told = {
        "core": {
            "children": [{"person": "c1", "name": {"given": "Tia", "family": "Example"},
                          "birth_date": "2015-03-09", "sex": "F",
                          "school": {"name": "Harbour View School", "urn": "100001"},
                          "lives_at": {"lines": ["4 Made Up Street"], "postcode": "BS99 1AA",
                                       "authority": "E06000023"},
                          "voice": {"words": "It was loud.", "heard_by": "an officer"}}],
            "adults": [{"person": "a1", "name": {"given": "Jo", "family": "Example"},
                        "related_to": [{"child": "c1", "relation": "mother",
                                        "parental_responsibility": "yes"}]},
                       {"person": "a2", "name": {"given": "Alex", "family": "Sample"},
                        "related_to": [{"child": "c1", "relation": "parents-partner"}]}],
            "allegations": [{"alleged": "a2", "victims": ["a1"], "kinds": ["economic"],
                             "now": "in-custody", "now_until": "2026-03-05T16:00:00Z",
                             "now_as_of": "2026-03-04T20:00:00Z"}],
        },
        "detail": {"what_happened": "He took her bank card."},
    }  # fmt: skip

    first, _, _ = read(delivery(2, told=told)).partition("SECOND SHEET")

    for line in (
        "REFERRAL e66dd073: Tia Example, 10, Harbour View School",
        "He took her bank card.",
        (
            "How it is now: Alex Sample: in custody until 4pm on Thursday 5 March 2026, as known "
            "at 8pm on Wednesday 4 March 2026"
        ),
        "  Tia Example\n    “It was loud.” Heard by an officer",
        (
            "    Girl, born 9 March 2015\n    School: Harbour View School\n"
            "    Lives at: 4 Made Up Street, BS99 1AA (Bristol)"
        ),
        "    Mother of Tia Example, with parental responsibility",
        "    Partner of a parent of Tia Example",
        "  Alleged: economic abuse of Jo Example by Alex Sample",
    ):
        assert line in first
    assert not re.search(r"\b(Children|Adults|Allegations) [0-9]|Given name|Lines", first)


def test_siblings_of_one_household_are_said_once(read: Any) -> None:
    """What an adult is to several children is one phrase that names each of them."""
    children = [{"person": f"c{at}", "name": {"given": name}} for at, name in enumerate("ABC")]
    ties = [{"child": f"c{at}", "relation": "father"} for at in range(3)]
    core = {"children": children, "adults": [{"person": "a1", "name": {"given": "Jo"},
                                              "related_to": ties}]}  # fmt: skip

    assert "Father of A, B and C\n" in read(delivery(2, told={"core": core}))


def test_whom_to_call_and_999_stand_above_all_else(read: Any) -> None:
    """Where a child may be in danger now nobody reads through a list to find it."""
    steps = ["Call 999 now, then 0117 496 0999.", "Do not ring 07700 900 999.", "Keep it."]

    text = read(delivery(2, instructions=steps, phone_first="0117 496 0001"))

    lines = text.splitlines()
    assert lines[1:3] == [
        "*** Call 999 now, then 0117 496 0999. ***",
        "*** PHONE FIRST: 0117 496 0001, before you read on. ***",
    ]
    assert "  1. Do not ring 07700 900 999.\n  2. Keep it." in text


def test_what_the_sender_wrote_for_the_reader_stands_at_the_head(read: Any) -> None:
    """A setting is told in words of its own, and reads that they are."""
    text = read(delivery(2, told={"core": {"for_school": "There was shouting at home."}}))

    said = "What happened, as the police wrote it for you: There was shouting at home."
    assert text.index(said) < text.index("What to do")


def test_whoever_is_told_the_whole_reads_that_at_the_head(read: Any) -> None:
    """A front door sees what a school may be told, and is not told that it was written for it."""
    told = {"core": {"for_school": "There was shouting at home.", "summary": "More than that."}}

    text = read(delivery(2, told=told))

    assert text.index("More than that.") < text.index("What to do")
    assert "wrote it for you" not in text


def test_an_item_of_an_earlier_version_reads_as_well(read: Any) -> None:
    """What older items lack is not asked for, and what newer ones have is not lost."""
    old = read(delivery(2, told={"core": {"summary": "Shouting."}, "detail": {"new": {"a": "b"}}}))

    assert "Shouting." in old
    assert "New: a: b" in old
    assert "How it is now" not in old


def test_what_is_taken_back_is_said_before_all_else(read: Any, full: Delivery) -> None:
    """Nobody is asked for anything about a child before they read that it was taken back."""
    assert full.data.amends
    amends = full.data.amends.model_copy(update={"how": "retraction"})
    text = read(full.model_copy(update={"data": full.data.model_copy(update={"amends": amends})}))

    assert text.index("This takes back item d-0") < text.index("What to do")
    assert "This is a contact" not in text


UNSURE = "It is not confirmed who this child is. Do you know the child?"


@pytest.mark.parametrize(
    ("confidence", "question", "twice"),
    [
        ("not-confirmed", UNSURE, "Child not confirmed"),
        ("probable", "Is this the child you know as 4711?", "Probably this child"),
    ],
)
def test_what_is_asked_about_a_child_is_not_said_again(
    read: Any, confidence: str, question: str, twice: str
) -> None:
    """That it is not sure who the child is stands in the question to the reader."""
    child = {"person": "c1", "child_reference": "r-1", "confidence": confidence,
             "question": question, "arrival": "contact"}  # fmt: skip

    text = read(delivery(2, children=[child]))

    assert text.count(f"Question to you about Robin: {question}") == 1
    assert twice not in text


def test_how_to_say_who_a_child_is_stands_below_the_questions(read: Any) -> None:
    """It is no question of yes or no: the decision on the item answers it, once for all of them."""
    about = {"person": "c1", "child_reference": "r-1", "confidence": "not-confirmed",
             "question": UNSURE, "arrival": "contact"}  # fmt: skip

    text = read(delivery(2, children=[about, about | {"person": "c2"}], urgency="same-day"))
    certain = read(delivery(3))

    said = "Answer who a child is with what you decide on this item"
    assert text.count(said) == 1
    assert "nobody knows who it is, decide: the child could not be identified." in text
    assert text.rindex("Question to you") < text.index(said) < text.index("Urgency: same day")
    assert said not in certain


def test_an_unborn_child_is_known_by_its_mother(read: Any) -> None:
    """Nobody knows a child who is not born by name or school; one who was born since they do."""
    about = {"person": "c1", "child_reference": "r-1", "confidence": "not-confirmed",
             "arrival": "contact"}  # fmt: skip
    child = {"person": "c1", "expected_birth_date": "2026-07", "mother": "a1"}
    born = child | {"birth_date": "2026-06-30"}

    text = read(delivery(2, children=[about], told={"core": {"children": [child]}}))
    later = read(delivery(3, children=[about], told={"core": {"children": [born]}}))

    said = "Check by the mother and the expected birth date that you know whose child this is."
    assert said in text
    assert "birth date and school" not in text
    assert said not in later


def test_codes_and_references_are_read_as_words(read: Any, full: Delivery) -> None:
    """A code is shown as its label, a person as a name, a partial date as far as it is known."""
    text = read(full)

    assert "Disability: communication" in text
    assert "How they communicate: does not speak" in text
    assert "When it happened: was there and saw it; seen by the sender" in text
    assert "What the child saw or heard: was there and saw it" in text
    assert "Born March 2015" in text
    assert "Seen by the sender: yes" in text
    assert "Alleged: of an adult whose name was not told by Alex (alleged)" in text
    assert "What is missing: Robin Test: date of birth is missing." in text


def test_a_reference_is_a_name_in_its_own_event_only(read: Any) -> None:
    """Who was harmed in an earlier event is never shown under the name of somebody of this one."""
    core = {"adults": [{"person": "a1", "name": {"given": "Alex"}}]}
    then = {"allegations": [{"alleged": "a2", "victims": ["a1"]}],
            "adults": [{"person": "a1", "name": {"given": "Jo"}}]}  # fmt: skip
    earlier = {"person": "c1", "happened": "2025-12-24T20:00:00Z", "told_by": "Test School",
               "about": "concern", "told": {"core": then}}  # fmt: skip

    text = read(delivery(2, told={"core": core}, earlier=[earlier]))

    assert "Allegations: of Jo by somebody who is not named here" in text


def test_what_changed_is_told_field_by_field(read: Any) -> None:
    """Before and now name the field in words and show labels, as the item itself does."""
    before = {"core.children.0.exposure": "UNKNOWN", "core.children.0.person": "c1",
              "core.handling.not_visible_online": False}  # fmt: skip
    after = {"core.children.0.exposure": "PRESENT_SAW", "core.children.0.nhs_number": "9990000018",
             "core.handling.not_visible_online": True}  # fmt: skip
    amends = {"delivery": "d-0", "how": "correction", "because": "A slip.", "before": before,
              "after": after}  # fmt: skip

    text = read(delivery(2, amends=amends))

    said_before = (
        "Before:\n    Robin: what the child saw or heard: not known whether the child was there"
    )
    assert said_before in text
    assert "How it must be handled, keep it out of what a parent can open online: no" in text
    assert "Now:\n    Robin: what the child saw or heard: was there and saw it" in text
    assert "Robin: NHS number: 9990000018" in text
    assert "person" not in text.lower()


def test_a_question_and_what_was_cut_are_said(read: Any) -> None:
    """Nobody misses that they are asked something, or that not all of the past is shown."""
    question = {"kind": "objection", "asks": "Shall the school be told?", "whom": "Test School"}
    cut = "The 3 oldest items did not fit here. Ask the front door: 0117 496 0000."

    text = read(delivery(2, question=question, earlier_cut=cut))

    assert text.index("QUESTION: Shall the school be told?") < text.index("Child and family")
    assert "Who would be told: Test School" in text
    assert cut in text


def test_an_item_played_again_says_so(read: Any) -> None:
    """Nobody acts on it as on news, and it does not say that the child is made up."""
    text = read(delivery(2, replayed=True))

    assert text.startswith("EXERCISE: this is practice, an earlier item played again.")
    assert "no real child" not in text


RAW = re.compile(r"\b[A-Z]+_[A-Z_]+\b|\b[a-z]+_[a-z_]+\b|-s47\b|: E06")
"""What a code or a field's name looks like in a text."""


def test_no_raw_codes(read: Any) -> None:
    """Codes of every set, numbers and areas are shown with what they are."""
    told = {
        "core": {
            "asks": "referral", "urgency": "same-day", "referral_source": "6",
            "children": [{"person": "c1", "name": {"given": "Robin"}, "sex": "F",
                          "ethnicity": "MWBC", "disability": ["MOB", "PC"],
                          "communication": ["EYE_GAZE"], "exposure": "PRESENT_OTHER_ROOM",
                          "risk_of_significant_harm": "unknown",
                          "responsible_authority": "E06000023",
                          "lives_at": {"uprn": "100", "authority": "E06000023"}}],
            "adults": [{"person": "a1",
                        "related_to": [{"child": "c1", "relation": "parents-partner",
                        "parental_responsibility": "unknown"}], "works_for": "test-police"}],
            "allegations": [{"alleged": "a1", "victims": ["c1"], "standing": "counter",
                             "kinds": ["controlling-or-coercive"]}],
            "sharing": {"power": "children-act-1989-s47", "family_informed": "no-unsafe"},
        },
        "detail": {"connection": "EX_INTIMATE", "risk_tool": "RIC", "risk_grade": "HIGH",
                   "children_check": {"answer": "not-asked"},
                   "orders": [{"kind": "dapn-dapo", "person": "a1", "condition": "Stay away."}]},
    }  # fmt: skip

    text = read(delivery(2, told=told))

    assert RAW.findall(text) == []
    for said in (
        "Where the referral comes from: police",
        "Sex: female",
        "Ethnicity: White and Black Caribbean",
        "Disability: mobility, personal care",
        "How they communicate: uses eye gaze",
        "What the child saw or heard: was in another room",
        "Council that looks after the child: Bristol",
        "property number (UPRN): 100",
        "Partner of a parent of Robin",
        "Agency they work for: test police",
        "controlling or coercive behaviour of Robin by partner of a parent of Robin (alleged in",
        "legal power: Children Act 1989, section 47",
        "Whether the family knows: no, it would not be safe",
        "How the adults are connected: were in an intimate relationship",
        "Grade of that risk: high",
        "Children: nobody asked whether there are children",
        "domestic abuse protection notice or order on partner of a parent of Robin: Stay away.",
    ):
        assert said in text


def test_an_area_that_nobody_here_knows_is_shown_by_its_name(
    read: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """One that is not in the agreement, or all where the agreement is not at hand."""
    told = {"core": {"children": [{"person": "c1", "responsible_authority": "E06000023"}]}}
    elsewhere = {"core": {"children": [{"person": "c1", "responsible_authority": "W06000015"}]}}

    other = read(delivery(2, told=elsewhere))
    monkeypatch.setenv("WHOLEPICTURE_PARTNERSHIP", str(tmp_path))
    alone = read(delivery(3, told=told))

    assert "Council that looks after the child: Cardiff" in other
    assert "Council that looks after the child: City of Bristol" in alone


def test_of_what_is_taken_back_nobody_is_told_whom_to_go_by(read: Any) -> None:
    """Nothing of the child is told there: it is called a child of the item that is meant."""
    child = {"person": "c1", "child_reference": "r-1", "confidence": "not-confirmed",
             "arrival": "contact", "your_reference": "LL-20"}  # fmt: skip
    amends = {"delivery": "d2b883aa-1", "how": "retraction", "because": "Not so."}

    text = read(delivery(2, children=[child], told={}, amends=amends))

    assert "A child of item d2b883aa\n    Your reference: LL-20.\n" in text
    assert "Check by" not in text
    assert "name was not told" not in text


def test_a_code_without_a_label_is_shown_as_it_is(read: Any) -> None:
    """What a newer sender says is not lost, though this kit has no words for it."""
    core = {"children": [{"person": "c1", "disability": ["NEW"], "exposure": "QUITE_NEW"}]}

    text = read(delivery(2, told={"core": core}))

    assert "Disability: NEW" in text
    assert "What the child saw or heard: quite new" in text


def test_no_system_words_and_no_false_comfort(read: Any, full: Delivery) -> None:
    """Neither a full item nor an empty one has words of the system, or says that all is well."""
    assert BANNED.findall(read(full)) == []
    assert BANNED.findall(read(delivery(2))) == []


def test_an_item_without_history_does_not_reassure(read: Any) -> None:
    """Where nothing was told before, the item does not let it pass for safety."""
    assert "does not mean that nothing happened" in read(delivery(2))


def test_text_cannot_steer_the_terminal(read: Any) -> None:
    """Control signs in what an agency wrote are not passed on to the screen."""
    text = read(delivery(2, headline="Red \x1b[31malert\x07"))

    assert "\x1b" not in text
    assert "\x07" not in text


def test_times_are_those_of_the_clock_on_the_wall() -> None:
    """Summer and winter, a time is told as people in England read it."""
    assert moment(datetime(2026, 7, 1, 11, 5, tzinfo=UTC)) == "12:05pm on Wednesday 1 July 2026"
    assert moment(datetime(2026, 1, 1, 0, 0, tzinfo=UTC)) == "12am on Thursday 1 January 2026"
    assert when(datetime(2026, 7, 1, 11, 5, tzinfo=UTC)) == "12:05pm on Wednesday 1 July 2026"
    assert moment_or_date("2015-03-09") == "9 March 2015"
    assert moment_or_date("2015-13-09") == "2015-13-09"


def test_a_day_without_a_time_of_day_is_said_as_a_day(
    referral_of: Callable[[Delivery], Referral],
) -> None:
    """What a census tells stands in the first minute of its day, in summer too."""
    item = referral_of(delivery(1, happened="2026-10-04T23:00:04Z"))

    text = in_words(item)
    (listed_item,) = listed(item._record)  # noqa: SLF001 - the record behind it

    assert "appened on Monday 5 October 2026." in text
    assert listed_item.about.startswith("Monday 5 October 2026, Test Police")
    assert "12am" not in text


def test_a_notice_of_news_names_no_agency_as_its_sender(
    referral_of: Callable[[Delivery], Referral],
) -> None:
    """The reference is that of what its reader told."""
    text = in_words(referral_of(delivery(1, kind="notice", event_type=NewsOfAChild.TYPE)))

    assert "Test Police asks you" not in text
    assert "Your own reference: TP/1." in text
