"""Texts without what is masked: its traces, and where needs are not met whatever has its shape.

A trace is found by the value that is masked (``hidden_words.py``), a shape without one
(``shapes.py``). Whoever reads only what was written for everybody is never told whether anybody is
protected: shapes are cut for all whose needs are not met, whoever the event is about.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property

from wholepicture_schemas.in_texts import shapes
from wholepicture_schemas.in_texts.traces import Searched, Span, cut, is_a_name, spans, squashed

from wholepicture_agreement.seen.hidden_words import of_phone, traces_of
from wholepicture_agreement.seen.leaves import Leaf, Leaves, Path, is_text
from wholepicture_agreement.seen.masking import Masking
from wholepicture_agreement.seen.sights import Sight

_SHORTEST = 3
"""Below it, a text has no room for a trace."""
_NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Cleaning:
    """The texts of one event, to be told to sights that may not read everything in them."""

    masking: Masking
    leaves: Leaves
    _cleaned: dict[Sight, Mapping[int, Leaf | None]] = field(default_factory=dict, compare=False)
    _masked: dict[tuple[object, ...], frozenset[str]] = field(default_factory=dict, compare=False)

    def cleaned(self, sight: Sight) -> Mapping[int, Leaf | None]:
        """The texts of which something is cut, as they are left, by the leaf's number.

        Cut is every trace of what is masked, and where the sight does not see all, whatever has the
        shape of a place or a number. The value is None where nothing of the text is left; a place
        of which anything is cut is left out whole.
        """
        known = self._cleaned.get(sight)
        if known is None:
            cleaned = self._cut(sight)
            places = {_place(self.leaves[at]) for at in cleaned} - {None}
            for at, leaf in enumerate(self.leaves) if places else ():
                if leaf.marks.place and _place(leaf) in places:
                    cleaned[at] = None
            known = self._cleaned[sight] = cleaned
        return known

    def cleared(self, text: str, sight: Sight) -> str | None:
        """A text from outside the event, without what is masked in the event."""
        open_to = self._open_to(sight)
        found = spans(text, self._traces(sight) - open_to - sight.own)
        if not self.masking.sees_all(sight):
            stay = open_to | self._to_call
            shaped = [(span, squashed(text[slice(*span)])) for span in shapes.spans(text)]
            found += [span for span, row in shaped if not _names_one(row, stay)]
        return cut(text, not_own(text, found, sight.own))

    def _cut(self, sight: Sight) -> dict[int, Leaf | None]:
        """The texts with a trace or a shape that this sight may not read, as they are left."""
        hidden = self.masking.hidden(self.leaves, sight).numbers
        found: dict[int, list[Span]] = {}
        standing = [trace for trace in self._traces(sight) if self._found[trace]]
        shaped = () if self.masking.sees_all(sight) else self._shaped
        open_to = self._open_to(sight) if standing or shaped else _NOTHING
        for trace in standing:
            if trace not in open_to and trace not in sight.own:
                for line, where in self._found[trace]:
                    found.setdefault(line, []).extend(where)
        stay = open_to | self._to_call if shaped else open_to
        for line, span, row in shaped:
            if not _names_one(row, stay):
                found.setdefault(line, []).append(span)
        left: dict[int, Leaf | None] = {}
        for line in sorted(found):
            text = self._texts[line]
            if text.at not in hidden and (where := not_own(text.said, found[line], sight.own)):
                rest = cut(text.said, where)
                left[text.at] = None if rest is None else text.leaf._replace(value=rest)
        return left

    def _traces(self, sight: Sight) -> frozenset[str]:
        """The traces of what is masked, in this event and in other events of these children."""
        versions = ((self.masking, self.leaves), *self.masking.beside)
        hidden = [masking.hidden(its_leaves, sight) for masking, its_leaves in versions]
        near: Sequence[int] = ()
        if any(masked.of_strangers for masked in hidden):
            near = self.masking.of_those_near(self.leaves, sight)
        key = (*((masked.secret, masked.of_strangers) for masked in hidden), tuple(near))
        traces = self._masked.get(key)
        if traces is None:
            secret: list[Leaf] = []
            of_strangers: list[Leaf] = []
            for (_, its_leaves), masked in zip(versions, hidden, strict=True):
                secret += [its_leaves[at] for at in masked.secret]
                of_strangers += [its_leaves[at] for at in masked.of_strangers]
            own = traces_of(self.leaves[at] for at in near)
            more = frozenset(traces_of(of_strangers)).difference(own)
            traces = self._masked[key] = more.union(traces_of(secret))
        if self.masking.elsewhere:
            known_as = self.masking.people.known_as
            refs = frozenset(ref for person in sight.given for ref in known_as.get(person, ()))
            traces = traces.union(self.masking.elsewhere.traces(sight, refs))
        return traces

    def _open_to(self, sight: Sight) -> frozenset[str]:
        """The traces of what the recipient needs of the people who belong to its children."""
        needed = self.masking.of_those_near(self.leaves, sight, needed=True)
        return frozenset(traces_of(self.leaves[at] for at in needed))

    @cached_property
    def _texts(self) -> Sequence["_Text"]:
        """Every text that could hold a trace or a shape."""
        return [
            _Text(at, leaf, str(leaf.value))
            for at, leaf in enumerate(self.leaves)
            if leaf.value.__class__ is str and len(str(leaf.value)) >= _SHORTEST
        ]

    @cached_property
    def _found(self) -> "_Found":
        return _Found(self._texts)

    @cached_property
    def _shaped(self) -> Sequence[tuple[int, Span, str]]:
        """What has the shape of a place or a number: its text, where it stands, and its row."""
        return [
            (line, span, squashed(text.said[slice(*span)]))
            for line, text in enumerate(self._texts)
            if is_text(text.leaf)
            for span in shapes.spans(text.said)
        ]

    @cached_property
    def _to_call(self) -> AbstractSet[str]:
        """The traces of the numbers that whoever reads it is told to call."""
        numbers = [str(leaf.value) for leaf in self.leaves if leaf.marks.to_call]
        return frozenset(trace for number in numbers for trace in of_phone(number))


class _Text(Searched):
    """A text of an event, in which traces are looked for."""

    def __init__(self, at: int, leaf: Leaf, said: str) -> None:
        super().__init__(said)
        self.at, self.leaf = at, leaf


class _Found(dict[str, Sequence[tuple[int, Sequence[Span]]]]):
    """Where a trace stands in the texts of an event, looked for once: the text, and its spans."""

    def __init__(self, texts: Sequence[_Text]) -> None:
        super().__init__()
        self._texts = texts
        self._everything = "\n".join([text.row for text in texts])

    def __missing__(self, trace: str) -> Sequence[tuple[int, Sequence[Span]]]:
        found = self[trace] = list(self._look_for(trace)) if trace in self._everything else ()
        return found

    def _look_for(self, trace: str) -> Iterator[tuple[int, Sequence[Span]]]:
        for line, text in enumerate(self._texts):
            if trace in text.row and _may_stand(trace, text.leaf):
                if where := text.spans(trace):
                    yield line, where


def _place(leaf: Leaf) -> Path | None:
    """Of a part of a place, the path of the place."""
    return leaf.path[: -leaf.marks.place] if leaf.marks.place else None


def _names_one(row: str, traces: AbstractSet[str]) -> bool:
    """Whether a shape in a text, by its letters and digits, is one of these values, and no more."""
    if row in traces:
        return True
    for trace in traces:  # noqa: SIM110 - any() costs more than what it asks
        if trace[:1].isdigit() and row.endswith(trace):
            return True
    return False


def not_own(text: str, found: list[Span], names: Collection[str]) -> list[Span]:
    """What is found in a text, less what lies in one of these names, given as their traces."""
    own = spans(text, names) if names and found else ()
    if not own:
        return found
    return [
        (start, end)
        for start, end in found
        if not any(first <= start and end <= last for first, last in own)
    ]


def _may_stand(trace: str, leaf: Leaf) -> bool:
    """Whether a trace in a text is one: a person may be called as a house is."""
    return leaf.person is None or leaf.marks.field != "name" or not is_a_name(trace)
