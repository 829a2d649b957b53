"""The partnership's files as they are for practice: the same rules, and nobody takes part live.

An exercise never reaches a live recipient. So that made-up people can be told of, the demonstration
runs on a copy of the agreement in which everybody takes part in an exercise.
"""

import re
import shutil
from pathlib import Path

from wholepicture_bus.errors import StopError

_LIVE = re.compile(r"^(exercise\s*=\s*)false", re.MULTILINE)


def practice_copy(partnership: Path, into: Path) -> Path:
    """A copy of the agreement's files, in which everybody takes part in an exercise.

    Raises:
        StopError: where there is no agreement to copy.
    """
    if not (partnership / "agencies.toml").is_file():
        raise StopError(
            f"There is no agreement in {partnership}. Run this in the folder of Whole Picture, or "
            "say where the agreement is: WHOLEPICTURE_PARTNERSHIP=folder."
        )
    shutil.copytree(partnership, into)
    agencies = into / "agencies.toml"
    text = agencies.read_text(encoding="utf-8")
    agencies.write_text(_LIVE.sub(r"\1true", text), encoding="utf-8")
    return into
