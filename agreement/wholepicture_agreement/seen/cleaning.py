"""Texts without what is masked: its traces, and where needs are not met whatever has its shape.

A trace is found by the value that is masked (``hidden_words.py``), a shape without one
(``shapes.py``). Whoever reads only what was written for everybody is never told whether anybody is
protected: shapes are cut for all whose needs are not met, whoever the event is about.
"""

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from wholepicture_schemas.cached import cached_property
from wholepicture_schemas.in_texts import shapes
from wholepicture_schemas.in_texts.traces import Span, cut, is_a_name, rows_of, spans, squashed

from wholepicture_agreement.seen.hidden_words import of_phone, traces_of
from wholepicture_agreement.seen.leaves import Leaf, Leaves, Path
from wholepicture_agreement.seen.masking import Masking
from wholepicture_agreement.seen.sights import Sight


@dataclass(frozen=True)
class Cleaning:
    """The texts of one event, to be told to sights that may not read everything in them."""

    masking: Masking
    leaves: Leaves
    _masked: dict[tuple[object, ...], frozenset[str]] = field(default_factory=dict, compare=False)

    def cleaned(self, sight: Sight, kept: Collection[int]) -> Mapping[int, Leaf | None]:
        """The texts of which something is cut, as they are left, by the leaf's number.

        Looked at is what is ``kept`` after masking, and the rest of each place that is kept in
        part. Cut is every trace of what is masked, and where the sight does not see all, whatever
        has the shape of a place or a number. The value is None where nothing of the text is left; a
        place of which anything is cut is left out whole.
        """
        traces, by_shape = self._traces(sight), not self.masking.sees_all(sight)
        if not (traces or by_shape):
            return {}
        together = self._together
        looked_at = {*kept}.union(*[together[at] for at in together if at in kept])
        looked_at -= self.masking.hidden(self.leaves, sight).numbers
        cleaned = self._cut(sight, looked_at, traces, by_shape=by_shape)
        parts = {part for at in cleaned if at in together for part in together[at]}
        for part in sorted(parts):
            cleaned[part] = None
        return cleaned

    def cleared(self, text: str, sight: Sight) -> str | None:
        """A text from outside the event, without what is masked in the event."""
        open_to = self._open_to(sight)
        found = spans(text, self._traces(sight) - open_to - sight.own)
        if not self.masking.sees_all(sight):
            stay = open_to | self._to_call
            found += [
                span
                for span in shapes.spans(text)
                if not _names_one(squashed(text[slice(*span)]), stay)
            ]
        return cut(text, not_own(text, found, sight.own))

    def _cut(
        self, sight: Sight, looked_at: set[int], traces: frozenset[str], *, by_shape: bool
    ) -> dict[int, Leaf | None]:
        """The texts with a trace or a shape that this sight may not read, as they are left."""
        standing = self._standing
        traces = frozenset([one for one in traces if not looked_at.isdisjoint(standing[one])])
        texts = [at for at in self.leaves.texts if at in looked_at] if by_shape else ()
        shaped = [at for at in texts if self._shapes[at]]
        if not (traces or shaped):
            return {}
        found: dict[int, list[Span]] = {}
        open_to = self._open_to(sight)
        for trace in traces - open_to - sight.own:
            for at in looked_at.intersection(standing[trace]):
                found.setdefault(at, []).extend(standing.spans(trace, at))
        stay = open_to | self._to_call
        for at in shaped:
            shapes_left = [span for span, row in self._shapes[at] if not _names_one(row, stay)]
            found.setdefault(at, []).extend(shapes_left)
        left: dict[int, Leaf | None] = {}
        for at in sorted(found):
            leaf = self.leaves[at]
            said = str(leaf.value)
            if spans_left := not_own(said, found[at], sight.own):
                rest = cut(said, spans_left)
                left[at] = None if rest is None else leaf._replace(value=rest)
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
    def _standing(self) -> "_Standing":
        return _Standing(self.leaves)

    @cached_property
    def _shapes(self) -> "_Shapes":
        return _Shapes(self.leaves)

    @cached_property
    def _together(self) -> Mapping[int, Sequence[int]]:
        """Of each part of a place, the parts of the place, by their leaves' numbers."""
        places: dict[Path, list[int]] = {}
        for at, leaf in enumerate(self.leaves):
            if leaf.marks.place:
                places.setdefault(leaf.path[: -leaf.marks.place], []).append(at)
        return {at: parts for parts in places.values() for at in parts}

    @cached_property
    def _to_call(self) -> AbstractSet[str]:
        """The traces of the numbers that whoever reads it is told to call."""
        numbers = [str(leaf.value) for leaf in self.leaves if leaf.marks.to_call]
        return frozenset(trace for number in numbers for trace in of_phone(number))


class _Standing(dict[str, Sequence[int]]):
    """In which texts of an event a trace stands, by their leaves' numbers; looked for once."""

    def __init__(self, leaves: Leaves) -> None:
        super().__init__()
        self._leaves = leaves
        self._texts = [at for at, leaf in enumerate(leaves) if type(leaf.value) is str]
        self._rows = rows_of([str(leaves[at].value) for at in self._texts])
        self._everything = "\n".join(self._rows)
        self._spans: dict[tuple[str, int], Sequence[Span]] = {}

    def __missing__(self, trace: str) -> Sequence[int]:
        found: Sequence[int] = ()
        if trace in self._everything:
            rows = zip(self._texts, self._rows, strict=True)
            found = [at for at, row in rows if trace in row and _may_stand(trace, self._leaves[at])]
        self[trace] = found
        return found

    def spans(self, trace: str, at: int) -> Sequence[Span]:
        """Where a trace stands in a text."""
        found = self._spans.get((trace, at))
        if found is None:
            found = self._spans[trace, at] = spans(str(self._leaves[at].value), [trace])
        return found


class _Shapes(dict[int, Sequence[tuple[Span, str]]]):
    """What of a text of an event has the shape of a place or a number, each with its row."""

    def __init__(self, leaves: Leaves) -> None:
        super().__init__()
        self._leaves = leaves

    def __missing__(self, at: int) -> Sequence[tuple[Span, str]]:
        text = str(self._leaves[at].value)
        found = [(span, squashed(text[slice(*span)])) for span in shapes.spans(text)]
        self[at] = found
        return found


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
