"""The page of the pattern rules: what each looks for, and what the partnership thinks of it."""

import datetime as dt
from collections.abc import Iterator, Sequence

from wholepicture_agreement import Agreement
from wholepicture_agreement.by_when.working_time import LONDON
from wholepicture_agreement.patterns.files import PatternRule, in_force
from wholepicture_agreement.patterns.reviews import Review, reviews_of
from wholepicture_bus.pages import render
from wholepicture_schemas.identifiers import AgencyId
from wholepicture_schemas.words import listed

from wholepicture_consumers.governance.dates import day
from wholepicture_consumers.governance.pattern_words import DECISIONS, in_words
from wholepicture_consumers.governance.schedule import Pair


def patterns_page(agreement: Agreement, reviews: Sequence[Review], at: dt.datetime) -> str:
    """The page of the rules in force at a moment."""
    return render(
        __package__,
        "patterns.html",
        partnership=agreement.partnership.name,
        rules=[
            (rule.title, list(_rule(rule, agreement)), list(_reviews(rule, reviews, agreement)))
            for rule in in_force(agreement.patterns, at.astimezone(LONDON).date())
        ],
    )


def _rule(rule: PatternRule, agreement: Agreement) -> Iterator[Pair]:
    yield "What it looks for and why", rule.says
    yield "When it is told", in_words(rule)
    yield "What it rests on", rule.source
    yield "Who answers for it", _named(rule.owner, agreement)
    yield "Rule", f"{rule.id}, version {rule.version}"


def _reviews(
    rule: PatternRule, reviews: Sequence[Review], agreement: Agreement
) -> Iterator[tuple[str, ...]]:
    """Each review of the rule, the newest first."""
    for review in reversed(reviews_of(rule, reviews)):
        whom = listed(_named(agency, agreement) for agency in review.by)
        of = f"{day(review.since)} to {day(review.until)}"
        yield day(review.on), whom, of, review.view, DECISIONS[review.decision]


def _named(agency: AgencyId, agreement: Agreement) -> str:
    known = agreement.agencies.get(agency)
    return known.name if known else agency
