"""A token endpoint on the loopback, that asks who the client is."""

import base64
import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Self
from urllib.parse import quote


class TokenEndpoint:
    """Gives tokens to one client, and counts how often it was asked."""

    def __init__(self, token: Callable[[], str], client: str, secret: str) -> None:
        self.asked = 0
        self._client = client
        pair = f"{quote(client, safe='')}:{quote(secret, safe='')}".encode()
        known = f"Basic {base64.b64encode(pair).decode()}"
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                outer.asked += 1
                self.rfile.read(int(self.headers["Content-Length"]))
                is_known = self.headers["Authorization"] == known
                answer = {"access_token": token(), "expires_in": 3600} if is_known else {}
                self.send_response(200 if is_known else 401)
                self.end_headers()
                self.wfile.write(json.dumps(answer).encode())

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def settings(self, secret: Path) -> dict[str, str]:
        """The settings of a client that gets its tokens here."""
        return {
            "KAFKA_SASL_MECHANISM": "OAUTHBEARER",
            "KAFKA_SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL": (
                f"http://127.0.0.1:{self._server.server_port}/token"
            ),
            "KAFKA_SASL_OAUTHBEARER_CLIENT_ID": self._client,
            "KAFKA_SASL_OAUTHBEARER_CLIENT_SECRET_FILE": str(secret),
        }
