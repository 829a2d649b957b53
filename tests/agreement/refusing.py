"""A copy of the partnership's files with slips in it, and what is said of them."""

import datetime as dt
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from wholepicture_agreement import AgreementError, load

from tests.support.shipped import PARTNERSHIP

Slip = tuple[str, str, str]
"""The file, what is replaced once in it, and by what."""

_HAS_LINE = re.compile(r"(agencies|legal|sharing)\.toml line \d+: .*[.?]$")


def copied(to: Path) -> Path:
    """A copy of the shipped agreement."""
    return Path(shutil.copytree(PARTNERSHIP, to / "partnership"))


def slip(folder: Path, file: str, before: str, after: str) -> int:
    """Make a slip in a copy; the line where the first replaced text began."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert before in text, before
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    return text[: text.index(before)].count("\n") + 1


def refused(folder: Path, slips: Sequence[Slip], today: dt.date | None = None) -> tuple[str, ...]:
    """The sentences with which the files are refused after these slips, each with its line."""
    for one in slips:
        slip(folder, *one)
    with pytest.raises(AgreementError) as raised:
        load(folder, today=today)
    for sentence in raised.value.sentences:
        assert _HAS_LINE.match(sentence), sentence
    return raised.value.sentences
