"""What the return says of one child: the child's own elements, and each referral with all in it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from wholepicture_producers.social_care.days import day_of
from wholepicture_producers.social_care.table import ITSELF, Module, Table
from wholepicture_producers.social_care.xml_file import Element, local_name


@dataclass(frozen=True, slots=True)
class Value:
    """The text of one element, and its line."""

    text: str
    line: int


Values = dict[str, list[Value]]
"""The texts of the elements in a module, by their path below it."""


@dataclass(slots=True)
class Instance:
    """One element of a module: a referral, an assessment, a plan."""

    module: Module
    line: int
    values: Values = field(default_factory=dict)
    within: list["Instance"] = field(default_factory=list)

    def first(self, element: str) -> Value | None:
        """What an element of it says first."""
        return next(iter(self.values.get(element, ())), None)

    @property
    def day(self) -> str | None:
        """The day by which it is told from others; None where it has none that can be read."""
        told = self.first(self.module.day)
        return day_of(told.text) if told else None

    @property
    def said(self) -> tuple[object, ...]:
        """All that it says, without lines and in whichever order it stands, to compare it."""
        own = sorted(
            (name, tuple(sorted(value.text for value in values)))
            for name, values in self.values.items()
        )
        return self.module.name, tuple(own), tuple(sorted(inner.said for inner in self.within))


@dataclass(slots=True)
class ChildReturn:
    """What the return says of one child."""

    line: int
    values: Values
    """The child's own elements, by their path below the child."""
    referrals: list[Instance]

    @property
    def number(self) -> Value | None:
        """The council's own number of the child."""
        return next(iter(self.values.get("ChildIdentifiers/LAchildID", ())), None)


@dataclass
class Places:
    """How often something stands in a file, and where first."""

    counts: Counter[str] = field(default_factory=Counter)
    lines: dict[str, int] = field(default_factory=dict)

    def add(self, what: str, line: int) -> None:
        """Note one."""
        self.counts[what] += 1
        self.lines.setdefault(what, line)

    def told(self) -> Iterator[tuple[str, int, int]]:
        """What, how often, and the first line."""
        for what, count in self.counts.items():
            yield what, count, self.lines[what]


class Reading:
    """Reads the elements of children, and counts those that tell nothing."""

    def __init__(self, table: Table, year: int) -> None:
        self._modules = {module.element: module for module in table.modules}
        self._known = table.used
        self._untold: Mapping[str, object] = {
            element: told for element, told in table.untold.items() if not told.silent
        }
        self._silent = {element for element, told in table.untold.items() if told.silent}
        years = {told.element: told.years for told in table.child}
        years |= {element: told.years for element, told in table.untold.items()}
        self._another_year = {element for element, of in years.items() if of and year not in of}
        self.untold = Places()
        """What no event tells."""
        self.unknown = Places()
        """What is not known here."""
        self.of_another_year = Places()

    def child(self, element: Element) -> ChildReturn:
        """What stands in the element of a child."""
        found = ChildReturn(_line(element), {}, [])
        self._read(element, "", "", found.values, found.referrals)
        return found

    def _read(
        self, element: Element, path: str, below: str, values: Values, within: list[Instance]
    ) -> None:
        """Read what stands in an element, which is at ``path`` in the child, ``below`` a module."""
        for inner in element:
            name = local_name(inner)
            here, under = _joined(path, name), _joined(below, name)
            module = self._modules.get(here)
            if module is not None:
                self._module(module, inner, here, within)
            elif len(inner):
                self._read(inner, here, under, values, within)
            else:
                self._leaf(inner, here, under, values)

    def _module(self, module: Module, element: Element, path: str, within: list[Instance]) -> None:
        one = Instance(module, _line(element))
        if module.day == ITSELF:
            self._leaf(element, path, ITSELF, one.values)
        else:
            self._read(element, path, "", one.values, one.within)
        if one.values or one.within:
            within.append(one)

    def _leaf(self, element: Element, path: str, below: str, values: Values) -> None:
        text, line = " ".join((element.text or "").split()), _line(element)
        if not text:
            return
        if path in self._another_year:
            self.of_another_year.add(path, line)
        if path in self._known:
            values.setdefault(below, []).append(Value(text, line))
        elif path in self._untold:
            self.untold.add(path, line)
        elif path not in self._silent:
            self.unknown.add(path, line)


def _joined(path: str, name: str) -> str:
    return f"{path}/{name}" if path else name


def _line(element: Element) -> int:
    return element.sourceline or 0
