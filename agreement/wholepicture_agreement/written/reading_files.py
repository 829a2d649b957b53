"""Reading one file of the agreement: its content and lines, or every mistake in it."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError
from wholepicture_schemas.errors import WholePictureError

from wholepicture_agreement.written.leaving_out import Without, without_slips
from wholepicture_agreement.written.lines import Lines
from wholepicture_agreement.written.slips import Finding, not_toml, slips_of

F = TypeVar("F", bound=BaseModel)


class AgreementError(WholePictureError):
    """An agreement that cannot be used; ``sentences`` say what is wrong, and in which lines."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__("\n".join(self.sentences))


@dataclass(frozen=True)
class FileRead(Generic[F]):
    """A file of the agreement that could be read."""

    name: str
    file: F
    lines: Lines
    without: Without = field(default_factory=Without)
    """What was wrong in it and is left out of it."""

    def sentences(self, findings: Iterable[Finding]) -> list[str]:
        """What was found in it, each with its line."""
        return [
            f"{self.name} line {self.lines.of(finding.where, finding.value)}: {finding.sentence}"
            for finding in findings
            if not self.without.explains(finding)
        ]


def read_file(path: Path, kind: type[F]) -> FileRead[F]:
    """A file of the agreement by itself.

    Raises:
        AgreementError: it cannot be read, or has what such a file has not.
    """
    sentences: list[str] = []
    file = try_file(path, kind, sentences)
    if file is None or sentences:
        raise AgreementError(sentences)
    return file


def try_file(path: Path, kind: type[F], sentences: list[str]) -> FileRead[F] | None:
    """A file, with what is wrong added to the sentences; none where too little can be read.

    A value that is wrong and not needed is left out of it, so that the rest is looked at as well.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError:
        where = "Run this where the folder partnership is, or set WHOLEPICTURE_PARTNERSHIP."
        folder = path.parent.absolute()
        sentences.append(f"{path.name}: this file cannot be read in {folder}. {where}")
        return None
    except UnicodeDecodeError:
        sentences.append(f"{path.name}: this is not UTF-8 text: save it as UTF-8.")
        return None
    try:
        document: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        sentences.append(not_toml(path.name, error))
        return None
    lines = Lines(text)
    try:
        return FileRead(path.name, kind.model_validate(document), lines)
    except ValidationError as error:
        sentences.extend(
            f"{path.name} line {lines.of(finding.where, finding.value)}: {finding.sentence}"
            for finding in slips_of(error, document, kind)
        )
        rest, without = without_slips(document, error)
        try:
            return FileRead(path.name, kind.model_validate(rest), lines, without)
        except ValidationError:
            return None
