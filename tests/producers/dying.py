"""A program that appends and sends, and dies by SIGKILL at a step. Run with its four arguments."""

import os
import signal
import sys
from datetime import timedelta
from pathlib import Path

from wholepicture_bus import steps
from wholepicture_bus.records import Outgoing
from wholepicture_bus.spool import Sender, Spool


def main(path: str, bootstrap: str, topic: str, step: str) -> None:
    """Append three records and send them; die when the step is reached."""

    def die(reached: str) -> None:
        if reached == step:
            os.kill(os.getpid(), signal.SIGKILL)

    spool = Spool(Path(path))
    steps.listen(die)
    spool.append(
        [Outgoing(topic, b"k", b"{}", (("ce_id", f"e{number}".encode()),)) for number in range(3)]
    )
    Sender(spool, bootstrap).send(within=timedelta(seconds=30))


if __name__ == "__main__":
    main(*sys.argv[1:])
