"""The reviews of pattern rules: what cannot be right is refused, and what is not made is missed."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from wholepicture_agreement import AgreementError
from wholepicture_agreement.patterns.files import in_force
from wholepicture_agreement.patterns.reviews import (
    FILE,
    MOST_DAYS,
    Review,
    not_reviewed,
    read_reviews,
    reviews_of,
)
from wholepicture_agreement.written.loading import read

from tests.support.shipped import PARTNERSHIP

FILES = read(PARTNERSHIP)
SHIPPED = (PARTNERSHIP / FILE).read_text(encoding="utf-8")
REVIEWS = read_reviews(PARTNERSHIP, FILES)
TODAY = date(2026, 11, 30)


def _of(folder: Path, text: str) -> tuple[Review, ...]:
    (folder / FILE).write_text(text, encoding="utf-8")
    return read_reviews(folder, FILES)


def test_every_rule_in_force_was_reviewed_before() -> None:
    """The shipped rules, each in its version; and none waits for its next review yet."""
    for rule in in_force(FILES.patterns, TODAY):
        assert reviews_of(rule, REVIEWS)
    assert list(not_reviewed(FILES.patterns, REVIEWS, TODAY)) == []


def test_a_quarter_without_a_review_is_said() -> None:
    """It counts from the last review, or from when the rule was adopted, if that is later."""
    adopted = FILES.patterns[-1].valid_from

    said = list(not_reviewed(FILES.patterns, REVIEWS, adopted + timedelta(days=MOST_DAYS + 1)))

    assert len(said) == len(FILES.patterns[-1].pattern)
    assert f"has not been reviewed for {MOST_DAYS + 1} days" in said[0]
    again = REVIEWS[0].model_copy(update={"on": adopted + timedelta(days=90)})
    later = adopted + timedelta(days=150)
    assert list(not_reviewed(FILES.patterns, [*REVIEWS, again], later)) == []


def test_a_new_version_needs_a_review_before_it_is_adopted() -> None:
    """The review of the old version is none of the new one; and it is said before it begins."""
    (file,) = FILES.patterns
    first = file.pattern[0].model_copy(update={"version": 2})
    begins = date(2027, 1, 1)
    new = file.model_copy(
        update={
            "valid_from": begins,
            "pattern": (first, *file.pattern[1:]),
            "version": "2027-01-01",
        }
    )
    old = file.model_copy(update={"valid_until": begins})

    (said,) = not_reviewed([old, new], REVIEWS, TODAY)

    assert said.startswith(f"Pattern {first.id}, version 2, is in force from 2027-01-01")


def test_where_nothing_is_written_nothing_was_reviewed(tmp_path: Path) -> None:
    """A partnership without the file is warned of each rule, and not refused."""
    assert read_reviews(tmp_path, FILES) == ()
    assert len(list(not_reviewed(FILES.patterns, (), TODAY))) == len(FILES.patterns[-1].pattern)


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("bristol-city-council", "bristol-council", "is not one of the agencies. Did you mean"),
        (', "avon-and-somerset-police", "community-health"', "", "is of one agency"),
        ("on = 2026-10-20", "on = 2026-09-20", "in the order of the days"),
        ("appointments-missed = 1", "appointments-mised = 1", "there is no pattern"),
        (
            "appointments-missed = 1",
            "appointments-missed = 2",
            "of appointments-missed there is version 1, and no version 2",
        ),
        ('decision = "keep"', 'decision = "kept"', "Use one of keep, change, withdraw"),
    ],
)
def test_what_cannot_be_right_is_refused_with_a_sentence(
    tmp_path: Path, before: str, after: str, says: str
) -> None:
    """Each says its line, and what to do."""
    assert before in SHIPPED
    with pytest.raises(AgreementError) as raised:
        _of(tmp_path, SHIPPED.replace(before, after, 1))

    for sentence in raised.value.sentences:
        assert re.match(r"reviews\.toml line \d+: .*[.?]$", sentence), sentence
    assert says in str(raised.value)
