"""Which people of two tellings of an incident are the same: by number, else by name and birth.

Two people whose names or days of birth leave no doubt that they are others are never one person.
Siblings share a family name and twins a day of birth too, so that a given name decides.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, Literal

Person = Mapping[str, Any]
_Likeness = Literal["equal", "near", "other", "untold"]

SURE, MAYBE, OTHER = 2, 1, 0
"""How likely two people are the same."""
_NUMBERS = ("nhs_number", "upn")
_IDENTITY = ("name", "birth_date", "expected_birth_date", "local_identifiers", *_NUMBERS)
_NEAR = 0.7
_SHORTENED = 3


def pairs(before: Sequence[Person], after: Sequence[Person]) -> dict[int, int]:
    """Which person after is which before, by position; who is in neither key nor value is alone.

    Where one is left on each side, of whom too little is told to be another, they are the same.
    """
    likely = sorted(
        (
            (-likeness(old, new), at != to, at, to)
            for at, new in enumerate(after)
            for to, old in enumerate(before)
        ),
    )
    found: dict[int, int] = {}
    for score, _, at, to in likely:
        if -score >= SURE and at not in found and to not in found.values():
            found[at] = to
    alone = [at for at in range(len(after)) if at not in found]
    left = [to for to in range(len(before)) if to not in found.values()]
    if len(alone) == len(left) == 1 and likeness(before[left[0]], after[alone[0]]) == MAYBE:
        found[alone[0]] = left[0]
    return found


def likeness(one: Person, other: Person) -> int:
    """How likely they are one person; above ``SURE`` the higher the more of them agrees."""
    numbers = [_numbers(one, other, name) for name in _NUMBERS]
    numbers.append(_shared(one.get("local_identifiers"), other.get("local_identifiers")))
    facts = [*_names(one, other), _same_birth(one, other)]
    equal = facts.count("equal")
    if "equal" in numbers:
        return SURE + 4 + equal
    if "other" in numbers[:-1]:
        return SURE if equal == len(facts) else OTHER
    others = facts.count("other")
    given = facts[0]
    if given == "other" or others > 1 or (others and equal + facts.count("near") < len(facts) - 1):
        return OTHER
    if equal >= SURE or given in {"equal", "near"}:
        return SURE + equal
    return OTHER if others else MAYBE


def _numbers(one: Person, other: Person, name: str) -> _Likeness:
    return _compared(one.get(name), other.get(name))


def _names(one: Person, other: Person) -> tuple[_Likeness, _Likeness]:
    """How the given and the family names compare; the same words in other parts are equal."""
    first, second = one.get("name") or {}, other.get("name") or {}
    whole = [
        sorted(word for part in ("given", "family") for word in _words(name.get(part)))
        for name in (first, second)
    ]
    if whole[0] and whole[0] == whole[1]:
        return "equal", "equal"
    return (
        _compared(first.get("given"), second.get("given")),
        _compared(first.get("family"), second.get("family")),
    )


def _same_birth(one: Person, other: Person) -> _Likeness:
    born = [
        person.get("birth_date") or person.get("expected_birth_date") for person in (one, other)
    ]
    if not all(born):
        return "untold"
    first, second = (str(day) for day in born)
    return "equal" if first.startswith(second) or second.startswith(first) else "other"


def _compared(one: Any, other: Any) -> _Likeness:
    first, second = " ".join(_words(one)), " ".join(_words(other))
    if not first or not second:
        return "untold"
    if first == second:
        return "equal"
    shorter, longer = sorted((first, second), key=len)
    is_short = len(shorter) >= _SHORTENED and longer.startswith(shorter)
    near = is_short or SequenceMatcher(None, first, second).ratio() >= _NEAR
    return "near" if near and not shorter.isdigit() else "other"


def _shared(one: Any, other: Any) -> _Likeness:
    return "equal" if any(entry in (other or ()) for entry in one or ()) else "untold"


def _words(text: Any) -> list[str]:
    """The words of a name without case and accents, as two systems write them differently."""
    plain = unicodedata.normalize("NFKD", str(text or "")).casefold()
    return re.findall(r"\w+", "".join(sign for sign in plain if not unicodedata.combining(sign)))


def anybody_shared(before: Iterable[Person], after: Iterable[Person]) -> bool:
    """Whether somebody is surely in both."""
    known = list(after)
    return any(likeness(one, other) >= SURE for one in before for other in known)


def anybody_untold(people: Sequence[Person]) -> bool:
    """Whether it is not told who somebody is, so that they may be anyone."""
    return any(not any(person.get(name) for name in _IDENTITY) for person in people)
