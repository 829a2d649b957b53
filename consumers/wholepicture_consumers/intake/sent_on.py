"""What a record says of itself that could not be read at first, and was sent on by a person.

Its headers name where it was kept, by which role it was sent on, and which fields were put right;
they hold no value of it. The word of the decision itself lies on ``operations``.
"""

import re

from wholepicture_bus.records import Record
from wholepicture_schemas.problems import Problem

SENT_ON, BY, PUT_RIGHT = "wp_sent_on", "wp_by", "wp_put_right"
"""The headers: where it was kept, which role decided, and the paths of what was put right."""
ROLE = re.compile(r"[A-Za-z][A-Za-z0-9 ,'/-]{1,59}")
_PLACE = re.compile(r"invalid\.[a-z0-9-]{1,100}/[0-9]{1,4}@[0-9]{1,19}")
_FIELD = re.compile(r"[a-z0-9_.]{1,200}")


def sent_on_sentence(record: Record) -> str | None:
    """Where a record was kept and who sent it on, for the ledger; none where nobody had to."""
    place, by = record.header(SENT_ON) or "", record.header(BY) or ""
    if not (_PLACE.fullmatch(place) and ROLE.fullmatch(by)):
        return None
    fields = _fields(record)
    changed = f" with {', '.join(fields)} put right" if fields else ""
    return f"It could not be read at first ({place}) and was sent on by the {by}{changed}."


def put_right_problems(record: Record) -> tuple[Problem, ...]:
    """A problem for each field that was put right, for its sender and every reader to know."""
    what = "was put right by the bus, as it could not be read"
    fix = "Its sender checks it, and corrects it where it is wrong."
    return tuple(Problem(field, what, fix) for field in _fields(record))


def _fields(record: Record) -> list[str]:
    fields = (record.header(PUT_RIGHT) or "").split(",")
    return [field for field in fields if _FIELD.fullmatch(field)]
