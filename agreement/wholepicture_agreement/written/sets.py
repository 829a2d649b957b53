"""The sets of fields and of types that a version of the rules names, written out."""

from collections.abc import Iterable, Mapping

from wholepicture_agreement.written.files import SharingFile


def fields_named(names: Iterable[str], file: SharingFile) -> tuple[str, ...]:
    """Paths with stars, those of each set of fields in the place of its name."""
    return tuple(path for name in names for path in file.field_sets.get(name, (name,)))


def most_of_earlier(file: SharingFile) -> Mapping[str, tuple[str, ...]]:
    """The paths that context shows at most, by the short name of a type.

    Example: children's services read that an adult with care of a child is in a crisis, and a later
    item's context says no more of that illness than the item itself did.
    """
    return {
        name: fields_named(shown, file)
        for types, shown in file.earlier_at_most.items()
        for name in file.event_sets.get(types, (types,))
    }
