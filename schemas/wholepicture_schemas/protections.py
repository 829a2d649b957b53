"""What protects a person, and when a problem leaves it in doubt.

A protection that cannot be read is never passed over. The kit refuses the event, because its
sender is there and can mend it at once. The bus cannot ask before it tells, and reads the handling
at its strictest.
"""

import re
from difflib import get_close_matches

from wholepicture_schemas.core import Handling
from wholepicture_schemas.problems import Problem
from wholepicture_schemas.unknown_fields import UnknownField

_PROTECTS = re.compile(
    r"core\.(handling|adults\.[0-9]+\.(safe_contact|new_address|victim_service)"
    r"|children\.[0-9]+\.objects_to_sharing)(\..*)?"
)
_STANDS_WITHOUT = re.compile(
    r"core\.(handling\.(not_to\.[0-9]+\.(because|review_on)|do_not_disclose_to\.[0-9]+\.because"
    r"|call_before_speaking_to_family\.(who|phone))"
    r"|children\.[0-9]+\.objects_to_sharing\.because)"
)
"""What may be missing beside a protection that can be read."""
_MISSING = "is missing"


OF_VICTIMS = frozenset({"safe_contact", "new_address", "victim_service"})
"""The fields of an adult that only somebody who may be harmed has."""
_OF_STAFF = ("works_for", "works_at")
"""The fields of an adult that keep an event from their colleagues. A value that nobody understands
protects by itself; a name that nobody knows does not."""
_NAMES = {
    name.replace("_", ""): name
    for name in (*OF_VICTIMS, *_OF_STAFF, "handling", "objects_to_sharing", *Handling.model_fields)
}
_NEAR = 0.8


def may_protect(field: UnknownField) -> bool:
    """Whether a field of a name that nobody knows may be a slip of one that protects a person."""
    return field.says and (field.in_handling or meant_protection(field) is not None)


def meant_protection(field: UnknownField) -> str | None:
    """The protection that a field of another name resembles, wherever it stands."""
    if field.meant in _NAMES.values():
        return field.meant
    word = "".join(filter(str.isalnum, str(field.location[-1]))).lower()
    near = get_close_matches(word, _NAMES, n=1, cutoff=_NEAR)
    return _NAMES[near[0]] if near else None


def cannot_be_read(problem: Problem) -> bool:
    """Whether a problem is that of a protection which nobody can read.

    >>> cannot_be_read(Problem("core.handling.adress_protected", "is not a field", "Remove it."))
    True
    >>> cannot_be_read(Problem("core.handling.not_to.0.review_on", "is missing", "Say when."))
    False
    """
    if not _PROTECTS.fullmatch(problem.field):
        return False
    return problem.what != _MISSING or not _STANDS_WITHOUT.fullmatch(problem.field)
