"""Which process runs the whole bus over a data folder, as it has noted there."""

import json
import os
from contextlib import suppress
from pathlib import Path

RUNNING_FILE = "running.json"
"""Says which process runs the house over this folder; left behind where that was killed."""


def running_pid(data: Path) -> int | None:
    """The id of the process that runs the bus here; none where it has ended."""
    with suppress(FileNotFoundError, ValueError, KeyError, ProcessLookupError):
        pid = int(json.loads((data / RUNNING_FILE).read_text(encoding="utf-8"))["pid"])
        if os.name != "nt":
            os.kill(pid, 0)
        return pid
    return None
