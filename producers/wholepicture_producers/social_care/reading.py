"""A census as a command is told of it: its settings, its names, and the record of earlier ones."""

from pathlib import Path

from wholepicture_producers.publisher import Publisher
from wholepicture_producers.social_care.census import Census
from wholepicture_producers.social_care.record import Record
from wholepicture_producers.social_care.settings import load
from wholepicture_producers.social_care.table import table


def census_of(settings: Path, names: Path | None, publisher: Publisher | None) -> Census:
    """How the returns of a command are read.

    Raises:
        MappingError: with a sentence for everything that is wrong with the settings.
    """
    told = load(settings)
    record = None
    if publisher is not None:
        record = Record(publisher.spool, publisher.key_of, table(), exercise=told.exercise)
    return Census(told, str(names) if names else None, record)
