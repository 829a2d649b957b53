"""The agreement in force: who takes part, and the rules of each version, ready to be asked."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar

from wholepicture_schemas.authorities import authority_name, services_of
from wholepicture_schemas.cached import cached_property
from wholepicture_schemas.identifiers import AgencyId, AuthorityCode, Practice, RecipientId, Urn

from wholepicture_agreement.by_when.working_time import Hours, hours
from wholepicture_agreement.patterns.files import PatternsFile
from wholepicture_agreement.written.feeds import Feed
from wholepicture_agreement.written.files import Agency, Authority, Recipient
from wholepicture_agreement.written.partnership import Partnership
from wholepicture_agreement.written.terms import ActiveRule, Terms

__all__ = ["ActiveRule", "Agreement", "Terms"]

Worked = TypeVar("Worked")


@dataclass(frozen=True, repr=False)
class Agreement:
    """Everything that the partnership agreed."""

    partnership: Partnership
    agencies: Mapping[AgencyId, Agency]
    authorities: Mapping[AuthorityCode, Authority]
    recipients: Mapping[RecipientId, Recipient]
    terms: tuple[Terms, ...]
    """The versions of the rules, earliest first."""
    feeds: tuple[Feed, ...] = ()
    patterns: tuple[PatternsFile, ...] = ()
    """The versions of the pattern rules, earliest first."""
    digest: str = ""
    """The fingerprint of its files; all stages that live have the same."""
    _hours: dict[RecipientId, Hours] = field(default_factory=dict, init=False, compare=False)
    _once: dict[tuple[object, ...], Any] = field(default_factory=dict, init=False, compare=False)

    def __repr__(self) -> str:
        return f"<Agreement {self.version}, {len(self.agencies)} agencies>"

    def once(self, of: Callable[..., Worked], *names: str) -> Worked:
        """What a function says of the agreement, or of what it has by these names, found once."""
        key = (of, *names)
        if key not in self._once:
            self._once[key] = of(self, *names)
        known: Worked = self._once[key]
        return known

    @property
    def agency_ids(self) -> tuple[AgencyId, ...]:
        """Every agency that takes part."""
        return tuple(self.agencies)

    @cached_property
    def subscribers(self) -> tuple[RecipientId, ...]:
        """The recipients with topics of their own."""
        return tuple(
            recipient.id for recipient in self.recipients.values() if recipient.via is None
        )

    @property
    def version(self) -> str:
        """The newest version of the rules that was agreed."""
        return self.terms[-1].version

    @cached_property
    def keep(self) -> dt.timedelta:
        """How long the picture and the topics are kept."""
        return _of_months(self.partnership.picture_months)

    @property
    def keep_ledger(self) -> dt.timedelta:
        """How long the ledger is kept, never shorter than the picture."""
        return _of_months(self.partnership.ledger_months or self.partnership.picture_months)

    @cached_property
    def feeds_of(self) -> Mapping[AgencyId, tuple[Feed, ...]]:
        """The feeds of each agency that has any."""
        feeds: dict[AgencyId, tuple[Feed, ...]] = {}
        for feed in self.feeds:
            feeds[feed.agency] = (*feeds.get(feed.agency, ()), feed)
        return feeds

    def in_force(self, moment: dt.datetime) -> Terms:
        """The rules in force at a moment; before the first version, the first.

        In a gap the version that ended goes on, so there are rules at any date.
        """
        for terms in reversed(self.terms):
            if terms.begins <= moment:
                return terms
        return self.terms[0]

    def recipient(self, recipient: RecipientId) -> Recipient:
        """A recipient by its id.

        Raises:
            KeyError: where the agreement has none of this id.
        """
        return self.recipients[recipient]

    def carrier(self, recipient: RecipientId) -> RecipientId:
        """The recipient whose topics carry the items of this one."""
        return self.chain(recipient)[-1]

    def chain(self, recipient: RecipientId) -> tuple[RecipientId, ...]:
        """The recipient and everyone that it is reached through, in order."""
        return self.once(_chain, recipient)

    def area(self, code: AuthorityCode) -> Authority | None:
        """The area of a code, or of the county whose district it is; none where it is not here."""
        return self.authorities.get(code) or self.authorities.get(services_of(code))

    def area_name(self, code: AuthorityCode) -> str | None:
        """What people call an area; none where the code is that of no authority."""
        area = self.authorities.get(code)
        return area.name if area else authority_name(code)

    def front_door(self, authority: AuthorityCode) -> Recipient | None:
        """The front door of an area; none where the area is not connected."""
        area = self.area(authority)
        return self.recipients[area.front_door] if area and area.front_door else None

    @cached_property
    def settings(self) -> Mapping[Urn, Recipient]:
        """The schools and other settings that are recipients, by their number."""
        return {
            recipient.urn: recipient
            for recipient in self.recipients.values()
            if recipient.urn is not None
        }

    @cached_property
    def practices(self) -> Mapping[Practice, Recipient]:
        """The GP practices that are recipients, by their code."""
        return {
            recipient.practice: recipient
            for recipient in self.recipients.values()
            if recipient.practice is not None
        }

    def at_number(self, phone: str) -> Recipient | None:
        """The recipient that answers a telephone number, however it is written; none where none."""
        return self._by_phone.get(_digits(phone))

    @cached_property
    def _by_phone(self) -> Mapping[str, Recipient]:
        return {
            _digits(recipient.phone): recipient
            for recipient in reversed(tuple(self.recipients.values()))
            if recipient.phone
        }

    def of_kind(self, kind: str) -> Sequence[Recipient]:
        """The recipients of a kind, in the order of the file."""
        return self._of_kind.get(kind, ())

    @cached_property
    def _of_kind(self) -> Mapping[str, Sequence[Recipient]]:
        of_kind: dict[str, list[Recipient]] = {}
        for recipient in self.recipients.values():
            of_kind.setdefault(recipient.kind, []).append(recipient)
        return of_kind

    def is_exercise(self, of: Agency | Recipient) -> bool:
        """Whether somebody takes part with practice data only."""
        return self.partnership.exercise if of.exercise is None else of.exercise

    def on_duty(self, recipient: RecipientId, moment: dt.datetime) -> RecipientId:
        """Who answers for a recipient at this moment: itself, or its out-of-hours recipient."""
        seen: set[RecipientId] = set()
        while recipient not in seen:
            seen.add(recipient)
            current = self.recipients[recipient]
            if current.out_of_hours is None or self.hours_of(current).open_at(moment):
                break
            recipient = current.out_of_hours
        return recipient

    def hours_of(self, recipient: Recipient) -> Hours:
        """When a recipient answers."""
        if recipient.id not in self._hours:
            self._hours[recipient.id] = hours(recipient.hours or "always")
        return self._hours[recipient.id]


def _chain(agreement: Agreement, recipient: RecipientId) -> tuple[RecipientId, ...]:
    passed = [recipient]
    while (via := agreement.recipients[passed[-1]].via) is not None:
        passed.append(via)
    return tuple(passed)


def _of_months(months: int) -> dt.timedelta:
    return dt.timedelta(days=months * 366 / 12)


@lru_cache(maxsize=1024)  # the sender's own number is looked up for each item
def _digits(phone: str) -> str:
    """A telephone number as it is compared: its digits, however they are set apart."""
    return "".join(filter(str.isdigit, phone))
