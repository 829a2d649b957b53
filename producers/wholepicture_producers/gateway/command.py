"""The command ``wholepicture gateway``."""

from typing import Annotated

import typer
from wholepicture_bus import log
from wholepicture_bus.connection import bootstrap
from wholepicture_bus.errors import StopError

from wholepicture_producers.gateway.settings import GatewaySettings


def gateway(
    agencies: Annotated[
        list[str] | None,
        typer.Option("--for", metavar="AGENCY", help="An agency that it serves; more than once."),
    ] = None,
    host: Annotated[str | None, typer.Option(help="The address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="The port to listen on.")] = None,
    practice: Annotated[
        bool,
        typer.Option("--practice", help="Ask no caller to prove who they are; made-up events."),
    ] = False,
) -> None:
    """Take events over HTTP from agencies that cannot speak Kafka, and tell them what became.

    How callers prove who they are, and the limits, are set in the environment: docs/gateway.md.
    """
    settings = GatewaySettings.told(
        agencies=",".join(agencies) if agencies else None,
        host=host,
        port=port,
        practice=practice or None,
    )
    settings.check()
    try:
        from wholepicture_producers.gateway.app import application
        from wholepicture_producers.gateway.authentication import authentication
        from wholepicture_producers.gateway.serving import server
    except ModuleNotFoundError as error:
        raise StopError(
            f"The gateway needs {error.name}: pip install 'wholepicture-producers[gateway]'"
        ) from None
    from wholepicture_producers.gateway.served import opened

    way = authentication(settings)
    with opened(settings, bootstrap()) as served:
        log.configure()
        scheme = "http" if settings.certificate is None else "https"
        typer.echo(
            f"The gateway takes events of {', '.join(served)} at "
            f"{scheme}://{settings.host}:{settings.port}/events. End it with Ctrl-C."
        )
        server(application(settings, way, served), settings).run()
