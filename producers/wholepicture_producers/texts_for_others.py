"""What `validate` says of the texts that others read: it refuses none of them.

A school, a nurse and whoever else is told the minimum reads these as they were written. They are
looked at by their shape: whoever wrote them reads them once more.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from wholepicture_schemas.offence_words import tells_a_record, tells_of_an_offence
from wholepicture_schemas.place_words import leads_somewhere
from wholepicture_schemas.reading import read_closed

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


def remarks(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is said of an event that is accepted: a field, and a sentence about it.

    First come the texts that its recipients will lack, about which its sender will be asked.
    """
    event = read_closed(document)
    for problem in event.checks_when_read():
        yield problem.field, f"{problem.what}. {problem.fix} It is accepted, and you are asked."
    for field, text in _for_others(document["data"]):
        if leads_somewhere(text):
            yield field, _A_PLACE
        if field == "detail.concern":
            if tells_a_record(text):
                yield field, _A_RECORD
        elif tells_of_an_offence(text) and not field.endswith(".never"):
            yield field, _AN_OFFENCE


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
