"""Events of what a return says of one child, as drafts: each value with its line and element."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from wholepicture_schemas.problems import Problem

from wholepicture_producers.drafts import Cell, Draft, LocatedProblem
from wholepicture_producers.frame.trees import listed, tree_of
from wholepicture_producers.shape import leaf
from wholepicture_producers.social_care.days import day_of, moment_of
from wholepicture_producers.social_care.instances import ChildReturn, Instance, Value
from wholepicture_producers.social_care.record import KnownEvent, reference_of
from wholepicture_producers.social_care.same import Placed, free
from wholepicture_producers.social_care.settings import Settings
from wholepicture_producers.social_care.table import ITSELF, Rule, Table
from wholepicture_producers.social_care.values import converted, yes_or_no

_CHILD = "core.children.0"
_NUMBER = "ChildIdentifiers/LAchildID"
_TEAM = "detail.team"


class ElementCell(Cell):
    """An element of a file in XML, by its line."""

    __slots__ = ()
    NAMES: ClassVar[tuple[str, str]] = ("line", "element")


@dataclass(frozen=True, slots=True)
class Child:
    """Who the child is, as each event of theirs says it."""

    number: str
    values: Mapping[str, Any]
    """By path."""
    cells: Mapping[str, Cell]
    more: Mapping[str, Any]
    """What the council's own table says, as core and detail."""


class Drafting:
    """Makes the drafts of a return."""

    def __init__(self, settings: Settings, table: Table, system: str) -> None:
        self._settings = settings
        self._table = table
        self._system = system
        self._count = 0
        self._constants = {name: frozenset(told) for name, told in settings.constants.items()}
        self.without_team = 0
        """How many episodes are not told, as nobody says which team works with the child."""

    def child(self, told: ChildReturn, number: str, more: Mapping[str, Any]) -> Child:
        """Who the child of a return is."""
        values: dict[str, Any] = {f"{_CHILD}.person": "c1"}
        cells: dict[str, Cell] = {}
        kind = self._table.modules[0].rules[0].kind
        for known in self._table.child:
            texts = [
                value
                for value in told.values.get(known.element, ())
                if value.text not in known.not_known
            ]
            if not texts:
                continue
            field = leaf(kind, known.to)
            codes = [known.codes.get(value.text, value.text) for value in texts]
            if field.kind == "partial-date":
                codes = [day_of(code) or code for code in codes]
            values[known.to] = converted(codes, field)
            cells[known.to] = _cell(texts[0], known.element.rpartition("/")[2])
            if known.element == _NUMBER:
                cells[_CHILD] = cells[known.to]
        values[f"{_CHILD}.local_identifiers.0.system"] = self._system
        return Child(number, values, cells, more)

    def of(self, placed: Placed, child: Child) -> Iterator[Draft]:
        """The drafts of a referral and of all that is in it, in the order of their times."""
        found = list(self._all(placed, child))
        found.sort(key=lambda draft: str((draft.document or {}).get("time", "")))
        for draft in found:
            self._count += 1
            yield replace(draft, number=self._count)

    def refused(self, content: Any, *found: LocatedProblem) -> Draft:
        """A draft of what cannot be told."""
        self._count += 1
        return Draft(self._count, content, found=found)

    def _all(self, placed: Placed, child: Child) -> Iterator[Draft]:
        for rule in placed.instance.module.rules:
            draft = self._draft(rule, placed, child)
            if draft is not None:
                yield draft
        for inner in placed.within:
            yield from self._all(inner, child)

    def _draft(self, rule: Rule, placed: Placed, child: Child) -> Draft | None:
        one = placed.instance
        on = one.first(rule.on)
        if on is None or not _holds(rule, one):
            return None
        known = placed.known.events.get(rule.name) if placed.known else None
        values, cells, missing = self._values(rule, one, child)
        day = day_of(on.text)
        cells["time"] = cells["detail"] = _cell(on, _name(rule.on, one))
        if rule.is_of_a_team:
            team = self._team(placed, child)
            if team is None:
                self.without_team += 1
                return None
            values[_TEAM] = team
        name = rule.name
        if known is not None and known.taken_back and not _says(known, rule, values):
            name = free(rule.name, placed.known.names if placed.known else ())
            known = None
        reference = reference_of(child.number, placed.stems, name)
        if known is not None:
            reference = str(known.value("core.local_reference"))
        values["core.local_reference"] = reference
        if _is_history(known, day, self._settings):
            values["core.history"] = True
        document = self._document(rule, values, child)
        if known is not None:
            document["id"] = known.id
        if known is not None and known.time is not None:
            document["time"] = known.time
        elif day is not None:
            document["time"] = moment_of(day, rule.after)
        else:
            missing = (*missing, _no_day(on, _name(rule.on, one)))
        no_day = day is None
        return Draft(
            0,
            document,
            document,
            found=missing[-1:] if no_day else (),
            asked=() if no_day else missing,
            family_reference=child.number,
            once=reference,
            place=f"{cells[_CHILD]}, {name}" if _CHILD in cells else "",
            cells=cells,
            constants=self._constants[rule.told_as],
        )

    def _values(
        self, rule: Rule, one: Instance, child: Child
    ) -> tuple[dict[str, Any], dict[str, Cell], tuple[LocatedProblem, ...]]:
        values: dict[str, Any] = {**child.values, **rule.says}
        cells: dict[str, Cell] = dict(child.cells)
        for element, path in rule.fields.items():
            texts = one.values.get(element, ())
            if not texts:
                continue
            values[path] = converted([value.text for value in texts], leaf(rule.kind, path))
            cells[path] = _cell(texts[0], _name(element, one))
        values.setdefault("core.asks", rule.kind.ASKS)
        asked = tuple(_unclear(one)) if rule is one.module.rules[0] else ()
        return values, cells, asked

    def _document(self, rule: Rule, values: Mapping[str, Any], child: Child) -> dict[str, Any]:
        told = listed(tree_of({**self._settings.constants[rule.told_as], **values}))
        data = {"core": told["core"], "detail": told.get("detail", {})}
        if child.more:
            _fill(data["core"], json.loads(json.dumps(child.more.get("core") or {})))
            if rule.is_of_a_team and data["detail"].get("state") == "open":
                _fill(data["detail"], child.more.get("detail") or {})
        return {"type": rule.kind.TYPE, "data": data}

    def _team(self, placed: Placed, child: Child) -> str | None:
        """Which team works with the child; of a case that is closed the one that did.

        Without it a closed case would stay with the team that it was told to.
        """
        own = (child.more.get("detail") or {}).get("team")
        known = placed.known.events.get("episode") if placed.known else None
        before = known.value(_TEAM) if known else None
        closed = placed.instance.first("CINclosureDate") is not None
        told = (before, own) if closed else (own, before)
        return next((str(team) for team in (*told, self._settings.team) if team), None)


