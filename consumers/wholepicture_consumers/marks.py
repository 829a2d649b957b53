"""Marks: what a child is known by, in comparable form, and the keys of it that show nothing."""

from collections.abc import Iterable
from hashlib import blake2b
from typing import Protocol

from wholepicture_schemas.model import Model, unchecked
from wholepicture_schemas.persons import Child
from wholepicture_schemas.postcodes import is_whole

from wholepicture_consumers.names import contradict, in_latin, may_be_equal, sound, spelt

FULL_DATE = 10
"""The length of a date whose day is known."""
_MOST_NUMBERS = 8
"""By how many of its numbers at agencies a child is looked for."""


class Named(Protocol):
    """Whoever is known by a name, as it is spelt."""

    @property
    def given(self) -> str:
        """The given name."""

    @property
    def family(self) -> str:
        """The family name."""


class Marks(Model, frozen=True):
    """A child's identifying marks in comparable form; empty where not known.

    The names are as they are spelt, in their own alphabet.
    """

    nhs_number: str = ""
    upn: str = ""
    numbers: tuple[str, ...] = ()
    """The numbers that agencies have for the child, each with whose it is."""
    given: str = ""
    family: str = ""
    birth_date: str = ""
    postcode: str = ""
    practice: bool = False
    """Whether it is a child of practice data."""

    @property
    def named(self) -> bool:
        """Whether name and whole birth date are known; some people have one name only."""
        return bool(self.given or self.family) and len(self.birth_date) == FULL_DATE

    def same_name(self, other: Named) -> bool:
        """Whether both are known by name, and it may be the same one, in either order."""
        own = [name for name in (self.given, self.family) if name]
        its = [name for name in (other.given, other.family) if name]
        return bool(own) and len(own) == len(its) and (_equal(own, its) or _equal(own, its[::-1]))

    def contradicts(self, other: Named) -> bool:
        """Whether the forenames speak against each other: a twin's number may have been typed."""
        if not contradict(self.given, other.given):
            return False
        own, its = (self.family, self.given), (other.given, other.family)
        return [*map(in_latin, own)] != [*map(in_latin, its)] or any(map(contradict, own, its))

    def alike(self, other: "Marks") -> bool:
        """Whether these may be the marks of the same child, one of them with a slip.

        The number agrees beside name or birth date; without, one of these does; under two numbers,
        both. A forename cut short agrees.
        """
        name = bool(self.given and other.given) and may_be_equal(self.family, other.family)
        name = (name and not self.contradicts(other)) or self.same_name(other)
        born = len(self.birth_date) == FULL_DATE and self.birth_date == other.birth_date
        if self.nhs_number and other.nhs_number:
            same = self.nhs_number == other.nhs_number
            return (name or born) if same else (name and born)
        nothing = not (self.nhs_number or self.given or self.family or self.birth_date)
        return name or born or nothing


_marks = unchecked(Marks)


def _equal(names: Iterable[str], others: Iterable[str]) -> bool:
    return all(map(may_be_equal, names, others))


def marks_of(child: Child, *, practice: bool) -> Marks:
    """A child's identifying marks in comparable form."""
    name = child.name
    postcode = child.lives_at.postcode if child.lives_at else None
    numbers = [f"{spelt(one.system)} {spelt(one.value)}" for one in child.local_identifiers]
    return _marks(
        nhs_number=child.nhs_number or "",
        upn=child.upn or "",
        numbers=tuple(dict.fromkeys(number for number in numbers if number[-1:] != " "))[
            :_MOST_NUMBERS
        ],
        given=spelt(name.given if name else None),
        family=spelt(name.family if name else None),
        birth_date=child.birth_date or "",
        postcode=plain(postcode if postcode and is_whole(postcode) else None),
        practice=practice,
    )


def by_name(marks: Marks) -> tuple[str, ...]:
    """What a child's name and birth date are looked up by: equal in every alphabet and order."""
    return *sorted((sound(marks.given), sound(marks.family))), marks.birth_date


def digest(*parts: str) -> str:
    """A key that shows none of its parts."""
    return blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()


def plain(text: str | None) -> str:
    """Latin letters and digits only, without accents and case."""
    return in_latin(spelt(text))
