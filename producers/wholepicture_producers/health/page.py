"""The table of ``fhir.toml`` as a page that the users of the adapter read: docs/fhir-table.md.

``python -m wholepicture_producers.health.page`` writes it anew.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from wholepicture_producers.health.meanings import Element, Meanings, Tells, meanings

_HEAD = """\
# What FHIR becomes

Made from [fhir.toml](../producers/wholepicture_producers/health/fhir.toml), which the adapter
goes by. How an export is published stands in [fhir.md](fhir.md). A code has the short name of its
system in front.
"""
_CODES = {
    "no-relation": "Kinds of contact, which say nothing of who they are to the child",
    "nhs-number-status": "Whether an NHS number is verified",
}


_WAYS = {
    "text": "as it stands",
    "concept": "the text of a concept, else what its codes show, else the code",
    "time": "with its offset; a day is its beginning in London",
    "day": "the day in London; one known in part as it is",
    "code": "the code that the table of that name below has for it",
    "service": "the name of the first service, place or organisation that is referred to",
    "clinician": "name, role and telephone of whoever is referred to",
    "names": "the name that holds on the day of the event, and other names",
    "address": "the address of that use which holds on the day of the event",
    "nested": "that part of an extension of extensions",
}
"""What the ways of reading mean, as far as their names do not say it."""


def page(known: Meanings | None = None) -> str:
    """The page, in Markdown."""
    told = known or meanings()
    return "\n".join([_HEAD, *_rules(told), *_elements(told), *_codes(told), *_rest(told)])


def _rules(known: Meanings) -> Iterator[str]:
    yield "## Which event a resource tells\n"
    yield (
        "A code of `urn:wholepicture:event-type` comes first: its code is the short name of a type "
        "of event. Then the first of these rules counts. An Appointment that the service cancelled "
        "is never told as a child who was not brought. What was entered in error is told as "
        "nothing, and [takes back](fhir.md#a-file-again) what was told.\n"
    )
    yield from _table(
        ("resource", "where", "becomes", "what it means"),
        (
            (
                rule.resource,
                "; ".join(f"{path}: {_named(codes, known)}" for path, codes in rule.when.items()),
                f"`{rule.event}`{_given(rule)}" if rule.event else "nothing",
                rule.means or rule.why,
            )
            for rule in known.rules
        ),
    )


def _given(rule: Tells) -> str:
    given = [f"{path} = {_plain(value)}" for path, value in rule.given.items()]
    given += [f"{path} = {_plain(value)} under 16" for path, value in rule.under_16.items()]
    return f", {', '.join(given)}" if given else ""


def _elements(known: Meanings) -> Iterator[str]:
    yield "\n## What an element becomes\n"
    yield "Of several rows for one field the first that gives something counts. Read *as*:\n"
    yield from (f"- {way}: {what}" for way, what in _WAYS.items())
    for resource in dict.fromkeys(element.resource for element in known.elements):
        rows = list(known.of(resource))
        yield f"\n### {resource}\n"
        yield from _table(
            ("element", "becomes", "of"),
            (
                (", ".join(row.path for row in alike), becomes, of)
                for (becomes, of), alike in groupby(
                    rows, lambda row: (_becomes(row), ", ".join(sorted(row.of)))
                )
            ),
        )


def _becomes(row: Element) -> str:
    if row.to:
        return f"`{row.to}`, as {row.read}"
    return row.means or f"left out: {row.why}"


def _codes(known: Meanings) -> Iterator[str]:
    yield "\n## Codes of fields\n"
    yield "Any other code goes as it was written, is marked as not checked, and is asked about.\n"
    for name, table in known.codes.items():
        if table:
            told = "; ".join(
                f"{_named([code], known)} = {_plain(value)}" for code, value in table.items()
            )
            yield f"- **{_CODES.get(name, name)}**: {told}"


def _rest(known: Meanings) -> Iterator[str]:
    yield "\n## What is counted\n"
    yield (
        "Where your file says with `complete_since` since when the export has every such resource "
        "of its patients, and that day is twelve months or more before the event: how many of the "
        "child's tell the same in the twelve months up to it, this one included.\n"
    )
    for event, counts in known.counted.items():
        of = f", of `{counts['offered']}`" if "offered" in counts else ""
        yield f"- `{event}`: each {counts['resource']}, as `{counts['to']}`{of}"
    yield "\n## Labels of confidentiality\n"
    yield "A label that is not here is read at its strictest.\n"
    for name, asks in known.handling.items():
        of = "of a patient or an adult" if name == "person" else "of what is told"
        told = ", ".join(f"{code}: {_listed(kinds) or 'nothing'}" for code, kinds in asks.items())
        yield f"- {of}: {told}"
    yield "\n## Signals\n"
    yield "What a signal says happened. One that no rule above tells is refused.\n"
    yield from (f"- `{kind}`: {what}" for kind, what in known.signals.items())
    yield "\n## Resources that are read beside others\n"
    yield from (f"- {kind}: {what}" for kind, what in known.beside.items())
    yield "\n## Short names of systems and extensions\n"
    names = {**known.systems, **known.extensions}
    yield from (f"- {short}: `{address}`" for address, short in names.items())


def _named(codes: Iterable[str], known: Meanings) -> str:
    """Codes, each with what it is called."""
    called = {code: f" ({known.names[code]})" for code in codes if code in known.names}
    return ", ".join(f"{code or 'none'}{called.get(code, '')}" for code in codes)


def _listed(codes: Iterable[str]) -> str:
    return ", ".join(code or "none" for code in codes)


def _plain(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"


if __name__ == "__main__":
    Path("docs/fhir-table.md").write_text(page() + "\n", encoding="utf-8")
