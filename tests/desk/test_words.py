"""Paths of fields in the words of people."""

from pathlib import Path

from wholepicture_agreement import Situation, decide, load
from wholepicture_desk.demo.practice import practice_copy
from wholepicture_desk.demo.story import read_story
from wholepicture_desk.demo.words import kept_back
from wholepicture_schemas.reading import read_closed

STORY = Path("examples/demo")


def test_what_the_agreement_keeps_from_the_school_has_words(tmp_path: Path) -> None:
    """Each path that is kept back from the school in the story has its words and its reason."""
    agreement = load(practice_copy(Path("partnership"), tmp_path / "partnership"))
    event = read_closed(read_story(STORY).standard.document)
    decision = decide(Situation(event=event, received=event.time), agreement)
    masked = [
        path
        for entry in decision.entries
        if agreement.recipient(entry.recipient).kind == "setting"
        for path in entry.masked
        if path not in entry.fields
    ]

    found = kept_back(masked)

    assert [one.because for one in found] == [
        "schools get no offence details",
        "they lead to a parent",
        "not needed to support the child",
    ]
    assert found[0].what == ("what is alleged", "the grade", "earlier incidents")
    assert found[1].what == ("addresses", "phones")


def test_a_field_without_words_is_called_by_its_label() -> None:
    """Nothing that was kept back goes unsaid, even where its class has no words of its own."""
    (found,) = kept_back(["core.children.*.local_identifiers"])

    assert found.what == ("the child's number at an agency",)


def test_each_word_is_said_once() -> None:
    """Many paths with the same words are one thing to a reader."""
    (found,) = kept_back(["detail.risk_tool", "detail.risk_grade", "detail.indicators_counted"])

    assert found.what == ("the grade",)
