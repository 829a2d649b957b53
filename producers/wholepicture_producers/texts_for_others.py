"""What `validate` says of the texts that others read: it refuses none of them.

A school, a nurse and whoever else is told the minimum reads these as they were written. They are
looked at by their shape: whoever wrote them reads them once more.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from wholepicture_schemas.in_texts import shapes
from wholepicture_schemas.in_texts.offence_words import tells_a_record, tells_of_an_offence
from wholepicture_schemas.reading import Unreadable, content_of, read_document

_A_PLACE = (
    "has the shape of a place or a number. Whoever is told the minimum reads it: take out what "
    "leads to somebody."
)
_AN_OFFENCE = (
    "has words of an offence, a charge or a record. A school or a nurse reads it: say what the "
    "child needs, and leave that out."
)
_A_RECORD = (
    "has words of somebody's record. A school reads it where core.for_school is not written: write "
    "the record in offence_history."
)
_NOT_FOUND = (
    "somebody here has moved or has a protected address. Places and numbers are cut from texts by "
    "their form, for whoever does not need them. The name of a place, a nickname, a landmark and "
    '"at her mother\'s" have none: take them out, unless everybody may read them.'
)
_TEXTS = ("core.summary", "detail.what_happened", "detail.concern", "detail.done_at_once")


def remarks(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is said of an event that is accepted: a field, and a sentence about it.

    First come the texts that its recipients will lack, about which its sender will be asked.
    """
    try:
        event = read_document(document).event
    except Unreadable:
        return
    content: Mapping[str, Any] = content_of(event)
    for problem in event.checks_when_read():
        yield problem.field, f"{problem.what}. {problem.fix} It is accepted, and you are asked."
    if _somebody_is_hidden(content):
        yield from ((field, _NOT_FOUND) for field in _first_text(content))
    for field, text in _for_others(content):
        if shapes.spans(text):
            yield field, _A_PLACE
        if field == "detail.concern":
            if tells_a_record(text):
                yield field, _A_RECORD
        elif tells_of_an_offence(text) and not field.endswith(".never"):
            yield field, _AN_OFFENCE


def _somebody_is_hidden(data: Mapping[str, Any]) -> bool:
    """Whether anybody of an event has a protected address, a new one, or stays elsewhere."""
    core = data["core"]
    return (
        bool(core.get("handling", {}).get("address_protected"))
        or any(adult.get("new_address") for adult in core.get("adults", ()))
        or any(child.get("staying_at") for child in core.get("children", ()))
    )


def _first_text(data: Mapping[str, Any]) -> Iterator[str]:
    """The first field of an event with words of the sender: one remark is read, four are not."""
    for field in _TEXTS:
        part, name = field.split(".")
        if data.get(part, {}).get(name):
            yield field
            return


def _for_others(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The texts of an event that are read by whoever is told the minimum, with their fields."""
    core = data["core"]
    written = [(f"core.{name}", core.get(name)) for name in ("for_school", "for_health")]
    written += [
        (f"core.children.{at}.voice.for_school", child.get("voice", {}).get("for_school"))
        for at, child in enumerate(core.get("children", ()))
    ]
    written += [
        (f"core.adults.{at}.safe_contact.never", adult.get("safe_contact", {}).get("never"))
        for at, adult in enumerate(core.get("adults", ()))
    ]
    if not core.get("for_school"):
        written.append(("detail.concern", data["detail"].get("concern")))
    return ((field, text) for field, text in written if text)
