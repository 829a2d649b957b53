"""Headers as one text, for a column of a table."""

import json

from wholepicture_bus.records import Headers


def packed(headers: Headers) -> str:
    """Headers as text; each byte is one character of Latin-1, so that any bytes come back."""
    return json.dumps(
        [[name, None if value is None else value.decode("latin-1")] for name, value in headers]
    )


def unpacked(text: str) -> Headers:
    """The headers that a text stands for."""
    return tuple(
        (name, None if value is None else value.encode("latin-1"))
        for name, value in json.loads(text)
    )
