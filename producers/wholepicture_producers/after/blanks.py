"""What answers a question: a line with a place to fill in, and how what belongs there looks.

No value is proposed. What is made up and valid would be sent as it stands, and of several children.
"""

import re
from collections.abc import Mapping

from wholepicture_schemas.looks import OF_A_NAME

from wholepicture_producers.shape import LeafField, ValueKind

BLANK = "..."
"""What stands in the place of a value, and is none."""
_OF_A_LAST_NAME: Mapping[str, str] = {
    "phone": "a telephone number",
    "postcode": "a postcode",
    "email": "an address of e-mail",
}
_OF_A_KIND: Mapping[ValueKind, str] = {
    "yes-no": "true or false",
    "number": "a whole number",
    "decimal": "a number",
    "time": "day and time of day, as YYYY-MM-DD hh:mm",
    "date": "YYYY-MM-DD",
    "partial-date": "YYYY-MM-DD, or YYYY-MM or YYYY where no more is known",
    "any": "a value of the field that is meant, as JSON",
}


def is_blank(text: str) -> bool:
    """Whether a text is a place that nobody filled in."""
    return re.fullmatch(r"\s*(\.{2,}|\u2026)\s*", text) is not None


def looks_like(field: LeafField) -> str:
    """What is to be written in a field, in words."""
    if field.codes:
        return f"one of {', '.join(field.codes)}"
    last = field.path.rpartition(".")[2]
    known = OF_A_NAME.get(field.named) or _OF_A_LAST_NAME.get(last) or _OF_A_KIND.get(field.kind)
    return known or field.meant.rstrip(".")
