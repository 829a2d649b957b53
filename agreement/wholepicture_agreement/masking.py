"""Masking: values that lead an alleged perpetrator to a victim, or tell a school of an allegation.

Anyone of any age may be alleged, and anyone may be a victim. Where each alleges the other, both are
protected. Where nobody knows who is alleged, every adult counts as alleged and as a victim.

Source: DfE, Information sharing, May 2024, golden rule 5.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import cache

from wholepicture_schemas.children import Missing
from wholepicture_schemas.core import Core
from wholepicture_schemas.identifiers import PersonRef
from wholepicture_schemas.meaning import DataClass
from wholepicture_schemas.persons import Adult
from wholepicture_schemas.told_fields import means_at

from wholepicture_agreement.files import (
    CHILDRENS_SERVICES,
    EDUCATION,
    NOT_FOR_SCHOOLS,
    Need,
    RecipientKind,
)
from wholepicture_agreement.hidden_words import TraceCache, traces_of
from wholepicture_agreement.leaves import Leaf
from wholepicture_agreement.released import READS_EVERY_TEXT
from wholepicture_agreement.traces import is_a_name, squashed, without

_FOR_NOBODY: frozenset[DataClass] = frozenset({"equality"})
"""Told to nobody, whatever a rule says (promise 8)."""

_OF_THE_ALLEGED: frozenset[DataClass] = frozenset({"whereabouts", "contact", "offence"})
"""What a school never gets of an alleged person, adult or child."""
_OF_THE_PROTECTED: frozenset[DataClass] = frozenset({"whereabouts", "school", "contact"})
"""What is masked of a protected person, except for recipients with a stated need."""
_HIDDEN_OF_PEOPLE = _OF_THE_ALLEGED | _OF_THE_PROTECTED
_NEEDS_OF_ADULTS: Mapping[DataClass, Need] = {
    "whereabouts": "victim-address",
    "contact": "victim-contact",
    "service": "victim-service",
}
_NEED_OF_CHILDREN: Need = "child-whereabouts"
_PEOPLE = ("core.children.", "core.adults.")
_SHORTEST = 3
"""Below it, a text has no room for a trace."""


@dataclass(frozen=True, slots=True)
class Sight:
    """The kind of recipient that looks at an event, and its stated needs."""

    school: bool
    childrens_services: bool
    needs: frozenset[Need] = frozenset()
    minimum: bool = False
    """Whether it reads what was written for others, and not every word of a sender."""


def sight(kind: RecipientKind, needs: frozenset[Need]) -> Sight:
    """The sight of a kind of recipient with these needs."""
    minimum = kind not in READS_EVERY_TEXT
    return Sight(kind in EDUCATION, kind in CHILDRENS_SERVICES, needs, minimum=minimum)


class Elsewhere:
    """What other events about the same children mask; it is masked in the texts of this one too.

    Example: the police mask a victim's new address, and the school writes it into a concern. The
    address is taken out of the school's text. Two kinds of masking do not carry over:

    - of people who are protected there by a guess, as each event says itself who is alleged;
    - of what only schools are not told, as a school must read where a child is handed over.
    """

    def __init__(self, states: Sequence[tuple["Masking", Sequence[Leaf]]]) -> None:
        self._states = states
        self._traces: dict[Sight, tuple[str, ...]] = {}
        self._known: TraceCache = {}

    @property
    def leaves(self) -> Iterable[Sequence[Leaf]]:
        """The leaves of each of these events."""
        return (leaves for _, leaves in self._states)

    def traces(self, sight: Sight) -> tuple[str, ...]:
        """The traces of what is masked from this sight, squashed, each once."""
        traces = self._traces.get(sight)
        if traces is None:
            kept_back = [
                leaves[at]
                for protects, leaves in self._states
                for at in sorted(protects.hidden(leaves, replace(sight, school=False)))
            ]
            traces = self._traces[sight] = traces_of(kept_back, self._known)
        return traces


@dataclass(frozen=True)
class Masking:
    """Who of one event is alleged, who is a victim, and who is protected."""

    alleged: AbstractSet[PersonRef]
    victims: AbstractSet[PersonRef]
    protected: AbstractSet[PersonRef]
    young: AbstractSet[PersonRef]
    """The people who are under 18."""
    victim_moved: bool
    beside: Sequence[tuple["Masking", Sequence[Leaf]]] = ()
    """Other versions of the same event; what each masks is taken out of the texts here too."""
    elsewhere: Elsewhere | None = None
    """Other events about the same children; what they mask is taken out of the texts too."""
    _hideable: list[tuple[int, Leaf]] = field(default_factory=list, compare=False)
    _hidden: dict[Sight, frozenset[int]] = field(default_factory=dict, compare=False)
    _cleaned: dict[Sight, dict[int, Leaf | None]] = field(default_factory=dict, compare=False)
    _traces: TraceCache = field(default_factory=dict, compare=False)
    _squashed: list[tuple[int, str]] = field(default_factory=list, compare=False)

    def hides(self, leaf: Leaf, sight: Sight) -> bool:
        """Whether a value is masked from this sight."""
        means = means_at(leaf.starred)
        kind, person = means.kind, leaf.person
        if kind in _FOR_NOBODY or (sight.school and kind in NOT_FOR_SCHOOLS):
            return True
        if person is None or kind is None:
            return False
        if sight.school and person in self.alleged and kind in _OF_THE_ALLEGED:
            return True
        young = person in self.young and person in self.alleged
        if young and sight.childrens_services:
            return False
        protected = person in self.protected and kind in _OF_THE_PROTECTED
        if leaf.among == "adults":
            if means.safety or protected or (kind == "contact" and person in self.victims):
                return _NEEDS_OF_ADULTS.get(kind) not in sight.needs
        elif protected or (kind == "school" and self.victim_moved):
            return _NEED_OF_CHILDREN not in sight.needs
        return False

    def hidden(self, leaves: Sequence[Leaf], sight: Sight) -> AbstractSet[int]:
        """The numbers of the leaves that are masked from this sight."""
        known = self._hidden.get(sight)
        if known is None:
            if not self._hideable:
                self._hideable.extend(
                    (at, leaf) for at, leaf in enumerate(leaves) if _may_be_hidden(leaf.starred)
                )
            known = self._hidden[sight] = frozenset(
                [at for at, leaf in self._hideable if self.hides(leaf, sight)]
            )
        return known

    def cleaned(self, leaves: Sequence[Leaf], sight: Sight) -> Mapping[int, Leaf | None]:
        """The texts with a trace of what is masked, without the trace, by the leaf's number.

        The value is None where nothing of the text is left.
        """
        known = self._cleaned.get(sight)
        if known is None:
            known = self._cleaned[sight] = {}
            if every := self._all_traces(leaves, sight):
                known.update(self._without(every, leaves, sight))
        return known

    def _without(
        self, every: Sequence[str], leaves: Sequence[Leaf], sight: Sight
    ) -> Iterator[tuple[int, Leaf | None]]:
        hidden = self.hidden(leaves, sight)
        texts = [numbered for numbered in self._texts(leaves) if numbered[0] not in hidden]
        everything = "\n".join([text for _, text in texts])
        traces = [trace for trace in every if trace in everything]
        for at, text in _with_any(traces, texts, everything):
            leaf = leaves[at]
            standing = [trace for trace in traces if trace in text and _may_stand(trace, leaf)]
            if standing and (left := without(str(leaf.value), standing)) != leaf.value:
                yield at, None if left is None else leaf._replace(value=left)

    def cleared(self, text: str, leaves: Sequence[Leaf], sight: Sight) -> str | None:
        """A text from outside the event, without traces of what is masked in the event."""
        return without(text, self._all_traces(leaves, sight))

    def _all_traces(self, leaves: Sequence[Leaf], sight: Sight) -> tuple[str, ...]:
        """The traces of what is masked, in this event and in other events of these children."""
        own = traces_of(self._kept_back(leaves, sight), self._traces)
        more = self.elsewhere.traces(sight) if self.elsewhere else ()
        return tuple(dict.fromkeys((*own, *more))) if more else own

    def _kept_back(self, leaves: Sequence[Leaf], sight: Sight) -> list[Leaf]:
        """The masked leaves of the event and of each other version of it."""
        kept_back = [leaves[at] for at in sorted(self.hidden(leaves, sight))]
        for other, others_leaves in self.beside:
            kept_back += [others_leaves[at] for at in sorted(other.hidden(others_leaves, sight))]
        return kept_back

    def _texts(self, leaves: Sequence[Leaf]) -> Sequence[tuple[int, str]]:
        """Every text that could hold a trace, squashed, with its leaf's number."""
        if not self._squashed:
            self._squashed.extend(
                (at, squashed(leaf.value))
                for at, leaf in enumerate(leaves)
                if isinstance(leaf.value, str) and len(leaf.value) >= _SHORTEST
            )
        return self._squashed