def _holds(rule: Rule, one: Instance) -> bool:
    for element, wanted in rule.only_if.items():
        told = one.first(element)
        if told is None or yes_or_no(told.text) is not wanted:
            return False
    return True


def _says(known: KnownEvent, rule: Rule, values: Mapping[str, Any]) -> bool:
    """Whether an event said what a return says now: what was taken back stays so then."""
    return all(known.value(path) == values.get(path) for path in rule.fields.values())


def _unclear(one: Instance) -> Iterator[LocatedProblem]:
    """What is asked of an element on which events depend, where it says neither yes nor no."""
    for element in dict.fromkeys(name for rule in one.module.rules for name in rule.only_if):
        told = one.first(element)
        if told is None or yes_or_no(told.text) is None:
            what = "is missing" if told is None else "has the wrong form"
            fix = "Write true or false: what depends on it is not told."
            cell = ElementCell(told.line if told else one.line, element)
            yield LocatedProblem(Problem(element, what, fix), cell)


def _no_day(on: Value, element: str) -> LocatedProblem:
    problem = Problem(
        "time", "is a day in another form", "Write it as XML does: 2026-03-09. Nothing is guessed."
    )
    return LocatedProblem(problem, _cell(on, element))


def _is_history(known: KnownEvent | None, day: str | None, settings: Settings) -> bool:
    """Whether it fills the chronology only; what was told before stays what it was told as."""
    if known is not None:
        return known.value("core.history") is True
    return day is not None and day < settings.history_before.isoformat()


def _fill(into: dict[str, Any], more: Mapping[str, Any]) -> None:
    """Add what is not said there; what the return says stands."""
    for name, value in more.items():
        there = into.get(name)
        if isinstance(there, dict) and isinstance(value, dict):
            _fill(there, value)
        elif name == "children" and isinstance(there, list) and value:
            _fill(there[0], value[0])
        elif name == "local_identifiers" and isinstance(there, list):
            into[name] = [*there, *(one for one in value if one.get("system"))]
        elif there is None:
            into[name] = value


def _name(element: str, one: Instance) -> str:
    return (
        one.module.element.rpartition("/")[2] if element == ITSELF else element.rpartition("/")[2]
    )


def _cell(value: Value, element: str) -> ElementCell:
    return ElementCell(value.line, element)
