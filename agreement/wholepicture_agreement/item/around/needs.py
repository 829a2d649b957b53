"""How a child communicates, what helps, and a disability: it stands first on every panel.

Each is as the newest event says that says anything of it. That nothing is told is said, for nobody
is to meet a child without having asked.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from wholepicture_schemas.codes import COMMUNICATIONS, DISABILITIES
from wholepicture_schemas.fields import AS_WRITTEN
from wholepicture_schemas.who import is_unborn
from wholepicture_schemas.words import listed

from wholepicture_agreement.item.around.shown import Entry, Shown, texts, written
from wholepicture_agreement.item.instructions.telling import clause

NOT_TOLD = "How the child communicates is not told here: ask before you meet the child."

NOT_THE_FAMILY = "Nobody of the family interprets: ask for an interpreter, or for what helps."


def needs(events: Sequence[Shown]) -> tuple[str, ...]:
    """The sentences, by the events that are shown of the child, newest first; none of an unborn."""
    child: list[Entry] = []
    for shown in events:
        if shown.child not in child:  # else it was said in the same words by a newer one
            child.append(shown.child)
    return () if any(map(is_unborn, child)) else tuple(_needs(child))


def _needs(child: Sequence[Entry]) -> Iterator[str]:
    how = _codes(child, "communication", COMMUNICATIONS)
    note = next(filter(None, (str(entry.get("communication_note") or "") for entry in child)), "")
    if how:
        yield f"How the child communicates: {listed(how)}."
    if note:
        yield f"What helps: {clause(note)}"
    if not how and not note:
        yield NOT_TOLD
    if languages := _newest(texts(entry.get("languages")) for entry in child):
        yield f"Languages: {listed(languages)}."
    disability = [one for one in _codes(child, "disability", DISABILITIES) if one != _NONE]
    if disability:
        yield f"Disability: {listed(disability)}."
    depends = (
        considered.get("medical_dependence_known")
        for entry in child
        if isinstance(considered := entry.get("vulnerability_considered"), Mapping)
    )
    if next((said for said in depends if said in ("yes", "no")), None) == "yes":
        yield "Depends on care, equipment or medicine."


def adults_needs(told: Sequence[Entry]) -> tuple[str, ...]:
    """How an adult communicates, and who interprets; by what is told of them, newest first."""
    return tuple(_adults_needs([one for one in told if not _OF_NEEDS.isdisjoint(one)]))


def _adults_needs(told: Sequence[Entry]) -> Iterator[str]:
    how = _codes(told, "communication", COMMUNICATIONS)
    languages = _newest(texts(entry.get("languages")) for entry in told)
    if how:
        yield f"How they communicate: {listed(how)}."
    if languages:
        yield f"Languages: {listed(languages)}."
    if how or any(language.casefold() not in _ENGLISH for language in languages):
        yield NOT_THE_FAMILY


_OF_NEEDS = frozenset({"communication", "languages", AS_WRITTEN})
_ENGLISH = frozenset({"english", "en", "eng"})
_NONE = DISABILITIES["NONE"]


def _codes(child: Iterable[Entry], field: str, labels: Mapping[str, str]) -> Sequence[str]:
    """The labels of a field's codes, by the newest event that has any."""
    return _newest(
        (
            *(labels.get(code, code) for code in texts(entry.get(field))),
            *written(entry, field),
        )
        for entry in child
    )


def _newest(said: Iterable[Sequence[str]]) -> Sequence[str]:
    return next(filter(None, said), ())
