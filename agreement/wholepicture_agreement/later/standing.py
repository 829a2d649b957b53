"""How an agreement stands on a day: what is in force, what will be, and who is not connected."""

import datetime as dt
from collections.abc import Iterable, Iterator

from wholepicture_agreement.by_when.working_time import day_in_words
from wholepicture_agreement.written.model import Agreement, Terms


def standing(agreement: Agreement, day: dt.date) -> Iterator[str]:
    """The state of an agreement for its members, in lines."""
    yield (
        f"The agreement holds together: version {agreement.version}, "
        f"{len(agreement.agencies)} agencies, {len(agreement.recipients)} recipients, "
        f"{len(agreement.terms[-1].rules)} rules."
    )
    yield from _in_force(agreement, day)
    for terms in agreement.terms:
        if terms.valid_from > day:
            yield (
                f"Version {terms.version} will be in force from {day_in_words(terms.valid_from)}: "
                f"{terms.reason}"
            )
    yield _not_connected(agreement)
    yield _practice(agreement)


def _in_force(agreement: Agreement, day: dt.date) -> Iterator[str]:
    begun = [terms for terms in agreement.terms if terms.valid_from <= day]
    if not begun:
        yield (
            f"No version is in force on {day_in_words(day)} yet: until then, version "
            f"{agreement.terms[0].version} is used, so that no child is left without rules."
        )
        return
    terms = begun[-1]
    if terms.valid_until is not None and terms.valid_until <= day:
        yield (
            f"No version is in force on {day_in_words(day)}: version {terms.version} ended on "
            f"{day_in_words(terms.valid_until)} and is still used, so that no child is left "
            "without rules. Agree on the next one."
        )
        return
    yield (
        f"In force on {day_in_words(day)}: version {terms.version}, "
        f"since {day_in_words(terms.valid_from)}{_until(terms)}, "
        f"agreed by {_listed(terms.approvers)}."
    )


def _until(terms: Terms) -> str:
    return f", until {day_in_words(terms.valid_until)}" if terms.valid_until else ""


def _not_connected(agreement: Agreement) -> str:
    areas = [
        f"{area.name} ({area.phone})"
        for area in agreement.authorities.values()
        if area.front_door is None
    ]
    others = "any area that is not listed"
    return f"Not connected, so telephoned: {_listed([*areas, others])}."


def _practice(agreement: Agreement) -> str:
    practises = [
        recipient for recipient in agreement.recipients.values() if agreement.is_exercise(recipient)
    ]
    if len(practises) == len(agreement.recipients):
        return "Everyone takes part for practice: no live event reaches anybody."
    if not practises:
        return "Everyone takes part live: no practice event reaches anybody."
    names = _listed(recipient.id for recipient in practises)
    return f"For practice only, so told of nothing live: {names}."


def _listed(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
