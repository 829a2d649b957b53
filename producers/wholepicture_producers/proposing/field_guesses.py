"""Which field a column of an export may lead to, by the words of its name and by its values.

A guess says why, so that whoever keeps the mapping can check it. Nothing is guessed of a column
whose words and values say nothing: it is named as not used.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from wholepicture_schemas.envelope import Event
from wholepicture_schemas.postcodes import ends_in_postcode, is_whole

from wholepicture_producers.cell.number_cells import identifier
from wholepicture_producers.cell.unclear import Unclear
from wholepicture_producers.proposing.people_guesses import CHILD, Told, words_of
from wholepicture_producers.shape import EACH, LeafField, leaves

_MOST = 0.8
"""How many of a column's values must be of a kind for the column to be of it."""
_OF_A_PERSON: tuple[tuple[str, str], ...] = (
    (r"(fore|first|given|christian) ?names?|first|given", "name.given"),
    (r"(sur|last|family) ?names?|last", "name.family"),
    (r"alias(es)?|aka|also known as|other names?|known as", "name.also_known_as"),
    (r"dob|d o b|date of birth|birth ?date|born|birthday", "birth_date"),
    (r"edd|expected (date|birth)|due date", "expected_birth_date"),
    (r"nhs", "nhs_number"),
    (r"upn|pupil number", "upn"),
    (r"sex|gender", "sex"),
    (r"ethnic(ity)?", "ethnicity"),
    (r"uprn", "HOME.uprn"),
    (r"post ?code", "HOME.postcode"),
    (r"(home )?(address|addr)|street|home|lives at", "HOME.lines"),
    (r"urn", "school.urn"),
    (r"school|nursery|college|setting", "school.name"),
    (r"phone|telephone|tel|mobile|contact (no|number)", "phone"),
    (r"disabilit(y|ies)|needs|send", "disability"),
    (r"languages?", "languages"),
    (r"relation(ship)?", "related_to.+.relation"),
    (r"exposure|where was (the )?child|witnessed", "exposure"),
    (r"seen", "seen"),
    (r"(what )?(said|words)|voice|(wishes|views)( and feelings)?", "voice.words"),
    (r"full name|name", "name"),
)
_RECORDED = (
    r"(date|time|when).*(recorded|created|entered|logged)|recorded( on| at)?|created( on| at)?"
)
_TIME = (
    r"(incident|event|occurrence|contact|referral|offence)? ?(date|time|date time|datetime)|"
    r"(date|time|when).*(incident|event|occurr|happened|reported|contact|referral)|when|"
    r"(occurred|reported|happened|log(ged|d| d)?)( on| at)?"
)
_REFERENCE = (
    r"(incident|occurrence|crime|event|referral|contact|case|log|our|local)? ?"
    r"(no|number|num|ref|reference|id)"
)
_TEXT = (
    r"concerns?|details?|narrative|circumstances|description|what happened|synopsis|summary|"
    r"(what is the )?worr(y|ies)"
)
_DONE = r"(what (we|i|was) )?(did|done)|actions?( taken)?"
_INFORMED = r"(parents?|carers?|family) (were )?(told|informed|aware)"
_OF_THE_EVENT: tuple[tuple[str, str], ...] = (
    (_RECORDED, "recordedtime"),
    (_TIME, "time"),
    (_REFERENCE, "core.local_reference"),
    (r"urgency|priority", "core.urgency"),
    (r"(risk )?(grade|level|risk)|dash (grade|risk)", "detail.risk_grade"),
    (_TEXT, "TEXT"),
    (_DONE, "detail.done_so_far"),
    (_INFORMED, "core.sharing.family_informed"),
)
_NOBODY_ELSES = re.compile(r"\.(upn|expected_birth_date|exposure|school\..*)$")
"""Fields of a child that are of nobody else, whoever the export names."""
_OF_WHO_IT_IS = re.compile(
    r"\.(name(\..*)?|birth_date|nhs_number|sex|ethnicity|disability|languages)$"
)
"""Fields that are the child's where the export describes no adult by them."""
_DESCRIBES = re.compile(r"core\.adults\.\d+\.(name|birth_date)\b")
_FAMILY = re.compile(r"(family|household) ?(file|ref|reference|no|number|id)?")
_UPN_FORM = re.compile(r"[A-Z]\d{11}[0-9A-Z]")
_PHONE_FORM = re.compile(r"(\+44|0)[\d ()-]{8,16}")
_TEXTS = ("detail.concern", "detail.what_happened")
_FILLERS = "no|number|num|code|ref|line( 1)?|1|date"
_POSITION = re.compile(r"\.\d+\.")
_NAME_PARTS = ("family, given", "given family")


@dataclass(frozen=True, slots=True)
class Guess:
    """Where a column may lead, and why."""

    path: str
    because: str
    parts: str | None = None


