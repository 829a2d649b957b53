"""The file of a workbook, opened with openpyxl, and refused where it could do harm or is damaged.

Nothing of it is run, calculated or fetched: a formula is read as the result that was saved with it.

Why openpyxl: of the libraries that read without a spreadsheet program it alone tells a formula
without a result, an error, a number's format, merged cells and hidden rows. python-calamine is ten
times as fast, gives an empty text for the first two, knows nothing of hidden rows, and holds all
of a sheet in memory.
"""

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError  # noqa: N812 - an exception, named as one

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from wholepicture_producers.drafts import NotReadable
from wholepicture_producers.workbook.beginnings import AS_TABLE

_DAMAGED = (
    BadZipFile, ZlibError, ParseError, InvalidFileException, EOFError, KeyError, IndexError,
    ValueError, TypeError, AttributeError, OverflowError, NotImplementedError,
)  # fmt: skip
"""What zipfile and openpyxl raise of a file that is not whole, or whose parts do not fit."""

_A_MIB = 1024 * 1024
_MOST_HELD = 256 * _A_MIB
"""How large a part may be that is read into memory: its texts, its styles."""
_MOST_READ = 4096 * _A_MIB
"""How large a sheet may be, which is read row by row."""
_DENSE = 32 * _A_MIB
_MOST_DENSE = 200
"""How many times its size in the file a large part may have. Sheets have 5 to 40 times."""
_SHEETS = "xl/worksheets/"
_PROLOG = 64 * 1024
_DOCTYPE = re.compile(rb"<!DOCTYPE", re.IGNORECASE)
_IS_ENCRYPTED = 1
_STRICT = b"purl.oclc.org/ooxml"


@contextmanager
def damage_told(name: str) -> Iterator[None]:
    """Where a workbook turns out to be damaged, a sentence in place of the library's error."""
    try:
        yield
    except NotReadable:
        raise
    except _DAMAGED:
        raise NotReadable(
            f"{name} is a workbook that is cut off or damaged: nothing of it was read. Copy or "
            "export it again; or open it in its program, and save it as .xlsx."
        ) from None


def opened(stream: BinaryIO, name: str) -> tuple[Workbook, tuple[str, ...]]:
    """The workbook, read row by row, and remarks on what in it is not read.

    Raises:
        NotReadable: where it is damaged, protected, of another form, or grows when it is unpacked.
    """
    with damage_told(name), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # they may quote what is in it
        remarks = tuple(_looked_at(ZipFile(stream), name))
        stream.seek(0)
        return load_workbook(stream, read_only=True, data_only=True, keep_links=False), remarks


def _looked_at(archive: ZipFile, name: str) -> Iterator[str]:
    parts = {part.filename: part for part in archive.infolist()}
    if any(part.flag_bits & _IS_ENCRYPTED for part in parts.values()):
        raise NotReadable(f"{name} is protected with a password: save it without one.")
    if "xl/workbook.bin" in parts:
        raise NotReadable(f"{name} is a binary workbook (.xlsb), which cannot be read. {AS_TABLE}")
    for part in parts.values():
        if _is_a_bomb(part):
            raise NotReadable(
                f"{name} is far larger inside than a table is: nothing of it was read. Ask whoever "
                "sent it; if it is right, copy the table alone into a new workbook."
            )
    for part in parts.values():
        if part.filename.endswith((".xml", ".rels")):
            _check_beginning(archive, part, name)
    if "xl/vbaProject.bin" in parts or Path(name).suffix.lower() == ".xlsm":
        yield f"{name} may have macros: none is run. Its cells are read as they were saved."
    if any(part.startswith("xl/externalLinks/") for part in parts):
        yield (
            f"{name} has formulas that look into other workbooks: their results are read as they "
            "were when it was last saved. Where those have changed since, open it, update the "
            "links, and save it."
        )


def _check_beginning(archive: ZipFile, part: ZipInfo, name: str) -> None:
    """Refuse a part in XML that could grow as it is read, and the form that openpyxl cannot read.

    Behind 64 KB of remarks the parser's own limit on entities holds (expat, since 2.4).
    """
    with archive.open(part) as opened_part:
        start = opened_part.read(_PROLOG)
    if _DOCTYPE.search(start):
        raise NotReadable(
            f"{name} defines entities, which no spreadsheet program writes: nothing of it was "
            "read. Ask whoever sent it."
        )
    if part.filename == "xl/workbook.xml" and _STRICT in start:
        raise NotReadable(f"{name} is saved as Strict Open XML: save it as Excel Workbook (.xlsx).")


def _is_a_bomb(part: ZipInfo) -> bool:
    most = _MOST_READ if part.filename.startswith(_SHEETS) else _MOST_HELD
    dense = part.file_size > _DENSE and part.file_size > _MOST_DENSE * part.compress_size
    return part.file_size > most or dense
