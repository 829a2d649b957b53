"""Reviews: what the partnership made of a pattern rule's notices, before it and each quarter.

A review is a record, and changes nothing that is told. So no stage reads it, and a slip in it stops
nobody's work.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, PositiveInt
from wholepicture_schemas.identifiers import AgencyIdField
from wholepicture_schemas.model import Model
from wholepicture_schemas.texts import Text
from wholepicture_schemas.words import did_you_mean, listed

from wholepicture_agreement.patterns.files import PatternRule, PatternsFile, in_force
from wholepicture_agreement.written.files import AgenciesFile
from wholepicture_agreement.written.loading import Files
from wholepicture_agreement.written.reading_files import AgreementError, read_file
from wholepicture_agreement.written.slips import Finding
from wholepicture_agreement.written.words_of_rules import Slug

FILE = "reviews.toml"
MOST_DAYS = 100
"""A quarter, and some days to meet in."""
_LEAST_AGENCIES = 2


class Review(Model, frozen=True):
    """What agencies together made of the notices of rules in a time, by group."""

    on: dt.date
    """When they met."""
    by: tuple[AgencyIdField, ...]
    """The agencies whose view it is: two at the least."""
    since: dt.date
    until: dt.date
    """The days that the counts were of."""
    rules: Annotated[dict[Slug, PositiveInt], Field(min_length=1)]
    """The version of each rule that they looked at."""
    decision: Literal["keep", "change", "withdraw"]
    view: Text
    """What they think of it, in words: who is told of more often, and what stood in the way."""


class ReviewsFile(Model, frozen=True):
    """reviews.toml."""

    review: tuple[Review, ...] = ()


def read_reviews(folder: Path, files: Files) -> tuple[Review, ...]:
    """The reviews of a folder, earliest first; none where there is no file.

    Raises:
        AgreementError: the file cannot be read, or a review names what is not there.
    """
    if not (folder / FILE).exists():
        return ()
    read = read_file(folder / FILE, ReviewsFile)
    sentences = read.sentences(_wrong(read.file, files.agencies, files.patterns))
    if sentences:
        raise AgreementError(sentences)
    return tuple(sorted(read.file.review, key=lambda review: review.on))


def reviews_of(rule: PatternRule, reviews: Iterable[Review]) -> tuple[Review, ...]:
    """The reviews of this version of a rule."""
    return tuple(review for review in reviews if review.rules.get(rule.id) == rule.version)


def not_reviewed(
    versions: Sequence[PatternsFile], reviews: Sequence[Review], day: dt.date
) -> Iterator[str]:
    """A sentence for each rule in force, or to come, that waits for a review.

    One is due before a version of a rule is adopted, and each quarter after that.
    """
    current = in_force(versions, day)
    coming = [rule for file in versions if file.valid_from > day for rule in file.pattern]
    for rule in (*current, *(rule for rule in coming if rule not in current)):
        adopted = min(file.valid_from for file in versions if rule in file.pattern)
        days = [review.on for review in reviews_of(rule, reviews) if review.on <= day]
        if not any(on <= adopted for on in days):
            yield (
                f"Pattern {rule.id}, version {rule.version}, is in force from {adopted}, and no "
                "review from before that is recorded: try it, look at its counts together, and "
                f"write what you think into {FILE}."
            )
        waited = (day - max([adopted, *days])).days
        if waited > MOST_DAYS:
            yield (
                f"Pattern {rule.id} has not been reviewed for {waited} days: look at its counts "
                f"together (wholepicture patterns counts), and write what you think into {FILE}."
            )


def _wrong(
    file: ReviewsFile, agencies: AgenciesFile, versions: Sequence[PatternsFile]
) -> Iterator[Finding]:
    members = {agency.id for agency in agencies.agency}
    for at, review in enumerate(file.review):
        where = ("review", at)
        for agency in review.by:
            if agency not in members:
                sentence = f"The review of {review.on}: {agency} is not one of the agencies."
                yield Finding((*where, "by"), sentence + did_you_mean(agency, members), agency)
        if len(set(review.by)) < _LEAST_AGENCIES:
            sentence = f"The review of {review.on} is of one agency: two look at it together."
            yield Finding((*where, "by"), sentence)
        if not review.since <= review.until <= review.on:
            sentence = (
                f"The review of {review.on} is of {review.since} to {review.until}: write since, "
                "until and on in the order of the days."
            )
            yield Finding((*where, "on"), sentence)
        for name, sentence in _wrong_rules(review, versions):
            yield Finding((*where, "rules"), sentence, name)


def _wrong_rules(review: Review, versions: Sequence[PatternsFile]) -> Iterator[tuple[str, str]]:
    """The rules that are not there in the version that was reviewed, each with a sentence."""
    known: dict[str, set[int]] = {}
    for rule in (rule for version in versions for rule in version.pattern):
        known.setdefault(rule.id, set()).add(rule.version)
    for name, number in review.rules.items():
        if name not in known:
            sentence = f"The review of {review.on}: there is no pattern {name}."
            yield name, sentence + did_you_mean(name, known)
        elif number not in known[name]:
            there = listed(str(version) for version in sorted(known[name]))
            sentence = (
                f"The review of {review.on}: of {name} there is version {there}, and no version "
                f"{number}. Put the file that has it here first; it may begin on a later day."
            )
            yield name, sentence
