"""Checks that school terms can be counted, and that somebody acts for schools in the holidays."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from wholepicture_schemas.identifiers import RecipientId
from wholepicture_schemas.words import did_you_mean

from wholepicture_agreement.written.files import Authority, Recipient
from wholepicture_agreement.written.lines import Location
from wholepicture_agreement.written.slips import Finding


def check_school_days(
    of: Authority | Recipient, where: Location, recipients: Mapping[RecipientId, Recipient]
) -> Iterator[Finding]:
    """Everything that is wrong with the terms and the holiday contact of an area or a setting."""
    for term in of.terms:
        if term.last < term.first:
            sentence = f"{of.name}: a term that begins on {term.first} ends before, on {term.last}."
            yield Finding((*where, "terms"), sentence)
    for before, after in pairwise(of.terms):
        if after.first <= before.last:
            sentence = (
                f"{of.name}: the term that begins on {after.first} is not after the one that ends "
                f"on {before.last}. Write the terms in their order."
            )
            yield Finding((*where, "terms"), sentence)
    if isinstance(of, Recipient) and of.kind != "setting":
        for key in ("terms", "hands_over", "holiday_contact"):
            if getattr(of, key):
                yield Finding((*where, key), f"Recipient {of.id} is no setting: leave out {key}.")
    yield from _contact(of, where, recipients)


def _contact(
    of: Authority | Recipient, where: Location, recipients: Mapping[RecipientId, Recipient]
) -> Iterator[Finding]:
    named = of.holiday_contact
    contact = recipients.get(named) if named else None
    key = (*where, "holiday_contact")
    if named and contact is None:
        hint = did_you_mean(named, recipients)
        yield Finding(key, f"{of.name}: there is no recipient {named}.{hint}")
    elif contact and contact.kind != "education-safeguarding":
        sentence = (
            f"{of.name}: {contact.id} would read what is meant for a school. Name an education "
            "safeguarding team as its contact in the holidays."
        )
        yield Finding(key, sentence)
    elif named is None and of.terms and isinstance(of, Authority):
        sentence = f"{of.name} has school terms: name who acts for its schools in the holidays."
        yield Finding((*where, "terms"), sentence)
