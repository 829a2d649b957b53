"""The models of the agreement's files: who takes part, what may be shared, on which basis.

These models check the keys and their forms. The ``checks`` modules check that the files agree.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import (
    Field,
    PositiveInt,
    StrictBool,
    StringConstraints,
    ValidationInfo,
    field_validator,
)
from pydantic_core import PydanticCustomError
from wholepicture_schemas.codes import Arrival, RecipientKind
from wholepicture_schemas.deliveries import Kind
from wholepicture_schemas.identifiers import (
    AgencyId,
    AgencyIdField,
    AuthorityCode,
    AuthorityField,
    PracticeField,
    RecipientIdField,
    UrnField,
)
from wholepicture_schemas.model import Model
from wholepicture_schemas.texts import Line, Phone

from wholepicture_agreement.by_when import working_time
from wholepicture_agreement.by_when.due_times import due
from wholepicture_agreement.by_when.school_days import Term
from wholepicture_agreement.written.event_sets import written_out
from wholepicture_agreement.written.feeds import Feed
from wholepicture_agreement.written.news_kinds import NewsKinds
from wholepicture_agreement.written.partnership import Partnership
from wholepicture_agreement.written.provisions import LegalFile, ListOfProvisions, Provision
from wholepicture_agreement.written.words_of_rules import (
    CHILDRENS_SERVICES,
    EDUCATION,
    FOR_EVERYBODY,
    NOT_FOR_SCHOOLS,
    OFFENCE_DATA,
    AgencyKind,
    Condition,
    Need,
    Role,
    Slug,
    StatedNeed,
)


class Agency(Model, frozen=True):
    """An agency that takes part."""

    id: AgencyIdField
    name: Line
    kind: AgencyKind
    connected_since: dt.date
    phone: Phone | None = None
    phone_out_of_hours: Phone | None = None
    """Of whoever answers for it day and night, such as a force's control room."""
    home_authority: AuthorityField | None = None
    exercise: StrictBool | None = None
    questions_to: RecipientIdField | None = None
    """Its recipient that answers whether others may be told what it sent."""
    synthetic: StrictBool | None = None
    """Whether it is made up. Said of each one, so that a made-up number is never taken for real."""


class Authority(Model, frozen=True):
    """A local authority's area; without a front door it is not connected."""

    code: AuthorityField
    name: Line
    phone: Phone | None = None
    phone_out_of_hours: Phone | None = None
    """The number of its emergency duty team, which answers when its front door is closed."""
    terms: tuple[Term, ...] = ()
    holiday_contact: RecipientIdField | None = None
    """Who acts in the holidays on what its schools are told."""
    front_door: RecipientIdField | None = None
    education_team: RecipientIdField | None = None
    under_fives: RecipientIdField | None = None
    """The health visitors."""
    school_age_health: RecipientIdField | None = None
    """The school health nurses."""
    paediatrics: RecipientIdField | None = None
    """The paediatricians and nurses who see children with a health need in the community."""
    primary_care: RecipientIdField | None = None
    """Who passes on to GP practices that are no recipients."""
    midwives: RecipientIdField | None = None
    designated_officer: RecipientIdField | None = None
    """Who manages allegations against people who work with children (the LADO)."""


class Recipient(Model, frozen=True):
    """Somebody who can be told."""

    id: RecipientIdField
    agency: AgencyIdField
    name: Line
    kind: RecipientKind
    phone: Phone | None = None
    hours: str | None = None
    hours_in_words: Line | None = None
    out_of_hours: RecipientIdField | None = None
    via: RecipientIdField | None = None
    """The recipient whose topics carry its items; left out where it has a subscriber of its own."""
    alternate_reader: RecipientIdField | None = None
    """Who reads in its place what names somebody who works there."""
    urn: UrnField | None = None
    """Of a setting: its number in Get Information about Schools."""
    terms: tuple[Term, ...] = ()
    hands_over: dt.time | None = None
    holiday_contact: RecipientIdField | None = None
    """Of a setting, as its terms and the hour of handing over, where its area's do not hold."""
    health_team: RecipientIdField | None = None
    """Of a setting: the health team that works there, in place of its area's."""
    practice: PracticeField | None = None
    """Of a GP practice: its code of the Organisation Data Service (ODS)."""
    exercise: StrictBool | None = None

    @field_validator("hours")
    @classmethod
    def _hours(cls, text: str | None) -> str | None:
        try:
            working_time.hours(text or "always")
        except ValueError as error:
            raise _said("hours", error) from None
        return text


class AgenciesFile(Model, frozen=True):
    """agencies.toml."""

    partnership: Partnership
    agency: tuple[Agency, ...] = ()
    authority: tuple[Authority, ...] = ()
    recipient: tuple[Recipient, ...] = ()
    feed: tuple[Feed, ...] = ()


class LegalBasis(Model, frozen=True):
    """What a rule rests on, each part the id of a provision."""

    id: Slug
    power: Slug
    duty: Slug | None = None
    """A further power or duty of the discloser."""
    article_6: Slug
    article_9: Slug
    schedule_1: Slug
    article_10: Slug
    police_regime: Slug
    confidentiality: Slug

    def provisions(self) -> tuple[tuple[str, ListOfProvisions, str], ...]:
        """Key, list and provision of each part that is given."""
        parts: tuple[tuple[str, ListOfProvisions, str | None], ...] = (
            ("power", "power", self.power),
            ("duty", "power", self.duty),
            ("article_6", "article_6", self.article_6),
            ("article_9", "article_9", self.article_9),
            ("schedule_1", "schedule_1", self.schedule_1),
            ("article_10", "article_10", self.article_10),
            ("police_regime", "police_regime", self.police_regime),
            ("confidentiality", "confidentiality", self.confidentiality),
        )
        return tuple((key, wanted, named) for key, wanted, named in parts if named is not None)


