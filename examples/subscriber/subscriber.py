"""A case system's side of the bus: every item becomes a row of its own, once, and is acknowledged.

An acknowledgement says that an item lies with somebody who answers for it: a case system that puts
it into a worker's tray may send one, and one that only stores it may not.
"""  # noqa: INP001 - a program, no package

import sys
from collections.abc import Iterable

from wholepicture_subscribers import Referral, StopError, Subscription


def run(referrals: Iterable[Referral]) -> None:
    """Put each item into the case system's table; the row and the answer count together."""
    for referral in referrals:
        with referral.transaction() as case_system:
            case_system.execute("CREATE TABLE IF NOT EXISTS contact (delivery, kind, headline)")
            row = (referral.id, referral.kind, referral.data.headline)
            case_system.execute("INSERT INTO contact VALUES (?, ?, ?)", row)
            if referral.kind == "referral":
                referral.acknowledge(by="case system, duty tray")
        print(f"{referral.kind} {referral.id}: in the duty tray")  # noqa: T201 - for who watches


if __name__ == "__main__":
    if len(sys.argv) != 2:  # noqa: PLR2004 - the program and the recipient
        sys.exit("Say for whom to read: subscriber.py front-door-bristol")
    try:
        run(Subscription(sys.argv[1]))
    except StopError as error:
        sys.exit(str(error))
