"""Who is around a child, as the picture of the child says it: on its page, and for a terminal."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from wholepicture_schemas.around import AdultAround, Around, ChildAround, WorksWith


@dataclass(frozen=True, slots=True)
class AroundShown:
    """A panel, ready to be shown: each of its texts a sentence."""

    needs: str
    adults: Sequence[Mapping[str, object]]
    """Each with who it is, what is heeded before all else, and what is said."""
    works_with: Sequence[str]
    can_be_called: Sequence[str]
    says: Sequence[str]


def shown(around: Around) -> AroundShown:
    """A panel as its page shows it."""
    return AroundShown(
        needs=" ".join(around.needs),
        adults=[
            *(
                {
                    "who": adult.who,
                    "heed": [*adult.heed, *adult.communication],
                    "says": _says(adult),
                }
                for adult in around.adults
            ),
            *({"who": one.who, "heed": list(one.heed), "says": ""} for one in _with_care(around)),
        ],
        works_with=[_works(one) for one in around.works_with],
        can_be_called=[_works(one) for one in around.can_be_called],
        says=list(around.says),
    )


def as_lines(around: Around) -> Iterator[str]:
    """The same for a terminal."""
    yield " ".join(around.needs)
    for adult in around.adults:
        yield f"{adult.who}:"
        yield from (f"    {said}" for said in (*adult.heed, *adult.communication, _says(adult)))
    for child in _with_care(around):
        yield f"{child.who}:"
        yield from (f"    {said}" for said in child.heed)
    for one in (*around.works_with, *around.can_be_called):
        yield _works(one)
    yield from around.says


def _with_care(around: Around) -> Iterator[ChildAround]:
    """The other children of whom something is heeded."""
    return (child for child in around.children if child.heed)


def _says(adult: AdultAround) -> str:
    is_what = f"{adult.is_what[:1].upper()}{adult.is_what[1:]}."
    return " ".join((is_what, *adult.says))


def _works(one: WorksWith) -> str:
    who = ", ".join(filter(None, (one.name, one.role, one.agency, one.phone)))
    return f"{who}: {one.does}."
