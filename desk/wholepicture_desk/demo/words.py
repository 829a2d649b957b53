"""What a school does not get, in plain words by what class of data it is, with the reason why.

Source of the reasons: Operation Encompass statutory guidance, 7 November 2025, and DfE, Information
sharing, May 2024, golden rule 5.
"""

from collections.abc import Iterable, Mapping

from wholepicture_schemas.field_words import of_whom
from wholepicture_schemas.meaning import DataClass
from wholepicture_schemas.told_fields import means_at

from wholepicture_desk.demo.result import KeptBackGroup

_OFFENCE = "schools get no offence details"
_WHEREABOUTS = "they lead to a parent"
NOT_NEEDED = "not needed to support the child"

_OF_A_FIELD: Mapping[str, str] = {
    "detail.risk_tool": "the grade",
    "detail.risk_grade": "the grade",
    "detail.indicators_counted": "the grade",
    "detail.incidents_in_last_12_months": "earlier incidents",
    "core.adults.*.offence_history": "earlier incidents",
}
"""What is said in words of its own, beyond its class."""
_OF_A_CLASS: Mapping[DataClass, str] = {
    "offence": "what is alleged",
    "whereabouts": "addresses",
    "contact": "phones",
    "service": "who helps a parent",
}
_ORDER = tuple(dict.fromkeys(("what is alleged", *_OF_A_FIELD.values(), *_OF_A_CLASS.values())))


def kept_back(paths: Iterable[str]) -> tuple[KeptBackGroup, ...]:
    """What was kept back, by reason; the words in their order, each once."""
    found: dict[str, dict[str, int]] = {}
    for path in paths:
        words, because = _of(path)
        place = _ORDER.index(words) if words in _ORDER else len(_ORDER)
        found.setdefault(because, {}).setdefault(words, place)
    return tuple(
        KeptBackGroup(
            tuple(sorted(found[because], key=lambda words: found[because][words])), because
        )
        for because in (_OFFENCE, _WHEREABOUTS, NOT_NEEDED)
        if because in found
    )


def _of(path: str) -> tuple[str, str]:
    """A path's words and the reason; what its class has no words for is called by its label."""
    means = means_at(path)
    if means.kind == "offence":
        return _OF_A_FIELD.get(path) or _OF_A_CLASS["offence"], _OFFENCE
    leads_there = means.safety or means.kind in {"whereabouts", "contact"}
    if means.kind is not None and leads_there:
        return _OF_A_CLASS[means.kind], _WHEREABOUTS
    return of_whom(path)[1], NOT_NEEDED
