"""A recipient's process: takes each item into a table of its own, in the referral's transaction."""

import sys
from pathlib import Path

from wholepicture_schemas.deliveries import Kind
from wholepicture_subscribers.subscription import Subscription

_KINDS: tuple[Kind, ...] = ("referral",)
_TABLE = "CREATE TABLE IF NOT EXISTS mine (number INTEGER PRIMARY KEY, id TEXT)"


def main(recipient: str, record: Path, bootstrap: str) -> None:
    """Read for ever."""
    with Subscription(recipient, bootstrap=bootstrap, record=record, kinds=_KINDS) as items:
        for item in items:
            with item.transaction() as connection:
                connection.execute(_TABLE)
                connection.execute("INSERT INTO mine (id) VALUES (?)", (item.id,))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
