"""An item as plain text, as a terminal shows it."""

from collections.abc import Iterable, Iterator

from wholepicture_bus.pages.lanes import Lanes

from wholepicture_subscribers.subscription.parts import (
    BeforeAndNow,
    Fact,
    Group,
    Part,
    ReadableItem,
    Section,
    Sentence,
    Steps,
)
from wholepicture_subscribers.subscription.saying import clean

_STEP = "  "
SECOND_SHEET = "SECOND SHEET"
"""What stands above what is read after the rest."""


def as_text(item: ReadableItem) -> str:
    """The whole item, without control characters that could steer a terminal."""
    head = [line for line in (item.exercise, item.afterwards) if line]
    head += [f"*** {text} ***" for text in item.danger]
    first = [line for line in (item.who, item.headline) if line]
    head += [f"{item.kind.upper()} {item.short}: {first[0]}", *first[1:]]
    head += [*_lines(item.strip, ""), *_lines(item.now, "")]
    sheets = ["\n".join(_section(section)) for section in item.sections]
    second = ["\n".join(_section(section)) for section in item.second]
    return "\n\n".join(map(clean, ("\n".join(head), *sheets, SECOND_SHEET, *second)))


def _section(section: Section) -> Iterator[str]:
    yield section.title
    yield from _lines(section.parts, _STEP)


def _lines(parts: Iterable[Part], indent: str) -> Iterator[str]:
    for part in parts:
        match part:
            case Sentence(text):
                yield f"{indent}{text}"
            case Fact(name, text):
                yield f"{indent}{name}: {_inside(text, indent)}"
            case Steps(texts):
                yield from (f"{indent}{at}. {text}" for at, text in enumerate(texts, start=1))
            case Group(title, inner, ends):
                yield f"{indent}{title}{ends}"
                yield from _lines(inner, indent + _STEP)
            case BeforeAndNow(rows):
                yield from _before_and_now(rows, indent)
            case Lanes():
                yield from _lanes(part, indent)


def _lanes(lanes: Lanes, indent: str) -> Iterator[str]:
    """A line for each who told something; a month of which nothing was told has no entry."""
    yield f"{indent}{lanes.caption}"
    for lane in lanes.lanes:
        told = (entry for month in lane.months for group in month for entry in group.entries)
        said = "; ".join(f"{entry.mark} {entry.day} {entry.says}" for entry in told)
        yield f"{indent}{_STEP}{lane.who}: {said}"
    yield from (f"{indent}{_STEP}{note}" for note in lanes.notes)


def _before_and_now(
    rows: Iterable[tuple[str, str | None, str | None]], indent: str
) -> Iterator[str]:
    for title, at in (("Before", 1), ("Now", 2)):
        told = [(row[0], text) for row in rows if (text := row[at]) is not None]
        if told:
            yield f"{indent}{title}:"
        for name, text in told:
            yield f"{indent}{_STEP}{name}: {_inside(text, indent + _STEP)}"


def _inside(text: str, indent: str) -> str:
    """A text of several lines, the later ones under its first."""
    return text.replace("\n", f"\n{indent}{_STEP}")
