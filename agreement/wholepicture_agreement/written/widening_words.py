"""A widening as a sentence: which rules give whom what, and why they did not before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from wholepicture_schemas.field_words import in_one_line, words_of

from wholepicture_agreement.written.widening import EVERY_RULE, KEEPS_LESS, GrantName, Widening

_OF: Mapping[GrantName, str] = {
    "fields": "",
    "siblings": " about the other children",
    "of_mother": " about the mother of a child who is not born yet",
    "bound_by_orders": " about whoever an order binds",
    "earlier": " of what was told earlier",
}

_NEWS: Mapping[str, tuple[str, str]] = {
    "of": (
        "those who told of a child before hear of {type} that there is news.",
        "those who told of a child before no longer hear of {type} that there is news.",
    ),
    "after": (
        "whoever told of a child before by {type} hears that there is news of the child.",
        "whoever told of a child before by {type} no longer hears that there is news.",
    ),
    "at_once": (
        "that there is news is told of {type} at once, or no longer, which tells what it may be.",
        "that there is news was told of {type} at once, or not, which tells what it may be.",
    ),
}
"""Of what makes more, or other, news: as a version is, and where that was before."""


def sentences(widenings: Iterable[Widening], *, of_before: bool = False) -> tuple[str, ...]:
    """What is given more, for whoever approves it; rules that do the same are in one sentence.

    ``of_before`` tells it as what was given more before.
    """
    types: dict[Widening, list[str]] = {}
    for widening in widenings:
        types.setdefault(replace(widening, on=""), []).append(widening.on)
    rules: dict[tuple[Widening, tuple[str, ...]], list[str]] = {}
    for widening, on in types.items():
        rules.setdefault((replace(widening, rule=""), tuple(on)), []).append(widening.rule)
    return tuple(
        _sentence(widening, names, on, of_before=of_before)
        for (widening, on), names in rules.items()
    )


def _sentence(
    widening: Widening, rules: Sequence[str], types: Sequence[str], *, of_before: bool
) -> str:
    if widening.how == "words":
        if KEEPS_LESS in widening.more:
            less = "more" if of_before else "less"
            return f"of the restricted kind {widening.more[0]}, {less} is kept back."
        fewer = "more" if of_before else "fewer"
        return (
            f"services of the restricted kind {widening.more[0]} are recognised by {fewer} words."
        )
    if widening.how == "news":
        return _NEWS[widening.more[0]][of_before].format(type=words_of(widening.more[1]))
    if EVERY_RULE in rules:
        shows = "showed" if of_before else "shows"
        of = _listed(map(words_of, types))
        return f"what was told earlier {shows} more of {of} ({in_one_line(widening.paths)})."
    more = _listed(map(words_of, widening.more))
    kinds = "every restricted kind" if "any" in widening.more else f"the restricted kind {more}"
    now, before = {
        "new": ("which no rule gave it before", "which no rule gives it any more"),
        "conditions": ("under fewer or other conditions", "under more or other conditions"),
        "fields": ("which it was not given before", "which it is no longer given"),
        "never": ("which was never to be given before", "which is never to be given"),
        "needs": (f"no longer keeping back {more}", f"now keeping back {more}"),
        "restricted": (f"of {kinds} too", f"no longer of {kinds}"),
        "duty": (
            "as a referral, which whoever is on duty gets too where it hurries",
            "as a referral, which whoever is on duty no longer gets",
        ),
    }[widening.how]
    several = len(rules) > 1
    give = "gave" if of_before else "give" if several else "gives"
    fields = (
        ""
        if widening.how in {"needs", "restricted", "duty"}
        else f" ({in_one_line(widening.paths)})"
    )
    return (
        f"{'rules' if several else 'rule'} {_listed(rules)} {give} {words_of(widening.to)}"
        f"{_OF[widening.part]}, of {_listed(map(words_of, types))}, {before if of_before else now}"
        f"{fields}."
    )


def _listed(names: Iterable[str]) -> str:
    *others, last = [*names] or [""]
    return f"{', '.join(others)} and {last}" if others else last
