"""What of an event is a recorded contact of its agency with an adult.

The table of what counts. Anything else is none: that an adult is named, lives somewhere, or was
tried to be reached. `adult-not-seen` is never one of the adult whom it is about.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from wholepicture_schemas.texts import PartialDate

from wholepicture_agreement.by_when.working_time import LONDON
from wholepicture_agreement.item.around.shown import Entry, Shown, entries

NOT_SEEN = "adult-not-seen"
SEEN = "seen"
"""``core.adults.*.seen``: whoever told it saw the adult."""
BY_POLICE = "known to police"
AFTER_AN_ARREST = frozenset({"in-custody", "on-bail", "released-under-investigation"})
"""``core.allegations.*.now`` of the adult: none of these is so before police met somebody.

It is a contact of the police alone, on the day as of which they say so, and on none without it.
"""
SAID = "said what happened"
"""``core.allegations.*.alleged_by``: whoever says so."""
AGREED = "said what they agree to"
"""``core.adults.*.agreements.*.on``, where the day is known: given, refused or withdrawn."""
TOLD_IT = "told it in their own words"
BY_TYPE: Mapping[str, tuple[str, str]] = {
    "parent-context": ("adult", TOLD_IT),
    "disclosure-to-a-worker": ("disclosed_by", TOLD_IT),
    "engagement-repaired": ("adult", "works with a service again"),
    "carer-assessment": ("about_adult", "in contact about their own needs"),
    "mental-health-crisis": ("about_adult", "in contact with a health service"),
    "substance-treatment": ("about_adult", "in contact with a health service"),
}
"""Of a type: the field of ``detail`` that names the adult who was in contact, and how."""
_DAYS: Mapping[str, str] = {"disclosed_by": "disclosed_on"}
"""The field that says when it was, where that may be another day than that of the event."""
_STOPPED = "stopped-early"
"""Of treatment that an adult left, the last contact may lie long before."""


class Found(NamedTuple):
    """A contact of an agency with an adult."""

    on: dt.date
    agency: str
    how: str


def contacts(adult: Entry, shown: Shown) -> Sequence[Found]:
    """The contacts of an event's agency with an adult of it, as far as they are shown."""
    person, found = adult.get("person"), list[Found]()
    if adult.get("seen") is True:
        found.append(Found(shown.on, shown.agency, SEEN))
    if shown.name in BY_TYPE:
        field, how = BY_TYPE[shown.name]
        if shown.detail.get(field) == person and _lasts(shown):
            said = _day(shown.detail.get(_DAYS.get(field, "")))
            found.append(Found(said or shown.on, shown.agency, how))
    for allegation in shown.allegations:
        if allegation.get("alleged_by") == person:
            found.append(Found(shown.on, shown.agency, SAID))
        if allegation.get("alleged") == person and (day := _arrested(allegation, shown)):
            found.append(Found(day, shown.agency, BY_POLICE))
    for agreed in entries(adult["agreements"]) if "agreements" in adult else ():
        agreed_on = _day(agreed.get("on"))
        if agreed_on is not None and agreed_on <= shown.on:
            found.append(Found(agreed_on, shown.agency, AGREED))
    return found


def not_seen_since(adult: Entry, shown: Shown) -> PartialDate | str | None:
    """Since when an agency has not seen an adult, where it says so; empty where no date is told."""
    if shown.name != NOT_SEEN or shown.detail.get("adult") != adult.get("person"):
        return None
    return str(shown.detail.get("not_seen_since") or "")


def not_safe_to_try(adult: Entry, shown: Shown) -> bool:
    """Whether an agency says that it was not safe to try to reach an adult."""
    return (
        not_seen_since(adult, shown) is not None
        and shown.detail.get("not_seen_reason") == "not-safe"
    )


def _arrested(allegation: Entry, shown: Shown) -> dt.date | None:
    """The day as of which police say that somebody was arrested; none where nobody else could."""
    if shown.sender is None or shown.sender.kind != "police":
        return None
    if allegation.get("now") not in AFTER_AN_ARREST:
        return None
    try:
        as_of = dt.datetime.fromisoformat(str(allegation.get("now_as_of")))
    except ValueError:
        return None
    return as_of.astimezone(LONDON).date() if as_of.tzinfo else as_of.date()


def _lasts(shown: Shown) -> bool:
    return shown.detail.get("treatment_state") != _STOPPED


def _day(text: object) -> dt.date | None:
    """A day that is known whole."""
    try:
        return dt.date.fromisoformat(str(text))
    except ValueError:
        return None
