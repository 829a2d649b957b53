"""Of whom a column of an export may tell, by the words of its name.

Each word for an adult is an adult of its own: what is said of the mother does not become the
suspect's. A number behind the word counts: ``Child 2 DOB`` is the second child's.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

CHILD = "core.children.+"
_CHILD_WORDS = "child|children|pupil|young person|yp|minor|baby|infant|kid|student"
_ADULT_WORDS: Mapping[str, str] = {
    "victim": "victim|vic|survivor|complainant|aggrieved",
    "suspect": "suspect|perpetrator|perp|offender|alleged",
    "mother": "mother|mum|mom",
    "father": "father|dad",
    "parent": "parent",
    "carer": "carer|guardian",
    "partner": "partner",
    "adult": "adult",
}
_OTHERS = "officer|worker|caller|informant|referrer|reporter|gp|doctor|teacher|witness|sibling"
"""People who are no adult of the event, or of whom their word does not say which they are."""


@dataclass(frozen=True, slots=True)
class Told:
    """Of whom a column tells, and the rest of its name."""

    path: str | None
    """The path of the person; None where the name does not say."""
    rest: str
    named: bool
    """Whether the name of the column says it."""


def words_of(name: str) -> str:
    """A column's name as words: lower case, single blanks, no signs."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z0-9])", " ", name)
    return " ".join(re.sub(r"[^a-z0-9]+", " ", parted.lower()).split())


def people_of(names: Iterable[str]) -> Mapping[str, Told]:
    """Of whom each column tells.

    A column that names nobody is the child's, where no column names an adult or somebody else.
    """
    names = tuple(names)
    found = {name: _found(words_of(name)) for name in names}
    alone = not any(role for role, _, _ in found.values() if role not in {None, "child"})
    adults: dict[tuple[str, str], int] = {}
    told: dict[str, Told] = {}
    for name, (role, number, rest) in found.items():
        if role == "child":
            path = f"core.children.{int(number) - 1}" if number not in {"", "0"} else CHILD
        elif role is not None and role in _ADULT_WORDS:
            path = f"core.adults.{adults.setdefault((role, number), len(adults))}"
        else:
            told[name] = Told(CHILD if role is None and alone else None, rest, named=False)
            continue
        told[name] = Told(path, rest, named=True)
    return told


def _found(words: str) -> tuple[str | None, str, str]:
    """The role that a name says, the number behind it, and the rest of the name."""
    for role, form in (("child", _CHILD_WORDS), *_ADULT_WORDS.items(), ("other", _OTHERS)):
        match = re.search(rf"\b({form})s?( s)?( (?P<number>\d))?\b", words)
        if match:
            rest = f"{words[: match.start()]} {words[match.end() :]}"
            return role, match["number"] or "", " ".join(rest.split())
    return None, "", words
