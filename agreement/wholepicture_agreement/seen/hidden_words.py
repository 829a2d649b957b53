"""The traces of masked values: what gives an address, number, service or school away in a text."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache

from wholepicture_schemas.in_texts.traces import squashed

from wholepicture_agreement.seen import addresses
from wholepicture_agreement.seen.leaves import Leaf, Path

_PREFIX = re.compile("^((00)?44(?=[0-9]{9})0?|0)")
"""What stands before a number's own digits: 0, 44, 0044, and (0) behind one of them."""
_AREA = re.compile("2[0-9]|1[0-9]1|11[0-9]|1[0-9]{3}")
"""The code of an area, which is left out within it. Mobile numbers have none."""
_SHORTEST_NUMBER = 5
_SHORTEST = 3
"""Below it, a trace would be found in too many texts; a service's name may be that short."""
_SHORTEST_SCHOOL = 4
"""A shorter rest of a school's name is an everyday word: Oak, of Oak School."""
_SCHOOLS = frozenset({
    "a", "academy", "and", "at", "catholic", "ce", "centre", "church", "coe", "cofe", "college",
    "community", "early", "education", "england", "first", "free", "grammar", "high", "infant",
    "infants", "junior", "juniors", "lower", "middle", "nursery", "of", "play", "playgroup", "pre",
    "preparatory", "preschool", "primary", "rc", "school", "schools", "secondary", "senior",
    "sixth", "form", "special", "studio", "technical", "the", "trust", "unit", "upper", "va", "vc",
    "years",
})  # fmt: skip
"""What schools are called besides their names."""
_ASIDE = re.compile(r"[,;:(]|\s[-\u2010-\u2015]+\s")

_MOST_KEPT = 1024
"""How many answers a process remembers: what is masked from one is masked from others."""


def traces_of(hidden: Iterable[Leaf]) -> tuple[str, ...]:
    """Every trace of these leaves, squashed, each once."""
    lines: dict[Path, list[str]] = {}
    exact: set[Path] = set()
    traces: dict[str, None] = {}
    for leaf in hidden:
        what = leaf.marks.traced
        if what is None:
            continue
        if what == "lines":
            lines.setdefault(leaf.path[:-2], []).append(str(leaf.value))
        elif what in _TRACES:
            traces.update(_of(what, str(leaf.value)))
            if what == "number":  # known to the house, as a postcode is
                exact.add(leaf.path[:-1])
    for path, rows in lines.items():
        traces.update(_of("exact" if path in exact else "lines", *rows))
    return tuple(traces)


@lru_cache(_MOST_KEPT)
def _of(what: str, *said: str) -> Mapping[str, None]:
    """The traces of a number, a service, a school or the lines of an address, each once."""
    if what in {"exact", "lines"}:
        found = addresses.traces(said, exact=what == "exact")
    else:
        found = _TRACES[what](*said)
    return {trace: None for trace in found if len(trace) >= _SHORTEST}


def _of_number(text: str) -> Iterator[str]:
    code = squashed(text)
    if len(code) >= _SHORTEST_NUMBER and any(map(str.isdigit, code)):
        yield code


def of_phone(text: str) -> Iterator[str]:
    """The traces of a telephone number, with and without its area code."""
    number = _PREFIX.sub("", squashed(text), count=1)
    if len(number) >= _SHORTEST_NUMBER:
        yield number
    area = _AREA.match(number)
    if area and len(number) - area.end() > _SHORTEST_NUMBER:
        yield number[area.end() :]


def of_service(name: str) -> Iterator[str]:
    """The whole name, and what stands before a comma or a bracket: Next Link (Bristol)."""
    for text in (name, _ASIDE.split(name, maxsplit=1)[0]):
        words = addresses.words_of(text)
        if words and addresses.tells(words):
            yield from addresses.spellings(words)


def of_school(name: str) -> Iterator[str]:
    """The traces of a school: its name, and the name without words such as School."""
    for text in (name, _ASIDE.split(name, maxsplit=1)[0]):
        words = addresses.words_of(text)
        own = words
        while own and own[-1] in _SCHOOLS:
            own = own[:-1]
        if _SCHOOLS.issuperset(own) or not addresses.tells(words):
            continue
        yield from addresses.spellings(words)
        if addresses.tells(own) and len("".join(own)) >= _SHORTEST_SCHOOL:
            yield from addresses.spellings(own)


_TRACES: Mapping[str, Callable[[str], Iterator[str]]] = {
    "phone": of_phone,
    "number": _of_number,
    "service": of_service,
    "school": of_school,
}
