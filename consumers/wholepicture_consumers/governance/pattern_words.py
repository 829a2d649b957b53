"""Pattern rules and their reviews in words."""

from wholepicture_agreement.patterns.files import PatternRule
from wholepicture_agreement.patterns.reviews import Review
from wholepicture_schemas.words import listed

from wholepicture_consumers.governance.dates import day

DECISIONS = {"keep": "it stays", "change": "it is to be changed", "withdraw": "it is to go"}


def in_words(rule: PatternRule) -> str:
    """What makes a pattern by a rule, as one sentence."""
    types = listed(dict.fromkeys(name for kind in rule.counts for name in kind.types))
    number = f"{rule.at_least} or more of {types}"
    whom = f", of {rule.agencies} agencies or more" if rule.agencies > 1 else ""
    ends = listed(dict.fromkeys(name for kind in rule.without for name in kind.types))
    without = f", and none of {ends} between them" if ends else ""
    when = ", while children's services work with the child" if rule.when else ""
    return f"{number}{whom}, within {rule.within_days} days{without}{when}."


def in_one_line(review: Review) -> str:
    """When a review was, of whom, and what it decided."""
    return f"{day(review.on)}, {listed(review.by)}: {DECISIONS[review.decision]}."