def guesses_of(
    kind: type[Event[Any]], columns: Mapping[str, Sequence[str]], people: Mapping[str, Told]
) -> dict[str, Guess | None]:
    """Where each column may lead; what names nobody is the child's where it can be.

    Another's home or telephone number must not become a child's: what names nobody is the child's
    only where nobody else has it, or it says who somebody is and no adult is described so.
    """
    found = {name: guess(kind, name, values, people[name]) for name, values in columns.items()}
    described = any(one and _DESCRIBES.match(one.path) for one in found.values())
    for name, values in columns.items():
        of = people[name]
        sure = found[name]
        if sure is not None and of.path is not None and not of.named and _is_of_a_child(sure):
            because = f"{sure.because}, and no column is of an adult"
            found[name] = replace(sure, because=because)
        if sure is not None or of.path is not None or of.unclear:
            continue
        told = guess(kind, name, values, replace(of, path=CHILD))
        if told is None:
            continue
        if _NOBODY_ELSES.search(told.path):
            found[name] = replace(told, because=f"{told.because}; it can be nobody else's")
        elif _OF_WHO_IT_IS.search(told.path) and not described:
            found[name] = replace(told, because=f"{told.because}; CHECK that it is the child's")
    return found


def why_unused(kind: type[Event[Any]], name: str, values: Sequence[str], of: Told) -> str:
    """What of a column is not clear: what it says, or of whom, or that another says the same."""
    if of.unclear:
        return f'it is not clear of whom: its name says "{of.unclear}"'
    if of.path is None and guess(kind, name, values, replace(of, path=CHILD)) is not None:
        return f'it says "{of.rest}", and it is not clear of whom'
    if guess(kind, name, values, of) is not None:
        return "another column leads there already"
    return "it is not clear what it says" + (" of a person whom its name says" if of.named else "")


def is_family_reference(name: str) -> bool:
    """Whether a column's name is that of the family's or the case's own reference."""
    return _FAMILY.fullmatch(words_of(name)) is not None


def guess(kind: type[Event[Any]], name: str, values: Sequence[str], of: Told) -> Guess | None:
    """Where a column may lead; None where its name and its values say nothing.

    What names nobody in an export that names an adult is nobody's: another's home must not become
    a child's.
    """
    known = {leaf.path: leaf for leaf in leaves(kind)}
    for found in (*_of_values(values, of), *_of_words(values, of), *_of_label(name, known)):
        path = _POSITION.sub(f".{EACH}.", found.path)
        if found.parts or path in known or found.path in {"time", "recordedtime"}:
            return found
    return None


def _of_values(values: Sequence[str], of: Told) -> Iterator[Guess]:
    """What the values themselves show."""
    if of.path is None:
        return
    is_child = of.path.startswith("core.children.")
    for is_so, path, because in (
        (_is_nhs, "nhs_number", "its values have the check digit of NHS numbers"),
        (_is_upn, "upn", "its values have the check letter of pupil numbers"),
    ):
        if is_child and _mostly(values, is_so):
            yield Guess(f"{of.path}.{path}", because)
    if _mostly(values, is_whole):
        yield Guess(f"{of.path}.{_home(of.path)}.postcode", "its values are postcodes")
    if not is_child and _mostly(values, lambda text: _PHONE_FORM.fullmatch(text) is not None):
        yield Guess(f"{of.path}.phone", "its values are telephone numbers")


def _of_words(values: Sequence[str], of: Told) -> Iterator[Guess]:
    because = f'its name says "{of.rest}"'
    if not of.named:
        for form, path in _OF_THE_EVENT:
            if re.fullmatch(form, of.rest):
                yield from (Guess(told, because) for told in (_TEXTS if path == "TEXT" else [path]))
    if of.path is None:
        return
    for form, path in _OF_A_PERSON:
        if re.fullmatch(rf"({form})( ({_FILLERS}))?", of.rest):
            yield from _of_a_person(of.path, path, values, because)


def _of_a_person(who: str, path: str, values: Sequence[str], because: str) -> Iterator[Guess]:
    if path == "name":
        comma = _mostly(values, lambda text: text.count(",") == 1)
        shown = "a comma stands in its values" if comma else "its values have blanks, no comma"
        yield Guess(f"{who}.name", f"{because}; {shown}", _NAME_PARTS[0 if comma else 1])
    elif path == "HOME.lines" and _mostly(values, _ends_in_postcode):
        yield Guess(f"{who}.{_home(who)}", f"{because}; it ends in postcodes", "lines, postcode")
    else:
        yield Guess(f"{who}.{path.replace('HOME', _home(who))}", because)


def _of_label(name: str, known: Mapping[str, LeafField]) -> Iterator[Guess]:
    """The one field that people call so."""
    words = words_of(name)
    found = [
        path for path, leaf in known.items() if words in {words_of(leaf.label), words_of(path)}
    ]
    if len(found) == 1:
        yield Guess(found[0], "a field is called so")


def _is_of_a_child(told: Guess) -> bool:
    return told.path.startswith("core.children.")


def _home(person: str) -> str:
    return "lives_at" if person.startswith("core.children.") else "address"


def _mostly(values: Sequence[str], is_so: Callable[[str], bool]) -> bool:
    return bool(values) and sum(map(is_so, values)) >= _MOST * len(values)


def _is_nhs(text: str) -> bool:
    return _reads(text, "NhsNumber")


def _ends_in_postcode(text: str) -> bool:
    return ends_in_postcode(text)[1] is not None


def _is_upn(text: str) -> bool:
    return _UPN_FORM.fullmatch(text.upper()) is not None and _reads(text, "Upn")


def _reads(text: str, named: str) -> bool:
    try:
        return identifier(text, named) is not None
    except Unclear:
        return False
