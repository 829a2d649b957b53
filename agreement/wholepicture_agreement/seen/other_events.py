"""Other events about the same children, and what they keep back in the texts of this one."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from wholepicture_schemas.identifiers import ChildRef, PersonRef

from wholepicture_agreement.seen.hidden_words import traces_of
from wholepicture_agreement.seen.leaves import Leaf, Leaves
from wholepicture_agreement.seen.masking import Masking
from wholepicture_agreement.seen.sights import Sight


class Elsewhere:
    """What other events about the same children mask; it is masked in the texts of this one too.

    Example: the police mask a victim's new address, and the school writes it into a concern. The
    address is taken out of the school's text. Three kinds of masking do not carry over:

    - of people who are protected there by a guess, as each event says itself who is alleged;
    - of what only schools are not told, as a school must read where a child is handed over;
    - of the home that somebody left, where it is not protected itself.
    """

    def __init__(self, states: Sequence["StateElsewhere"]) -> None:
        self._states = states
        self._traces: dict[tuple[Sight, frozenset[ChildRef]], tuple[str, ...]] = {}

    @property
    def leaves(self) -> Iterable[Leaves]:
        """The leaves of each of these events."""
        return (state.leaves for state in self._states)

    def traces(self, sight: Sight, given: frozenset[ChildRef]) -> tuple[str, ...]:
        """The traces of what is masked from whoever is given these children, each once."""
        key = sight._replace(school=False, given=frozenset(), own=frozenset()), given
        traces = self._traces.get(key)
        if traces is None:
            kept_back = [leaf for state in self._states for leaf in state.kept_back(*key)]
            traces = self._traces[key] = traces_of(kept_back)
        return traces


class StateElsewhere(NamedTuple):
    """A state of another event, and who the children known here are in it."""

    masking: Masking
    leaves: Leaves
    persons: Mapping[ChildRef, AbstractSet[PersonRef]]

    def kept_back(self, sight: Sight, given: frozenset[ChildRef]) -> Iterable[Leaf]:
        """What it masks of protected people from whoever is given these children."""
        given_here = (person for child in given for person in self.persons.get(child, ()))
        through = sight._replace(given=frozenset(given_here))
        return [self.leaves[at] for at in self.masking.held_elsewhere(self.leaves, through)]
