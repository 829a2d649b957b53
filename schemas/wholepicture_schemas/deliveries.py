"""What a recipient is sent: a referral or a notice, instructions first, within its grant.

Both travel under one neutral type, so that neither topic nor header tells what a child's record
says. ``kind`` in the content tells them apart.
"""

import datetime as dt
from typing import ClassVar, Literal

from pydantic import AwareDatetime, Field

from wholepicture_schemas.answers import QuestionMatter
from wholepicture_schemas.around import Around
from wholepicture_schemas.children import Missing
from wholepicture_schemas.codes import Arrival, Asks, Confidence, QuestionKind, Urgency
from wholepicture_schemas.envelope import Content, Event
from wholepicture_schemas.identifiers import EventId, PersonRef, RecipientId
from wholepicture_schemas.model import JsonObject, Model
from wholepicture_schemas.persons import CallBack, Professional

Kind = Literal["referral", "notice"]
WHAT_IT_IS_IS_NOT_TOLD = "uk.wholepicture.bus.question.v1"
"""In place of an event's type, in a question to somebody who may not know what happened."""


class Addressee(Model, frozen=True):
    """For whom in the recipient's organisation the item is meant."""

    team: RecipientId | None = None
    setting: str | None = None
    """The school or other setting that the recipient passes it on to."""
    worker: Professional | None = None
    manager: Professional | None = None


class AboutChild(Model, frozen=True):
    """One child of the item, and how sure it is who the child is."""

    person: PersonRef
    """The child's reference inside ``told``."""
    child_reference: str
    """The recipient's own reference to the child on the bus; no other recipient has the same."""
    replaces: str | None = None
    """The reference that the last item about this event had for this person, before a correction
    said who it is. It says nothing of other items with that reference."""
    confidence: Confidence
    """Not confirmed without a question: how sure it is, is not for this recipient to know."""
    question: str | None = None
    """What the recipient is asked, where it is not certain who the child is."""
    arrival: Arrival
    your_reference: str | None = None
    """The recipient's own number for the child, as it gave it with an earlier reply."""


class ToldBy(Model, frozen=True):
    """Who told it, and whom to call."""

    agency: str
    agency_kind: str
    local_reference: str
    asks: Asks
    call_back: CallBack | None = None


class Earlier(Model, frozen=True):
    """Something told before about a child of the item, as far as this recipient may see it."""

    person: PersonRef
    happened: AwareDatetime
    told_by: str
    about: str
    told: JsonObject
    strength: bool = False
    """Whether it tells of something that goes well."""
    retracted: bool = False
    told_as_history: AwareDatetime | None = None
    """When it was told, where its agency held it before it was connected: nobody was sent it."""


class AlsoTold(Model, frozen=True):
    """Who else acts because of the event, as far as the recipient may know it."""

    name: str
    does: str
    """What they do, in words that follow the name: works with Tia Marlow."""
    phone: str | None = None


class Coverage(Model, frozen=True):
    """What one agency has sent about the children of the item. Silence is never safety."""

    agency: str
    """Its name, that of an area which is not connected, or a word for all of them together."""
    connected: bool
    connected_since: dt.date | None = None
    last_heard: AwareDatetime | None = None
    list_of: dt.date | None = None
    """The newest day of which every feed of the agency has sent its list."""
    says: str


class Reason(Model, frozen=True):
    """Why the recipient is told: the rule, its purpose and its legal basis."""

    rule: str
    rule_version: int
    agreement: str
    purpose: str
    legal_basis: str


class Amends(Model, frozen=True):
    """What an item does to an earlier one that the recipient had."""

    delivery: EventId
    how: Literal["correction", "retraction"]
    because: str
    before: JsonObject = Field(default_factory=dict)
    after: JsonObject = Field(default_factory=dict)
    no_longer_about: tuple[PersonRef, ...] = ()
    """The children of the earlier item whom it should not have been about, as it called them."""


class Question(Model, frozen=True):
    """What a person of the recipient is asked; the answer is the reply ``answered``."""

    kind: QuestionKind
    """How it is answered: of ``phone`` a yes says who took it, and until then it stays open."""
    about: Literal["not-taken-on", "same-child"] | None = None
    """What it is about, where that is not what ``kind`` says; without it, it is answered alike."""
    asks: str
    """The question as one sentence, answered by yes or no."""
    whom: str
    """Who is told on yes, or by telephone, by name."""

    @property
    def matter(self) -> QuestionMatter:
        """What it is about."""
        return self.about or self.kind


class DeliveryData(Content, frozen=True):
    """One item for one recipient about one incident, with all its children."""

    kind: Kind
    arrival: Arrival
    recipient: RecipientId
    addressed_to: Addressee = Addressee()
    headline: str
    """One sentence: what this is and what is asked. No system words."""
    instructions: tuple[str, ...] = ()
    """What to do and what not to do with it, most important first."""
    phone_first: str | None = None
    """A number to call before reading on, where it is immediate."""
    urgency: Urgency
    respond_by: AwareDatetime | None = None
    respond_by_words: str | None = None
    """The same for people: by 5pm Tuesday 4 March."""
    digest: dt.date | None = None
    """The day in whose morning it is read with the others of that day; none: for itself, now."""
    incomplete: tuple[Missing, ...] = ()
    earlier_item_held: bool = False
    children: tuple[AboutChild, ...]
    told_by: ToldBy
    event_type: str
    happened: AwareDatetime
    received: AwareDatetime
    told: JsonObject
    """The part of what the agency told that this recipient may see: ``core`` and ``detail``."""
    earlier: tuple[Earlier, ...] = ()
    earlier_cut: str | None = None
    """What of it did not fit, and where to ask."""
    around: tuple[Around, ...] = ()
    """Who is around each child, for whoever is shown what was told before. Amendments lack it."""
    coverage: tuple[Coverage, ...] = ()
    also_told: tuple[AlsoTold, ...] = ()
    """Who else acts. That it changes is no correction, and tells nobody anything by itself."""
    amends: Amends | None = None
    replaces: EventId | None = None
    """The earlier delivery whose content this one takes the place of, whole."""
    group: str | None = None
    """The recipient's own reference to the matter: items of one family that belong together."""
    question: Question | None = None
    """What is asked of a person, beside what is told."""
    replayed: bool = False
    """Whether it is an earlier delivery, played again as an exercise."""
    reason: Reason
    exercise: bool


PRACTICE = "EXERCISE: this is practice, no real child."
"""How every screen and page marks what is practice."""


class Delivery(Event[DeliveryData], frozen=True):
    """An item for a recipient: a referral that it answers, or a notice."""

    TYPE: ClassVar[str] = "uk.wholepicture.bus.delivery.v1"
    CALLED: ClassVar[str] = "an item for a recipient"
