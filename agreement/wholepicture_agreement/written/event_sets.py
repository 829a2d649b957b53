"""Sets of events: types of event that rules take together, by a name."""

from collections.abc import Iterable, Mapping


def written_out(names: Iterable[str], sets: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The types that are named, those of each set in the place of its name, each once."""
    return tuple(dict.fromkeys(kind for name in names for kind in sets.get(name, (name,))))
