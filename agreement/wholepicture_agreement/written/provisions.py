"""The model of legal.toml: the provisions of law that a rule may name."""

import datetime as dt
from typing import Literal

from pydantic import StrictBool
from wholepicture_schemas.codes import RecipientKind
from wholepicture_schemas.model import Model
from wholepicture_schemas.texts import Line

from wholepicture_agreement.written.words_of_rules import AgencyKind, Slug

ListOfProvisions = Literal[
    "power", "article_6", "article_9", "schedule_1", "article_10", "police_regime",
    "confidentiality", "keeping_back",
]  # fmt: skip


class Provision(Model, frozen=True):
    """A provision of law that a rule may name, with where it was found and when it was checked."""

    id: Slug
    list: ListOfProvisions
    title: Line
    in_force: dt.date | Literal["always"] | None = None
    """From when it may be used; left out where it is not in force or not known to be."""
    in_force_until: dt.date | None = None
    """The first day on which it may not be used any more."""
    consent: StrictBool = False
    """Whether it is somebody's consent, on which no rule of safeguarding rests."""
    no_offence_data: StrictBool = False
    """Of article 10: it says that a rule gives nothing about an offence, and is held to that."""
    from_police: StrictBool | None = None
    """Of the police regime: whether it is for the police's own data; left out where for both."""
    discloser: tuple[AgencyKind, ...] = ()
    """The kinds of agency that may use it; empty for all."""
    receiver: tuple[RecipientKind, ...] = ()
    """The kinds of recipient that it covers; empty for all."""
    source: Line
    checked: dt.date


class LegalFile(Model, frozen=True):
    """legal.toml."""

    provision: tuple[Provision, ...] = ()
