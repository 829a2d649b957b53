"""Made-up families: who lives there, of which kind each is, and when a harm begins.

A family follows from a seed and its number alone. What one thing is drawn from is no other's: so
who is disabled, and of which ethnicity a family is, says nothing of what happens to it.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import TypeVar

from pydantic_core import PydanticCustomError
from wholepicture_schemas.identifiers import nhs_number

from wholepicture_consumers.study.rates import HARMED, KindOfFamily, Rates

T = TypeVar("T")
_GIVEN = (
    "Ada", "Bela", "Cian", "Dara", "Esme", "Finn", "Gwen", "Hugo", "Iona", "Joss", "Kit", "Lena",
)  # fmt: skip
_FIRST = ("Ash", "Bram", "Cor", "Dun", "Elm", "Fen", "Gar", "Hal", "Ives", "Kel", "Lang", "Mar")
_LAST = ("wick", "ford", "combe", "ley", "stead", "burn", "dale", "holt", "mere", "more", "worth")
_DISABILITIES = (("MOB",), ("LD",), ("AUT",), ("HEAR",), ("CON",), ("MOB", "PC"), ("BEH",))
_OLDEST = 16
"""Nobody of a family turns 18 within the year."""
_MOST_CHILDREN = 4


@dataclass(frozen=True, slots=True)
class Child:
    """A made-up child."""

    person: str
    """What every event of the study calls the child, such as c1."""
    given: str
    born: dt.date
    nhs_number: str
    ethnicity: str
    """A code of the children in need census."""
    disability: tuple[str, ...] = ()
    communication: tuple[str, ...] = ()
    school: str | None = None
    """The number of the school, from four years on."""

    @property
    def disabled(self) -> bool:
        """Whether the child has a disability."""
        return bool(self.disability)

    def age(self, on: dt.date) -> int:
        """How many years old the child is on a day."""
        return on.year - self.born.year - ((on.month, on.day) < (self.born.month, self.born.day))


@dataclass(frozen=True, slots=True)
class Family:
    """A made-up family."""

    number: int
    kind: KindOfFamily
    surname: str
    street: str
    postcode: str
    children: tuple[Child, ...]
    begins: int | None
    """On which day of the year the harm begins; none where there is none."""
    open: bool
    """Whether children's services work with the children from the first week on."""


def chance(seed: int, number: int, of: str) -> Random:
    """What one thing of a family is drawn from: the same whenever seed, number and thing are."""
    return Random(f"{seed}/{number}/{of}")  # noqa: S311 - it has to be the same again


def family(
    seed: int, number: int, begin: dt.date, rates: Rates, schools: tuple[str, ...]
) -> Family:
    """The family of a seed and number, in a year that begins on a day; one of ``schools`` each."""
    draw = chance(seed, number, "family")
    kind = _kind(number, rates)
    houses = rates.households
    count = _one_of(draw, houses.children)
    surname = f"{_FIRST[number % len(_FIRST)]}{_LAST[number // len(_FIRST) % len(_LAST)]}"
    years = sorted(draw.sample(range(_OLDEST + 1), count), reverse=True)
    ethnicity = _ethnicity(chance(seed, number, "ethnicity"), rates)
    children = []
    for at, age in enumerate(years):
        born = begin - dt.timedelta(days=age * 365 + draw.randrange(1, 330))
        disability, communication = _needs(chance(seed, number, f"needs of {at}"), rates)
        of_school_age = age >= 4  # noqa: PLR2004 - reception
        children.append(
            Child(
                person=f"c{at + 1}",
                given=_GIVEN[(number * 5 + at * 7) % len(_GIVEN)],
                born=born,
                nhs_number=_nhs_number(number * _MOST_CHILDREN + at),
                ethnicity=ethnicity,
                disability=disability,
                communication=communication,
                school=draw.choice(schools) if schools and of_school_age else None,
            )
        )
    begins = draw.randrange(houses.begins_by_day)
    is_open = draw.random() < houses.children_services_open[kind]
    return Family(
        number=number,
        kind=kind,
        surname=surname,
        street=f"{number + 1} Study Row",
        postcode=f"BS99 {number % 9 + 1}{chr(65 + number % 7)}{chr(68 + number // 7 % 5)}",
        children=tuple(children),
        begins=begins if kind == HARMED else None,
        open=is_open,
    )


def _kind(number: int, rates: Rates) -> KindOfFamily:
    """The kinds in turn, so that any number of families has as many of each as it can."""
    turn = [kind.name for kind in rates.kind for _ in range(kind.in_ten)]
    return turn[number * 3 % len(turn)]


def _ethnicity(draw: Random, rates: Rates) -> str:
    groups = rates.groups
    name = _one_of(draw, {name: group.percent for name, group in groups.items()})
    return draw.choice(groups[name].codes)


def _needs(draw: Random, rates: Rates) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A child's disability, and how they communicate."""
    is_disabled, disability = draw.random() < rates.households.disabled, draw.choice(_DISABILITIES)
    speaks_not = draw.random() < rates.households.speaks_not
    if not is_disabled:
        return (), ()
    if speaks_not:
        return (*disability, "COMM"), ("NON_VERBAL", "MAKATON")
    return disability, ()


def _nhs_number(count: int) -> str:
    """A valid number of the range that is never issued, another for each count."""
    for nine in (f"999{count * 2 + more:06d}" for more in (0, 1)):
        for digit in range(10):
            try:
                return nhs_number(f"{nine}{digit}")
            except PydanticCustomError:
                continue
    raise AssertionError  # of two numbers in a row one has a check digit


def _one_of(draw: Random, weights: Mapping[T, int]) -> T:
    return draw.choices(list(weights), list(weights.values()))[0]
