"""A child is never "it": they are "they", or have a name, in every text that anybody reads."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
_READ = ("*.md", "*.toml", "*.html", "*.txt", "*.py")
_ROOMS = (
    "agreement", "bus", "consumers", "desk", "docs", "engine", "examples", "partnership",
    "producers", "schemas", "subscribers",
)  # fmt: skip
TEXTS = sorted(
    str(file.relative_to(ROOT))
    for file in (
        *ROOT.glob("*.md"),
        *(found for room in _ROOMS for kind in _READ for found in (ROOT / room).rglob(kind)),
    )
    if "node_modules" not in file.parts
)
_CHILD = r"\b(?:[Cc]hild|[Pp]upil|[Bb]aby|[Tt]win)\b"
_CLAUSE = r"[^.;:!?|\"]{0,60}?"
_OF_A_PERSON = (
    "birthday", "carer", "carers", "father", "mother", "parents", "siblings", "voice",
    "vulnerability",
)  # fmt: skip
_OF_WHOEVER_WAS_NAMED = (
    *_OF_A_PERSON, "address", "age", "area", "birth", "family", "first year", "home", "name",
    "needs", "own area", "own words", "postcode", "school", "team", "way", "words", "worker",
)  # fmt: skip
_DOES = (
    "lives", "lived", "stays", "is educated", "is looked after", "is born", "was born",
    "does not speak", "comes to school", "goes to school", "cries", "is frightened",
)  # fmt: skip
PATTERNS = (
    re.compile(rf"\b[Ii]ts (?:{'|'.join(_OF_A_PERSON)})\b"),
    re.compile(rf"{_CHILD}(?!ren){_CLAUSE}\bits (?:{'|'.join(_OF_WHOEVER_WAS_NAMED)})\b"),
    re.compile(rf"{_CHILD}{_CLAUSE}\bit (?:{'|'.join(_DOES)})\b"),
    re.compile(r"\badults are to it\b|\bit did to it\b"),
    re.compile(r"\bis not its pupil\b|\bits fifth\b|\b[Ff]rom its \w+ birthday\b"),
)
ALLOWED = (
    "and its needs",
    "answers that the child is not its",
)
"""Words in which "its" is of somebody or something else than the child named before it."""


def _found(text: str) -> Iterator[str]:
    """What in a text speaks of a child as of a thing."""
    one_line = re.sub(r"\s+(?:# )?", " ", text)
    for pattern in PATTERNS:
        for found in pattern.finditer(one_line):
            said = found[0]
            if not any(allowed in said for allowed in ALLOWED):
                yield one_line[max(0, found.start() - 20) : found.end() + 20]


@pytest.mark.parametrize("name", TEXTS)
def test_a_child_is_never_it(name: str) -> None:
    """Field names stay as they are; whatever is read says "they"."""
    assert list(_found((ROOT / name).read_text("utf-8"))) == []


@pytest.mark.parametrize(
    "said",
    [
        "The front door of where the child lives decides, and its school is told.",
        "Ask what the child needs and where it lives.",
        "Each named child has its vulnerability considered.",
        "From its fifth birthday a child is one of the school's.",
        "The child says who the adults are to it.",
    ],
)
def test_it_is_found(said: str) -> None:
    """Each way in which it was written once."""
    assert list(_found(said))


@pytest.mark.parametrize(
    "said",
    [
        "The child's school is told, and the team answers for its own work.",
        "An agency's feed and its list of the day.",
        "Where they live, and their school.",
    ],
)
def test_what_is_of_something_else_is_not_found(said: str) -> None:
    """An agency, a team and an event are "it"."""
    assert list(_found(said)) == []
