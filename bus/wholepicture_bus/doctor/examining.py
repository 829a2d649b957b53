"""The whole examination, in the order in which one thing needs the other."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kafka.errors import KafkaError
from wholepicture_schemas.identifiers import AgencyId, RecipientId

from wholepicture_bus import topics
from wholepicture_bus.connection import bootstrap, checked
from wholepicture_bus.doctor.clock import clock
from wholepicture_bus.doctor.finding import Finding, bad, good, unknown
from wholepicture_bus.doctor.machine import folder, versions
from wholepicture_bus.doctor.network import ways
from wholepicture_bus.doctor.rights import Need, rights
from wholepicture_bus.errors import BusError, StopError
from wholepicture_bus.refusals import as_ours
from wholepicture_bus.settings import Settings


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose machine it is: an agency that publishes, a recipient, both, or neither."""

    agency: AgencyId | None = None
    recipient: RecipientId | None = None

    @property
    def needs(self) -> tuple[Need, ...]:
        """The topics that are its own, and what it does with them."""
        own: list[Need] = []
        if self.agency is not None:
            own += [
                Need(topics.events(self.agency), "WRITE"),
                Need(topics.history(self.agency), "WRITE"),
                Need(topics.feedback(self.agency), "READ"),
            ]
        if self.recipient is not None:
            own += [
                Need(topics.referrals(self.recipient), "READ"),
                Need(topics.notices(self.recipient), "READ"),
                Need(topics.replies(self.recipient), "WRITE"),
            ]
        return tuple(own)

    def spool(self, data: Path) -> Path | None:
        """The agency's spool on this machine."""
        return data / "spools" / self.agency / "spool.db" if self.agency is not None else None


def examine(
    settings: Settings,
    owner: Owner,
    *,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Iterator[Finding]:
    """Each finding as soon as it is known; what needs a connection is left out without one."""
    yield versions()
    yield folder(settings.data)
    try:
        where = bootstrap(settings)
        servers, security = checked(where)
    except StopError as error:
        yield bad("settings", str(error))
        return
    yield good("settings", f"{where} by {security.protocol}")
    let_in = False
    for finding, is_good in ways(servers, security, now()):
        let_in = let_in or is_good
        yield finding
    if not let_in:
        return
    if not owner.needs:
        yield unknown("topics", "say whose they are: --agency ID, or --recipient NAME")
        return
    try:
        yield from rights(where, owner.needs, protected=security.protected)
    except (KafkaError, BusError) as error:
        yield bad("topics", str(error if isinstance(error, BusError) else as_ours(error)))
        return
    yield clock(where, owner.needs[0].topic, owner.spool(settings.data), now())
