"""The list of a day: everything that a feed sent, from the spool, zero included.

The list of a day is always the same, so a job that runs twice publishes it once.
"""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from wholepicture_bus.spool import History
from wholepicture_bus.topics import events
from wholepicture_schemas.any_agency import FeedManifestSent
from wholepicture_schemas.catalogue import short_name
from wholepicture_schemas.identifiers import AgencyId

LONDON = ZoneInfo("Europe/London")
_MOST_LISTED = 20_000
"""Above this the list has counts only."""
_SHARING = {
    "power": "other",
    "because": "So that an event that never arrived is noticed.",
    "family_informed": "no-not-practicable",
    "family_not_informed_because": "The list names nobody.",
}


def day_before(now: datetime) -> date:
    """The last day that is over, in London."""
    return now.astimezone(LONDON).date() - timedelta(days=1)


def list_of(
    day: date, source: str, agency: AgencyId, history: History, terms: Mapping[str, Any]
) -> dict[str, Any]:
    """The list of what a feed sent on a day; ``terms`` are its call-back, and if it is practice."""
    begins = datetime.combine(day, time(), LONDON)
    ends = datetime.combine(day + timedelta(days=1), time(), LONDON)
    sent = [
        (event, short_name(told["type"]))
        for event, told in history.sent_between(events(agency), begins, ends)
        if told.get("source") == source and told["type"] != FeedManifestSent.TYPE
    ]
    counts = Counter(name for _, name in sent)
    return {
        "type": FeedManifestSent.TYPE,
        "source": source,
        "time": ends.astimezone(UTC).isoformat(),
        "data": {
            "core": {
                "local_reference": f"list-{day.isoformat()}",
                "asks": "information",
                "sharing": _SHARING,
                **terms,
            },
            "detail": {
                "day": day.isoformat(),
                "total": len(sent),
                "sent": [{"type": name, "count": counts[name]} for name in sorted(counts)],
                "events": [event for event, _ in sent] if len(sent) <= _MOST_LISTED else [],
            },
        },
    }


def terms_of(history: History, agency: AgencyId) -> dict[str, Any]:
    """The call-back of what was published last, and whether that was practice; none of nothing."""
    row = history.newest(events(agency))
    core = json.loads(row.outgoing.value or b"{}").get("core", {}) if row else {}
    return {name: core[name] for name in ("call_back", "exercise") if core.get(name) is not None}
