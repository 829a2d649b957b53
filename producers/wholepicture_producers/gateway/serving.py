"""The gateway's server: uvicorn, which tells each request the caller's checked certificate."""

import asyncio
import ssl
from typing import Any

import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.h11_impl import H11Protocol

from wholepicture_producers.gateway.authentication import PEER
from wholepicture_producers.gateway.settings import GatewaySettings

_TO_END_SECONDS = 5


class PeerProtocol(H11Protocol):
    """A connection whose requests have the caller's certificate in their state."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Keep the certificate that was checked when the connection was made."""
        super().connection_made(transport)
        self.app_state = {**self.app_state, PEER: transport.get_extra_info("peercert")}


def server(app: FastAPI, settings: GatewaySettings) -> uvicorn.Server:
    """The server, ready to run. Nothing that it logs holds a path, a query or a header."""
    more: dict[str, Any] = {}
    if settings.certificate is not None and settings.private_key is not None:
        more["ssl_certfile"] = str(settings.certificate)
        more["ssl_keyfile"] = str(settings.private_key)
    if settings.client_ca is not None:
        more["ssl_ca_certs"] = str(settings.client_ca)
        more["ssl_cert_reqs"] = ssl.CERT_REQUIRED
    return uvicorn.Server(
        uvicorn.Config(
            app,
            host=settings.host,
            port=settings.port,
            http=PeerProtocol,
            ws="none",
            lifespan="off",
            access_log=False,
            log_config=None,
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=_TO_END_SECONDS,
            **more,
        )
    )
