"""The command ``wholepicture forward``."""

import threading
from pathlib import Path
from typing import Annotated

import typer
from wholepicture_bus.secret_files import secret
from wholepicture_bus.webhook_state import STATE_FILE

from wholepicture_subscribers.subscription.subscription import Subscription
from wholepicture_subscribers.subscription.terminal import told_plainly
from wholepicture_subscribers.webhooks.forwarding import Forwarder
from wholepicture_subscribers.webhooks.posting import Receiver
from wholepicture_subscribers.webhooks.signing import secrets_in


def forward(
    recipient: Annotated[
        str, typer.Argument(help="The recipient, as the agreement names it: front-door-bristol.")
    ],
    address: Annotated[str, typer.Argument(help="Where items are posted: https://host/path.")],
    secret_file: Annotated[
        Path, typer.Option(help="The file of the secret that signs them, whsec_ and base64.")
    ],
    *,
    once: Annotated[
        bool, typer.Option("--once", help="Post what there is, and end; do not wait for more.")
    ] = False,
    record: Annotated[
        Path | None, typer.Option(help="The record's file, if not the usual one.")
    ] = None,
) -> None:
    """Post each referral and notice, signed, to a system that cannot speak Kafka.

    In order, each until it is taken; whoever checks the signature knows that it is from here.
    Answers go by `wholepicture referrals answer`.
    """
    with told_plainly():
        secrets = secrets_in(secret("--secret-file", secret_file) or "")
        receiver = Receiver(address, secrets)
        with Subscription(recipient, record=record, follow=not once) as subscription:
            state = subscription.file.with_name(STATE_FILE)
            forwarder = Forwarder(receiver, state, threading.Event().wait, typer.echo)
            try:
                for referral in subscription:
                    forwarder.forward(referral)
            except KeyboardInterrupt:
                return  # the item at hand is not handled, and is posted again next time
