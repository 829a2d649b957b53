"""What a gateway has of each agency that it serves: its publisher, its spool, its feedback."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta

from wholepicture_bus.spool import History, Spool
from wholepicture_schemas.identifiers import AgencyId

from wholepicture_producers.after.hearing import Hearing
from wholepicture_producers.gateway.feedback import Heard
from wholepicture_producers.gateway.fhir import Fhir, fhir_of
from wholepicture_producers.gateway.pressure import Pressure
from wholepicture_producers.gateway.settings import GatewaySettings
from wholepicture_producers.gateway.together import Together
from wholepicture_producers.publisher import Publisher
from wholepicture_producers.terminal import opened_spool

_LAST_EVENTS = timedelta(seconds=2)
"""How long it tries at its end to send what waits; the rest stays in the spool."""


@dataclass(frozen=True, slots=True)
class Served:
    """One agency at a gateway; nothing of another agency is reached from it."""

    publisher: Publisher
    together: Together
    """Keeps what several requests bring at the same time."""
    pressure: Pressure
    history: History
    heard: Heard
    fhir: Fhir | None = None
    """How its FHIR is read, where it is."""
    practice: bool = False
    """Whether only made-up events are taken, as nobody proves who they are."""

    @property
    def spool(self) -> Spool:
        """The agency's spool, which its commands on this machine share."""
        return self.publisher.spool


@contextmanager
def opened(settings: GatewaySettings, bootstrap: str | None) -> Iterator[Mapping[AgencyId, Served]]:
    """Each agency that is served; its events are sent in the background until the end.

    Without ``bootstrap`` events are kept and not sent, and no feedback is asked for.
    """
    with ExitStack() as stack:
        found: dict[AgencyId, Served] = {}
        for agency in settings.served:
            spool = stack.enter_context(opened_spool(agency))
            publisher = Publisher(agency, spool, bootstrap)
            stack.callback(publisher.close, _LAST_EVENTS)
            found[agency] = Served(
                publisher,
                Together(publisher.keep),
                Pressure(publisher, settings),
                History(spool.path),
                Heard(Hearing(spool.path, agency), bootstrap),
                fhir_of(agency, settings.fhir) if settings.fhir else None,
                settings.practice,
            )
        yield found