class Restricted(Model, frozen=True):
    """A kind of matter, place or service that no rule gives that does not name it."""

    kind: Slug
    keeps: Literal["matter", "place", "service"] = "matter"
    """What is kept back: the whole event; where somebody is; or who works with somebody."""
    words: tuple[Line, ...] = ()
    """What a role or an organisation of this kind is recognised by."""
    names: tuple[Line, ...] = ()
    """The services of this kind, by the names that people call them."""
    instructions: tuple[Line, ...] = ()
    """What everybody who is told of such an event must and must not do."""


class Rule(Model, frozen=True):
    """On what, to whom, why, on which basis, and which fields."""

    id: Slug
    version: PositiveInt
    on: Annotated[tuple[Slug, ...], Field(min_length=1)]
    about: Literal["each-child", "the-event"] = "each-child"
    when: tuple[Condition, ...] = ()
    effect: Literal["give", "withhold"] = "give"
    to: Annotated[tuple[Slug, ...], Field(min_length=1)]
    """Roles, or ids of recipients."""
    kind: Kind = "notice"
    arrival: Arrival = "for-your-information"
    respond_within: str | None = None
    purpose: Line
    safeguarding: Line
    """Why this delivery protects a child."""
    legal: Slug | None = None
    legal_by_sender: dict[AgencyKind, Slug] = Field(default_factory=dict)
    """What it rests on instead, where an agency of this kind tells."""
    fields: tuple[str, ...] = ()
    siblings: tuple[str, ...] = ()
    """What is given of other children of the event."""
    of_mother: tuple[str, ...] = ()
    """What is given of the mother of a child who is not born yet."""
    bound_by_orders: tuple[str, ...] = ()
    """What is given of whoever an order or bail condition about the child binds."""
    earlier: tuple[str, ...] = ()
    """What is given of earlier events about the same child."""
    never: tuple[str, ...] = ()
    needs: tuple[StatedNeed, ...] = ()
    needs_because: Line | None = None
    restricted: tuple[Slug, ...] = ()
    """The restricted kinds that it gives nevertheless; "any" for all."""
    on_yes: Slug | None = None
    """The rule by which its recipient is told once it has said that the child is the one that it
    works with. With it, the rule gives no more than the question needs."""
    knows_of: tuple[Slug, ...] = ()
    """The restricted kinds of which it tells that there is another service, and not which."""
    instructions: tuple[Line, ...] = ()

    @field_validator("respond_within")
    @classmethod
    def _limit(cls, text: str | None) -> str | None:
        try:
            due(text or "1 working day", dt.datetime(2026, 11, 2, tzinfo=dt.UTC))
        except ValueError as error:
            raise _said("limit", error) from None
        return text


class SharingFile(Model, frozen=True):
    """A version of sharing.toml."""

    version: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}(\.\d+)?$")]
    valid_from: dt.date
    valid_until: dt.date | None = None
    """The first day on which it is no longer in force."""
    reason: Line
    approvers: tuple[AgencyIdField, ...] = ()
    field_sets: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    event_sets: dict[Slug, tuple[Slug, ...]] = Field(default_factory=dict)
    """Types of event that rules take together, by the name that stands in their ``on``."""
    earlier_at_most: dict[Slug, tuple[str, ...]] = Field(default_factory=dict)
    """What context shows at most of these types, or sets of them (`most_of_earlier`)."""
    news: NewsKinds | None = None
    legal_basis: tuple[LegalBasis, ...] = ()
    keeping_back: tuple[Slug, ...] = ()  # what a sender's decision not to tell rests on
    restricted: tuple[Restricted, ...] = ()
    rule: tuple[Rule, ...] = ()
    """Each with the types of its sets written out in ``on``."""

    @field_validator("rule")
    @classmethod
    def _with_types(cls, rules: tuple[Rule, ...], info: ValidationInfo) -> tuple[Rule, ...]:
        sets: Mapping[str, tuple[str, ...]] = info.data.get("event_sets", {})
        return tuple(rule.model_copy(update={"on": written_out(rule.on, sets)}) for rule in rules)

    @field_validator("news")
    @classmethod
    def _news_with_types(cls, news: NewsKinds | None, info: ValidationInfo) -> NewsKinds | None:
        return news and news.with_types(info.data.get("event_sets", {}))


def _said(what: str, error: ValueError) -> PydanticCustomError:
    """The same sentence, in the form that pydantic passes on."""
    return PydanticCustomError(f"wholepicture.{what}", "{text}", {"text": str(error)})


__all__ = [
    "CHILDRENS_SERVICES", "EDUCATION", "FOR_EVERYBODY", "NOT_FOR_SCHOOLS", "OFFENCE_DATA",
    "AgenciesFile", "Agency", "AgencyId", "AgencyKind", "Authority", "AuthorityCode", "Condition",
    "LegalBasis", "LegalFile", "Need", "Partnership", "Provision", "Recipient", "RecipientKind",
    "Restricted", "Role", "Rule", "SharingFile", "StatedNeed",
]  # fmt: skip
