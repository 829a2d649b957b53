"""Where the local broker keeps Kafka's jars, and where it keeps its data."""

import os
import sys
from pathlib import Path

from wholepicture_bus.data_folder import data_folder as of_this_user

CACHE_VARIABLE = "WHOLEPICTURE_CACHE"
KAFKA_FOLDER = "kafka"


def cache_folder() -> Path:
    """The folder for what can be fetched again: WHOLEPICTURE_CACHE, or this system's own place."""
    named = os.environ.get(CACHE_VARIABLE)
    return Path(named).expanduser().absolute() if named else _system_cache() / "wholepicture"


def data_folder() -> Path:
    """The folder for the broker's data when none is named: the one that `up` uses too."""
    return of_this_user().expanduser().absolute() / KAFKA_FOLDER


def _system_cache() -> Path:
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return Path(local) if local else Path.home() / "AppData" / "Local"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    named = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return named if named.is_absolute() else Path.home() / ".cache"