def masking(
    core: Core,
    missing: Iterable[Missing],
    under_18: AbstractSet[PersonRef],
    beside: Sequence[tuple[Masking, Sequence[Leaf]]] = (),
    elsewhere: Elsewhere | None = None,
    *,
    as_stated: bool = False,
) -> Masking:
    """The masking of an event.

    Every adult counts as alleged and as a victim where the allegations are absent or unreadable, or
    name somebody who is not in the event. With ``as_stated``, for other events, they do not.
    """
    people = core.people().keys()
    alleged = {allegation.alleged for allegation in core.allegations}
    victims = {victim for allegation in core.allegations for victim in allegation.victims}
    unread = any(problem.field.startswith("core.allegations") for problem in missing)
    unclear = unread or not alleged or not victims or not (alleged | victims) <= people
    if unclear and not as_stated:
        everyone = {adult.person for adult in core.adults}
        alleged, victims = alleged | everyone, victims | everyone
    return Masking(
        alleged=alleged,
        victims=victims,
        protected=frozenset(core.handling.address_protected),
        young=under_18,
        victim_moved=any(_moved(adult, victims) for adult in core.adults),
        beside=beside,
        elsewhere=elsewhere,
    )


def _moved(adult: Adult, victims: AbstractSet[PersonRef]) -> bool:
    return adult.person in victims and adult.new_address is not None


@cache
def _may_be_hidden(starred: str) -> bool:
    """Whether any sight hides any person's leaf here; there are no more paths than fields."""
    means = means_at(starred)
    of_a_person = starred.startswith(_PEOPLE) and means.kind in _HIDDEN_OF_PEOPLE
    return of_a_person or means.safety or means.kind in _FOR_NOBODY | NOT_FOR_SCHOOLS


def _with_any(
    traces: Sequence[str], texts: Sequence[tuple[int, str]], everything: str
) -> Iterable[tuple[int, str]]:
    """The texts that hold any of these traces; ``everything`` has each text on a line."""
    lines: set[int] = set()
    for trace in traces:
        start = everything.find(trace)
        while start >= 0:
            lines.add(everything.count("\n", 0, start))
            end = everything.find("\n", start)
            start = everything.find(trace, end) if end >= 0 else -1
    return [texts[line] for line in sorted(lines)]


def _may_stand(trace: str, leaf: Leaf) -> bool:
    """Whether a trace in a text is one: a person may be called as a house is."""
    return leaf.person is None or leaf.field != "name" or not is_a_name(trace)
