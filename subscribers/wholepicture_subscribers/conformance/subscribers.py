"""The subscriber that is tried: a command that reads lines, or an endpoint that takes requests."""

import json
import os
import queue
import shlex
import signal
import subprocess
import threading
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from contextlib import suppress
from http import HTTPStatus
from typing import IO, Any, Protocol

from wholepicture_bus.errors import StopError
from wholepicture_schemas.identifiers import RecipientId

from wholepicture_subscribers.conformance.stream import RECIPIENT

EventJson = Mapping[str, Any]
RECIPIENT_IN = "WHOLEPICTURE_RECIPIENT"
"""The setting in which a command finds for whom it reads."""
_ENDS_WITHIN = 5.0
_RESTARTS_WITHIN = 120
_WRITE = 'write {"replies": []} where there is none'


class Failed(Exception):
    """The subscriber did not take an item in; the sentence says how."""


class NoReplies(Failed):
    """It answered, and not with replies."""


class Subscriber(Protocol):
    """Whatever takes items in, one after the other, and answers them."""

    def take(self, event: EventJson, within: float) -> Sequence[Any]:
        """The replies that it gave to an item, as it gave them.

        Raises:
            Failed: it took longer than ``within`` seconds, died or refused.
        """

    def kill(self, event: EventJson) -> bool:
        """Give it an item and kill it at once; False where it cannot be killed from here."""

    def close(self) -> None:
        """End it."""


class Command:
    """A command that reads an item a line and writes ``{"replies": [...]}`` for each."""

    def __init__(self, command: str, recipient: RecipientId = RECIPIENT) -> None:
        self._words, self._recipient = words_of(command), recipient
        self._process: subprocess.Popen[str] | None = None
        self._lines: queue.Queue[str | None] = queue.Queue()

    def take(self, event: EventJson, within: float) -> Sequence[Any]:
        """Write the item and read the line that answers it."""
        self._write(event)
        try:
            line = self._lines.get(timeout=within)
        except queue.Empty:
            self._end(patience=0)  # it had its time
            raise Failed(f"wrote no line within {within:g} seconds") from None
        if line is None:
            self._end()
            raise Failed("ended instead of writing a line")
        try:
            return replies_in(line, or_nothing=False)
        except Failed:
            self._end()  # the next line might answer this item
            raise

    def kill(self, event: EventJson) -> bool:
        """Write the item and kill the process before it can answer."""
        with suppress(Failed):
            self._write(event)
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
        self._end()
        return True

    def close(self) -> None:
        """Close its input, which asks it to end."""
        self._end()

    def _write(self, event: EventJson) -> None:
        stdin = self._started()
        try:
            stdin.write(json.dumps(event, ensure_ascii=False) + "\n")
            stdin.flush()
        except OSError:
            self._end()
            raise Failed("ended before it read the item") from None

    def _started(self) -> IO[str]:
        if self._process is None:
            self._lines = queue.Queue()
            try:
                self._process = subprocess.Popen(  # noqa: S603 - the user's own command
                    self._words,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    encoding="utf-8",
                    errors="replace",
                    env=os.environ | {RECIPIENT_IN: self._recipient},
                )
            except OSError:
                raise cannot_start() from None
            threading.Thread(
                target=_read, args=(self._process.stdout, self._lines), daemon=True
            ).start()
        assert self._process.stdin is not None  # noqa: S101 - asked for above
        return self._process.stdin

    def _end(self, patience: float = _ENDS_WITHIN) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(OSError):
            if process.stdin is not None:
                process.stdin.close()
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _read(lines: IO[str] | None, into: "queue.Queue[str | None]") -> None:
    for line in lines or ():
        into.put(line)
    into.put(None)


class Endpoint:
    """An address that takes an item as an HTTP request.

    Source: CloudEvents HTTP Protocol Binding 1.0.2, sections 3.1 (binary) and 3.2 (structured).
    """

    def __init__(self, url: str, *, structured: bool = False, restart: str | None = None) -> None:
        """``restart``: the command that ends whatever answers there at once, and starts it."""
        if not url.startswith(("http://", "https://")):
            raise StopError("Write the address with http:// or https:// in front.")
        self._url, self._structured = url, structured
        self._restart = words_of(restart) if restart else None

    def take(self, event: EventJson, within: float) -> Sequence[Any]:
        """Send the item; the body of a 2xx response holds the replies, if any."""
        request = self._request(event)
        try:
            with urllib.request.urlopen(request, timeout=within) as response:  # noqa: S310 - checked
                body = response.read().decode("utf-8", "replace")
        except urllib.error.HTTPError as error:
            raise Failed(f"answered with status {error.code} {_phrase(error.code)}") from None
        except (OSError, ValueError) as error:
            raise Failed(f"could not be reached ({type(error).__name__})") from None
        return replies_in(body)

    def kill(self, event: EventJson) -> bool:
        """Send the item and have whatever answers there restarted meanwhile."""
        if self._restart is None:
            return False
        sending = threading.Thread(target=self._send_and_forget, args=(event,), daemon=True)
        sending.start()
        try:
            subprocess.run(  # noqa: S603 - the user's own command
                self._restart, check=True, timeout=_RESTARTS_WITHIN, stdout=subprocess.DEVNULL
            )
        except (OSError, subprocess.SubprocessError):
            raise StopError("The command that restarts your subscriber failed.") from None
        sending.join(_ENDS_WITHIN)
        return True

    def _send_and_forget(self, event: EventJson) -> None:
        with suppress(Failed):
            self.take(event, _ENDS_WITHIN)

    def close(self) -> None:
        """Nothing is kept open."""

    def _request(self, event: EventJson) -> urllib.request.Request:
        if self._structured:
            body = json.dumps(event, ensure_ascii=False).encode()
            headers = {"content-type": "application/cloudevents+json"}
        else:
            body = json.dumps(event.get("data"), ensure_ascii=False).encode()
            headers = {"content-type": "application/json"}
            headers |= {
                f"ce-{name}": str(value)
                for name, value in event.items()
                if name not in {"data", "datacontenttype"}
            }
        return urllib.request.Request(self._url, body, headers, method="POST")  # noqa: S310 - checked


def replies_in(text: str, *, or_nothing: bool = True) -> Sequence[Any]:
    """The replies in a line or a body: a list, or ``{"replies": [...]}``.

    ``or_nothing``: whether an empty text says that there are none.

    Raises:
        NoReplies: it is something else.
    """
    if or_nothing and not text.strip():
        return ()
    try:
        said = json.loads(text)
    except json.JSONDecodeError:
        raise NoReplies(f"answered with something that is no JSON: {_WRITE}") from None
    replies = said.get("replies") if isinstance(said, dict) else said
    if not isinstance(replies, list):
        raise NoReplies(f"answered with no list of replies: {_WRITE}")
    return replies


def words_of(command: str) -> list[str]:
    """The words of a command line.

    Raises:
        StopError: it cannot be read.
    """
    try:
        return shlex.split(command)
    except ValueError:
        raise StopError("The command cannot be read: a quotation mark is open.") from None


def cannot_start() -> StopError:
    """What is said where a command does not start."""
    return StopError("The command cannot be started: check its path.")


def _phrase(code: int) -> str:
    try:
        return HTTPStatus(code).phrase
    except ValueError:
        return ""
