"""What the context of a later item shows of some types at most, whichever rule gives it."""

from collections.abc import Mapping

from wholepicture_agreement.written.files import SharingFile


def most_of_earlier(file: SharingFile) -> Mapping[str, tuple[str, ...]]:
    """The paths that context shows at most, by the short name of a type.

    Example: children's services read that an adult with care of a child is in a crisis, and a later
    item's context says no more of that illness than the item itself did.
    """
    return {
        name: tuple(path for one in shown for path in file.field_sets.get(one, (one,)))
        for types, shown in file.earlier_at_most.items()
        for name in file.event_sets.get(types, (types,))
    }
