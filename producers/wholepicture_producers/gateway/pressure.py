"""Back-pressure: a caller is told to wait before the spool is full, not after."""

import shutil
from http import HTTPStatus
from threading import Lock
from time import monotonic

from wholepicture_bus.spool import Spool, SpoolUnavailable, waiting

from wholepicture_producers.gateway.answers import Refusal, away
from wholepicture_producers.gateway.settings import GatewaySettings
from wholepicture_producers.publisher import Publisher

_LOOK_AGAIN_SECONDS = 1.0


class Pressure:
    """How full one agency's spool is, looked at once a second at most."""

    def __init__(self, publisher: Publisher, settings: GatewaySettings) -> None:
        self._publisher = publisher
        self._settings = settings
        self._one_at_a_time = Lock()
        self._until = 0.0
        self._found: Refusal | None = None

    def refuse_where_full(self) -> None:
        """Refuse a request that would have to wait for long.

        Raises:
            Refusal: 429 where many events wait, 503 where they wait for long, or the disk is full.
        """
        found = self.look()
        if found is not None:
            raise found

    def look(self) -> Refusal | None:
        """Why a request would be refused now; None where it would not be."""
        with self._one_at_a_time:
            if monotonic() >= self._until:
                self._found = self._look(self._publisher.spool)
                self._until = monotonic() + _LOOK_AGAIN_SECONDS
            return self._found

    def _look(self, spool: Spool) -> Refusal | None:
        settings = self._settings
        try:
            if shutil.disk_usage(spool.path.parent).free < settings.least_free_bytes:
                return away("The gateway has no room", "Its disk is nearly full.", seconds=60)
            count, oldest = waiting(spool)
        except (OSError, SpoolUnavailable):
            return away("The gateway cannot keep events now", "Its spool cannot be read.")
        if oldest is not None and self._publisher.now() - oldest > settings.oldest_waiting:
            return away(
                "What was posted before has not reached the bus yet",
                "Kafka has been away for long. If a child is at risk now, tell by telephone too.",
                seconds=60,
            )
        if count >= settings.most_waiting:
            return Refusal(
                HTTPStatus.TOO_MANY_REQUESTS,
                "too-many-waiting",
                "Too many of your events wait to be sent",
                "Post the next ones more slowly; what was accepted is kept.",
                headers={"Retry-After": "5"},
            )
        return None
