"""A subscriber as a process of its own, which kills itself where a test says.

Run as ``python -m tests.subscribers.subscription.process BOOTSTRAP RECIPIENT RECORD STEP PASS``.
"""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from wholepicture_bus import steps
from wholepicture_subscribers.subscription import Referral, Subscription


def run(bootstrap: str, recipient: str, record: Path, step: str, passes: int) -> None:
    """Handle everything there is, and die at this pass of this step.

    The steps are those that the product reaches, and those of the handler below: handed-over,
    in-transaction, after-transaction.
    """
    left = passes

    def reached(now: str) -> None:
        nonlocal left
        left -= now == step
        if now == step and left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    steps.listen(reached)
    with Subscription(recipient, bootstrap=bootstrap, record=record, follow=False) as subscription:
        for referral in subscription:
            reached("handed-over")
            handle(referral, reached=reached)
            reached("after-transaction")


def handle(referral: Referral, *, reached: Callable[[str], None] = lambda _: None) -> None:
    """Write the item's id into a table of the subscriber's own, and acknowledge it."""
    with referral.transaction() as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS contact (delivery TEXT, again INTEGER)")
        connection.execute(
            "INSERT INTO contact VALUES (?, ?)", (referral.id, int(referral.redelivered))
        )
        referral.acknowledge(by="duty social worker")
        reached("in-transaction")


if __name__ == "__main__":
    run(sys.argv[1], sys.argv[2], Path(sys.argv[3]), sys.argv[4], int(sys.argv[5]))
