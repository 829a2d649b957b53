"""What the study assumes: how often what happens in which kind of family, and who is told by whom.

It stands in rates.toml beside this module, each row with its source, and nowhere else.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, PositiveInt
from wholepicture_schemas.codes import RECIPIENT_KINDS
from wholepicture_schemas.model import Model
from wholepicture_schemas.words import listed

KindOfFamily = Literal["quiet", "hard", "like-the-review"]
Row = tuple[str, str, str, str, str]
"""What is assumed, of a quiet family, a hard one and one like the review's, and the source."""
ByKind = Mapping[KindOfFamily, float]
"""One number for each kind of family."""
HARMED: KindOfFamily = "like-the-review"
BEFORE: KindOfFamily = "hard"
"""What a family like the review's is until the harm begins."""
DAYS = 365
"""How long a year is that the study looks at."""
MISSED = "was-not-brought"
_NUMBER = re.compile(r"[0-9]{1,6}(\.[0-9]{1,4})?")
_FILE = Path(__file__).parent / "rates.toml"


class Kind(Model, frozen=True):
    """A kind of family."""

    name: KindOfFamily
    in_ten: PositiveInt
    per_1000: float
    is_: str = Field(alias="is")
    source: str


class Households(Model, frozen=True):
    """Who lives in a family, and what is open at the start."""

    children: Mapping[int, int]
    children_source: str
    disabled: float
    disabled_source: str
    speaks_not: float
    speaks_not_source: str
    children_services_open: ByKind
    children_services_open_source: str
    begins_by_day: int
    begins_by_day_source: str
    did_not_come_to_one_in: PositiveInt
    did_not_come_to_one_in_source: str
    answers_within_days: int
    answers_within_days_source: str


class Group(Model, frozen=True):
    """A group of ethnicities: how many families, and the codes of it, each as likely."""

    percent: int
    codes: tuple[str, ...]


class Harm(Model, frozen=True):
    """With how many facts of how many kinds, in how many days, a harm is whole."""

    facts: PositiveInt
    kinds: PositiveInt
    within_days: PositiveInt
    source: str


class Teller(Model, frozen=True):
    """An agency that tells: the one at a place among those of its kind in the agreement."""

    name: str
    kind: str
    place: int = 1
    """Its place among those of its kind, counted from 1; -1 is the last."""
    told_within_days: int
    hears: float
    has_number: float
    source: str


class OfAge(Model, frozen=True):
    """A rate up to an age."""

    until: int
    rate: float


class Appointments(Model, frozen=True):
    """How many appointments there are, and how many are missed."""

    a_year: tuple[OfAge, ...]
    a_year_source: str
    times_if_disabled: float
    times_if_disabled_source: str
    times: ByKind
    times_source: str
    missed: ByKind
    missed_source: str
    caused_by: Mapping[str, int]
    caused_by_source: str
    barriers_told: float
    barriers_told_source: str

    def rate(self, kind: KindOfFamily, age: int, *, disabled: bool) -> float:
        """How many a child has in a year."""
        of_age = next(row.rate for row in self.a_year if age <= row.until)
        return of_age * self.times[kind] * (self.times_if_disabled if disabled else 1)


class Behaviour(Model, frozen=True):
    """What happens in families, and which agency tells it."""

    event: str
    by: str
    of: Literal["child", "family"] = "child"
    ages: tuple[int, int] = (0, 17)
    if_open: bool = False
    fact: str | None = None
    a_year: ByKind
    source: str


class Rates(Model, frozen=True):
    """All that the study assumes."""

    kind: tuple[Kind, ...]
    households: Households
    ethnicity: Mapping[str, Group | str]
    harm: Harm
    teller: tuple[Teller, ...]
    appointments: Appointments
    behaviour: tuple[Behaviour, ...]
    practitioners: Mapping[str, float | str]

    @property
    def groups(self) -> Mapping[str, Group]:
        """The groups of ethnicities by their names."""
        return {name: of for name, of in self.ethnicity.items() if isinstance(of, Group)}

    def group_of(self, code: str) -> str:
        """The group of a code."""
        return next(name for name, group in self.groups.items() if code in group.codes)

    @property
    def staff(self) -> Mapping[str, float]:
        """How many people read for 10,000 children, by the kind of recipient."""
        return {kind: n for kind, n in self.practitioners.items() if not isinstance(n, str)}

    def of_teller(self, name: str) -> Teller:
        """An agency that tells, by its name here."""
        return next(teller for teller in self.teller if teller.name == name)


@cache
def rates() -> Rates:
    """What the file says."""
    return Rates.model_validate(tomllib.loads(_FILE.read_text(encoding="utf-8")))


