"""What holds where the sender does not say: the side of more care."""

from wholepicture_schemas.codes import Relation
from wholepicture_schemas.core import Core

_NO_CARER: frozenset[Relation] = frozenset({"not-related"})
"""The relation of an adult who opens no account of the child; any other may be a carer's."""


def not_visible_online(core: Core) -> bool:
    """Whether an event is kept out of what a parent or carer can open.

    Where the sender does not say, it is where a parent or carer is alleged. Where nobody of the
    event is said to be alleged, every adult may be, and so may whoever is not named.
    """
    said = core.handling.not_visible_online
    if said is not None:
        return said
    alleged = {allegation.alleged for allegation in core.allegations}
    anybody = not alleged or not alleged <= core.people().keys()
    if anybody and not core.adults:
        return True
    return any(
        tie.relation not in _NO_CARER
        for adult in core.adults
        if anybody or adult.person in alleged
        for tie in adult.related_to
    )
