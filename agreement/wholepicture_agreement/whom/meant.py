"""Who is meant by what a sender writes of a recipient: an id, a school's number (URN), or a name.

A name may be misspelt, so it means every recipient, agency and school that it resembles. Example:
"Harbour Side Primary" means the recipient Harbourside Primary. "bcc" resembles nobody.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from wholepicture_schemas.children import Missing
from wholepicture_schemas.identifiers import AgencyId, RecipientId, Urn
from wholepicture_schemas.persons import School
from wholepicture_schemas.words import resembling

from wholepicture_agreement.written.files import Recipient
from wholepicture_agreement.written.model import Agreement

NOT_AN_ID = "is no id of anybody who takes part"
"""What is wrong with words that had to be understood, or could not be."""
_ALIKE = 0.7
"""How much of a name, of 1, has to agree: with less, asking is better than protecting another."""
_ID_ALIKE = 0.85
"""Of the id of a recipient nearly all: it is made of common words, as adult-services-1 is."""
_URN = re.compile("^[0-9]{6}$")
_ASIDE = re.compile(r"\s*[(,].*$")
_RECENT = 256
"""How many words are looked up once: an event's are asked about for each recipient."""
_Known = AgencyId | RecipientId | School
_OF_STAFF = re.compile(r"^core\.adults(\.\d+(\.works_(at|for)(\.\d+)?)?)?$")


@dataclass(frozen=True, slots=True)
class Meant:
    """The agencies, recipients and schools that words mean, and the words that mean nobody."""

    agencies: frozenset[AgencyId] = frozenset()
    recipients: frozenset[RecipientId] = frozenset()
    urns: frozenset[Urn] = frozenset()
    schools: frozenset[str] = frozenset()
    """Names of schools, as the event spells them."""
    nobody: tuple[str, ...] = ()

    def includes(self, recipient: Recipient, schools: Iterable[School] = ()) -> bool:
        """Whether a recipient is meant.

        Whoever tells schools that are no recipients is meant where one of these ``schools`` is.
        """
        if recipient.agency in self.agencies or recipient.id in self.recipients:
            return True
        if recipient.kind == "education-safeguarding" and any(map(self._has, schools)):
            return True
        return recipient.urn is not None and recipient.urn in self.urns

    def _has(self, school: School) -> bool:
        return school.urn in self.urns or school.name in self.schools


NOBODY = Meant()
"""Who is meant by no words at all."""


def meant(words: Iterable[str], agreement: Agreement, schools: Iterable[School] = ()) -> Meant:
    """Who is meant by each of these words; ``schools`` are those of the event's children."""
    agencies: set[AgencyId] = set()
    recipients: set[RecipientId] = set()
    urns: set[Urn] = set()
    names: set[str] = set()
    nobody: list[str] = []
    for said in dict.fromkeys(words):
        if said in agreement.agencies:
            agencies.add(AgencyId(said))
        elif said in agreement.recipients:
            recipients.add(RecipientId(said))
        elif _URN.match(said):
            urns.add(Urn(said))
        else:
            near = _near(_plain(said), agreement, schools)
            for found in near:
                if isinstance(found, School):
                    names |= {found.name} if found.name else set()
                    urns |= {found.urn} if found.urn else set()
                elif found in agreement.agencies:
                    agencies.add(AgencyId(found))
                else:
                    recipients.add(RecipientId(found))
            nobody += [] if near else [said]
    return Meant(
        frozenset(agencies), frozenset(recipients), frozenset(urns), frozenset(names), tuple(nobody)
    )


def unread_staff(missing: Iterable[Missing]) -> Sequence[str]:
    """The fields that may have said where somebody works, and could not be read."""
    return [
        problem.field
        for problem in missing
        if _OF_STAFF.match(problem.field) and problem.what != NOT_AN_ID
    ]


def _near(plain: str, agreement: Agreement, schools: Iterable[School]) -> Sequence[_Known]:
    """Whom words resemble by an id of a recipient, then by a name."""
    known = agreement.once(_Names)
    ids, names = known.resembling(plain)
    named: dict[str, _Known] = {name: known.named[name] for name in names}
    named |= {_plain(school.name): school for school in schools if school.name}
    return [
        *map(known.ids.__getitem__, ids),
        *map(named.__getitem__, resembling(plain, named, _ALIKE)),
    ]


class _Names:
    """The ids of the recipients of an agreement, and every name by which it knows somebody."""

    def __init__(self, agreement: Agreement) -> None:
        # second readers are meant by their ids alone
        readers = [one for one in agreement.recipients.values() if one.kind != "second-reader"]
        agencies = agreement.agencies.values()
        self.ids: Mapping[str, _Known] = {_plain(one.id): one.id for one in readers}
        self.named: Mapping[str, _Known] = dict(
            [
                *((_plain(said), one.id) for one in agencies for said in (one.id, one.name)),
                *((_plain(one.name), one.id) for one in readers),
            ]
        )
        self.resembling = lru_cache(maxsize=_RECENT)(self._resembling)

    def _resembling(self, plain: str) -> tuple[Sequence[str], Sequence[str]]:
        """The ids that words resemble, and all names that they do, whatever schools there are."""
        return (
            resembling(plain, self.ids, _ID_ALIKE),
            get_close_matches(plain, self.named, len(self.named) or 1, _ALIKE),
        )


def _plain(name: str) -> str:
    return _ASIDE.sub("", name).casefold().replace("-", " ").strip()
