"""Fields as people read them: of whom they are, and what they are called."""

from collections.abc import Iterable, Mapping

_OF: Mapping[str, str] = {
    "core.children": "of a child",
    "core.adults": "of an adult",
    "core.allegations": "of an allegation",
    "core.professionals": "of a professional",
    "detail.orders": "of an order or bail condition",
}
_CALLED: Mapping[str, str] = {"nhs_number": "NHS number", "upn": "unique pupil number"}


def words_of(name: str) -> str:
    """A field's name as words: birth_date is birth date."""
    return _CALLED.get(name) or name.replace("_", " ").replace("-", " ").strip()


def by_whom(paths: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Paths as words: of whom they are, and which of their fields, each once and in their order."""
    found: dict[str, dict[str, None]] = {}
    for path in paths:
        whose, name = of_whom(path)
        found.setdefault(whose, {})[name] = None
    return {whose: tuple(names) for whose, names in found.items()}


def of_whom(path: str) -> tuple[str, str]:
    """Of whom the field is that a path lies in, and what it is called."""
    first, _, rest = path.partition(".*.")
    if first in _OF:
        return _OF[first], words_of(rest.partition(".")[0])
    whose = "of the incident" if path.startswith("detail.") else "of the matter"
    return whose, words_of(path.split(".")[1])


def place_of(path: str) -> str:
    """The field that a path lies in, as the agreement's files write it: core.children.*.name."""
    first, _, rest = path.partition(".*.")
    if first in _OF:
        return f"{first}.*.{rest.partition('.')[0]}"
    return ".".join(path.split(".")[:2])


def in_one_line(paths: Iterable[str]) -> str:
    """Paths as one phrase: of a child: name, birth date; of an adult: phone."""
    return "; ".join(f"{whose}: {', '.join(names)}" for whose, names in by_whom(paths).items())
