"""Views of earlier events that are kept, so that context costs what it shows.

What a recipient may see of an earlier event as context follows from the event's version, the rules
that give the item, the version of the agreement, and what other events of the child keep back. It
is the same in each delivery until one of these changes, and is looked at anew then.
"""

import json
from hashlib import blake2b
from typing import Any

from wholepicture_agreement import Item, ItemChild, seen_before
from wholepicture_engine.stage import Key
from wholepicture_schemas.identifiers import ChildRef

from wholepicture_consumers.facts.documents import ChronologyEntry, Picture
from wholepicture_consumers.facts.event import EventState
from wholepicture_consumers.facts.protection import KeptBackElsewhere
from wholepicture_consumers.facts.withholding import kept_back_of
from wholepicture_consumers.picture.causes import Cause, House
from wholepicture_consumers.picture.documents import KeptViews

_MOST = 8
"""How many recipients' views of one event are kept; the one that was looked at first goes first."""


class Views:
    """The views of a child's earlier events for one item."""

    def __init__(
        self,
        item: Item,
        child: ItemChild,
        ref: ChildRef,
        kept_back: KeptBackElsewhere,
        cause: Cause,
        house: House,
    ) -> None:
        self._item, self._child, self._ref = item, child, ref
        self._kept_back, self._house, self._at = kept_back, house, cause.at
        terms = house.agreement.in_force(cause.at)
        self._picture = house.work.get(Picture, ref) or Picture()
        decided = (known.model_dump_json() for known in self._picture.not_told)
        parts = (item.recipient, *child.rules, terms.digest, kept_back.digest, *decided)
        self._look = blake2b("\0".join(parts).encode(), digest_size=12).hexdigest()
        self._kept: dict[str, KeptViews] = {}

    def load(self, most: int) -> None:
        """Read what is kept of the newest events, as many."""
        self._kept.update(self._house.work.rows(KeptViews, self._ref, most=most))

    def of(self, name: str, entry: ChronologyEntry) -> tuple[dict[str, Any], int]:
        """What the item's recipient may see of an event, of this name, and how long that is.

        Empty where it may see nothing.
        """
        kept = self._kept.get(name)
        if kept is None or kept.version != entry.version:
            kept = KeptViews(version=entry.version)
        text = kept.views.get(self._look)
        if text is None:
            text = json.dumps(self._seen(name, entry), ensure_ascii=False)
            newest = dict(list(kept.views.items())[1 - _MOST :])
            kept = KeptViews(version=entry.version, views={**newest, self._look: text})
            self._house.work.put_row(self._ref, name, entry.happened, kept)
            self._kept[name] = kept
        return json.loads(text), len(text)

    def _seen(self, name: str, entry: ChronologyEntry) -> dict[str, Any]:
        work = self._house.work
        work.further([Key(EventState, name, only_read=True)])
        state = work.get(EventState, name)
        if state is None:
            return {}
        return seen_before(
            state.event(),
            {entry.person: self._ref},
            recipient=self._item.recipient,
            rules=self._child.rules,
            at=self._at,
            agreement=self._house.agreement,
            others=state.earlier(),
            elsewhere=self._kept_back.what,
            kept_back=kept_back_of([self._picture], state.agency, state.received),
        )
