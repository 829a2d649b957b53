"""The file of rejected rows: each with its number, what is wrong with it, and the row itself."""

import json
import os
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from wholepicture_producers.drafts import Draft, Found


class Rejects:
    """A file that is made at the first rejected row, readable by its owner alone."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.count = 0
        self._file: IO[str] | None = None

    def add(self, draft: Draft, found: tuple[Found, ...]) -> None:
        """Write a row down with what is wrong with it."""
        if self._file is None:
            self._file = _made(self.path)
        told = {
            "number": draft.number,
            "problems": [problem.as_json() for problem in found],
            "row": draft.content,
        }
        self._file.write(json.dumps(told, ensure_ascii=False) + "\n")
        self.count += 1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is not None:
            self._file.close()


def _made(path: Path) -> IO[str]:
    path.unlink(missing_ok=True)  # an earlier file may be readable by others
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    return os.fdopen(number, "w", encoding="utf-8")
