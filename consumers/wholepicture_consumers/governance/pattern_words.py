"""Pattern rules and their reviews in words: all that a rule asks, so that it can be checked."""

from collections.abc import Iterable, Iterator, Sequence

from wholepicture_agreement.patterns.asked_fields import VOICE
from wholepicture_agreement.patterns.files import Kind, PatternRule, Where
from wholepicture_agreement.patterns.reviews import Review
from wholepicture_schemas.catalogue import by_name
from wholepicture_schemas.field_words import in_a_sentence, label_at, words_of
from wholepicture_schemas.told_fields import field_at
from wholepicture_schemas.words import listed

from wholepicture_consumers.governance.dates import day

DECISIONS = {"keep": "it stays", "change": "it is to be changed", "withdraw": "it is to go"}
_VOICE = {
    "recorded": "where the child's own words, or what was seen of the child, were recorded",
    "not-recorded": "where neither the child's own words nor what was seen of the child was "
    "recorded",
}
_ONE_IN = (
    "where one in {one_in} or more of what was offered was missed, or it is not said how many were "
    "offered"
)


def in_words(rule: PatternRule) -> str:
    """What makes a pattern by a rule, and what ends it, with every condition of the rule."""
    whom = f", told by {rule.agencies} agencies or more" if rule.agencies > 1 else ""
    when = ", while children's services work with the child" if rule.when else ""
    says = f"{rule.at_least} or more events within {rule.within_days} days{whom}{when}: "
    says += f"{_kinds(rule.counts)}."
    if rule.without:
        ends = _kinds(rule.without)
        says += f" What ends a run, so that only what happened after it counts: {ends}."
    return says


def in_one_line(review: Review) -> str:
    """When a review was, of whom, and what it decided."""
    return f"{day(review.on)}, {listed(review.by)}: {DECISIONS[review.decision]}."


def _kinds(kinds: Sequence[Kind]) -> str:
    return "; ".join(map(_kind, kinds))


def _kind(kind: Kind) -> str:
    """Events of some types, and what they must and must not say."""
    least = f"at least {kind.at_least} of " if kind.at_least else ""
    asked = "; ".join(_asked(kind))
    return f"{least}{_either(map(_called, kind.types))}{f' ({asked})' if asked else ''}"


def _asked(kind: Kind) -> Iterator[str]:
    yield from (f"{label}: {said}" if label else said for label, said in _said(kind.where))
    for label, said in _said(kind.where_not):
        yield f"{label}: nowhere “{said}”" if label else f"not {said}"
    if kind.one_in:
        yield _ONE_IN.format(one_in=kind.one_in)


def _said(where: Where) -> Iterator[tuple[str, str]]:
    """Each field that is asked, by its label, and the codes in words; the voice has no label."""
    for path, codes in where.items():
        place = field_at(path)
        labels = _VOICE if path == VOICE else place.codes if place else {}
        label = "" if path == VOICE else in_a_sentence(label_at(path))
        yield label, _either(labels.get(code, code) for code in codes)


def _called(name: str) -> str:
    kind = by_name(name)
    return kind.CALLED if kind else words_of(name)


def _either(words: Iterable[str]) -> str:
    """Several words with an or before the last."""
    *first, last = dict.fromkeys(words)
    return f"{', '.join(first)} or {last}" if first else last
