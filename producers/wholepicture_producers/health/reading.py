"""Exports in FHIR as a command is told of them: the sender's settings, and the files of one run."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from wholepicture_producers.drafts import Draft
from wholepicture_producers.health.exports import Export
from wholepicture_producers.health.settings import Settings, checked

_SAY_THE_REST = (
    "FHIR does not say whom to call, what you ask or why you share it: say it with --map. "
    "Settings to begin with: wholepicture template --fhir"
)


@dataclass(frozen=True, slots=True)
class Health:
    """How exports in FHIR are read."""

    settings: Settings = field(default_factory=Settings)
    files: tuple[str, ...] = ()
    """The files of the command, which the lines of one another may refer to."""

    def drafts(
        self,
        stream: BinaryIO,
        name: str,
        remarks: list[str],
        not_mapped: list[dict[str, Any]],
        *,
        lines: bool,
    ) -> Iterator[Draft]:
        """The drafts of one file; at its end what of it became nothing is noted.

        Raises:
            NotReadable: where nothing of it can be read.
        """
        export = Export(self.settings, "standard input" if name == "-" else name)
        if lines:
            beside = tuple(other for other in self.files if other not in {name, "-"})
            yield from export.lines(stream, beside)
        else:
            yield from export.document(stream)
        if not self.settings.constants:
            remarks.append(_SAY_THE_REST)
        remarks += export.remarks_at_the_end()
        not_mapped += export.counts.as_json()


def health_of(document: Mapping[str, Any], where: str, files: Sequence[str]) -> Health:
    """How the files of a command are read, by the TOML document of its sender.

    Raises:
        MappingError: with a sentence for everything that is wrong.
    """
    return Health(checked(document, where), tuple(files))
