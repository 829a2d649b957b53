"""A secret that stands in a file: a password, the secret of a client."""

from pathlib import Path

from wholepicture_bus.errors import StopError


def secret(setting: str, file: Path | None) -> str | None:
    """What stands in the file, without the line's end; None where no file is named.

    Raises:
        StopError: the file cannot be read, or is empty; the sentence names the setting and no more.
    """
    if file is None:
        return None
    try:
        found = file.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no text in UTF-8"
        raise StopError(f"The file of {setting} cannot be read: {why}.") from None
    if not found:
        raise StopError(f"The file of {setting} is empty.")
    return found
