"""What has the shape of a place or a number in a text that others read.

It finds postcodes, telephone numbers, e-mail addresses, handles, and a number with a street. A
place without a number, such as "at her sister's", has no shape.

>>> leads_somewhere("They are at 12 Example Road now.")
True
>>> leads_somewhere("They were up until 2 in the morning.")
False
"""

import re

_PLACE = re.compile(
    r"""
    \b[A-Z]{1,2}[0-9][0-9A-Z]?\s*[0-9][ABD-HJLNP-UW-Z]{2}\b
    |(?:\+44|0044|\b0)(?:[\s().-]{0,2}[0-9]){9,10}\b
    |[\w.+-]+@[\w-]+\.[\w.-]+
    |(?<![\w.])@\w{3,}
    |\b(?:flat|room|apartment|unit|house|number|no\.?)\s*[0-9]+[a-z]?\b
    |\b[0-9]+[a-z]?,?\s+(?:[a-z']+\s+){1,3}(?:road|rd|street|st|avenue|ave|close|drive|lane|way|place|gardens
      |court|crescent|terrace|grove|hill|square|row|walk|rise|park|view|green|mews|parade|house)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)


def leads_somewhere(text: str) -> bool:
    """Whether a text has something of the shape of a place or a number."""
    return _PLACE.search(text) is not None