def with_number(of: Rates, share: float) -> Rates:
    """The same where every agency knows the NHS number of this share of the children."""
    tellers = (teller.model_copy(update={"has_number": share}) for teller in of.teller)
    return of.model_copy(update={"teller": tuple(tellers)})


def with_staff(of: Rates, written: Iterable[str]) -> Rates:
    """The same with other numbers of people, each written as front-door=2.

    Raises:
        ValueError: one is not written so, or of a kind of recipient that there is not.
    """
    staff = dict(of.practitioners)
    for text in written:
        kind, _, number = text.partition("=")
        if kind not in RECIPIENT_KINDS:
            kinds = listed(RECIPIENT_KINDS)
            raise ValueError(f"--practitioners {text}: the kinds of recipient are {kinds}.")
        if not _NUMBER.fullmatch(number) or not float(number):
            raise ValueError(f"--practitioners {text}: write a number above 0, as {kind}=2.")
        staff[kind] = float(number)
    return of.model_copy(update={"practitioners": staff})


def rows(of: Rates) -> Iterator[Row]:
    """Each assumption."""
    for kind in of.kind:
        numbers = [_each(kind.name, name, f"{kind.per_1000:g} in 1,000") for name in kinds()]
        yield _row(
            f"A {kind.name} family: {kind.is_[0].lower()}{kind.is_[1:-1]}", numbers, kind.source
        )
    houses, visits, harm = of.households, of.appointments, of.harm
    sizes = ", ".join(f"{n}: {share}%" for n, share in houses.children.items())
    yield "Children in a family", sizes, sizes, sizes, houses.children_source
    yield _same("Disabled", f"{houses.disabled:.1%}", houses.disabled_source)
    yield _same("Does not speak", f"{houses.speaks_not:.0%}", houses.speaks_not_source)
    open_ = [f"{houses.children_services_open[kind]:.0%}" for kind in kinds()]
    yield _row("Children's services work with them", open_, houses.children_services_open_source)
    begins = f"by day {houses.begins_by_day}"
    yield "The harm begins", "", "", begins, houses.begins_by_day_source
    absent = f"one in {houses.did_not_come_to_one_in}"
    yield _same("Meetings to which not all came", absent, houses.did_not_come_to_one_in_source)
    asked = f"{houses.answers_within_days} days"
    yield _same(
        "A question who a child is is answered after", asked, houses.answers_within_days_source
    )
    groups = ", ".join(f"{name} {group.percent}%" for name, group in of.groups.items())
    yield _same("Ethnicity", groups, str(of.ethnicity["source"]))
    whole = f"{harm.facts} facts of {harm.kinds} kinds in {harm.within_days} days"
    yield "The harm is whole with", "", "", whole, harm.source
    ages = ", ".join(f"to age {row.until}: {row.rate:g}" for row in visits.a_year)
    yield _same("Appointments a year", ages, visits.a_year_source)
    more = f"times {visits.times_if_disabled:g}"
    yield _same("Appointments of a disabled child", more, visits.times_if_disabled_source)
    times = [f"times {visits.times[kind]:g}" for kind in kinds()]
    yield _row("Appointments of the kind of family", times, visits.times_source)
    missed = [f"{visits.missed[kind]:.1%}" for kind in kinds()]
    yield _row("Of appointments missed (was-not-brought)", missed, visits.missed_source)
    causes = ", ".join(f"{cause} {share}%" for cause, share in visits.caused_by.items())
    yield _same("What was missed or broke off was caused by", causes, visits.caused_by_source)
    barriers = f"{visits.barriers_told:.0%}"
    yield _same(
        "Of unknown cause, with what stood in the way", barriers, visits.barriers_told_source
    )
    for row in of.behaviour:
        numbers = [f"{row.a_year[kind]:g}" for kind in kinds()]
        fact = f", a fact of harm ({row.fact})" if row.fact else ""
        yield _row(f"{row.event} a year, by {row.by}{fact}", numbers, row.source)
    for teller in of.teller:
        how = (
            f"told within {teller.told_within_days} days; the child heard in {teller.hears:.0%}; "
            f"the NHS number of {teller.has_number:.0%}"
        )
        yield _same(f"What {teller.name} tells", how, teller.source)
    staff = ", ".join(f"{kind} {number:g}" for kind, number in of.staff.items())
    yield _same("People for 10,000 children", staff, str(of.practitioners["source"]))


def kinds() -> tuple[KindOfFamily, ...]:
    """The kinds of family, in the order of the file."""
    return tuple(kind.name for kind in rates().kind)


def _each(name: KindOfFamily, of: KindOfFamily, said: str) -> str:
    return said if name == of else ""


def _same(what: str, said: str, source: str) -> Row:
    return _row(what, (said, said, said), source)


def _row(what: str, numbers: Iterable[str], source: str) -> Row:
    quiet, hard, harmed = numbers
    return what, quiet, hard, harmed, source
