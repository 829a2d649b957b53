"""Where files are kept; found without the libraries that read the other settings."""

import os
from pathlib import Path


def data_folder() -> Path:
    """Where this user's Whole Picture keeps its files: the broker's log, the database, spools."""
    told = os.environ.get("WHOLEPICTURE_DATA")
    if told:
        return Path(told)
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "wholepicture"
    return Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share")) / "wholepicture"
