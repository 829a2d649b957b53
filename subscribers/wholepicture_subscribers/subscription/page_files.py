"""The file of a page: named without personal data, and for its owner alone to read."""

import os
import re
import tempfile
from pathlib import Path

from wholepicture_bus.errors import StopError
from wholepicture_schemas.identifiers import EventId

from wholepicture_subscribers.subscription.wording import SHORT

_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9_-]")

_ENDS_A_FOLDER = ("/", os.sep)


def page_name(item: EventId) -> str:
    """The name of an item's page: the beginning of its id, which says nothing of anybody."""
    return f"item-{_NOT_IN_A_NAME.sub('', item[:SHORT])}.html"


def page_file(out: str | None, item: EventId) -> Path:
    """Where a page goes: the file that is named, or the usual name, in a folder that is named.

    Raises:
        StopError: the folder is not there; a slip of the hand makes none for what is personal.
    """
    file = Path(out or page_name(item))
    if out and (out.endswith(_ENDS_A_FOLDER) or file.is_dir()):
        file /= page_name(item)
    if not file.parent.is_dir():
        raise StopError(
            f"There is no folder {file.parent}: make it first, or name another file in --out."
        )
    return file


def keep_page(page: str, file: Path) -> None:
    """Write a page whole or not at all, over an older one of the item; its folder is made.

    Raises:
        StopError: it could not be written; the message says why.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # made readable by its owner only, before there is a word in it
        handle, name = tempfile.mkstemp(prefix=".item-", suffix=".html", dir=file.parent)
        unfinished = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as opened:
                opened.write(page)
            unfinished.replace(file)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise StopError(
            f"The page could not be written to {file}: {error.strerror}. Name another place."
        ) from error
