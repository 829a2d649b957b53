"""What has changed in a row since it was last published, as changes of the event as it stands.

Three tellings are compared: what the row said before, what it says now, and the event as its
corrections have left it. Only what differs between the two rows is a change, so that what somebody
has put right since is left alone. What is in the row no longer is named, and taken away only where
that is wanted: a cell is as easily lost as corrected.

Example: a row said a postcode, `wholepicture fix` has put it right, and now the row has a sibling
too. The sibling is added; the postcode stays as it was put right.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wholepicture_schemas.changes import problem_of_path
from wholepicture_schemas.envelope import Event

from wholepicture_producers.aligning import PEOPLE, reference_names
from wholepicture_producers.shape import EACH

Change = tuple[str, Any]


@dataclass
class Differences:
    """What a row changes in its event."""

    changes: list[Change] = field(default_factory=list)
    """Each field with what it says now, in the order in which they can be made."""
    gone: list[str] = field(default_factory=list)
    """What the row said before and does not say now."""
    left: dict[str, str] = field(default_factory=dict)
    """The fields that are not changed though the row says otherwise, each with why."""
    replaced: dict[str, Any] = field(default_factory=dict)
    """Of the changed fields those that said something else before, each with what it said."""

    @property
    def is_nothing(self) -> bool:
        """Whether the row says what it said."""
        return not (self.changes or self.gone or self.left)

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the changed fields."""
        return tuple(field for field, _ in self.changes)


PUT_RIGHT = "it was put right since with `wholepicture fix`"
OF_THE_MAPPING = "it is a constant of the mapping, and not of the row"
NEVER_CORRECTED = "it cannot be corrected"


def differences(
    kind: type[Event[Any]],
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    now: Mapping[str, Any],
    *,
    removals: bool = False,
    constants: frozenset[str] = frozenset(),
) -> Differences:
    """What the row changes in the event as it stands, which is ``now``.

    People are the same where their references are: see ``aligning``.
    ``constants`` are the paths that the mapping fills: a change of the mapping is no news of what
    happened.
    """
    work = _Comparing(kind, removals=removals, constants=constants)
    work.objects("", before, after, now)
    # entries last, the inner and the later before the others: none moves another's place
    work.entries_gone.reverse()
    work.found.changes += sorted(work.entries_gone, key=lambda gone: -gone[0].count("."))
    return work.found


class _Comparing:
    def __init__(
        self, kind: type[Event[Any]], *, removals: bool, constants: frozenset[str]
    ) -> None:
        self.found = Differences()
        self.entries_gone: list[Change] = []
        self._kind = kind
        self._references = reference_names(kind)
        self._removals = removals
        self._constants = constants

    def objects(
        self, path: str, before: Mapping[str, Any], after: Mapping[str, Any], now: Mapping[str, Any]
    ) -> None:
        """Compare two objects field by field."""
        for name in dict.fromkeys((*after, *before)):
            self._values(
                f"{path}.{name}" if path else name,
                before.get(name),
                after.get(name),
                now.get(name),
            )

    def _values(self, path: str, before: Any, after: Any, now: Any) -> None:
        if after in (before, now) and not (_empty(after) and not _empty(before)):
            return
        if _empty(after):
            if not _empty(before) and not _empty(now):
                self._take_away(path, before, same=now == before)
            return
        if isinstance(after, dict) and not _empty(now):
            self.objects(path, before or {}, after, now)
        elif isinstance(after, list) and isinstance(after[0], dict) and not _empty(now):
            self._lists(path, before or [], after, now)
        elif _empty(now) and _empty(before):
            self._change(path, after)
        elif now == before:
            self._replace(path, after, before)
        else:
            self.found.left[path] = PUT_RIGHT

    def _lists(
        self, path: str, before: Sequence[Any], after: Sequence[Any], now: Sequence[Any]
    ) -> None:
        """Compare two lists of objects: what is the same item, what is new, and what is gone."""
        same = _by_reference if path in PEOPLE else self._by_content
        earlier, standing = same(before, after), same(before, now)
        known = same(now, after)
        where = {to: at for at, to in standing.items()}
        behind = len(now)
        for at, item in enumerate(after):
            old = earlier.get(at)
            place = where.get(old) if old is not None else known.get(at)
            if place is not None:
                was = before[old] if old is not None else {}
                self.objects(f"{path}.{place}", was, item, now[place])
            elif old is None:
                self._change(f"{path}.{behind}", item)
                behind += 1
            elif before[old] != item:
                self.found.left[f"{path}.{at}"] = PUT_RIGHT
        for old, item in enumerate(before):
            if old not in earlier.values() and old in where:
                self._take_away(f"{path}.{where[old]}", item, same=now[where[old]] == item)

    def _replace(self, path: str, value: Any, before: Any) -> None:
        general = ".".join(EACH if part.isdigit() else part for part in path.split("."))
        if {path, general} & self._constants:
            self.found.left[path] = OF_THE_MAPPING
        elif self._change(path, value):
            self.found.replaced[path] = before

    def _change(self, path: str, value: Any) -> bool:
        if problem_of_path(0, path, [self._kind]) is not None:
            self.found.left[path] = NEVER_CORRECTED
            return False
        self.found.changes.append((path, value))
        return True

    def _take_away(self, path: str, before: Any, *, same: bool) -> None:
        """Name what is gone; take it away where that is wanted and nobody has changed it since."""
        self.found.gone.append(path)
        if self._removals and not same:
            self.found.left[path] = PUT_RIGHT
        elif self._removals and problem_of_path(0, path, [self._kind]) is None:
            is_entry = path.rpartition(".")[2].isdigit()
            (self.entries_gone if is_entry else self.found.changes).append((path, None))
            self.found.replaced[path] = before

    def _by_content(self, before: Sequence[Any], after: Sequence[Any]) -> dict[int, int]:
        """Which item is which: equal ones first, then those that may have been changed."""
        found = _matched(before, after, lambda one, other: bool(one == other))
        alone = [at for at in range(len(after)) if at not in found]
        left = [to for to in range(len(before)) if to not in found.values()]
        for at in alone:
            likely = next((to for to in left if self._may_be(before[to], after[at])), None)
            if likely is not None:
                found[at] = likely
                left.remove(likely)
        return found

    def _may_be(self, one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
        """Whether an item may have become the other: of the same people, and with a value alike."""
        of_others = any(one.get(name) != other.get(name) for name in self._references)
        return not of_others and any(
            not _empty(value) and other.get(name) == value for name, value in one.items()
        )


def _empty(value: Any) -> bool:
    return value is None or value in ([], {}, "")


def _by_reference(before: Sequence[Any], after: Sequence[Any]) -> dict[int, int]:
    """Which item after is which before, of people by their references."""
    return _matched(before, after, lambda one, other: one.get("person") == other.get("person"))


def _matched(
    before: Sequence[Any], after: Sequence[Any], same: Callable[[Any, Any], bool]
) -> dict[int, int]:
    found: dict[int, int] = {}
    for at, item in enumerate(after):
        for to, old in enumerate(before):
            if to not in found.values() and same(old, item):
                found[at] = to
                break
    return found
