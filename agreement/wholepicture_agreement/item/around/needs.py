"""How a child communicates, what helps, and a disability: it stands first on every panel.

Each is as the newest event says that says anything of it; what an earlier one says is said with who
told it, since the item's own sender may not know it. That nothing is told is said, for nobody is to
meet a child without having asked.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from wholepicture_schemas.codes import COMMUNICATIONS, DISABILITIES
from wholepicture_schemas.fields import AS_WRITTEN
from wholepicture_schemas.who import is_unborn
from wholepicture_schemas.words import listed

from wholepicture_agreement.by_when.working_time import day_in_words
from wholepicture_agreement.item.around.shown import Entry, Shown, texts, written
from wholepicture_agreement.item.instructions.telling import clause

NOT_TOLD = "How the child communicates is not told here: ask before you meet the child."

NOT_THE_FAMILY = "Nobody of the family interprets: ask for an interpreter, or for what helps."


def needs(events: Sequence[Shown]) -> tuple[str, ...]:
    """The sentences, by the events that are shown of the child, newest first; none of an unborn."""
    told: list[Shown] = []
    for shown in events:
        if all(shown.child != newer.child for newer in told):  # else a newer one said just that
            told.append(shown)
    child = [shown.child for shown in told]
    return () if any(map(is_unborn, child)) else tuple(_needs(child, told))


def _needs(child: Sequence[Entry], events: Sequence[Shown]) -> Iterator[str]:
    how = _codes(child, "communication", COMMUNICATIONS)
    note = next(filter(None, (str(entry.get("communication_note") or "") for entry in child)), "")
    if how:
        by = _told_by(events, lambda entry: _codes([entry], "communication", COMMUNICATIONS))
        yield f"How the child communicates{by}: {listed(how)}."
    if note:
        by = _told_by(events, lambda entry: entry.get("communication_note"))
        yield f"What helps{by}: {clause(note)}"
    if not how and not note:
        yield NOT_TOLD
    if languages := _newest(texts(entry.get("languages")) for entry in child):
        yield f"Languages: {listed(languages)}."
    disability = [one for one in _codes(child, "disability", DISABILITIES) if one != _NONE]
    if disability:
        by = _told_by(events, lambda entry: _codes([entry], "disability", DISABILITIES))
        yield f"Disability{by}: {listed(disability)}."
    if next(filter(None, map(_depends, child)), None) == "yes":
        yield f"Depends on care, equipment or medicine{_told_by(events, _depends)}."


def _depends(child: Entry) -> str | None:
    """Whether a child depends on care, equipment or medicine: yes or no, where that is said."""
    considered = child.get("vulnerability_considered")
    known = considered.get("medical_dependence_known") if isinstance(considered, Mapping) else None
    return known if known in ("yes", "no") else None


def _told_by(events: Sequence[Shown], says: Callable[[Entry], object]) -> str:
    """Who told it, and when, of the newest event that says it; empty of the item's own event."""
    newest = next((shown for shown in events if says(shown.child)), None)
    if newest is None or newest.own:
        return ""
    return f", as {newest.agency} told on {day_in_words(newest.on)}"


def adults_needs(told: Sequence[Entry]) -> tuple[str, ...]:
    """How an adult communicates, and who interprets; by what is told of them, newest first."""
    of_needs = [one for one in told if not _OF_NEEDS.isdisjoint(one)]
    return tuple(_adults_needs(of_needs)) if of_needs else ()


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
    for entry in child:
        said = [labels.get(code, code) for code in texts(entry.get(field))]
        if AS_WRITTEN in entry:
            said += written(entry, field)
        if said:
            return said
    return ()


def _newest(said: Iterable[Sequence[str]]) -> Sequence[str]:
    return next(filter(None, said), ())
