"""How a workbook is known by what it begins with, whatever the name of its file says."""

from pathlib import Path
from typing import BinaryIO

AS_TABLE = (
    "Open it there, and save it as an Excel workbook (.xlsx) or the sheet as CSV UTF-8, with its "
    "header and with references and numbers as text; publish that with --map."
)
ENDINGS = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm"})

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_COMPOUND = b"\xd0\xcf\x11\xe0"
"""Older Office documents, and newer ones under a password."""
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PIECE = 1024 * 1024
_NAMED_WITHIN = 100
"""Where an archive of OpenDocument names what it is."""


def is_workbook(start: bytes, name: str) -> bool:
    """Whether a file that begins so is a workbook, by its parts or by its name."""
    if not start.startswith(_ZIP) or b"opendocument" in start[:_NAMED_WITHIN]:
        return False
    ending = Path(name).suffix.lower()
    return ending in ENDINGS or b"xl/w" in start or b"xl/_rels" in start


def is_protected(stream: BinaryIO, start: bytes) -> bool:
    """Whether it is a document of Office under a password; the stream is at its start then."""
    if not start.startswith(_COMPOUND):
        return False
    stream.seek(0)
    before = b""
    found = False
    while not found and (piece := stream.read(_PIECE)):
        found = _ENCRYPTED in before + piece
        before = piece[-len(_ENCRYPTED) :]
    stream.seek(0)
    return found
