"""Released texts: what a sender writes for those who are told the minimum.

Other words of a sender, such as its summary or a child's own, go to those who act for the child's
safety. A school or a health service reads what was written for it. Example: a child says what the
father did. The school reads what the sender releases of that, in ``voice.for_school``.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from wholepicture_schemas.codes import RecipientKind

from wholepicture_agreement.written.files import CHILDRENS_SERVICES, EDUCATION

READS_EVERY_TEXT: AbstractSet[RecipientKind] = CHILDRENS_SERVICES | {
    "police-safeguarding-unit", "designated-officer", "partnership-unit",
}  # fmt: skip
"""Who may be given the sender's words as they stand."""
INSTEAD: Mapping[str, str] = {"detail.concern": "core.for_school"}
"""What a school is given only where the sender wrote nothing for it, and the field for that."""
FOR_SCHOOLS: AbstractSet[str] = frozenset({
    "core.for_school", "core.children.*.voice.for_school", *INSTEAD,
})  # fmt: skip
FOR_HEALTH: AbstractSet[str] = frozenset({"core.for_health"})

OF_THE_EVENT = ("core.for_school", "core.for_health", *INSTEAD)
"""The released texts that say what happened."""


def released_to(kinds: AbstractSet[RecipientKind]) -> AbstractSet[str]:
    """The free texts that recipients of these kinds may be given, all of which read not every one.

    Those of education read what is for schools, everybody else what is for health services.
    """
    others = kinds - READS_EVERY_TEXT
    if others <= EDUCATION:
        return FOR_SCHOOLS
    return FOR_SCHOOLS & FOR_HEALTH if others & EDUCATION else FOR_HEALTH
