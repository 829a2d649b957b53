"""The paths of fields in plain words, with the reason why a school does not get them.

Source of the reasons: Operation Encompass statutory guidance, 7 November 2025, and DfE, Information
sharing, May 2024, golden rule 5.
"""

from collections.abc import Iterable

from wholepicture_desk.demo.result import KeptBack

_OFFENCE = "schools get no offence details"
_WHEREABOUTS = "they lead to a parent"
_OTHER = "not needed to support the child"

_WORDS: tuple[tuple[str, str, str], ...] = (
    ("core.allegations", "what is alleged", _OFFENCE),
    ("core.summary", "what is alleged", _OFFENCE),
    ("detail.what_happened", "what is alleged", _OFFENCE),
    ("detail.concern", "what is alleged", _OFFENCE),
    ("detail.done_at_once", "what is alleged", _OFFENCE),
    ("detail.kinds", "what is alleged", _OFFENCE),
    ("detail.crime_number", "what is alleged", _OFFENCE),
    ("detail.disposal", "what is alleged", _OFFENCE),
    ("detail.risk_", "the grade", _OFFENCE),
    ("detail.indicators_counted", "the grade", _OFFENCE),
    ("detail.incidents_in_last_12_months", "earlier incidents", _OFFENCE),
    ("core.adults.*.offence_history", "earlier incidents", _OFFENCE),
    ("core.adults.*.address", "addresses", _WHEREABOUTS),
    ("core.adults.*.new_address", "addresses", _WHEREABOUTS),
    ("core.children.*.lives_at", "addresses", _WHEREABOUTS),
    ("core.children.*.staying_at", "addresses", _WHEREABOUTS),
    ("core.adults.*.phone", "phones", _WHEREABOUTS),
    ("core.adults.*.safe_contact", "phones", _WHEREABOUTS),
    ("core.adults.*.victim_service", "who helps a parent", _WHEREABOUTS),
)


def kept_back(paths: Iterable[str]) -> tuple[KeptBack, ...]:
    """What was kept back, by reason; the words in the order of the table, each once."""
    found: dict[str, dict[str, int]] = {}
    for path in paths:
        place, words, because = _of(path)
        found.setdefault(because, {}).setdefault(words, place)
    return tuple(
        KeptBack(tuple(sorted(found[because], key=lambda words: found[because][words])), because)
        for because in (_OFFENCE, _WHEREABOUTS, _OTHER)
        if because in found
    )


def _of(path: str) -> tuple[int, str, str]:
    """A path's place in the table, its words and the reason; a path not in it says its own name."""
    for place, (start, words, because) in enumerate(_WORDS):
        if path.startswith(start):
            return place, words, because
    return len(_WORDS), path.rpartition(".")[2].replace("_", " "), _OTHER
