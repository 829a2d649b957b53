"""The trace of a record goes on with everything that follows from it.

Source: CloudEvents Distributed Tracing extension 1.0; W3C Trace Context (2021), section 3.2. A
record without a trace gives none.
"""

from collections.abc import Iterable
from dataclasses import replace

from wholepicture_bus.records import Outgoing, Record
from wholepicture_bus.spans import TRACE_HEADER, trace_of

_AS_THEY_CAME = "invalid."


def traced(record: Record, outputs: Iterable[Outgoing]) -> list[Outgoing]:
    """The outputs with the record's trace, where it has one and they have none.

    What is kept as it came, on ``invalid.<sender>``, stays so.
    """
    found = trace_of(record.headers)
    if found is None:
        return list(outputs)
    own = (TRACE_HEADER, found.encode())
    return [
        output
        if output.topic.startswith(_AS_THEY_CAME)
        or any(name == TRACE_HEADER for name, _ in output.headers)
        else replace(output, headers=(*output.headers, own))
        for output in outputs
    ]
