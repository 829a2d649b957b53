"""The content of an event as leaves: every value at the end of a path, and the content built again.

Working on leaves lets each rule say yes or no to each value, and several rules be joined.
"""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from pydantic import JsonValue
from wholepicture_schemas.cached import cached_property
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.fields import EACH
from wholepicture_schemas.identifiers import PersonRef
from wholepicture_schemas.reading import content_of

from wholepicture_agreement.seen.marks import CONTENT, Marks, MaskedAs, Node, marks_at

Path = tuple[str | int, ...]


class Holder:
    """An object of a content: what holds values under their names, or further objects and lists."""

    __slots__ = ("around", "path")
    is_list = False

    def __init__(self, path: Path, around: "Holder | None" = None) -> None:
        self.path, self.around = path, around


class ListHolder(Holder):
    """A list of a content: what holds values in their order, or objects and lists."""

    __slots__ = ()
    is_list = True


_WHOLE = Holder(())
"""The content itself."""


class Leaf(NamedTuple):
    """One value, where it stands, and whose it is."""

    path: Path
    marks: Marks
    value: JsonValue
    person: PersonRef | None = None
    """The person of the event under whose entry it stands."""
    holder: Holder = _WHOLE
    """What holds it, one for all that stand in the same."""

    @property
    def starred(self) -> str:
        """The path as text, a star for each place in a list; of a text as written, its field's."""
        return self.marks.starred


_Row = tuple[Path, Marks, JsonValue, PersonRef | None, Holder]
"""The values of a leaf, in their order."""


class Leaves(tuple[Leaf, ...]):  # noqa: SLOT001 - what is found in them is kept with them
    """Every value of a content, in its order, and where the values of a field are."""

    @cached_property
    def by_field(self) -> Mapping[str, Sequence[int]]:
        """The numbers of the leaves by their paths, a star for each place in a list."""
        numbers: dict[str, list[int]] = {}
        for at, leaf in enumerate(self):
            starred = leaf.marks.starred
            if starred in numbers:
                numbers[starred].append(at)
            else:
                numbers[starred] = [at]
        return numbers

    def at_field(self, starred: str) -> Sequence[int]:
        """The numbers of the leaves of a field; none where the content has no value of it."""
        return self.by_field.get(starred, ())

    @cached_property
    def by_masking(self) -> Mapping[tuple[MaskedAs, PersonRef | None], Sequence[int]]:
        """The numbers of the leaves by what masking asks of their fields, and whose they are."""
        numbers: dict[tuple[MaskedAs, PersonRef | None], list[int]] = {}
        for at, leaf in enumerate(self):
            whose = leaf.marks.masked_as, leaf.person
            if whose in numbers:
                numbers[whose].append(at)
            else:
                numbers[whose] = [at]
        return numbers

    @cached_property
    def texts(self) -> Sequence[int]:
        """The numbers of the leaves that may be words of the sender.

        They are no names, numbers, codes or services of their own. What was kept as it was written
        may say more than its field asks for.
        """
        return [
            at
            for at, leaf in enumerate(self)
            if leaf.marks.may_be_text
            and type(leaf.value) is str
            and leaf.value not in leaf.marks.codes
        ]

    @cached_property
    def words(self) -> str:
        """All that may be words of the sender, a line for each text."""
        return "\n".join([str(self[at].value) for at in self.texts])

    @cached_property
    def services(self) -> str:
        """All that names a service, or somebody who works for one, a line for each value."""
        return "\n".join([str(leaf.value) for leaf in self if leaf.marks.names_a_service])


_recent: deque[tuple[Event[Any], Leaves]] = deque(maxlen=16)
"""The events that were looked at last: each is looked at several times, as the same leaves."""


def leaves_of(event: Event[Any]) -> Leaves:
    """Every value of an event's content, in its order."""
    for known, kept in _recent:
        if known is event:
            return kept
    made = leaves(content_of(event))
    _recent.append((event, made))
    return made


def leaves(content: Mapping[str, JsonValue]) -> Leaves:
    """Every value of a content, in its order; empty lists and objects have none."""
    gathered: list[_Row] = []
    _walk_object(content, _WHOLE, CONTENT, None, gathered)
    return Leaves([tuple.__new__(Leaf, row) for row in gathered])  # Leaf(*row) costs twice as much


def leaf_at(path: Path, value: JsonValue = None, person: PersonRef | None = None) -> Leaf:
    """A value at a path, by itself."""
    return Leaf(path, marks_at(starred(path)), value, person)


def _walk_object(
    entries: Mapping[str, Any],
    holder: Holder,
    node: Node,
    person: PersonRef | None,
    gathered: list[_Row],
) -> None:
    around = holder.path
    for name, inner in entries.items():
        kind = type(inner)
        if kind is dict:
            inside = Holder((*around, name), holder)
            _walk_object(inner, inside, node[name], person, gathered)
        elif kind is list:
            inside = ListHolder((*around, name), holder)
            _walk_list(inner, inside, node[name], person, gathered)
        elif inner is not None:
            gathered.append(((*around, name), node[name].marks, inner, person, holder))


def _walk_list(
    entries: Sequence[Any],
    holder: Holder,
    node: Node,
    person: PersonRef | None,
    gathered: list[_Row],
) -> None:
    around, each, are_people = holder.path, node[EACH], node.is_people
    for at, inner in enumerate(entries):
        kind = type(inner)
        if kind is dict:
            whose = PersonRef(str(inner.get("person"))) if are_people else person
            inside = Holder((*around, at), holder)
            _walk_object(inner, inside, each, whose, gathered)
        elif kind is list:
            inside = ListHolder((*around, at), holder)
            _walk_list(inner, inside, each, person, gathered)
        elif inner is not None:
            gathered.append(((*around, at), each.marks, inner, person, holder))


def starred(path: Path) -> str:
    """A path as text, a star for each place in a list."""
    return ".".join([EACH if isinstance(part, int) else part for part in path])


def rebuilt(kept: Iterable[Leaf]) -> dict[str, JsonValue]:
    """A content from leaves in their order; lists close up, so that nothing left out shows."""
    root: dict[str, JsonValue] = {}
    made: dict[Holder, Any] = {_WHOLE: root}
    current, node = _WHOLE, root
    for path, _, value, _, holder in kept:
        if holder is not current:
            current = holder
            node = made[holder] if holder in made else _made(holder, made)
        if holder.is_list:
            node.append(value)  # type: ignore[attr-defined]
        else:
            node[path[-1]] = value  # type: ignore[index]
    return root


def _made(holder: Holder, made: dict[Holder, Any]) -> Any:
    """A list or an object made empty, and put into what holds it."""
    node = made[holder] = [] if holder.is_list else {}
    around = holder.around or _WHOLE
    outer = made[around] if around in made else _made(around, made)
    if around.is_list:
        outer.append(node)
    else:
        outer[holder.path[-1]] = node
    return node


def fields_of(kept: Iterable[Leaf]) -> tuple[str, ...]:
    """The paths of leaves, a star for each place in a list, each once and in their order."""
    paths = dict.fromkeys([leaf.marks for leaf in kept])
    return tuple(dict.fromkeys([marks.of_list for marks in paths]))
