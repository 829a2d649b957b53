"""Fields as people read them: whose they are, and their labels."""

from collections.abc import Iterable
from functools import lru_cache

from wholepicture_schemas.fields import AS_WRITTEN
from wholepicture_schemas.told_fields import field_at, means_at


def words_of(name: str) -> str:
    """The name of a field or an id as words: front-door is front door."""
    return name.replace("_", " ").replace("-", " ").strip()


def label_at(path: str) -> str:
    """The label of the field that a path leads to; for an unknown field, its name as words."""
    path = field_of(path)
    place = field_at(path)
    names = [part for part in path.split(".") if part != "*" and not part.isdigit()]
    return place.means.label if place else words_of("".join(names[-1:])).capitalize()


def in_a_sentence(label: str) -> str:
    """A label as it stands inside a sentence: date of birth, NHS number."""
    return label if label[1:2].isupper() else f"{label[:1].lower()}{label[1:]}"


def by_whom(paths: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The labels of the fields that paths lie in, by whose they are; each once, in their order.

    Example: ``core.children.*.name`` and ``core.children.*.birth_date`` give
    ``{"of a child": ("name", "date of birth")}``.
    """
    found: dict[str, dict[str, None]] = {}
    for path in paths:
        whose, name = of_whom(path)
        found.setdefault(whose, {})[name] = None
    return {whose: tuple(names) for whose, names in found.items()}


@lru_cache(maxsize=4096)
def of_whom(path: str) -> tuple[str, str]:
    """Whose field a path lies in, such as "of a child", and the field's label."""
    place = place_of(path)
    among, star, _ = place.partition(".*.")
    if star:
        whose = f"of {means_at(among).each}"
    else:
        whose = "of the incident" if path.startswith("detail.") else "of the matter"
    return whose, in_a_sentence(label_at(place))


def field_of(path: str) -> str:
    """The field that a path is of; of what was kept as it was written, the one it was written for.

    >>> field_of("core.children.0.as_written.nhs_number")
    'core.children.0.nhs_number'
    """
    return ".".join(part for part in path.split(".") if part != AS_WRITTEN)


def place_of(path: str) -> str:
    """The field that a path lies in, as the agreement's files write it: core.children.*.name."""
    parts = field_of(path).split(".")
    of_somebody = len(parts) > 3 and means_at(".".join(parts[:2])).each  # noqa: PLR2004 - core, list, *
    return ".".join(parts[:4] if of_somebody else parts[:2])


def in_one_line(paths: Iterable[str]) -> str:
    """Paths as one phrase: of a child: name, date of birth; of an adult: telephone."""
    return "; ".join(f"{whose}: {', '.join(names)}" for whose, names in by_whom(paths).items())
