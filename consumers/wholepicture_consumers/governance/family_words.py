"""Fields in the words of the families whom they are about."""

from collections.abc import Iterable, Mapping

from wholepicture_schemas.field_words import by_whom, place_of
from wholepicture_schemas.told_fields import means_at

_ABOUT: Mapping[str, str] = {
    "of the matter": "about the report itself",
    "of a child": "about the child",
    "of an adult": "about adults in the family or the home",
    "of an allegation": "about what somebody is said to have done",
    "of a professional": "about professionals who work with the family",
    "of an order or bail condition": "about court orders and bail conditions",
    "of the incident": "about what happened",
}


def in_words(whose: str, name: str) -> str:
    """One field as families read it: what it is about, and what it says."""
    return f"{_ABOUT.get(whose, whose)}: {name}"


def for_families(paths: Iterable[str]) -> tuple[str, ...]:
    """Paths as lines, each beginning with what it is about, without numbers and references."""
    told = (path for path in paths if means_at(place_of(path)).kind != "reference")
    return tuple(in_words(whose, ", ".join(names)) for whose, names in by_whom(told).items())
