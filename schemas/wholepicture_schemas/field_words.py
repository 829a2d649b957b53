"""Fields as people read them: of whom they are, and what they are called."""

from collections.abc import Iterable

from wholepicture_schemas.told_fields import field_at, means_at


def words_of(name: str) -> str:
    """The name of a field or an id as words: front-door is front door."""
    return name.replace("_", " ").replace("-", " ").strip()


def label_at(path: str) -> str:
    """What people call the field that a path leads to; of a strange one its name as words."""
    place = field_at(path)
    names = [part for part in path.split(".") if part != "*" and not part.isdigit()]
    return place.means.label if place else words_of("".join(names[-1:])).capitalize()


def in_a_sentence(label: str) -> str:
    """A label as it stands inside a sentence: date of birth, NHS number."""
    return label if label[1:2].isupper() else f"{label[:1].lower()}{label[1:]}"


def by_whom(paths: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Paths as words: of whom they are, and which of their fields, each once and in their order."""
    found: dict[str, dict[str, None]] = {}
    for path in paths:
        whose, name = of_whom(path)
        found.setdefault(whose, {})[name] = None
    return {whose: tuple(names) for whose, names in found.items()}


def of_whom(path: str) -> tuple[str, str]:
    """Of whom the field is that a path lies in, and what it is called."""
    place = place_of(path)
    among, star, _ = place.partition(".*.")
    if star:
        whose = f"of {means_at(among).each}"
    else:
        whose = "of the incident" if path.startswith("detail.") else "of the matter"
    return whose, in_a_sentence(label_at(place))


def place_of(path: str) -> str:
    """The field that a path lies in, as the agreement's files write it: core.children.*.name."""
    parts = path.split(".")
    of_somebody = len(parts) > 3 and means_at(".".join(parts[:2])).each  # noqa: PLR2004 - core, list, *
    return ".".join(parts[:4] if of_somebody else parts[:2])


def in_one_line(paths: Iterable[str]) -> str:
    """Paths as one phrase: of a child: name, date of birth; of an adult: telephone."""
    return "; ".join(f"{whose}: {', '.join(names)}" for whose, names in by_whom(paths).items())
