"""Groups: the ethnicity and the disability of a child, as agencies recorded them.

Nothing else in Whole Picture reads an ethnicity (promise 8), and these functions are for counting
alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from wholepicture_schemas.codes import DISABILITIES, ETHNICITIES

from wholepicture_consumers.governance.equality.suppression import Cut

WHITE, MIXED, ASIAN, BLACK, OTHER = (
    "White",
    "Mixed or multiple ethnic groups",
    "Asian or Asian British",
    "Black, Black British, Caribbean or African",
    "Other ethnic group",
)
MAIN_GROUPS: Mapping[str, tuple[str, ...]] = {
    WHITE: ("WBRI", "WIRI", "WIRT", "WROM", "WOTH"),
    MIXED: ("MWBC", "MWBA", "MWAS", "MOTH"),
    ASIAN: ("AIND", "APKN", "ABAN", "CHNE", "AOTH"),
    BLACK: ("BCRB", "BAFR", "BOTH"),
    OTHER: ("OOTH",),
}
"""The codes of each main group. Source: ONS, Census 2021, ethnic group in five groups."""
DIFFERS = "recorded differently by different agencies"
REFUSED, NOT_YET, UNKNOWN = (
    "not given: refused",
    "not obtained yet",
    "not known: nobody recorded it",
)
DISABLED, NOT_DISABLED = "a disability is recorded", "recorded as no disability"
DISABLED_MINORITY, DISABLED_WHITE_BRITISH, DISABLED_UNKNOWN, ELSE = (
    "disabled, of an ethnic minority",
    "disabled, White British",
    "disabled, ethnic group not known",
    "every other child",
)
NEEDS, NO_NEEDS = "communication needs are recorded", "no communication needs are recorded"

_MAIN_OF = {code: main for main, codes in MAIN_GROUPS.items() for code in codes}
_NO_GROUP = (DIFFERS, REFUSED, NOT_YET, UNKNOWN)
_DETAILED: Mapping[str, str] = {
    **{
        label: main
        for main, codes in MAIN_GROUPS.items()
        for label in (*(ETHNICITIES[code] for code in codes), f"{main}: {DIFFERS}")
    },
    **{label: label for label in _NO_GROUP},
}

BY_ETHNICITY = Cut("ethnicity", (*MAIN_GROUPS, *_NO_GROUP))
BY_ETHNICITY_IN_DETAIL = Cut("ethnicity in detail", tuple(_DETAILED), _DETAILED)
BY_DISABILITY = Cut("disability", (DISABLED, NOT_DISABLED, UNKNOWN))
BY_COMMUNICATION = Cut("communication", (NEEDS, NO_NEEDS))


class Groups(NamedTuple):
    """The label of a child in each cut."""

    ethnicity: str
    in_detail: str
    disability: str
    communication: str
    together: str


def _together(labels: Sequence[str]) -> str:
    """Whether a child is disabled, and of which ethnic group, in as few rows as can be.

    An ethnic minority is every group but White British. Source: GOV.UK, Writing about ethnicity.
    """
    in_detail, disability = labels[1], labels[2]
    if disability != DISABLED:
        return ELSE
    if in_detail == ETHNICITIES["WBRI"]:
        return DISABLED_WHITE_BRITISH
    if in_detail in _NO_GROUP:
        return DISABLED_UNKNOWN
    return DISABLED_MINORITY


BY_BOTH = Cut(
    "disability and ethnicity together",
    (DISABLED_MINORITY, DISABLED_WHITE_BRITISH, DISABLED_UNKNOWN, ELSE),
    crosses=_together,
)
"""The review speaks of double discrimination: a disabled child of an ethnic minority."""
CUTS: Sequence[Cut] = (
    BY_ETHNICITY,
    BY_ETHNICITY_IN_DETAIL,
    BY_DISABILITY,
    BY_COMMUNICATION,
    BY_BOTH,
)
"""Always all of them: what is hidden in one could else be found by another."""


def groups_of(
    ethnicities: Iterable[str], disabilities: Iterable[Sequence[str]], *, has_needs: bool
) -> Groups:
    """The groups of a child, by what each agency that recorded something recorded last.

    Where one agency records a disability and another none, there is one: who knows of none does not
    say that there is none.
    """
    every = [code for codes in disabilities for code in codes if code in DISABILITIES]
    if any(code != "NONE" for code in every):
        disability = DISABLED
    else:
        disability = NOT_DISABLED if every else UNKNOWN
    labels = (*_ethnicity(set(ethnicities)), disability, NEEDS if has_needs else NO_NEEDS)
    return Groups(*labels, _together(labels))


def _ethnicity(codes: set[str]) -> tuple[str, str]:
    """The main group, and the one in detail."""
    mains = {_MAIN_OF[code] for code in codes if code in _MAIN_OF}
    if not mains:
        label = REFUSED if "REFU" in codes else NOT_YET if "NOBT" in codes else UNKNOWN
        return label, label
    if len(mains) > 1:
        return DIFFERS, DIFFERS
    (main,) = mains
    within = {ETHNICITIES[code] for code in codes if code in _MAIN_OF}
    return main, within.pop() if len(within) == 1 else f"{main}: {DIFFERS}"
