"""A widening as a sentence: which rule gives whom what, and why it did not before."""

from collections.abc import Mapping

from wholepicture_consumers.agreement.widening import Part, Widening
from wholepicture_consumers.field_words import in_one_line, words_of

_OF: Mapping[Part, str] = {
    "fields": "",
    "siblings": " about the other children",
    "bound_by_orders": " about whoever an order binds",
    "earlier": " of what was told earlier",
}


def sentence(one: Widening, *, of_before: bool = False) -> str:
    """What is given more, for whoever approves it; ``of_before`` tells what was given more."""
    if one.how == "words":
        fewer = "more" if of_before else "fewer"
        return f"services of the restricted kind {one.more[0]} are recognised by {fewer} words."
    more = ", ".join(map(words_of, one.more))
    kinds = "every restricted kind" if "any" in one.more else f"the restricted kind {more}"
    because = {
        "new": "which no rule gave it before",
        "conditions": "under fewer or other conditions",
        "fields": "which it was not given before",
        "never": "which was never to be given before",
        "needs": f"no longer keeping back {more}",
        "restricted": f"of {kinds} too",
    }[one.how]
    if of_before:
        because = {
            "new": "which no rule gives it any more",
            "conditions": "under more or other conditions",
            "fields": "which it is no longer given",
            "never": "which is never to be given",
            "needs": f"now keeping back {more}",
            "restricted": f"no longer of {kinds}",
        }[one.how]
    to, on = words_of(one.to), words_of(one.on)
    fields = "" if one.how in {"needs", "restricted"} else f" ({in_one_line(one.paths)})"
    gives = "gave" if of_before else "gives"
    return f"rule {one.rule} {gives} {to}{_OF[one.part]}, of {on}, {because}{fields}."
