"""Whether a recipient's webhook is taken, in a file beside its record, for ``wholepicture status``.

The file is there while the receiver fails, and holds no content.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

STATE_FILE = "webhook.json"
_TOO_LONG = timedelta(minutes=5)


class WebhookState:
    """The state of one recipient's webhook."""

    def __init__(self, file: Path, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._file, self._now = file, now

    def failed(self, item: str, why: str) -> bool:
        """Note an attempt that failed; whether it is the first since the last one that did not."""
        before = _read(self._file)
        since = before.get("since") or self._now().isoformat()
        text = json.dumps({"since": since, "item": item, "why": why})
        written = self._file.with_suffix(".new")
        written.write_text(text, "utf-8")
        written.replace(self._file)
        return not before

    def succeeded(self) -> bool:
        """Note that an item was taken; whether attempts had failed before."""
        was_failing = self._file.exists()
        self._file.unlink(missing_ok=True)
        return was_failing


def unreached(data: Path, now: datetime) -> Iterator[str]:
    """What a person has to do of the webhooks here: a sentence for each dead receiver."""
    for file in sorted(data.glob(f"subscriptions/*/{STATE_FILE}")):
        found = _read(file)
        with suppress(KeyError, ValueError):
            if now - datetime.fromisoformat(found["since"]) > _TOO_LONG:
                yield (
                    f"The webhook of {file.parent.name} has not been taken since "
                    f"{found['since'][:16]} ({found['why']}): item {found['item']} and what came "
                    "after it wait. Ask whoever runs the receiver."
                )


def _read(file: Path) -> dict[str, str]:
    with suppress(OSError, ValueError):
        return {str(name): str(text) for name, text in json.loads(file.read_text("utf-8")).items()}
    return {}
