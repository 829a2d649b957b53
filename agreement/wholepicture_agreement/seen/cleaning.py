"""Texts without what is masked: its traces, and where needs are not met whatever has its shape.

A trace is found by the value that is masked (``hidden_words.py``), a shape without one
(``shapes.py``). Whoever reads only what was written for everybody is never told whether anybody is
protected: shapes are cut for all whose needs are not met, whoever the event is about.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property

from wholepicture_schemas.in_texts import shapes
from wholepicture_schemas.in_texts.traces import Span, cut, is_a_name, spans, squashed
from wholepicture_schemas.meaning import DataClass
from wholepicture_schemas.told_fields import means_at

from wholepicture_agreement.seen.hidden_words import TraceCache, of_phone, traces_of
from wholepicture_agreement.seen.leaves import Leaf, Path, is_text
from wholepicture_agreement.seen.masking import Masking
from wholepicture_agreement.seen.sights import Sight

_PLACES: frozenset[DataClass] = frozenset({"whereabouts", "school"})
"""What is masked as a whole: the number of a property goes with its lines."""
_TO_CALL = ("core.call_back.", "core.handling.call_before_speaking_to_family.")
"""Whose numbers are for whoever reads it."""
_SHORTEST = 3
"""Below it, a text has no room for a trace."""


@dataclass(frozen=True)
class Cleaning:
    """The texts of one event, to be told to sights that may not read everything in them."""

    masking: Masking
    leaves: Sequence[Leaf]
    _cleaned: dict[Sight, dict[int, Leaf | None]] = field(default_factory=dict, compare=False)
    _open: dict[Sight, AbstractSet[str]] = field(default_factory=dict, compare=False)
    _traces: TraceCache = field(default_factory=dict, compare=False)

    def cleaned(self, sight: Sight) -> Mapping[int, Leaf | None]:
        """The texts of which something is cut, as they are left, by the leaf's number.

        Cut is every trace of what is masked, and where the sight does not see all, whatever has the
        shape of a place or a number. The value is None where nothing of the text is left; a place
        of which anything is cut is left out whole.
        """
        known = self._cleaned.get(sight)
        if known is None:
            known = self._cleaned[sight] = dict(self._cut(sight))
            places = {_place(self.leaves[at]) for at in known} - {None}
            for at, leaf in enumerate(self.leaves) if places else ():
                if _place(leaf) in places:
                    known[at] = None
        return known

    def cleared(self, text: str, sight: Sight) -> str | None:
        """A text from outside the event, without what is masked in the event."""
        open_to = self._open_to(sight)
        found = spans(text, self._all_traces(sight, open_to))
        if not self.masking.sees_all(sight):
            stay = open_to | _to_call(self.leaves)
            found += [span for span in shapes.spans(text) if not _names_one(text, span, stay)]
        return cut(text, not_own(text, found, sight.own))

    def _cut(self, sight: Sight) -> Iterator[tuple[int, Leaf | None]]:
        hidden, open_to = self.masking.hidden(self.leaves, sight), self._open_to(sight)
        texts = [text for text in self._texts if text.at not in hidden]
        everything = "\n".join([text.row for text in texts])
        every = self._all_traces(sight, open_to)
        traces = [trace for trace in every if trace in everything]
        by_shape = not self.masking.sees_all(sight)
        stay = open_to | _to_call(self.leaves) if by_shape else open_to
        lines = _lines_with_any(traces, everything)
        for line, text in enumerate(texts):
            found: list[Span] = []
            if line in lines:
                leaf = text.leaf
                standing = [one for one in traces if one in text.row and _may_stand(one, leaf)]
                found += spans(text.said, standing)
            if by_shape:
                found += [span for span in text.shapes if not _names_one(text.said, span, stay)]
            if found and (found := not_own(text.said, found, sight.own)):
                left = cut(text.said, found)
                yield text.at, None if left is None else text.leaf._replace(value=left)

    def _all_traces(self, sight: Sight, open_to: AbstractSet[str]) -> tuple[str, ...]:
        """The traces of what is masked, in this event and in other events of these children.

        What a recipient needs of the people who belong to its children is none (``open_to``).
        """
        secret: list[Leaf] = []
        of_strangers: list[Leaf] = []
        for masking, its_leaves in ((self.masking, self.leaves), *self.masking.beside):
            for at in sorted(masking.hidden(its_leaves, sight)):
                leaf = its_leaves[at]
                (secret if masking.is_secret(leaf, sight) else of_strangers).append(leaf)
        traces = dict.fromkeys(traces_of(secret, self._traces))
        if of_strangers:
            own = set(traces_of(self.masking.of_those_near(self.leaves, sight), self._traces))
            more = traces_of(of_strangers, self._traces)
            traces |= dict.fromkeys(trace for trace in more if trace not in own)
        if self.masking.elsewhere:
            refs = (
                ref
                for person in sight.given
                for ref in self.masking.people.known_as.get(person, ())
            )
            traces |= dict.fromkeys(self.masking.elsewhere.traces(sight, frozenset(refs)))
        return tuple(trace for trace in traces if trace not in open_to and trace not in sight.own)

    def _open_to(self, sight: Sight) -> AbstractSet[str]:
        """The traces of what the recipient needs of the people who belong to its children."""
        known = self._open.get(sight)
        if known is None:
            needed = [
                leaf
                for leaf in self.masking.of_those_near(self.leaves, sight)
                if self.masking.need_of(leaf) in sight.needs
            ]
            known = self._open[sight] = frozenset(traces_of(needed, self._traces))
        return known

    @cached_property
    def _texts(self) -> Sequence["_Text"]:
        """Every text that could hold a trace or a shape."""
        return [
            _Text(at, leaf)
            for at, leaf in enumerate(self.leaves)
            if isinstance(leaf.value, str) and len(leaf.value) >= _SHORTEST
        ]


class _Text:
    """A text of an event, and what of it is looked at for every sight."""

    def __init__(self, at: int, leaf: Leaf) -> None:
        self.at, self.leaf, self.said = at, leaf, str(leaf.value)
        self.row = squashed(self.said)
        """Its letters and digits."""

    @cached_property
    def shapes(self) -> Sequence[Span]:
        """What of it has the shape of a place or a number."""
        return shapes.spans(self.said) if is_text(self.leaf) else ()


def _place(leaf: Leaf) -> Path | None:
    """Of a part of a place, the path of the place."""
    means = means_at(leaf.starred)
    if means.kind not in _PLACES:
        return None
    return leaf.path[:-2] if means.traced == "lines" else leaf.path[:-1]


def _to_call(leaves: Sequence[Leaf]) -> AbstractSet[str]:
    """The traces of the numbers that whoever reads it is told to call."""
    return {
        trace
        for leaf in leaves
        if leaf.starred.startswith(_TO_CALL) and leaf.path[-1] == "phone"
        for trace in of_phone(str(leaf.value))
    }


def _names_one(text: str, span: Span, traces: AbstractSet[str]) -> bool:
    """Whether a shape in a text is one of these values, and no more."""
    row = squashed(text[slice(*span)])
    return any(row == trace or (trace[:1].isdigit() and row.endswith(trace)) for trace in traces)


def not_own(text: str, found: Iterable[Span], names: Collection[str]) -> list[Span]:
    """What is found in a text, less what lies in one of these names, given as their traces."""
    own = spans(text, names) if names else ()
    return [
        (start, end)
        for start, end in found
        if not any(first <= start and end <= last for first, last in own)
    ]


def _lines_with_any(traces: Sequence[str], everything: str) -> AbstractSet[int]:
    """The numbers of the lines that hold any of these traces."""
    lines: set[int] = set()
    for trace in traces:
        start = everything.find(trace)
        while start >= 0:
            lines.add(everything.count("\n", 0, start))
            end = everything.find("\n", start)
            start = everything.find(trace, end) if end >= 0 else -1
    return lines


def _may_stand(trace: str, leaf: Leaf) -> bool:
    """Whether a trace in a text is one: a person may be called as a house is."""
    return leaf.person is None or leaf.field != "name" or not is_a_name(trace)
