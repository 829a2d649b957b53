"""Who is around a child, as far as the item that brings it shows: a panel beside the event.

It is made of ``told`` and ``earlier`` of the same item and of nothing else, so it tells nothing
that these do not tell. It has no place where anybody lives or is.
"""

import datetime as dt

from wholepicture_schemas.identifiers import PersonRef
from wholepicture_schemas.model import Model


class Contact(Model, frozen=True):
    """That an agency was in contact with an adult, on a day."""

    on: dt.date
    agency: str
    how: str
    """In words that follow the agency: seen."""


class AdultAround(Model, frozen=True):
    """One adult around a child; of two who may be the same person, each stands by itself."""

    person: PersonRef | None = None
    """The adult's reference inside ``told``; none where only earlier events tell of the adult."""
    who: str
    heed: tuple[str, ...] = ()
    """What is heeded before anybody approaches this adult: shown before all else of the adult."""
    communication: tuple[str, ...] = ()
    """How the adult communicates, the languages, and who does not interpret, each a sentence."""
    is_what: str
    """How the adult is related to the child, and whether the adult lives there, in words."""
    says: tuple[str, ...] = ()
    """The last recorded contact of any agency with the adult, or that none is recorded."""
    last_contact: Contact | None = None
    no_recorded_contact_in_days: int | None = None
    """Set where no contact is recorded in so many days, as far as the recipient may see."""


class WorksWith(Model, frozen=True):
    """Somebody who works with the child, or who told something of them, and can be called."""

    agency: str | None = None
    """The organisation; none where it is not told."""
    name: str | None = None
    role: str | None = None
    phone: str | None = None
    does: str
    """In words: works with the child since 3 June 2026; told something of 4 March 2026."""
    as_of: dt.date
    """The day of the newest event that says so."""


class ChildAround(Model, frozen=True):
    """Another child of the household, or of whom care is taken."""

    person: PersonRef | None = None
    """The child's reference inside ``told``; none where only earlier events tell of the child."""
    who: str
    heed: tuple[str, ...] = ()
    """What is heeded before anybody approaches this child: alleged, or must not learn of it."""
    of_household: bool = True
    """Whether the child is of the household; else only what is heeded of the child stands here."""


class Around(Model, frozen=True):
    """Who is around one child of the item, by what the item shows; how the child is heard first."""

    person: PersonRef
    """The child's reference inside ``told``."""
    needs: tuple[str, ...]
    """How the child communicates, what helps, and a disability, each a sentence; of a child who is
    not born yet empty."""
    works_with: tuple[WorksWith, ...] = ()
    can_be_called: tuple[WorksWith, ...] = ()
    """Of each agency that told something earlier and names none of these: whom to call."""
    children: tuple[ChildAround, ...] = ()
    """Other children of the household, as far as they are told, or of whom care is taken."""
    adults: tuple[AdultAround, ...] = ()
    """Everybody who has parental responsibility, lives there, or is another adult of the family."""
    says: tuple[str, ...]
    """What it is made of, and what it does not mean."""
