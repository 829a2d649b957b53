"""The trace of a record goes on with everything that follows from it.

Source: CloudEvents Distributed Tracing extension 1.0; W3C Trace Context (2021), section 3.2. A
record without a trace gives none.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from wholepicture_bus.binding import PREFIX
from wholepicture_bus.records import Outgoing, Record

ATTRIBUTE = "traceparent"
_HEADER = f"{PREFIX}{ATTRIBUTE}"
_FORM = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")
_AS_THEY_CAME = "invalid."


def traced(record: Record, outputs: Iterable[Outgoing]) -> list[Outgoing]:
    """The outputs with the record's trace, where it has one and they have none.

    What is kept as it came, on ``invalid.<sender>``, stays so.
    """
    found = record.header(_HEADER) or record.header(ATTRIBUTE)
    if found is None or _FORM.fullmatch(found) is None:
        return list(outputs)
    own = (_HEADER, found.encode())
    return [
        output
        if output.topic.startswith(_AS_THEY_CAME)
        or any(name == _HEADER for name, _ in output.headers)
        else replace(output, headers=(*output.headers, own))
        for output in outputs
    ]
