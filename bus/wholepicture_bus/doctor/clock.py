"""How far this machine's clock is from the broker's, as far as it shows without a new record.

The broker stamps each record as it appends it. A stamp in the future shows that this clock is
behind. A record that this machine sent last, and that the topic's last stamp is older than, shows
that it is ahead.
"""

from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kafka import TopicPartition
from kafka.admin import OffsetSpec
from kafka.errors import KafkaError

from wholepicture_bus import client
from wholepicture_bus.doctor.finding import Finding, bad, good, unknown
from wholepicture_bus.spool.history import History

_CHECK = "clock"
_ALLOWED = timedelta(seconds=30)


def clock(bootstrap: str, topic: str, spool: Path | None, now: datetime) -> Finding:
    """What the stamps of a topic show of this machine's clock."""
    return difference(_last_stamp(bootstrap, topic), _last_sent(spool, topic), now)


def difference(stamped: datetime | None, sent: datetime | None, now: datetime) -> Finding:
    """What the topic's last stamp, and when this machine last sent to it, show of the clock."""
    if stamped is None:
        return unknown(_CHECK, "no record has been stamped yet that this user may look at")
    if stamped - now > _ALLOWED:
        return _wrong(stamped - now, "behind")
    if sent is not None and sent - stamped > _ALLOWED:
        return _wrong(sent - stamped, "ahead of")
    if sent is None:
        return unknown(_CHECK, "not behind the broker's; whether it is ahead shows after a publish")
    return good(_CHECK, "within half a minute of the broker's, as far as its stamps show")


def _wrong(difference: timedelta, where: str) -> Finding:
    seconds = int(difference.total_seconds())
    return bad(
        _CHECK,
        f"this machine's clock is at least {seconds} s {where} the broker's. Set it by NTP.",
    )


def _last_stamp(bootstrap: str, topic: str) -> datetime | None:
    with suppress(KafkaError), closing(client.admin(bootstrap)) as admin:
        count = len(admin.describe_topics([topic])[0]["partitions"])
        asked = {TopicPartition(topic, at): OffsetSpec.MAX_TIMESTAMP for at in range(count)}
        stamps = [told.timestamp for told in admin.list_partition_offsets(asked).values()]
        newest = max((stamp for stamp in stamps if stamp and stamp > 0), default=None)
        return None if newest is None else datetime.fromtimestamp(newest / 1000, UTC)
    return None


def _last_sent(file: Path | None, topic: str) -> datetime | None:
    if file is None or not file.exists():
        return None
    return History(file).last_sent(topic)
