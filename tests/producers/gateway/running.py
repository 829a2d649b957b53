"""A gateway as a server of its own, in a thread."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from wholepicture_producers.gateway.app import application
from wholepicture_producers.gateway.authentication import authentication
from wholepicture_producers.gateway.served import Served
from wholepicture_producers.gateway.serving import server
from wholepicture_producers.gateway.settings import GatewaySettings
from wholepicture_schemas.identifiers import AgencyId

from tests.support.waiting import until


@contextmanager
def running(settings: GatewaySettings, served: Mapping[AgencyId, Served]) -> Iterator[str]:
    """The address of a gateway that runs until the end."""
    made = server(application(settings, authentication(settings), served), settings)
    thread = threading.Thread(target=made.run, daemon=True)
    thread.start()
    until(lambda: made.started, "the gateway listens")
    port = made.servers[0].sockets[0].getsockname()[1]
    scheme = "https" if settings.certificate else "http"
    try:
        yield f"{scheme}://127.0.0.1:{port}"
    finally:
        made.should_exit = True
        thread.join(10)
