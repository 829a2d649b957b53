"""A case system's side of the bus: every referral becomes a contact, once, and is acknowledged."""  # noqa: INP001 - a program, no package

import sys
from collections.abc import Iterable

from wholepicture_consumers.subscription import Referral, Subscription


def run(referrals: Iterable[Referral]) -> None:
    """Put each item into the case system's table; the row and the answer count together."""
    for referral in referrals:
        with referral.transaction() as case_system:
            case_system.execute("CREATE TABLE IF NOT EXISTS contact (delivery, kind, headline)")
            row = (referral.id, referral.kind, referral.data.headline)
            case_system.execute("INSERT INTO contact VALUES (?, ?, ?)", row)
            if referral.kind == "referral":
                referral.acknowledge(by="case system")


if __name__ == "__main__":
    run(Subscription(sys.argv[1]))
