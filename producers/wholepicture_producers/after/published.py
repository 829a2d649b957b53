"""An event that was published from this machine, as it stands after its corrections from here."""

import json
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wholepicture_bus.binding import attributes_of
from wholepicture_bus.spool import History, Spool, SpooledRecord
from wholepicture_schemas.any_agency import Change, Correction, FeedManifestSent, Retraction
from wholepicture_schemas.catalogue import TOLD
from wholepicture_schemas.changing import make
from wholepicture_schemas.envelope import Event

if TYPE_CHECKING:
    from wholepicture_producers.after.hearing import Hearing


_UNREAD = (
    "Nothing of this event could be read, so there is nothing to correct. Put it right where it "
    "comes from, and publish it again, with a new id."
)
_LEADS_NOWHERE = (
    "This names an event that is not known here, and of which nothing was heard. If the id is "
    "wrong, publish this anew with the right one in {field}; if the event came from another "
    "source of yours, publish this anew with that in detail.source; else publish the event: what "
    "names it is kept, and applied when it comes."
)
_AS_ASKED = (
    "This names no event that it could correct or take back. Publish it anew, as was asked, with a "
    "new id."
)
_NAMING = frozenset({"detail.corrects", "detail.retracts"})
"""The fields by which a correction or a retraction names its event."""


class NotFixable(ValueError):
    """An event that cannot be put right so; the message says what to do instead."""


@dataclass(frozen=True, slots=True)
class Published:
    """An event that was published from this machine, as it stands after its corrections."""

    receipt: str
    kind: type[Event[Any]]
    attributes: dict[str, str]
    content: dict[str, Any]
    changed: tuple[str, ...]
    """The fields that its corrections have changed."""


def published(receipt: str, hearing: "Hearing", spool: Spool, history: History) -> Published:
    """The event of a receipt, as it can be corrected.

    Raises:
        NotFixable: it is not known here, or a correction is not what it needs.
    """
    asked = [feedback for feedback in hearing.about(receipt) if feedback.state == "fix-request"]
    unread = bool(asked) and not any(feedback.delivered for feedback in asked)
    row = spool.row(receipt)
    if row is None and unread:
        names = {problem.field for feedback in asked for problem in feedback.problems}
        raise NotFixable(_AS_ASKED if names & _NAMING else _UNREAD)
    if row is None:
        raise NotFixable(
            "This machine does not have the event any more, or never had: run this where it was "
            "published, or publish a correction of it."
        )
    attributes = attributes_of(row.outgoing.headers)
    kind = TOLD.get(attributes.get("type", ""))
    _refuse_what_names_nothing(row, spool, hearing)
    _refuse_what_is_no_event(row, kind)
    if kind is None or unread:
        raise NotFixable(_UNREAD)
    amending = history.amending(receipt)
    if taken_back(amending):
        raise NotFixable("You took this event back. Send it anew, as it is right.")
    return as_it_stands(row, kind, amending)


def as_it_stands(
    row: SpooledRecord, kind: type[Event[Any]], amending: Sequence[SpooledRecord]
) -> Published:
    """An event with the changes of its corrections made, each where it leads to a place."""
    content = _content(row)
    changed: list[str] = []
    for change in (change for amendment in amending for change in _changes(amendment)):
        trial = deepcopy(content)
        if make(change, trial):
            content = trial
            changed.append(change.field)
    attributes = attributes_of(row.outgoing.headers)
    return Published(row.event, kind, attributes, content, tuple(changed))


def taken_back(amending: Iterable[SpooledRecord]) -> bool:
    """Whether one of these takes its event back."""
    return any(
        attributes_of(amendment.outgoing.headers)["type"] == Retraction.TYPE
        for amendment in amending
    )


def _refuse_what_names_nothing(row: SpooledRecord, spool: Spool, hearing: "Hearing") -> None:
    """A correction or a retraction of an event that is known neither here nor to the bus."""
    detail = _content(row).get("detail", {})
    for field in sorted(_NAMING):
        original = detail.get(field.removeprefix("detail."))
        if original and spool.row(original) is None and not hearing.about(original):
            raise NotFixable(_LEADS_NOWHERE.format(field=field))


def _refuse_what_is_no_event(row: SpooledRecord, kind: type[Event[Any]] | None) -> None:
    if kind is Correction:
        of = _content(row)["detail"]["corrects"]
        raise NotFixable(
            f"This is a correction itself. Put right what it corrects: wholepicture fix {of}"
        )
    if kind is Retraction:
        raise NotFixable(
            "This took an event back, and cannot be corrected: publish the event anew."
        )
    if kind is FeedManifestSent:
        raise NotFixable(
            "This is the list of a day. Publish what never arrived again: wholepicture spool again "
            "RECEIPT; or send the list anew: wholepicture manifest --day DAY"
        )


def _content(row: SpooledRecord) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(row.outgoing.value or b"{}")
    return content


def _changes(row: SpooledRecord) -> Iterator[Change]:
    if attributes_of(row.outgoing.headers)["type"] == Correction.TYPE:
        for change in _content(row)["detail"]["changes"]:
            yield Change.model_validate(change)
