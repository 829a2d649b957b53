"""What was told, field by field, in words: codes as labels, references as people's names."""

from collections.abc import Iterator, Mapping, Sequence

from pydantic import JsonValue
from wholepicture_schemas.codes import COMMUNICATIONS, DISABILITIES, EXPOSURES

from wholepicture_consumers.field_words import words_of
from wholepicture_consumers.subscription.moments import moment_or_date

_LABELS: Mapping[str, Mapping[str, str]] = {
    "communication": COMMUNICATIONS,
    "disability": DISABILITIES,
    "exposure": EXPOSURES,
}
_REFERENCES = frozenset(
    {"person", "child", "mother", "alleged", "alleged_by", "victims", "address_protected"}
)
_DATES = ("_date", "_time", "until", "since", "from")
_STEP = "  "

People = Mapping[str, str]


def told_lines(told: Mapping[str, JsonValue], people: People, indent: str = "") -> Iterator[str]:
    """A line for each thing that was told, indented under what it belongs to."""
    for name, value in told.items():
        yield from _lines(name, value, people, indent)


def people_of(told: Mapping[str, JsonValue]) -> People:
    """The names of the people of an event by their reference in it, as far as they were told."""
    core = told.get("core")
    found: dict[str, str] = {}
    if not isinstance(core, dict):
        return found
    for group, called in (("children", "child"), ("adults", "adult")):
        listed = core.get(group)
        for at, person in enumerate(listed if isinstance(listed, list) else (), start=1):
            if isinstance(person, dict) and isinstance(person.get("person"), str):
                found[str(person["person"])] = _name(person) or f"{called} {at} (name not told)"
    return found


def clean(text: str) -> str:
    """A text that cannot steer the terminal that shows it."""
    return "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in text)


def _lines(name: str, value: JsonValue, people: People, indent: str) -> Iterator[str]:
    label = words_of(name).capitalize()
    if value is None or value in ("", [], {}):
        return
    if isinstance(value, dict):
        yield f"{indent}{label}:"
        yield from told_lines(value, people, indent + _STEP)
    elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
        for at, item in enumerate(value, start=1):
            yield from _one_of(label, at, item, people, indent)
    elif isinstance(value, list):
        yield f"{indent}{label}: {', '.join(_said(name, item, people) for item in value)}"
    else:
        said = _said(name, value, people).replace("\n", f"\n{indent}{_STEP}")
        yield f"{indent}{label}: {said}"


def _one_of(label: str, at: int, item: JsonValue, people: People, indent: str) -> Iterator[str]:
    """One entry of a list; a person's under its name."""
    if not isinstance(item, dict):
        yield f"{indent}{label} {at}: {_said(label, item, people)}"
        return
    named = people.get(str(item.get("person")))
    yield f"{indent}{label} {at}{f', {named}' if named else ''}:"
    rest = {name: told for name, told in item.items() if name != "person" or not named}
    yield from told_lines(rest, people, indent + _STEP)


def _said(name: str, value: JsonValue, people: People) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = clean(str(value))
    if text in people and (name in _REFERENCES or name == "children"):
        return people[text]
    if name in _LABELS:
        return _LABELS[name].get(text, text)
    if name.endswith(_DATES) or name in {"happened", "recorded"}:
        return moment_or_date(text)
    if "_" in text and text == text.upper():
        return words_of(text).lower()
    return text


def _name(person: Mapping[str, JsonValue]) -> str:
    name = person.get("name")
    if not isinstance(name, dict):
        return ""
    parts: Sequence[JsonValue] = (name.get("given"), name.get("family"))
    return clean(" ".join(str(part) for part in parts if part))
