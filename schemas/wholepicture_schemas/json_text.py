"""The text of a JSON value: its encoding, and the slips of writers that no JSON reader takes.

What a person can read without doubt is read. A comment, a comma before a bracket, a line break
inside a text and a NUL at the end are passed over. NaN and Infinity are no numbers of JSON: they
stay in the text, and ``parsing`` leaves out what they stand for. Single quotes are not read,
because an apostrophe inside a name is one too.
"""

import codecs
import json
import re

_CHARSET = re.compile(r"charset\s*=\s*\"?([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_TEXT = rb'"(?:[^"\\]|\\.)*"'
_COMMENTS = re.compile(_TEXT + rb"|(?P<slip>/\*(?:.*?\*/|.*\Z)|//[^\n]*)", re.DOTALL)
_COMMAS = re.compile(_TEXT + rb"|(?P<slip>,(?=\s*[\]}]))", re.DOTALL)
_ESCAPES = re.compile(
    rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    rb"|(?P<half>\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\."
)
"""A surrogate pair in two escapes, an unpaired surrogate, or any other escape."""


def in_utf8(value: bytes, content_type: str = "") -> bytes:
    """The text as UTF-8 without a byte order mark, where another encoding is certain.

    UTF-16 and UTF-32 are known by their mark or by the NULs between their letters. A charset that
    the content type names is taken at its word where the whole text can be read by it.
    """
    named = _CHARSET.search(content_type)
    for encoding in (json.detect_encoding(value), named[1] if named else "utf-8"):
        if encoding.lower() not in {"utf-8", "utf-8-sig"}:
            try:
                return value.decode(encoding).removeprefix("\ufeff").encode()
            except (UnicodeError, LookupError):
                continue
    return value.removeprefix(codecs.BOM_UTF8)


def is_utf8(text: bytes) -> bool:
    """Whether every byte belongs to a character."""
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


def in_whole_characters(text: bytes) -> bytes:
    """The text with U+FFFD for bytes that are not UTF-8 and for unpaired surrogates."""
    return _ESCAPES.sub(_whole, text.decode("utf-8", "replace").encode())


def without_slips(text: bytes) -> bytes:
    """The text without comments, commas before brackets, and NULs at its end."""
    return _COMMAS.sub(_left, _COMMENTS.sub(_left, text.rstrip(b"\0 \t\r\n")))


def _whole(escape: re.Match[bytes]) -> bytes:
    return rb"\ufffd" if escape["half"] else escape.group()


def _left(found: re.Match[bytes]) -> bytes:
    return b"" if found["slip"] else found.group()
