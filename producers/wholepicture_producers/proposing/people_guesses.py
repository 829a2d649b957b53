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
_TOLD_OF_IT = re.compile(r"(parents?|carers?|family|mother|father)s? (were )?(told|informed|aware)")
"""Columns about who knows of the event, which tell nothing of an adult."""


@dataclass(frozen=True, slots=True)
class Told:
    """Of whom a column tells, and the rest of its name."""

    path: str | None
    """The path of the person; None where the name does not say."""
    rest: str
    named: bool
    """Whether the name of the column says it."""
    unclear: str = ""
    """Whom it may be of, where its name says somebody who is no person of the event, or several."""


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
    alone = not any(roles for roles, _, _ in found.values() if roles not in {(), ("child",)})
    adults: dict[tuple[str, str], int] = {}
    told: dict[str, Told] = {}
    for name, (roles, number, rest) in found.items():
        if not roles:
            told[name] = Told(CHILD if alone else None, rest, named=False)
        elif len(roles) > 1 or roles[0] not in {"child", *_ADULT_WORDS}:
            told[name] = Told(None, rest, named=False, unclear=" or ".join(roles))
        elif roles[0] == "child":
            path = f"core.children.{int(number) - 1}" if number not in {"", "0"} else CHILD
            told[name] = Told(path, rest, named=True)
        else:
            path = f"core.adults.{adults.setdefault((roles[0], number), len(adults))}"
            told[name] = Told(path, rest, named=True)
    return told


def _found(words: str) -> tuple[tuple[str, ...], str, str]:
    """The roles that a name says, the number behind the first, and the rest of the name.

    A word for a child says of whom it is; of adults there may be several.
    """
    if _TOLD_OF_IT.match(words):
        return (), "", words
    child = _without(words, _CHILD_WORDS)
    if child is not None:
        return ("child",), *child
    roles: dict[str, str] = {}
    rest = words
    for role, form in _ADULT_WORDS.items():
        if (found := _without(rest, form)) is not None:
            roles[role], rest = found
    if not roles and (somebody := re.search(rf"\b({_OTHERS})s?\b", words)):
        _, rest = _without(words, _OTHERS) or ("", words)
        roles[somebody[1]] = ""
    return tuple(roles), next(iter(roles.values()), ""), rest


def _without(words: str, form: str) -> tuple[str, str] | None:
    """The number behind a word of this form, and the other words; None where there is none."""
    match = re.search(rf"\b({form})s?( s)?( (?P<number>\d))?\b", words)
    if match is None:
        return None
    rest = f"{words[: match.start()]} {words[match.end() :]}"
    return match["number"] or "", " ".join(rest.split())
